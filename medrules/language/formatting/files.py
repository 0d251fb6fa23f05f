"""Formats rule files on disk: what each would become, and why one is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from medrules.language.adopting import fill_in
from medrules.language.finding import name_of
from medrules.language.formatting.formatter import formatted
from medrules.language.loading import load
from medrules.language.source import Source, read
from medrules.model.book import RuleBook
from medrules.model.problem import Problem


class FormattedFile(NamedTuple):
    """One file: its canonical text, or (None) the problems for which it is left alone."""

    path: Path
    text: str | None
    changed: bool
    problems: list[Problem]


class MeaningChanged(Exception):
    """The formatted text would mean something else: a fault of the formatter, found before anything is written."""


def format_file(path: Path, shipped: Path | None, beside: Sequence[Path] = ()) -> FormattedFile:
    """The canonical text of a file; one with errors has none.

    Args:
        path: a rule file.
        shipped: the folder of the packs that ship.
        beside: more folders with packs that the file may use.

    Raises:
        MeaningChanged: never, but for a fault of the formatter.
    """
    called = name_of(path, shipped)
    source, unread = read(path, called)
    if source is None:
        return FormattedFile(path, None, False, unread)
    before = path.read_bytes()
    book, problems = load([path], shipped, beside=beside, texts={path.resolve(): source.text})
    own = (None, called)
    errors = [
        found
        for found in problems
        if found.severity == "error" and (found.location and found.location.file) in own
    ]
    if errors:
        return FormattedFile(path, None, False, errors)
    completed = fill_in(source, book, path, [*beside], shipped)
    if completed is not source:
        source = completed
        book, _ = load([path], shipped, beside=beside, texts={path.resolve(): source.text})
    text = formatted(source)
    changed = text.encode() != before
    if text != source.text:
        after, _ = load([path], shipped, beside=beside, texts={path.resolve(): text})
        if meaning(after) != meaning(book) or formatted(Source(str(path), text)) != text:
            raise MeaningChanged(f"{path} would not mean the same after formatting; it was left alone")
    return FormattedFile(path, text, changed, [])


def meaning(book: RuleBook) -> Any:
    """Everything that a book says, without the places where it says it, in the order in which it judges."""
    return _without_places(book.model_dump())


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(item) for key, item in value.items() if key != "location"}
    if isinstance(value, list | tuple):
        return [_without_places(item) for item in value]
    return value
