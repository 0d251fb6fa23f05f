"""Variants, stated confidence and models with unequal numbers of answers, as the reports show them."""

from __future__ import annotations

import io

import pytest
from made_up_report import IDENTITY, Run, run
from rich.console import Console
from robust_run import robust_run
from test_html import Page

from medrules.reports import html, terminal


def page(made: Run) -> Page:
    card, findings, found = made
    return Page(html.render(card, findings, identity=IDENTITY, found=found))


def words(made: Run) -> str:
    return " ".join(" ".join(page(made).words).replace("\xa0", " ").split())


def printed(made: Run) -> str:
    stream = io.StringIO()
    terminal.summary(made[0], Console(file=stream, width=200, color_system=None))
    return " ".join(stream.getvalue().replace("\xa0", " ").split())


@pytest.fixture(scope="module")
def shown() -> str:
    return words(robust_run())


def test_flips_by_kind_of_variant(shown: str) -> None:
    part = shown.partition("Same question again")[2]
    assert part.startswith(" All of them 8 4 42 % 4.0–90 % 38 % 2.8–88 % 8.3 %")
    assert "typing noise <i> 8 4" in part
    assert "asked once" not in part.partition("Stated confidence")[0]


def test_stated_confidence(shown: str) -> None:
    part = shown.partition("Stated confidence")[2]
    assert "90 of 120" in part
    assert "Brier score 0 is best, 0.25 is a coin 120 0." in part
    assert "0 of 60 0 % at most 4.9 %" in part


def test_the_reliability_diagram_has_a_text() -> None:
    made = page(robust_run())
    assert "Confidence 60 %: 50 % correct." in made.text.replace("\xa0", " ")
    drawn = made.all("svg", "class", "reliability")
    assert [each["role"] for each in drawn] == ["img"]
    assert len(made.all("circle", "class", "point")) == 10


def test_too_few_stated_confidences(shown: str) -> None:
    few = words(robust_run(stating=99))
    assert "99 answers state a confidence to a case with a gold answer: figures need 100." in few
    assert "Brier" not in few


def test_models_at_equal_numbers_of_answers(shown: str) -> None:
    part = shown.partition("At 1 answer a case, the mean over all such subsets:")[2]
    assert "a 8 4.2 % 4.2 %" in part
    assert "b 128 0 % (at most 2.3 %) 0 % (at most 2.3 %)" in part


def test_on_the_terminal() -> None:
    text = printed(robust_run())
    assert "At 1 answer a case a: harmful cases 4.2 %" in text
    assert "Asked differently all variants: 3 of 8 pairs differ, 42 %" in text
    assert "Confidence Brier 0." in text
    assert "wrong though at least 80 % sure 0 % (at most 4.9 %)" in text
    assert "Confidence stated in 50 answers: figures need 100" in printed(robust_run(stating=50))


def test_a_run_without_any_of_it_has_no_such_section() -> None:
    ids = {item.get("id") for item in page(run()).all("section", "id")}
    assert not ids & {"flips", "calibration"}
