"""Findings arranged for reading: one card an answer, its findings beside its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from medrules.model.case import Sample
from medrules.model.finding import Finding
from medrules.model.reading import Reading
from medrules.model.rule import HARMS
from medrules.model.tallies import RuleTally, WaiverTally
from medrules.model.verdict import Evidence, Verdict
from medrules.reports.approvals import waiver_of
from medrules.reports.figures import points
from medrules.reports.marking import Excerpt, Mark, excerpt, marked

_MOST_QUOTES = 4


class Quote(NamedTuple):
    """One piece of evidence in its words, and how it was read."""

    excerpt: Excerpt
    phrase: str
    how: str
    """Empty for an exact match."""
    reading: str
    cue: str
    """The words that decided the reading, empty where nothing did."""
    cue_kind: str
    anchor: str


class Entry(NamedTuple):
    """One finding as the report shows it."""

    number: int
    finding: Finding
    verdict: Verdict
    rule: RuleTally | None
    evidence: tuple[Quote, ...]
    more: int
    """Further pieces of evidence, marked in the text alone."""
    trigger: tuple[Quote, ...]
    nearest: Quote | None
    charge: str
    waiver: WaiverTally | None
    repeats: int | None
    """An earlier finding of the card that is of the same rule, so that its situation and source are shown once."""


class Card(NamedTuple):
    """One answer with its findings."""

    number: int
    sample: Sample
    entries: tuple[Entry, ...]
    worst: str
    charged: float
    answer: Markup
    question: Markup
    question_marked: bool


def cards(
    findings: Sequence[Finding], rules: Sequence[RuleTally], waivers: Sequence[WaiverTally] = ()
) -> list[Card]:
    """One card an answer, in the order of each answer's worst finding."""
    gathered: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in findings:
        sample = finding.sample
        gathered.setdefault((sample.file, sample.line, sample.id), []).append(finding)
    by_id = {rule.id: rule for rule in rules}
    made: list[Card] = []
    first = 1
    for number, group in enumerate(gathered.values(), 1):
        made.append(_card(number, first, group, by_id, waivers))
        first += len(group)
    return made


def _card(
    number: int,
    first: int,
    group: Sequence[Finding],
    rules: dict[str, RuleTally],
    waivers: Sequence[WaiverTally],
) -> Card:
    sample = group[0].sample
    marks, charges = _Marks(sample), _charges(group, first)
    shown: dict[str, int] = {}
    entries = []
    for index, finding in enumerate(group, first):
        earlier = shown.setdefault(finding.verdict.rule, index)
        entry = _entry(index, finding, rules.get(finding.verdict.rule), charges[index - first], marks)
        waiver = waiver_of(finding.verdict, waivers)
        entries.append(entry._replace(repeats=earlier if earlier != index else None, waiver=waiver))
    return Card(
        number=number,
        sample=sample,
        entries=tuple(entries),
        worst=max((finding.verdict.harm for finding in group), key=HARMS.index),
        charged=sum({finding.event: finding.charged for finding in group}.values()),
        answer=marked(sample.output, marks.output),
        question=marked(sample.input or "", marks.input),
        question_marked=bool(marks.input),
    )


def _charges(group: Sequence[Finding], first: int) -> list[str]:
    """Per finding, what it was charged: an event once, with its first finding."""
    seen: dict[int, int] = {}
    charges = []
    for number, finding in enumerate(group, first):
        if finding.verdict.waived:
            charges.append("waived, not charged")
        elif finding.verdict.verdict != "violated":
            charges.append("not charged")
        elif finding.event in seen:
            charges.append(f"one event with finding {seen[finding.event]}, charged once")
        else:
            seen[finding.event] = number
            charges.append(f"{points(finding.charged)} harm point{'' if finding.charged == 1 else 's'}")
    return charges


class _Marks:
    """Marks of one answer and its question, collected while its findings are gone through."""

    def __init__(self, sample: Sample) -> None:
        self._texts = {"output": sample.output, "input": sample.input or ""}
        self.output: list[Mark] = []
        self.input: list[Mark] = []

    def quote(self, item: Evidence, number: int, kind: str, harm: str, order: int) -> Quote:
        """Mark a piece of evidence and quote it."""
        anchor = f"{kind[0]}{number}-{order}"
        marks = self.output if item.side == "output" else self.input
        if kind == "evidence":
            marks.append(Mark(item.start, item.end, "evidence", str(number), f"tone-{harm}", anchor))
        elif kind == "nearest":
            marks.append(Mark(item.start, item.end, "nearest", str(number), "", anchor))
        else:
            marks.append(Mark(item.start, item.end, "trigger", str(number), "", anchor))
        reading = item.reading
        cue = reading.cue if reading is not None else None
        if cue is not None:
            marks.append(Mark(cue.start, cue.end, "cue"))
        return Quote(
            excerpt=excerpt(self._texts[item.side], item.start, item.end),
            phrase=item.phrase,
            how="" if item.how == "exact" else item.how,
            reading="" if kind == "trigger" and reading == Reading() else _reading(reading),
            cue=cue.text if cue is not None else "",
            cue_kind=cue.kind if cue is not None else "",
            anchor=anchor,
        )


def _entry(number: int, finding: Finding, rule: RuleTally | None, charge: str, marks: _Marks) -> Entry:
    verdict = finding.verdict
    tone = verdict.harm if verdict.verdict == "violated" else verdict.verdict
    evidence = [
        marks.quote(item, number, "evidence", tone, order) for order, item in enumerate(verdict.evidence, 1)
    ]
    trigger = [marks.quote(item, number, "trigger", tone, order) for order, item in enumerate(verdict.trigger, 1)]
    nearest = verdict.nearest
    return Entry(
        number=number,
        finding=finding,
        verdict=verdict,
        rule=rule,
        evidence=tuple(evidence[:_MOST_QUOTES]),
        more=max(0, len(evidence) - _MOST_QUOTES),
        trigger=tuple(trigger[:_MOST_QUOTES]),
        nearest=None if nearest is None else marks.quote(nearest, number, "nearest", tone, 1),
        charge=charge,
        waiver=None,
        repeats=None,
    )


def _reading(reading: Reading | None) -> str:
    """The axes of a reading that say something: act and polarity always, the others where they are not plain."""
    if reading is None:
        return ""
    parts: list[str] = [reading.act, reading.polarity]
    parts += [part for part in (reading.certainty, reading.condition) if part not in {"plain", "unconditional"}]
    if reading.time != "current":
        parts.append(reading.time)
    if reading.experiencer == "other":
        parts.append("somebody else's")
    return ", ".join(parts)
