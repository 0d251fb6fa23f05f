"""The table as text: every figure with its target, its intervals, and the other readers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.measure import Line, SetResult
from benchmarks.metrics import Estimate
from benchmarks.sets.base import Figure
from benchmarks.speed import Speed

OURS = "medrules"


def number(estimate: Estimate, figure: Figure, *, interval: bool = True) -> str:
    """A value with its 95 % interval; a dash where it is undefined."""
    if math.isnan(estimate.value):
        return "–"
    shape = "{:+.1f}" if figure.points else "{:.3f}"
    text = shape.format(estimate.value)
    if interval and not math.isnan(estimate.low):
        text += f" [{shape.format(estimate.low)}, {shape.format(estimate.high)}]"
    return text


def target(figure: Figure) -> str:
    """The target as a reader writes it."""
    if figure.target is None:
        return ""
    if figure.points:
        return f"within ±{figure.target:g}"
    return f"≤ {figure.target:.2f}" if figure.at_most else f"≥ {figure.target:.2f}"


def is_met(figure: Figure, value: float) -> bool | None:
    """Whether a value reaches the target; None where there is no target or no value."""
    if figure.target is None or math.isnan(value):
        return None
    if figure.points:
        return abs(value) <= figure.target
    return value <= figure.target if figure.at_most else value >= figure.target


def is_close(line: Line) -> bool | None:
    """Whether the left-out rows come within what is allowed of the development rows."""
    if line.figure.within is None or OURS not in line.values:
        return None
    gap = line.values[OURS]["dev"].value - line.values[OURS]["left-out"].value
    return None if math.isnan(gap) else gap <= line.figure.within


def markdown(results: Sequence[SetResult], readers: Sequence[str], *, dev_only: bool = False) -> str:
    """The whole table, and the sets that were skipped."""
    parts = ["dev"] if dev_only else ["all", "dev", "left-out"]
    others = [name for name in readers if name != OURS]
    head = ["set", "figure", "target", "", "rows / cases", *(f"{part} rows" for part in parts), *others]
    out = [_row(head), _row(["---"] * len(head))]
    for result in results:
        for place, line in enumerate(result.lines):
            out.append(_row([f"**{result.name}**" if place == 0 else "", *_cells(line, parts, others)]))
    skipped = [f"- {result.name} is skipped: {result.skipped}." for result in results if result.skipped]
    return "\n".join([*out, "", *skipped])


def comparison(results: Sequence[SetResult], peer: str) -> str:
    """On how many figures that the peer can answer ours is ahead of it; those where it is not are named."""
    ahead, behind = 0, []
    for result in results:
        for line in result.lines:
            if line.figure.name.startswith(" ") or peer not in line.values or OURS not in line.values:
                continue
            mine, theirs = line.values[OURS]["all"].value, line.values[peer]["all"].value
            if math.isnan(mine) or not line.figure.compared:
                continue
            if math.isnan(theirs) or _goodness(line.figure, mine) > _goodness(line.figure, theirs):
                ahead += 1
            else:
                behind.append(f"{line.set}: {line.figure.name}")
    named = f" Not ahead: {'; '.join(behind)}." if behind else ""
    return f"Ahead of {peer} on {ahead} of {ahead + len(behind)} figures that it can answer.{named}\n"


def _goodness(figure: Figure, value: float) -> float:
    return -abs(value) if figure.points else -value if figure.at_most else value


def _cells(line: Line, parts: Sequence[str], others: Iterable[str]) -> list[str]:
    figure, ours = line.figure, line.values.get(OURS)
    first = ours or next(iter(line.values.values()), None)
    size = f"{first[parts[0]].rows} / {first[parts[0]].clusters}" if first else ""
    met = is_met(figure, ours[parts[0]].value) if ours else None
    mark = "" if met is None else "reached" if met else "**not reached**"
    if is_close(line) is False and len(parts) > 1:
        mark += ", **left-out too far below**"
    cells = [
        figure.name.strip() if not figure.name.startswith(" ") else "– " + figure.name.strip(),
        target(figure),
        mark,
        size,
    ]
    cells += [number(ours[part], figure) if ours else "–" for part in parts]
    return cells + [number(line.values[name][parts[0]], figure) if name in line.values else "–" for name in others]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def as_json(results: Sequence[SetResult]) -> list[dict[str, Any]]:
    """Every figure by reader and part, for machines."""
    found: list[dict[str, Any]] = []
    for result in results:
        if result.skipped:
            found.append({"set": result.name, "skipped": result.skipped})
        for line in result.lines:
            values = {
                reader: {part: _plain(estimate) for part, estimate in parts.items()}
                for reader, parts in line.values.items()
            }
            mine = line.values.get(OURS)
            found.append(
                {
                    "set": line.set,
                    "figure": line.figure.name.strip(),
                    "target": line.figure.target,
                    "reached": is_met(line.figure, mine["all"].value) if mine else None,
                    "left_out_close": is_close(line),
                    "values": values,
                }
            )
    return found


def _plain(estimate: Estimate) -> dict[str, float | int | None]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in estimate._asdict().items()
    }


def speed(pace: Speed) -> str:
    """The speed in words."""
    text = (
        f"### Speed\n\n{pace.reader:,.0f} answers a second on one core, the level of care read,"
        f" over {pace.answers:,} answers of {pace.characters / pace.answers:,.0f} characters on average."
    )
    if pace.ratio is not None and pace.tokeniser is not None:
        text += f" spaCy's bare tokeniser: {pace.tokeniser:,.0f}; so {pace.ratio:.2f} times its time."
    return text
