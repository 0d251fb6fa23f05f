"""Writes the figures of the benchmark of speed as text, and as the page ``docs/performance.md``."""

from __future__ import annotations

import re
import statistics
from importlib.resources import files
from typing import NamedTuple

from benchmarks import speed_promptfoo
from benchmarks.speed_start import Start
from benchmarks.speed_whole import Whole

IDLE = "medrules, 10,000 generated rules, 9,900 of them never met"
FORBIDDING = "medrules, {:,} phrases that no answer may hold"
PROMPTFOO = "promptfoo, echo provider, the same {:,} as assertions"
_LIKE_OURS = {
    speed_promptfoo.PHRASES: FORBIDDING.format(speed_promptfoo.PHRASES),
    **{size: f"medrules, {size:,} generated rules" for size in (100, 1_000, 10_000)},
}
_COUNT = re.compile(r"[0-9][0-9,]*")
_WHOLE = 10
"""Ratios from here on are shown as whole numbers."""


class Tool(NamedTuple):
    """One tool with the seconds an answer of each pass."""

    name: str
    seconds: list[float]


class Figures(NamedTuple):
    """All that was measured in one run; the first tool is the one that ratios are held against."""

    answers: int
    words: float
    """Words an answer, cut at blanks."""
    tools: list[Tool]
    findings: dict[int, float]
    """Findings an answer by the number of generated rules."""
    wholes: dict[tuple[int, int], Whole]
    """Whole runs by the number of rules and of workers."""
    whole: int
    """Answers of a whole run."""
    start: Start
    stages: dict[str, float]
    """Microseconds an answer."""


def text(figures: Figures) -> str:
    """The tables in Markdown."""
    parts = (_said, _tools, _over, _growth, _wholes, _start, _stages)
    return "\n\n".join(said for part in parts if (said := part(figures)))


def page(tables: str) -> str:
    """The page with its introduction."""
    head = files("benchmarks").joinpath("speed_head.md").read_text(encoding="utf-8")
    return f"{head.rstrip()}\n\n{tables}\n"


def _said(figures: Figures) -> str:
    findings = ", ".join(f"{count:.2f} by {size:,} rules" for size, count in figures.findings.items())
    return f"{figures.answers:,} answers of {figures.words:.0f} words. Findings an answer: {findings}."


def _tools(figures: Figures) -> str:
    base = figures.tools[0].seconds
    rows = ["| | answers a second | times as fast as the bare tokeniser |", "| --- | ---: | ---: |"]
    for tool in figures.tools:
        ratio = statistics.median(other / own for other, own in zip(base, tool.seconds, strict=True))
        rows.append(f"| {tool.name} | {1 / statistics.median(tool.seconds):,.0f} | {ratio:.3g} |")
    return "\n".join(rows)


def _over(figures: Figures) -> str:
    """How many times as fast as other tools that look for the phrases of as many rules."""
    by_name = {tool.name: tool.seconds for tool in figures.tools}
    rows = ["| medrules, by | is faster than | times |", "| --- | --- | ---: |"]
    for name, seconds in by_name.items():
        mine = _LIKE_OURS.get(_number(name))
        if mine in by_name and not name.startswith("medrules"):
            times = _times(by_name[mine], seconds)
            shown = f"{times:,.0f}" if times >= _WHOLE else f"{times:.2g}"
            rows.append(f"| {mine.removeprefix('medrules, ')} | {name} | {shown} |")
    return "\n".join(rows)


def _number(name: str) -> int:
    """How many phrases or rules a tool's name speaks of; 0: none."""
    found = _COUNT.search(name)
    return int(found[0].replace(",", "")) if found else 0


def _growth(figures: Figures) -> str:
    by_name = {tool.name: tool.seconds for tool in figures.tools}
    least, most = min(figures.findings), max(figures.findings)
    few = by_name[f"medrules, {least:,} generated rules"]
    idle, many = (_times(few, by_name[name]) for name in (IDLE, f"medrules, {most:,} generated rules"))
    more = figures.findings[most] / figures.findings[least]
    return (
        f"From {least:,} to {most:,} rules an answer takes {idle:.2f} times as long where they find the same,"
        f" and {many:.1f} times where they find {more:.0f} times as much: what is found is what costs."
    )


def _times(one: list[float], other: list[float]) -> float:
    return statistics.median(more / less for less, more in zip(one, other, strict=True))


def _wholes(figures: Figures) -> str:
    rows = [
        "| rules | workers | answers a second | times one | findings an answer | peak MB | of a worker, MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (size, workers), one in figures.wholes.items():
        rate, found = figures.whole / one.seconds, one.findings / figures.whole
        worker = f"{one.worker:.0f}" if workers > 1 else ""
        times = f"{figures.wholes[size, 1].seconds / one.seconds:.2f}" if workers > 1 else ""
        rows.append(f"| {size:,} | {workers} | {rate:,.0f} | {times} | {found:.2f} | {one.own:.0f} | {worker} |")
    return f"Whole runs of {figures.whole:,} answers, by the clock:\n\n" + "\n".join(rows)


def _start(figures: Figures) -> str:
    start = figures.start
    rows = (
        ("`medrules --help`", start.help),
        ("first answer judged by 1,000 rules, nothing kept of them", start.new),
        ("first answer judged by 1,000 rules, read before", start.kept),
        ("the whole command for that answer, with its summary", start.whole),
    )
    table = "\n".join(f"| {name} | {milliseconds:,.0f} |" for name, milliseconds in rows)
    return f"Start of the command, by the clock:\n\n| until | milliseconds |\n| --- | ---: |\n{table}"


def _stages(figures: Figures) -> str:
    rows = ["| stage, each with those before it | microseconds an answer |", "| --- | ---: |"]
    rows += [f"| {name} | {taken:.1f} |" for name, taken in figures.stages.items()]
    return "By the shipped packs:\n\n" + "\n".join(rows)
