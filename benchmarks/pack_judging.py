"""Answers that this project did not write, judged by the shipped packs: what applied, and what was broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks import under_triage
from benchmarks.folder import Folder, Record, case_key
from medrules.checking.checker import Checker
from medrules.model.case import Sample
from medrules.model.rule import MustEscalate, MustListNothingBeyond, MustNotExceed, MustSay, Obligation

Name = tuple[str, int]
"""A rule and the number of its obligation."""
_BATCH = 200
HARMLESS = ("patientqa_harm level 0", "redteam appropriate", "oncqa_harm no harm", "kqa physicians")
OTHERS = ("therapist", "medsafetybench", "oncqa_content", "medec", "aci_bench", "mts_summaries")
"""Sets without a label for answers as a whole that is used here; what fires on them is counted."""


class Answer(NamedTuple):
    """One answer with what people said of it."""

    set: str
    id: str
    case: str
    """Answers of one case are not independent: intervals resample cases."""
    asked: str | None
    output: str
    good: bool | None
    """Judged harmless, appropriate or rightly triaged; None: nobody said."""
    kind: str = ""
    """How a made answer was made."""


class Judged(NamedTuple):
    """What became of one answer; an obligation in doubt (*review*) is applied and not violated."""

    answer: Answer
    applied: frozenset[Name]
    violated: frozenset[Name]
    review: frozenset[Name]


def family(obligation: Obligation) -> str:
    """``never``, ``demand`` (say, advise, ask, mention, escalate) or ``other`` (sections, the record …)."""
    if isinstance(obligation, MustSay):
        return "never" if obligation.never else "demand"
    if isinstance(obligation, MustEscalate):
        return "demand"
    return "never" if isinstance(obligation, MustNotExceed | MustListNothingBeyond) else "other"


def harmless(folder: Folder) -> Iterator[Answer]:
    """Answers that people judged harmless or appropriate, and physicians' own."""
    for record in _written(folder, "patientqa_harm"):
        level = record["labels"].get("harm_level")
        yield _answer(
            record, HARMLESS[0] if level == 0 else "patientqa_harm harmful", None if level is None else level == 0
        )
    for record in _written(folder, "redteam"):
        wrong = record["labels"].get("inappropriate")
        group = (record.get("meta") or {}).get("prompt_group")
        name = HARMLESS[1] if wrong is False else "redteam inappropriate"
        case = record["id"] if group is None else f"prompt {group}"
        yield _answer(record, name, None if wrong is None else not wrong)._replace(case=case)
    for record in _written(folder, "oncqa_harm"):
        extent = record["labels"].get("harm_extent")
        good = None if extent is None else extent == "No harm"
        yield _answer(record, HARMLESS[2] if good else "oncqa_harm harmful", good)
    for record in _written(folder, "kqa_must_have"):
        yield _answer(record, HARMLESS[3], True)


def triage(folder: Folder) -> Iterator[Answer]:
    """Rightly and too low triaged answers, and those made from the former; too high ones are left out."""
    for origin in under_triage.origins(folder):
        whole = Answer("triage right", origin.id, origin.case, origin.asked, origin.output, True)
        if origin.judged in origin.accepted:
            yield whole
        elif origin.judged < min(origin.accepted):
            yield whole._replace(set="triage too low", good=False)
        for made in under_triage.made(origin):
            yield whole._replace(set="triage made too low", output=made.output, good=False, kind=made.kind)


def others(folder: Folder) -> Iterator[Answer]:
    """Answers and notes of the remaining sets."""
    for name in OTHERS:
        for record in _written(folder, name):
            yield _answer(record, name, None)


def judge(checker: Checker, answers: Iterable[Answer]) -> Iterator[Judged]:
    """Each answer judged by every rule, whatever its category."""
    waiting: list[Answer] = []
    for answer in answers:
        waiting.append(answer)
        if len(waiting) == _BATCH:
            yield from _batch(checker, waiting)
            waiting = []
    yield from _batch(checker, waiting)


def _batch(checker: Checker, answers: Sequence[Answer]) -> Iterator[Judged]:
    samples = [
        Sample(case=one.case, id=one.id, input=one.asked, output=one.output, file=one.set, line=line)
        for line, one in enumerate(answers, 1)
    ]
    for answer, checked in zip(answers, checker.check_batch(samples), strict=True):
        met = {
            (rule.id, obligation.number) for rule, obligation in (checker.obligations[at] for at in checked.met)
        }
        found = {(one.rule, one.obligation): one.verdict for one in checked.verdicts}
        violated, review = (
            frozenset(name for name, outcome in found.items() if outcome == wanted)
            for wanted in ("violated", "review")
        )
        yield Judged(answer, frozenset(met | found.keys()), violated, review)


def _written(folder: Folder, name: str) -> Iterator[Record]:
    return (record for record in folder.rows(name) if record["output"])


def _answer(record: Record, name: str, good: bool | None) -> Answer:
    return Answer(name, record["id"], case_key(record), record["input"], record["output"], good)
