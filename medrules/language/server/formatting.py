"""Formats a file in an editor: as ``medrules format`` would, without a file on disk."""

from __future__ import annotations

from lsprotocol.types import TextEdit

from medrules.language.adopting import fill_in
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
    root = projects.root(file.path)
    before = file.analysis
    source = fill_in(file.source, before.book, file.path, projects.folders(root), projects.shipped)
    text = formatted(source)
    if text == file.source.text:
        return []
    if source is not file.source:
        before = projects.imagine(root, {file.path: source.text})
    if meaning(projects.imagine(root, {file.path: text}).book) != meaning(before.book):
        raise MeaningChanged(f"{file.path.name} would not mean the same after formatting; it was left alone")
    if formatted(Source(file.source.file, text)) != text:
        raise MeaningChanged(f"{file.path.name} would be formatted in two ways; it was left alone")
    return difference(file.places, text, line_end)
