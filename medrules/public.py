"""What a Python program imports: ``load_rules``, ``read`` and ``read_record``; ``Checker`` comes from checking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from medrules.language.case_rules import with_case_rules
from medrules.language.loading import load
from medrules.language.phrases import parse_phrase
from medrules.language.showing import show
from medrules.model.book import RuleBook
from medrules.model.problem import Problem, RulesError
from medrules.model.reading import Escalation, Mention, Reading
from medrules.model.record import Record
from medrules.shipped import folder
from medrules.sources.record import read_record as read_stated
from medrules.sources.vignettes import load as load_vignettes
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.phrases import Matcher
from medrules.text.words import split

__all__ = ["ReadText", "RulesError", "load_rules", "read", "read_record"]


def _refuse(problems: list[Problem]) -> NoReturn:
    raise RulesError(problems, "\n\n".join(show(problem) for problem in problems))


def load_rules(*paths: str | Path, vignettes: Iterable[str | Path] = ()) -> RuleBook:
    """The rule book of these files and folders; of the shipped packs where none is named.

    Args:
        paths: rule files and folders.
        vignettes: vignette files and folders whose cases' own rules come along; each judges its case alone.

    Raises:
        RulesError: at least one file has an error; all errors of all files are in it.
    """
    shipped = folder("rules")
    book, problems = load([Path(path) for path in paths] or [shipped], shipped)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        _refuse(errors)
    cases, problems = load_vignettes([Path(path) for path in vignettes])
    book, more = with_case_rules(book, cases.values())
    if problems or more:
        _refuse([*problems, *more])
    return book


def read_record(stated: Mapping[str, Any]) -> Record:
    """The structured record of a case, by the names of a vignette's ``record``.

    >>> from medrules import Checker, load_rules, read_record
    >>> record = read_record({"age": "71 years", "medications": ["warfarin 5 mg daily"]})
    >>> Checker(load_rules("rules")).check("Stop your warfarin.", record=record)

    Raises:
        ValueError: a name is unknown. A value that cannot be read is kept, and an error of the rules that need it.
    """
    record, problems = read_stated(stated)
    if record is None or problems:
        raise ValueError("; ".join(f"{problem.message}. {problem.hint}" for problem in problems))
    return record


class ReadText:
    """One text, read: ask it how it uses a mention, where a phrase occurs, what level of care it advises."""

    def __init__(self, text: str) -> None:
        """Read ``text``; the work is done at the first question."""
        self.text = text
        self._document = Document(split(text))

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence in characters of the text."""
        return self._document.sentences

    def at(self, start: int, end: int) -> Reading:
        """How the text uses the mention at these characters.

        Raises:
            ValueError: the span is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"the span {start}-{end} is not inside the text of {len(self.text)} characters")
        return self._document.reading(start, end)

    def find(self, phrase: str) -> list[Mention]:
        """Every place where ``phrase`` (as a rule would write it, without quotes) occurs, with its reading.

        Raises:
            RulesError: the phrase is not one.
        """
        parsed, problems = parse_phrase(phrase)
        if parsed is None:
            _refuse(problems)
        hits = Matcher({phrase: [parsed]}, {}).find(self._document)
        return [
            Mention(
                hit.start,
                hit.end,
                self.text[hit.start : hit.end],
                phrase,
                hit.how,
                self._document.reading(hit.start, hit.end),
                hit.doubtful,
            )
            for hit in hits
        ]

    def escalation(self, ladder: RuleBook | None = None) -> Escalation:
        """The level of care that the text advises, by the ladder of ``ladder`` (default: the shipped one)."""
        return (_ladder(ladder) if ladder else _shipped_ladder()).read(self._document)


def read(text: str) -> ReadText:
    """Read one text as medrules reads an answer."""
    return ReadText(text)


def _ladder(book: RuleBook) -> Ladder:
    return Ladder(book.ladder, book.concepts)


@cache
def _shipped_ladder() -> Ladder:
    return _ladder(load_rules(folder("rules") / "escalation.rules"))
