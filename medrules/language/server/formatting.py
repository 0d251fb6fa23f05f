"""Formats a file in an editor: as ``medrules format`` would, without a file on disk."""

from __future__ import annotations

from lsprotocol.types import TextEdit

from medrules.language.formatting.files import MeaningChanged, meaning
from medrules.language.formatting.formatter import formatted
from medrules.language.server.edits import difference
from medrules.language.server.projects import File, Projects
from medrules.language.source import Source
from medrules.model.problem import Problem


def errors(file: File) -> list[Problem]:
    """The problems for which a file is left as it is."""
    own = file.analysis.by_file.get(file.path, ())
    return [found for found in own if found.severity == "error"]


def format_file(projects: Projects, file: File, line_end: str) -> list[TextEdit]:
    """The changes that write a file without errors in the language's one spelling and shape.

    Raises:
        MeaningChanged: never, but for a fault of the formatter.
    """
    text = formatted(file.source)
    if text == file.source.text:
        return []
    after = projects.imagine(projects.root(file.path), {file.path: text})
    if meaning(after.book) != meaning(file.analysis.book):
        raise MeaningChanged(f"{file.path.name} would not mean the same after formatting; it was left alone")
    if formatted(Source(file.source.file, text)) != text:
        raise MeaningChanged(f"{file.path.name} would be formatted in two ways; it was left alone")
    return difference(file.places, text, line_end)
