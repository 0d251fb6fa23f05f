"""Prints mentions, readings and verdicts so that a reader can question them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.cli.screen import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.model.reading import Cue, Mention, Reading
    from medrules.model.verdict import Evidence, Verdict


def said(text: str, most: int = 120) -> str:
    """A text between quotes on one line, cut in the middle where it is long."""
    flat = line(text)
    return f"“{flat}”" if len(flat) <= most else f"“{flat[: most // 2]} … {flat[-most // 3 :]}”"


def reading_line(reading: Reading) -> str:
    """All axes of a reading, and the cue that decided: *advice, affirmed, plain, conditional (by “if”), …*"""
    axes = (reading.act, reading.polarity, reading.certainty, reading.condition, reading.time, reading.experiencer)
    cue = f"; by “{line(reading.cue.text)}” ({reading.cue.kind})" if reading.cue else ""
    return ", ".join(axes) + cue


def mention_line(mention: Mention | Evidence) -> str:
    """One mention: its words, where they stand, which phrase matched and how."""
    doubt = ", across a doubtful border" if mention.doubtful else ""
    where = f"{mention.start}–{mention.end}"
    return f"{said(mention.text)} ({where}) {mention.how} for {said(mention.phrase)}{doubt}"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """One verdict with its evidence, for a rule's author."""
    yield f"{verdict.obligation}. {line(verdict.statement)}: {verdict.verdict}. {line(verdict.reason)}"
    for evidence in verdict.evidence:
        yield f"   {mention_line(evidence)}"
        if evidence.reading is not None:
            yield f"     read as {reading_line(evidence.reading)}"
    if verdict.nearest is not None:
        yield f"   nearest: {mention_line(verdict.nearest)}"
        if verdict.nearest.reading is not None:
            yield f"     read as {reading_line(verdict.nearest.reading)}"


def reading_row(reading: Reading) -> dict[str, Any]:
    """A reading as plain data."""
    cue = reading.cue
    return {
        **{axis: getattr(reading, axis) for axis in reading._fields if axis not in ("cue", "cues")},
        "cue": _cue(cue) if cue else None,
    }


def _cue(cue: Cue) -> dict[str, Any]:
    return cue._asdict()


def mention_row(mention: Mention) -> dict[str, Any]:
    """A mention as plain data; offsets are characters of the text, the end exclusive."""
    return {**mention._asdict(), "reading": reading_row(mention.reading)}
