"""Rules of single cases: statements that stand with a vignette."""

from __future__ import annotations

from medrules.language.vignettes import Statements, case_rule
from medrules.model.problem import Problem
from medrules.model.rule import MustEscalate, MustNotExceed, Rule

from .reading import HEAD, sound


def made(text: str, head: str = HEAD) -> tuple[Rule | None, list[Problem]]:
    return case_rule(Statements("uri-017", "A cold", text, "colds.yaml", 40), sound(head))


def test_the_statements_of_a_case_make_one_rule() -> None:
    rule, problems = made(
        """must escalate to urgent
        must never advise a above 4 g per day with harm severe
        because "He has a liver disease." source "Case notes"
        leads to missed"""
    )
    assert problems == []
    assert rule is not None
    assert (rule.id, rule.case, rule.title, rule.harm, rule.hazard) == (
        "case:uri-017",
        "uri-017",
        "A cold",
        "moderate",
        "missed",
    )
    assert [type(each) for each in rule.obligations] == [MustEscalate, MustNotExceed]
    assert [each.harm for each in rule.obligations] == ["moderate", "severe"]


def test_problems_stand_in_the_file_of_the_case() -> None:
    rule, problems = made("must say a\nmust escalate to emergncy")
    assert rule is None
    assert [(found.code, found.location and (found.location.file, found.location.line)) for found in problems] == [
        ("E402", ("colds.yaml", 41))
    ]


def test_what_cannot_be_read_is_said() -> None:
    assert [found.code for found in made("must sy a")[1]] == ["E213"]
    assert [found.code for found in made('must say "a')[1]] == ["E203"]
    assert [found.code for found in made("when output mentions a")[1]] == ["E513"]
    assert [found.code for found in made("must say any of a, z")[1]] == ["E401"]


def test_a_name_that_two_packs_declare_is_no_name_of_a_case() -> None:
    book = sound(HEAD)
    twice = {**book.concepts, "other/a": book.concepts["t/a"].model_copy(update={"key": "other/a"})}
    _, problems = case_rule(
        Statements("c", "C", "must say a", "c.yaml", 1), book.model_copy(update={"concepts": twice})
    )
    assert [found.code for found in problems] == ["E401"]
