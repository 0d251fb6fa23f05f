"""How a sign-off went over its runs, drawn: all of it within the frame, both versions, each run in the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_signoff import made_up, plain_rows
from made_up_trend import trend

from medrules.model.trend import Trend
from medrules.reports import signoff
from medrules.reports.trend import BOTTOM, LEFT, RIGHT, TOP, beside_last, harm_per_case, harmful_cases, round_up


@given(st.floats(1e-6, 1e9))
def test_the_axis_ends_at_or_above_what_it_shows_and_not_far_above(value: float) -> None:
    end = round_up(value)
    assert value <= end * (1 + 1e-9)
    assert end <= 2.0000001 * value


def test_an_axis_of_nothing_has_a_length() -> None:
    assert round_up(0.0) == 1.0


@pytest.mark.parametrize("runs", [1, 2, 7, 13])
def test_everything_stands_within_the_frame(runs: int) -> None:
    for chart in (harmful_cases(trend(runs)), harm_per_case(trend(runs))):
        assert len(chart.points) == runs
        across = [point.x for point in chart.points]
        assert across == sorted(across)
        assert across[0] > LEFT and across[-1] < RIGHT
        heights = [at for point in chart.points for at in point[1:5] if isinstance(at, float)]
        assert all(TOP <= at <= BOTTOM for at in heights)
        assert chart.line.count("M") == 1
        assert chart.line.count("L") == runs - 1
        assert sum(bool(point.day) for point in chart.points) <= 7
        assert chart.points[-1].day
        assert len(chart.breaks) == sum(point.changed for point in chart.points)


def test_a_share_has_its_interval_and_a_mean_of_an_earlier_run_none() -> None:
    shares, means = harmful_cases(trend(4)).points, harm_per_case(trend(4)).points
    for point in shares:
        assert point.low is not None and point.high is not None and point.y is not None
        assert point.high <= point.y <= point.low
    assert {(point.low, point.high) for point in means} == {(None, None)}
    assert [point.signed for point in shares] == [False, True, False, False]
    assert [point.mark for point in shares] == ["not", "open", "met", "not"]


def test_the_year_stands_where_it_is_news() -> None:
    labels = [(point.day, point.year) for point in harmful_cases(trend(11)).points if point.day]
    assert labels[0] == ("28 Sep", "2026")
    assert [year for _, year in labels if year] == ["2026", "2027"]


def test_a_run_without_a_figure_interrupts_the_line() -> None:
    made = trend(3)
    runs = (made.runs[0], made.runs[1].model_copy(update={"harm_per_case": None}), made.runs[2])
    chart = harm_per_case(made.model_copy(update={"runs": runs}))
    assert chart.points[1].y is None
    assert (chart.line.count("M"), chart.line.count("L")) == (2, 0)


def test_the_last_signed_run_in_a_sentence() -> None:
    last = trend(3).last_signed
    assert last is not None
    said = beside_last(last).replace("\N{NO-BREAK SPACE}", " ")
    assert "at most +1.25 points a case (upper 95 % bound over 120 cases in both; +0.50 with review" in said
    assert beside_last(last.model_copy(update={"difference": None})).endswith("no case is in both.")


def words(folder: Path, shown: Trend | None) -> str:
    page = signoff.render(*made_up(folder, plain_rows(2), trend=shown))
    section = page.partition('<section id="trend">')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))


def test_the_page_draws_it_and_says_it(tmp_path: Path) -> None:
    found = words(tmp_path, trend(13, on_record=30))
    assert "30 earlier runs of this sign-off are on record, of which the latest 12 are shown" in found
    assert "Harmful cases, run after run" in found
    assert found.count("this run") == 3
    for each in trend(13).runs:
        assert found.count(f"{each.as_of}: ") == 2
        assert found.count(f" {each.as_of} ") >= 1
    assert "rules, harm weights" in found


@pytest.mark.parametrize("shown", [None, trend(1)])
def test_without_earlier_runs_it_says_so(shown: Trend | None, tmp_path: Path) -> None:
    assert "No earlier run of this sign-off is on record" in words(tmp_path, shown)


def test_no_run_acts_on_the_page(tmp_path: Path) -> None:
    shown = trend(3, model="<script>alert(1)</script>\u202e")
    page = signoff.render(*made_up(tmp_path, plain_rows(1), trend=shown))
    assert "<script>alert(1)" not in page
    assert "\u202e" not in page
