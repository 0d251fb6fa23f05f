"""What a Python program imports, and all that plugins and the service know; ``Checker`` comes from checking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from medrules.checking.checker import Checker
from medrules.checking.stated import check_stated
from medrules.language.case_rules import with_case_rules
from medrules.language.loading import load
from medrules.language.phrases import parse_phrase
from medrules.language.showing import show
from medrules.model.book import RuleBook
from medrules.model.case import ANSWERING, Sample, Unreadable
from medrules.model.problem import Problem, RulesError
from medrules.model.reading import Escalation, Mention, Reading
from medrules.model.record import Record
from medrules.model.verdict import OUTCOMES, Checked, Evidence, Outcome, Verdict
from medrules.reports.jsonl import line as verdict_line
from medrules.reports.jsonl import row as verdict_row
from medrules.reports.shown import shown
from medrules.shipped import folder
from medrules.sources import messages as conversations
from medrules.sources.record import read_record as read_stated
from medrules.sources.vignettes import load as load_vignettes
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.phrases import Matcher
from medrules.text.spacy_door import words_of
from medrules.text.words import split

__all__ = [
    "ANSWERING",
    "OUTCOMES",
    "Checked",
    "Checker",
    "Evidence",
    "Outcome",
    "ReadText",
    "Record",
    "RuleBook",
    "RulesError",
    "Sample",
    "Unreadable",
    "Verdict",
    "answer",
    "load_rules",
    "outcome",
    "read",
    "read_answers",
    "read_record",
    "shown",
    "verdict_line",
    "verdict_row",
    "waived",
    "words_of",
]

_WORST_FIRST: tuple[Outcome, ...] = ("violated", "error", "review", "met", "not applicable")


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


def answer(
    output: str | None = None,
    *,
    messages: Sequence[Mapping[str, Any]] | None = None,
    input: str | None = None,
    record: Record | Mapping[str, Any] | None = None,
    category: str | None = None,
    risk: str | None = None,
    setting: str | None = None,
    supervision: str | None = None,
    case: str | None = None,
    **more: Any,
) -> Sample:
    """One answer with all that is known of it, for ``Checker.check_batch``; the verdicts are those of ``check``.

    Args:
        output: the text under test; left out: all answers among the messages.
        messages: a conversation that ends with the model's answer, ``role`` and ``content`` each.
        input: all that the model was shown from the user's side; left out: that of the messages.
        record: the structured record of the case, or what ``read_record`` reads.
        category: as for ``Checker.check``; so are ``risk``, ``setting``, ``supervision`` and ``case``.
        more: other fields of ``Sample``, such as ``model`` or ``finish_reason``.

    Raises:
        ValueError: there is no answer, or a message, a record or a word of the vocabularies is wrong.
    """
    check_stated({"category": category, "risk": risk, "setting": setting, "supervision": supervision})
    turns = conversations.turns(list(messages)) if messages is not None else ()
    if output is None and not turns:
        raise ValueError("there is no answer: neither an output nor messages")
    stated: dict[str, Any] = {
        "case": "answer" if case is None else case,
        "id": "answer",
        "file": "",
        "line": 1,
        **more,
    }
    return Sample(
        output=conversations.answered(turns) if output is None else output,
        input=conversations.asked(turns) if input is None else input,
        record=record if isinstance(record, Record) or record is None else read_record(record),
        category=category,
        risk=risk,
        setting=setting,
        supervision=supervision,
        messages=turns,
        **stated,
    )


def read_answers(
    *paths: str | Path, vignettes: Iterable[str | Path] = (), category: str | None = None
) -> Iterator[Sample | Unreadable]:
    """The rows of files of answers, each with what the vignette of its case says.

    Args:
        paths: files in any format that ``medrules check`` reads, and folders of them.
        vignettes: vignette files and folders; none: the shipped ones.
        category: of the answers that name none.

    Raises:
        RulesError: a file as a whole cannot be used; a row that cannot be read comes as ``Unreadable``.
    """
    from medrules.sources import answers
    from medrules.sources.joining import join
    from medrules.sources.problems import SourceError

    cases, problems = load_vignettes([Path(path) for path in vignettes] or [folder("vignettes")])
    files, more = answers.files([Path(path) for path in paths])
    if problems or more:
        _refuse([*problems, *more])
    try:
        for file in files:
            for row in answers.read(file):
                yield join(row, cases, category)
    except SourceError as error:
        _refuse([error.problem])


def waived(verdicts: Iterable[Verdict], book: RuleBook, as_of: date) -> list[Verdict]:
    """The verdicts, those marked that a waiver of the book covers on a day; they carry no harm points."""
    from medrules.scoring.approvals import in_force
    from medrules.scoring.waiving import Waiving

    waiving = Waiving(in_force(book, as_of))
    return [waiving.marked(verdict) for verdict in verdicts]


def outcome(verdicts: Iterable[Verdict]) -> Outcome:
    """What verdicts come to: *violated* before *error*, *review*, *met*, *not applicable*; waived ones aside.

    ``not applicable`` says that no rule had anything to say, which shows nothing.
    """
    found = {verdict.verdict for verdict in verdicts if not verdict.waived}
    return next((each for each in _WORST_FIRST if each in found), "not applicable")


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
