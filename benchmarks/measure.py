"""Runs readers over labelled sets: every figure on all rows, on the development rows and on those left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from benchmarks.folder import Folder
from benchmarks.metrics import Estimate, estimate
from benchmarks.readers import Cannot, Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

PARTS = ("all", "dev", "left-out")

Answered = list[tuple[Row, Answer]]


class Line(NamedTuple):
    """One line of the table: a figure by part of the rows and by reader."""

    set: str
    figure: Figure
    values: dict[str, dict[str, Estimate]]
    """By reader, then by part. A reader that cannot answer is absent."""


class SetResult(NamedTuple):
    """What a set gave; ``skipped`` says why where it was not measured."""

    name: str
    lines: tuple[Line, ...]
    skipped: str | None = None
    answers: Mapping[str, Answered] = MappingProxyType({})
    """By reader."""


def measure(
    labelled: LabelledSet,
    folder: Folder,
    readers: Sequence[Reader],
    *,
    dev_only: bool = False,
    limit: int | None = None,
    say: Callable[[str], None] = print,
) -> SetResult:
    """Every figure of one set by every reader. ``limit`` measures the first rows only."""
    missing = [name for name in labelled.files if folder.file(name) is None]
    if missing:
        return SetResult(labelled.name, (), f"no file {', '.join(missing)} in the folder")
    rows = [row for row in labelled.rows(folder) if not (dev_only and row.left_out)][:limit]
    if not rows:
        return SetResult(labelled.name, (), "no row whose text is in the folder")
    answers: dict[str, Answered] = {}
    for reader in readers:
        try:
            answers[reader.name] = [(row, labelled.answer(reader, row)) for row in rows]
        except Cannot:
            continue
        say(f"{labelled.name}: {len(rows)} rows read by {reader.name}")
    lines = tuple(_line(labelled.name, figure, answers) for figure in labelled.figures)
    return SetResult(labelled.name, lines, None, answers)


def _line(name: str, figure: Figure, answers: dict[str, Answered]) -> Line:
    values = {}
    for reader, answered in answers.items():
        if figure.needs is not None and not _has(answered, figure.needs):
            continue
        values[reader] = {part: _estimate(figure, answered, part) for part in PARTS}
    return Line(name, figure, values)


def _has(answered: Answered, part: str) -> bool:
    """Whether a reader gives this part of an answer at all."""
    return any(getattr(answer.label, part, None) is not None for _, answer in answered)


def _estimate(figure: Figure, answered: Answered, part: str) -> Estimate:
    counted = []
    clusters = []
    for row, answer in answered:
        if figure.group not in (None, row.group) or (part != "all" and row.left_out != (part == "left-out")):
            continue
        counts = figure.counts(row, answer.label)
        if counts is not None:
            counted.append(counts)
            clusters.append(row.case)
    return estimate(counted, clusters, figure.statistic, proportion=figure.proportion)


class Wrong(NamedTuple):
    """One wrong row, with what misled."""

    key: str
    kind: str
    gold: Any
    label: Any
    excerpt: str
    cue: str


def wrong_rows(labelled: LabelledSet, answered: Answered) -> tuple[list[Wrong], Counter[str]]:
    """The wrong rows among those that are not left out, and how many there are of each kind."""
    found = []
    for row, answer in answered:
        if row.left_out or not labelled.is_wrong(row, answer.label):
            continue
        cue = f"{answer.cue.kind} “{answer.cue.text}”" if answer.cue else "no cue"
        found.append(
            Wrong(row.key, labelled.kind(row, answer.label), row.gold, answer.label, excerpt(row, answer), cue)
        )
    return found, Counter(one.kind for one in found)


def excerpt(row: Row, answer: Answer, around: int = 160) -> str:
    """The marked characters, or what the answer rests on, with what stands around them."""
    span = row.span or answer.span
    text = row.text
    if span is None:
        return text[: 3 * around].replace("\n", "⏎")
    low, high = max(0, span[0] - around), min(len(text), span[1] + around)
    marked = f"{text[low : span[0]]}⟦{text[span[0] : span[1]]}⟧{text[span[1] : high]}"
    return marked.replace("\n", "⏎")


class SingleCue(NamedTuple):
    """A cue that decided in one labelled row only: perhaps written for that row."""

    kind: str
    cue: str
    set: str
    key: str
    right: bool


def single_cues(results: Sequence[tuple[LabelledSet, Answered]]) -> list[SingleCue]:
    """Cues that decided exactly one labelled row over all the sets given."""
    seen: dict[tuple[str, str], list[SingleCue]] = {}
    for labelled, answered in results:
        for row, answer in answered:
            if answer.cue is not None:
                place = (answer.cue.kind, " ".join(answer.cue.text.lower().split()))
                right = not labelled.is_wrong(row, answer.label)
                seen.setdefault(place, []).append(SingleCue(*place, labelled.name, row.key, right))
    return sorted(found[0] for found in seen.values() if len({(one.set, one.key) for one in found}) == 1)
