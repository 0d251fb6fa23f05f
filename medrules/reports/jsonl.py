"""Verdicts as JSON lines, one verdict a line."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from medrules.model.case import Unreadable
from medrules.model.reading import Cue, Reading
from medrules.model.verdict import Checked, Discrepancy, Evidence, Verdict

_DIGITS = 10


def number(value: float) -> float | int:
    """A number as it is written to any file: 10 significant digits, whole numbers without a point."""
    rounded = float(f"{value:.{_DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def row(verdict: Verdict) -> dict[str, Any]:
    """One verdict as plain data. Offsets are characters of the untouched original; ``end`` is exclusive."""
    return {
        "case": verdict.case,
        "sample": verdict.sample,
        "model": verdict.model,
        "rule": verdict.rule,
        "obligation": verdict.obligation,
        "statement": verdict.statement,
        "verdict": verdict.verdict,
        "harm": verdict.harm,
        "points": number(verdict.points),
        "category": verdict.category,
        "hazard": verdict.hazard,
        "evidence": [_evidence(item) for item in verdict.evidence],
        "trigger": [_evidence(item) for item in verdict.trigger],
        "nearest": None if verdict.nearest is None else _evidence(verdict.nearest),
        "reason": verdict.reason,
        "because": verdict.because,
        "file": verdict.file,
        "line": verdict.line,
        "discrepancies": [_discrepancy(item) for item in verdict.discrepancies],
        "waived": verdict.waived,
    }


def line(verdict: Verdict) -> str:
    """One verdict as one line of JSON with its line feed."""
    return line_of(row(verdict))


def line_of(fields: Mapping[str, object]) -> str:
    """Named values as one line of JSON with its line feed.

    Characters that a terminal or an editor acts on instead of showing (controls, bidirectional overrides, line
    separators) and lone surrogates are written as escapes, so the line is safe to print and always encodes.
    """
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return (text if text.isprintable() else "".join(map(_safe, text))) + "\n"


def lines_of(checked: Checked) -> Iterator[str]:
    """The verdicts of one row as lines of JSON; a row that could not be read is one ``error`` without a rule."""
    if isinstance(checked.sample, Unreadable):
        yield line_of(unreadable_row(checked.sample))
    for verdict in checked.verdicts:
        yield line(verdict)


def unreadable_row(row: Unreadable) -> dict[str, object]:
    """A row that could not be read, with the names of a verdict; file and line are those of the answers."""
    return {
        "case": row.case,
        "sample": row.id,
        "model": row.model,
        "rule": None,
        "obligation": None,
        "statement": None,
        "verdict": "error",
        "harm": None,
        "points": 0,
        "category": row.category,
        "hazard": None,
        "evidence": [],
        "trigger": [],
        "nearest": None,
        "reason": row.reason,
        "because": None,
        "file": row.file,
        "line": row.line,
        "discrepancies": [],
        "waived": False,
        "code": row.code,
        "hint": row.hint,
    }


def write(verdicts: Iterable[Verdict], stream: TextIO) -> int:
    """Write one line a verdict; returns how many."""
    written = 0
    for verdict in verdicts:
        stream.write(line(verdict))
        written += 1
    return written


def _safe(character: str) -> str:
    if character == " " or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    return json.dumps(character)[1:-1]


def _discrepancy(item: Discrepancy) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "field": item.field,
        "recorded": item.recorded,
        "said": None if item.said is None else _evidence(item.said),
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "side": item.side,
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "phrase": item.phrase,
        "how": item.how,
        "doubtful": item.doubtful,
        "reading": None if item.reading is None else _reading(item.reading),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "act": reading.act,
        "polarity": reading.polarity,
        "certainty": reading.certainty,
        "condition": reading.condition,
        "time": reading.time,
        "experiencer": reading.experiencer,
        "cue": None if reading.cue is None else _cue(reading.cue),
        "cues": [_cue(cue) for cue in reading.cues],
    }


def _cue(cue: Cue) -> dict[str, Any]:
    return {"text": cue.text, "start": cue.start, "end": cue.end, "kind": cue.kind}
