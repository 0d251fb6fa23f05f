"""Waivers and adoptions expire by one date, and where anything about them is unclear they do not hold."""

from __future__ import annotations

from datetime import date

import pytest
from synthetic import book, must_never, place, rule

from medrules.model.approval import Adoption, Waiver
from medrules.model.book import Pack, RuleBook
from medrules.scoring.approvals import in_force

TODAY = date(2026, 11, 22)
HASH = "0f" * 32
RULE = rule("tea", must_never(1, "tea", "mild"))
OTHER = rule("milk", must_never(1, "milk", "mild"))


def with_waiver(**changes: object) -> RuleBook:
    stated = {"rule": "tea", "until": date(2027, 3, 1), "owner": "Stewardship", "because": "Under review"}
    waiver = Waiver(**{**stated, **changes}, location=place(3))  # type: ignore[arg-type]
    return book(RULE, OTHER).model_copy(update={"waivers": (waiver,)})


def with_adoption(*more: Adoption, **changes: object) -> RuleBook:
    return made_up_pack().model_copy(update={"adoptions": (adoption(**changes), *more)})


def adoption(**changes: object) -> Adoption:
    stated = {
        "subject": "pack",
        "name": "Made up",
        "version": "1.2.0",
        "approved_by": "Clinical safety officer",
        "approved_on": date(2026, 11, 1),
        "review_by": date(2027, 11, 1),
        "text": HASH,
    }
    return Adoption(**{**stated, **changes}, location=place(3))  # type: ignore[arg-type]


def made_up_pack() -> RuleBook:
    pack = Pack(title="Made up", version="1.2.0", file="rules/made-up.rules", location=place(1))
    return book(RULE, OTHER).model_copy(update={"packs": (pack,)})


TEXTS = {("pack", "Made up"): HASH, ("rule", "tea"): HASH}


@pytest.mark.parametrize(
    ("changes", "standing", "reason"),
    [
        ({}, "in force", "It holds until 2027-03-01."),
        ({"until": TODAY}, "in force", "It holds until 2026-11-22."),
        ({"until": date(2026, 11, 21)}, "lapsed", "It held until 2026-11-21."),
        ({"until": None, "until_written": "2027-13-01"}, "lapsed", "“2027-13-01” is no date."),
        ({"until": None}, "lapsed", "It names no date."),
        ({"rule": "coffee"}, "not loaded", "No rule of this run has the id coffee."),
    ],
)
def test_a_waiver(changes: dict[str, object], standing: str, reason: str) -> None:
    (found,) = in_force(with_waiver(**changes), TODAY).waivers
    assert (found.standing, found.reason) == (standing, reason)


def test_a_rule_that_is_not_waivable_is_not_waived() -> None:
    firm = RULE.model_copy(update={"not_waivable": True})
    (found,) = in_force(with_waiver().model_copy(update={"rules": (firm,)}), TODAY).waivers
    assert found.standing == "not waivable"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"review_by": date(2026, 11, 21)}, "It was to be reviewed by 2026-11-21."),
        ({"review_by": None, "review_by_written": "2027-11-31"}, "“2027-11-31” is no date."),
        ({"review_by": None}, "It names no date of review."),
        ({"approved_by": None}, "It does not say who approved it."),
        ({"approved_on": None}, "It does not say when it was approved."),
        (
            {"approved_on": date(2026, 12, 1)},
            "It was approved on 2026-12-01, which is after 2026-11-22.",
        ),
        ({"version": "1.3.0"}, "It adopts version 1.3.0; the version of this run is 1.2.0."),
        ({"text": None}, "It does not hold the hash of the adopted text; 'medrules format' fills it in."),
        ({"text": "00" * 32}, "The adopted text has changed since it was approved."),
    ],
)
def test_an_adoption_that_has_lapsed(changes: dict[str, object], reason: str) -> None:
    found = in_force(with_adoption(**changes), TODAY, TEXTS)
    (standing,) = found.adoptions
    assert (standing.standing, standing.reason) == ("lapsed", reason)
    assert found.statuses == {"tea": "testing", "milk": "testing"}


def test_an_adoption_whose_text_nobody_looked_at_has_lapsed() -> None:
    assert in_force(with_adoption(), TODAY).adoptions[0].standing == "lapsed"


def test_an_adopted_pack_lifts_its_rules() -> None:
    found = in_force(with_adoption(), TODAY, TEXTS)
    assert found.adoptions[0].standing == "in force"
    assert found.adoptions[0].rules == ("tea", "milk")
    assert found.statuses == {"tea": "production", "milk": "production"}


def test_the_hash_and_a_missing_version_are_enough() -> None:
    found = in_force(with_adoption(version=None, text=HASH.upper()), TODAY, TEXTS)
    assert found.adoptions[0].standing == "in force"


def test_the_adoption_of_a_rule_goes_before_that_of_its_pack() -> None:
    one = adoption(subject="rule", name="tea", status="testing")
    found = in_force(made_up_pack().model_copy(update={"adoptions": (one, adoption())}), TODAY, TEXTS)
    assert found.statuses == {"tea": "testing", "milk": "production"}


@pytest.mark.parametrize("name", ["Made-up", "made up", ""])
def test_a_pack_that_is_not_loaded(name: str) -> None:
    (found,) = in_force(with_adoption(name=name), TODAY, TEXTS).adoptions
    assert found.standing == "not loaded"
    assert name in found.reason


def test_two_packs_of_one_title_are_adopted_by_nobody() -> None:
    twice = made_up_pack()
    twice = twice.model_copy(update={"packs": twice.packs * 2, "adoptions": (adoption(),)})
    assert in_force(twice, TODAY, TEXTS).adoptions[0].reason == "Several packs of this run have the title."
