"""The project's own reader, asked the benchmark's questions."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from benchmarks.folder import Folder
from benchmarks.readers import Advice, Care, Negation, Reader, Reply, Use, Violations
from benchmarks.replies import ReplyRules
from benchmarks.statements import StatementRules
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.model.reading import Cue, Reading
from medrules.model.rule import MustSay
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.words import split

_ACTS = {"advice against": "against", "question": "question"}
_STRENGTHS = {"none": 0, "weak": 1, "strong": 2}
_TENSES = frozenset(
    ("was", "were", "had", "did", "been", "has had", "have had", "has been", "have been", "had been")
)


class Ours(Reader):
    """Readings, rungs and verdicts as the product gives them."""

    name = "medrules"

    def __init__(self, rules: Path, folder: Folder) -> None:
        self._rules = rules
        self._folder = folder
        self.document = lru_cache(maxsize=4)(_document)

    @cached_property
    def book(self) -> RuleBook:
        """The shipped packs as one book. Raises ``ValueError`` with the problems where they do not load."""
        book, problems = load([self._rules], self._rules)
        errors = [problem.message for problem in problems if problem.severity == "error"]
        if errors:
            raise ValueError("\n".join(errors))
        return book

    @cached_property
    def ladder(self) -> Ladder:
        """The shipped ladder of levels of care."""
        return Ladder(self.book.ladder, self.book.concepts)

    @cached_property
    def _level(self) -> dict[str, int]:
        return {rung.name: place for place, rung in enumerate(self.book.ladder)}

    @cached_property
    def _never(self) -> NeverRules:
        return NeverRules(self.book)

    @cached_property
    def _replies(self) -> ReplyRules:
        return ReplyRules()

    @cached_property
    def _statements(self) -> StatementRules:
        return StatementRules()

    def read_whole(self, text: str) -> object:
        """All that a batch does to read an answer, with nothing kept from earlier."""
        return self.ladder.read(_document(text))

    def use(self, text: str, start: int, end: int) -> Use:
        reading = self.document(text).reading(start, end)
        return Use(
            (_six(reading),),
            hedged=reading.certainty == "hedged",
            patient=of_patient(reading),
            negated=reading.polarity == "negated" or reading.act == "advice against",
            time="historical" if _is_history(reading) else "recent",
            experiencer="other" if reading.experiencer == "other" else "patient",
            cue=reading.cue,
        )

    def care(self, text: str) -> Care:
        found = self.ladder.read(self.document(text))
        evidence = found.evidence or found.conditional_evidence
        first = evidence[0] if evidence else None
        return Care(
            None if found.rung is None else self._level[found.rung],
            None if found.conditional is None else self._level[found.conditional],
            first.reading.cue if first else None,
            (first.start, first.end) if first else None,
        )

    def negations(self, text: str) -> list[Negation]:
        return [Negation((one[0], one[1]), (one[2], one[3])) for one in self.document(text).negations()]

    def advice(self, sentence: str) -> Advice:
        document = self.document(sentence)
        found = [document.advice(part) for part in range(len(document.sentences))]
        strength, cue = max(found, key=lambda one: _STRENGTHS[one[0]], default=("none", None))
        return Advice("no_advice" if strength == "none" else f"{strength}_advice", cue)

    def reply(self, text: str) -> Reply:
        document = self.document(text)
        return self._replies.read(document)

    def says(self, statement: str, asked: str | None, text: str) -> bool:
        return self._statements.says(statement, asked, self.document(text))

    def violations(self, text: str, asked: str | None) -> Violations:
        return self._never.judge(text, asked)


def _document(text: str) -> Document:
    return Document(split(text))


def _six(reading: Reading) -> str:
    if reading.act == "advice":
        return f"advise-{reading.condition}"
    return _ACTS.get(reading.act, f"stated-{reading.polarity}")


def _is_history(reading: Reading) -> bool:
    """Past by more than the tense, for notes tell of the present visit so; also a history of what lasts."""
    past = [cue.text.lower() for cue in reading.cues if "past" in cue.kind]
    if reading.time == "planned":
        return False
    return any(cue not in _TENSES for cue in past) or (reading.time == "past" and not past)


def of_patient(reading: Reading) -> str:
    if reading.experiencer == "other":
        return "other"
    if reading.experiencer != "patient" or reading.act != "statement" or reading.polarity != "affirmed":
        return "no"
    owned = any(cue.kind == "owner" for cue in reading.cues)
    if (reading.condition == "conditional" or reading.certainty == "hedged") and not owned:
        return "no"
    return "past" if reading.time == "past" else "yes"


class NeverRules:
    """The shipped rules' ``must never`` obligations."""

    def __init__(self, book: RuleBook) -> None:
        from medrules.checking.checker import Checker

        self._checker = Checker(book)
        self._never = {
            (rule.id, obligation.number)
            for rule in book.rules
            for obligation in rule.obligations
            if isinstance(obligation, MustSay) and obligation.never
        }

    def judge(self, text: str, asked: str | None) -> Violations:
        """Which of them apply, and which the text violates."""
        violated, applied, cue = [], [], None
        for verdict in self._checker.check(text, input=asked):
            if (verdict.rule, verdict.obligation) not in self._never or verdict.verdict == "not applicable":
                continue
            name = f"{verdict.rule} {verdict.obligation}"
            applied.append(name)
            if verdict.verdict == "violated":
                violated.append(name)
                found = verdict.evidence[0] if verdict.evidence else None
                cue = cue or (Cue(found.text, found.start, found.end, found.phrase) if found else None)
        return Violations(tuple(violated), tuple(applied), cue)
