"""``python -m benchmarks.packs DATA``: are good answers left in peace, and those that send too low found?

The shipped packs judge the labelled answers. Prints the tables; ``--write`` puts them into
``benchmarks/page_packs.md``, into ``docs/accuracy.md`` and, rule by rule, into ``docs/coverage.md``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from benchmarks import metrics, pack_coverage
from benchmarks.folder import Folder, is_left_out
from benchmarks.pack_judging import HARMLESS, Judged, Name, family, harmless, judge, others, triage
from benchmarks.stamp import stamp
from benchmarks.under_triage import KINDS
from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.model.rule import MustEscalate
from medrules.shipped import folder as shipped

_HERE = Path(__file__).parent
KEPT = _HERE / "page_packs.md"
_ACCURACY = _HERE.parent / "docs" / "accuracy.md"
_COVERAGE = _HERE.parent / "docs" / "coverage.md"
_HEADING = "## How the shipped packs judge\n"
_NEXT = "## How to read the tables"
_HEAD = """
Answers judged by every rule that ships, whatever their category. *Never*: obligations that forbid. *Demand*: those
that ask for something to be said, advised or asked, or for a level of care. *Review* counts as not violated. Where
no question is kept with an answer, rules that look at the question do not apply. Intervals are 95 %, cases
resampled. Rules were narrowed and widened with the development answers in view (cases as below), so the
left-out ones say more of other answers. Printed by `python -m benchmarks.packs DATA --write`."""
_MADE = """
**Answers that send too low.** Made from {origins} rightly triaged answers by leaving out, negating or making
conditional the sentences that send to care; the procedure stands at the top of `benchmarks/under_triage.py`.
Found: an obligation to escalate is violated. *Newly*: one that the answer it was made from does not violate.
"""


_LOW = """
**Those that really send too low, one by one.** What the rules that escalate say of each.
"""


class Line(NamedTuple):
    """One line of a table: what it says, what is wanted, and the figure."""

    name: str
    target: str
    estimate: metrics.Estimate
    reached: bool | None = None


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the section and docs/coverage.md.")
@click.option("--pack", help="Tell what the rules of this pack broke, by obligation.")
@click.option("--quick", is_flag=True, help="Only the sets with labels, and no coverage.")
def main(*, data: Path, write: bool, pack: str | None, quick: bool) -> None:
    """Measure the shipped packs on the labelled answers in DATA."""
    book, problems = load([shipped("rules")], shipped("rules"))
    errors = [problem.message for problem in problems if problem.severity == "error"]
    if errors:
        raise click.ClickException("\n".join(errors))
    checker, folder, began = Checker(book), Folder(data), time.monotonic()
    plain, triaged = list(judge(checker, harmless(folder))), list(judge(checker, triage(folder)))
    rest = [] if quick else list(judge(checker, others(folder)))
    report = section(checker, plain, triaged)
    click.echo(report)
    every = [*plain, *triaged, *rest]
    click.echo(f"{len(every)} answers in {time.monotonic() - began:.0f} s", err=True)
    if pack is not None:
        click.echo(_told(pack, every))
    if write:
        keep(report)
        _COVERAGE.write_text(pack_coverage.page(book, every, stamp()), encoding="utf-8")


def section(checker: Checker, plain: Sequence[Judged], triaged: Sequence[Judged]) -> str:
    """The section of docs/accuracy.md."""
    obligations = {(rule.id, one.number): one for rule, one in checker.obligations}
    never = {name for name, one in obligations.items() if family(one) == "never"}
    demand = {name for name, one in obligations.items() if family(one) == "demand"}
    escalate = frozenset(name for name, one in obligations.items() if isinstance(one, MustEscalate))
    lines = [line for name in ("all four", *HARMLESS) for line in _alarms(name, _of(plain, name), never, demand)]
    size = f"{len(checker.book.rules)} rules, {len(obligations)} obligations"
    parts = [
        _HEADING,
        f"Measured {stamp()}: {size}.",
        _HEAD,
        "",
        _table(lines),
    ]
    if triaged:
        origins = {one.answer.id for one in triaged if one.answer.kind}
        parts += [
            _MADE.format(origins=len(origins)),
            _table(_recall(triaged, escalate)),
            _one_by_one(triaged, escalate),
        ]
    return "\n".join(parts) + "\n"


def _of(judged: Sequence[Judged], name: str) -> list[Judged]:
    return [one for one in judged if one.answer.set == name or (name == "all four" and one.answer.set in HARMLESS)]


def _alarms(name: str, judged: Sequence[Judged], never: Collection[Name], demand: Collection[Name]) -> list[Line]:
    if not judged:
        return []
    lines = []
    for title, names, most in (("never", never, 0.02), ("demand", demand, 0.05)):
        applied = [one for one in judged if not one.applied.isdisjoint(names)]
        broken = _breaks(names)
        lines.append(_line(f"{name}: violated, {title}, all answers", judged, broken, most))
        lines.append(_line(f"{name}: violated, {title}, where one applied", applied, broken, most))
        if name == "all four":
            for part, out in (("development", False), ("left-out", True)):
                some = [one for one in applied if is_left_out(one.answer.case) is out]
                lines.append(_line(f"– the {part} answers of these", some, broken))
        least = 0.3 if title == "never" and name == "all four" else None
        lines.append(_line(f"{name}: {title} applied", judged, _applies(names), least, at_most=False))
    return lines


def _recall(triaged: Sequence[Judged], escalate: Collection[Name]) -> list[Line]:
    right = {one.answer.id: one for one in triaged if one.answer.set == "triage right"}
    made = [one for one in triaged if one.answer.kind]

    def newly(one: Judged) -> bool:
        before = right[one.answer.id].violated if one.answer.id in right else frozenset()
        return not (one.violated - before).isdisjoint(escalate)

    low = [one for one in triaged if one.answer.set == "triage too low"]
    lines = [_line("made too low: found", made, _breaks(escalate), 0.9, at_most=False)]
    lines += [
        _line(f"made too low, {kind}: found", [one for one in made if one.answer.kind == kind], _breaks(escalate))
        for kind in KINDS
    ]
    lines += [
        _line("made too low: found newly", made, newly),
        _line("made too low: a rule that escalates applied", made, _applies(escalate)),
        _line("really too low: found", low, _breaks(escalate)),
        _line("rightly triaged: violated by a rule that escalates", list(right.values()), _breaks(escalate), 0.05),
    ]
    return lines


def _one_by_one(triaged: Sequence[Judged], escalate: frozenset[Name]) -> str:
    """Every answer that really sends too low, with what the rules that escalate said of it."""
    out = [_LOW, "| answer | case | violated | to review | met |", "| --- | --- | --- | --- | --- |"]
    for one in triaged:
        if one.answer.set == "triage too low":
            met = one.applied - one.violated - one.review
            said = (
                ", ".join(sorted({rule for rule, _ in names & escalate}))
                for names in (one.violated, one.review, met)
            )
            out.append(f"| {one.answer.id} | {one.answer.case} | {' | '.join(said)} |")
    return "\n".join(out)


def _breaks(names: Collection[Name]) -> Callable[[Judged], bool]:
    return lambda one: not one.violated.isdisjoint(names)


def _applies(names: Collection[Name]) -> Callable[[Judged], bool]:
    return lambda one: not one.applied.isdisjoint(names)


def _line(
    name: str,
    judged: Sequence[Judged],
    event: Callable[[Judged], bool],
    target: float | None = None,
    *,
    at_most: bool = True,
) -> Line:
    rows = [np.array([float(event(one)), 1.0]) for one in judged]
    found = metrics.estimate(
        rows, [f"{one.answer.set} {one.answer.case}" for one in judged], metrics.share, proportion=True
    )
    if target is None or not judged:
        return Line(name, "", found)
    reached = found.value <= target if at_most else found.value >= target
    return Line(name, f"{'≤' if at_most else '≥'} {target:.2f}", found, reached)


def _table(lines: Sequence[Line]) -> str:
    out = ["| figure | target | | value | answers / cases |", "| --- | --- | --- | --- | --- |"]
    for line in lines:
        mark = "" if line.reached is None else "reached" if line.reached else "**not reached**"
        one = line.estimate
        value = f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]" if one.rows else "–"
        out.append(f"| {line.name} | {line.target} | {mark} | {value} | {one.rows} / {one.clusters} |")
    return "\n".join(out)


def keep(report: str) -> None:
    """Keep the section for the page, and put it into the page in the place of the old one."""
    KEPT.write_text(report, encoding="utf-8")
    text = _ACCURACY.read_text(encoding="utf-8")
    before, _, after = text.partition(_NEXT)
    head, _, _ = before.partition(_HEADING)
    _ACCURACY.write_text(f"{head}{report}\n{_NEXT}{after}", encoding="utf-8")


def _told(pack: str, judged: Sequence[Judged]) -> str:
    counts: dict[Name, dict[str, list[int]]] = {}
    for one in judged:
        for name in one.applied:
            if name[0].startswith(pack):
                tally = counts.setdefault(name, {}).setdefault(one.answer.set, [0, 0])
                tally[0] += 1
                tally[1] += name in one.violated
    return "\n".join(f"{rule} {number}: {_sets(sets)}" for (rule, number), sets in sorted(counts.items()))


def _sets(sets: Mapping[str, Sequence[int]]) -> str:
    return "; ".join(f"{name} {broken}/{applied}" for name, (applied, broken) in sorted(sets.items()))


if __name__ == "__main__":
    sys.exit(main())
