"""Waivers, adoptions and the hazard log as the reports show them."""

from __future__ import annotations

import io
import json
import re

import pytest
from made_up_report import IDENTITY, Run, run
from rich.console import Console
from test_html import Page
from waived_run import TODAY, hostile_waivers, waived_run

from medrules.model.approval import Waiver
from medrules.reports import approvals, html, jsonl, terminal


def page(made: Run) -> Page:
    card, findings, found = made
    identity = IDENTITY.model_copy(update={"as_of": TODAY})
    return Page(html.render(card, findings, identity=identity, found=found))


def printed(made: Run) -> str:
    stream = io.StringIO()
    terminal.summary(made[0], Console(file=stream, width=200, color_system=None))
    return " ".join(stream.getvalue().replace("\xa0", " ").split())


@pytest.fixture(scope="module")
def words() -> str:
    return " ".join(" ".join(page(waived_run()).words).replace("\xa0", " ").split())


def test_the_first_lines_count_what_is_waived(words: str) -> None:
    head = words.partition("Waivers, adoptions")[0]
    assert "4 of 6 cases drew an answer that broke a rule against severe harm or death" in head
    assert (
        "6 obligations violated in all, and 5 findings are waived (counting them, 5 of 6 cases are harmful)"
        in head
    )


def test_every_waiver_is_listed_with_its_owner_reason_and_end(words: str) -> None:
    part = words.partition("State on 2026-11-22")[2]
    assert "stroke.call in case case-1 in force 2027-03-01 Stewardship Under review renewed 2 times" in part
    assert "renewed 2 times 2 violated, in 1 case" in part
    assert "wait in force 2027-03-01 Stewardship Under review never renewed 3 to review, in 3 cases" in part
    assert "idle in force, unused 2027-03-01 Stewardship Under review renewed once nothing" in part
    assert "wait in case case-2 lapsed It held until 2026-01-01. What it names counts in full." in part
    assert "gone not loaded No rule of this run has the id gone." in part
    assert "2027-13-01" in part


def test_a_lapsed_adoption_says_why(words: str) -> None:
    assert "pack “Made up” version 2.0.0 as production" in words
    assert "not among those of this run" in words


def test_the_hazard_log(words: str) -> None:
    part = words.partition("Hazard log")[2]
    assert "Stroke treated as harmless missed-stroke Symptoms read as benign Reperfusion missed" in part
    assert "death not rated major* × not stated" in part
    assert "Nurse reads every reply Acute stroke service 3 major × low 6 violated 0 to review, 2 waived" in part
    assert "Nothing leads here spare" in part
    assert "1 hazard of the log that no rule of this run looks for" in part


def test_a_waived_finding_is_shown_with_its_waiver() -> None:
    shown = page(waived_run())
    findings = shown.all("div", "class", "finding")
    assert [each["data-verdict"] for each in findings].count("waived") == 5
    assert {each["data-verdict"] for each in findings} == {"violated", "waived"}
    assert "Waived until 2027-03-01 by Stewardship, renewed 2 times: Under review" in shown.text
    assert "Waived, not charged." in shown.text
    assert "waived" in {"".join(words) for words in re.findall("violated|review|error|waived", shown.text)}


def test_many_findings_do_not_push_the_waived_ones_out() -> None:
    shown = page(waived_run(most=1))
    assert [each["data-verdict"] for each in shown.all("div", "class", "finding")] == ["violated", "waived"]
    assert "(6 violated, 0 to review, 0 errors, 5 waived)" in shown.text


def test_without_waivers_there_is_no_word_of_them() -> None:
    shown = page(run())
    ids = {item.get("id") for item in shown.all("section", "id")}
    assert not ids & {"waivers", "adoptions", "hazards"}


def test_on_the_terminal() -> None:
    text = printed(waived_run())
    assert (
        "Waived 2 violated and 3 to review, charged nothing; counting them, 5 of 6 cases hold severe harm" in text
    )
    assert "stroke.call in case case-1: in force (until 2027-03-01, renewed 2 times)" in text
    assert "Stewardship: Under review" in text
    assert "wait in case case-2: lapsed (until 2026-01-01, never renewed); covers nothing" in text
    assert "It held until 2026-01-01. What it names counts in full." in text
    assert "Adopted 0 rules, as of 2026-11-22" in text
    assert "Stroke treated as harmless death 6 0 2" in text


def test_hostile_words_do_nothing() -> None:
    made = hostile_waivers()
    assert "\x1b" not in printed(made)
    shown = page(made)
    assert len(shown.inside["script"]) == 1
    assert "alert(1)" not in shown.inside["script"][0]
    assert "</script><script>alert(1)</script>" in shown.text


def test_the_verdicts_say_what_is_waived() -> None:
    _, findings, _ = waived_run()
    rows = [json.loads(jsonl.line(each.verdict)) for each in findings]
    assert [row["waived"] for row in rows].count(True) == 5
    assert {row["points"] for row in rows if row["waived"]} == {0}


@pytest.mark.parametrize(("times", "said"), [(0, "never renewed"), (1, "renewed once"), (12, "renewed 12 times")])
def test_how_often_it_was_renewed(times: int, said: str) -> None:
    made = waived_run()[0].waivers[0].waiver.model_copy(update={"renewed": times})
    assert isinstance(made, Waiver)
    assert approvals.renewed(made) == said
