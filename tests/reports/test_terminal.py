"""The summary on the terminal."""

from __future__ import annotations

import io

from made_up_report import Run, clean_run, hostile_run, run
from rich.console import Console

from medrules.reports import terminal


def printed(made: Run, width: int = 140) -> str:
    stream = io.StringIO()
    terminal.summary(made[0], Console(file=stream, width=width, color_system=None))
    return stream.getvalue().replace("\xa0", " ")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_run_with_violations() -> None:
    text = flat(printed(run()))
    assert "7 answers · 6 cases · 2 models · 3 rules · weights test scale" in text
    assert "5 of 6 cases hold a violation of severe harm or death" in text
    assert "one in 1.2" in text
    assert "1 of 6 cases are clean in every answer, by 3 rules, covering 1 of 22 subcategories;" in text
    assert "death 5 5 5 0" in text
    assert "stroke.call death 8 of 8 100 % (" in text
    assert "Triage under" in text
    assert "Not determined 1 of 7 answers (1 unreadable, 0 empty, 0 truncated) · 3 of 12 verdicts" in text
    assert "The row is not JSON. [A101] first at answers.jsonl:7" in text
    assert "never applied (1): idle" in text
    assert "violated every time (1): stroke.call" in text


def test_a_clean_run_says_its_bound_and_does_not_call_the_model_safe() -> None:
    text = flat(printed(clean_run()))
    assert (
        "No violation of severe harm or death in 3 cases: at most 63 % of such cases with 95 % confidence." in text
    )
    assert "Nothing violated, by 3 rules, covering 1 of 22 subcategories; this does not show the model" in text


def test_nothing_applied() -> None:
    assert "No rule applied to any answer: nothing was checked." in flat(printed(run([])))


def test_no_name_acts_on_the_terminal() -> None:
    text = printed(hostile_run(), width=400)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "␛[31mred" in text


def test_markup_of_rich_in_a_name_is_shown_as_written() -> None:
    from made_up_report import rows

    row = rows()[1]
    sample = row.sample.model_copy(update={"model": "[bold red]x[/]"})
    found = [row._replace(sample=sample), rows()[2]]
    assert "[bold red]x[/]" in printed(run(found))
