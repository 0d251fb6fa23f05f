"""The printed table: targets, marks, intervals, what is skipped, and who is ahead."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from benchmarks import metrics, page, table
from benchmarks.labels import error_kinds
from benchmarks.measure import Line, SetResult
from benchmarks.metrics import Estimate
from benchmarks.sets.base import Figure
from benchmarks.speed import Speed


def figure(**rest: object) -> Figure:
    return Figure("exact", lambda _row, _label: np.zeros(1), metrics.accuracy, **rest)  # type: ignore[arg-type]


def estimate(value: float) -> Estimate:
    return Estimate(value, value - 0.05, value + 0.05, 40, 8)


def line(shape: Figure, ours: float, peer: float | None = None, left_out: float | None = None) -> Line:
    def parts(value: float, out: float) -> dict[str, Estimate]:
        return {"all": estimate(value), "dev": estimate(value), "left-out": estimate(out)}

    values = {"medrules": parts(ours, ours if left_out is None else left_out)}
    if peer is not None:
        values["peer"] = parts(peer, peer)
    return Line("some set", shape, values)


@pytest.mark.parametrize(
    ("shape", "value", "met"),
    [
        (figure(target=0.9), 0.9, True),
        (figure(target=0.9), 0.899, False),
        (figure(target=0.02, at_most=True), 0.02, True),
        (figure(target=0.02, at_most=True), 0.03, False),
        (figure(target=2.0, points=True), -2.5, False),
        (figure(target=2.0, points=True), -1.5, True),
        (figure(), 0.5, None),
        (figure(target=0.9), math.nan, None),
    ],
)
def test_a_target_is_a_floor_a_ceiling_or_a_distance(shape: Figure, value: float, met: bool | None) -> None:
    assert table.is_met(shape, value) is met


def test_a_row_of_the_table() -> None:
    result = SetResult("some set", (line(figure(target=0.9, within=0.03), 0.92, 0.5, left_out=0.8),))
    text = table.markdown([result, SetResult("other", (), "no file other in the folder")], ["medrules", "peer"])
    assert (
        "| **some set** | exact | ≥ 0.90 | reached, **left-out too far below** | 40 / 8 | 0.920 [0.870, 0.970] |"
        " 0.920 [0.870, 0.970] | 0.800 [0.750, 0.850] | 0.500 [0.450, 0.550] |"
    ) in text
    assert "- other is skipped: no file other in the folder." in text


def test_a_figure_that_a_peer_cannot_answer_is_a_dash() -> None:
    text = table.markdown([SetResult("some set", (line(figure(), 0.92),))], ["medrules", "peer"], dev_only=True)
    assert text.splitlines()[2].endswith("0.920 [0.870, 0.970] | – |")


def test_left_out_rows_may_be_better() -> None:
    assert table.is_close(line(figure(within=0.03), 0.9, left_out=0.95)) is True
    assert table.is_close(line(figure(within=0.03), 0.9, left_out=0.88)) is True
    assert table.is_close(line(figure(within=0.03), 0.9, left_out=0.86)) is False
    assert table.is_close(line(figure(), 0.9)) is None


def test_who_is_ahead() -> None:
    lines = (
        line(figure(), 0.9, 0.8),
        line(figure(), 0.7, 0.8),
        line(figure(points=True), 1.0, -2.0),
        line(figure(at_most=True), 0.01, 0.02),
        line(figure(compared=False), 0.1, 0.9),
        line(figure(), 0.9),
    )
    text = table.comparison([SetResult("some set", lines)], "peer")
    assert text == "Ahead of peer on 3 of 4 figures that it can answer. Not ahead: some set: exact.\n"


def test_undefined_figures_are_dashes_and_null() -> None:
    undefined = line(figure(target=0.9), math.nan)
    assert table.number(undefined.values["medrules"]["all"], undefined.figure) == "–"
    rows = table.as_json([SetResult("some set", (undefined,)), SetResult("other", (), "no file")])
    assert json.loads(json.dumps(rows, allow_nan=False))[0]["values"]["medrules"]["all"]["value"] is None
    assert rows[1] == {"set": "other", "skipped": "no file"}


def test_the_speed_beside_the_tokeniser() -> None:
    pace = Speed(200, 300_000, 500.0, 1500.0)
    assert pace.ratio == 3.0
    assert "500 answers a second" in table.speed(pace)
    assert "3.00 times its time" in table.speed(pace)
    assert "tokeniser" not in table.speed(Speed(200, 300_000, 500.0, None))


def test_the_page_holds_the_table_and_only_misses_among_the_errors() -> None:
    reached = SetResult("rungs", (line(figure(target=0.9), 0.92),), None, {"medrules": []})
    missed = SetResult("context", (line(figure(target=0.9), 0.8),), None, {"medrules": []})
    text = page.write([reached, missed], "THE TABLE")
    assert text.startswith("# ")
    assert "THE TABLE" in text
    errors = text[text.index("## What is still wrong") :]
    assert "**context**" in errors
    assert "**context-time**" in errors
    assert "**rungs**" not in errors


def test_errors_are_counted_by_the_kind_that_a_reader_gave_them() -> None:
    kinds = error_kinds.judged("mentions", ["triage_freetext/nat-0350:324", "nobody-read/this:1"])
    assert kinds["a condition in brackets, behind a noun, in another sentence or in a heading"] == 1
    assert kinds[error_kinds.UNJUDGED] == 1
