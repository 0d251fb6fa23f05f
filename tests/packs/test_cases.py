"""The shipped vignettes: enough of them, realistic, placed, with gold rungs, and nobody recognisable in them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from medrules.model.book import RuleBook
from medrules.model.case import Vignette
from medrules.sources.vignettes import unknown_rungs

IDENTIFYING = {
    "a date with a year": r"\b\d{1,2}[./-]\d{1,2}[./-](19|20)\d\d\b",
    "a telephone number": r"\b\d{3}[- ]\d{3}[- ]\d{4}\b|\b0\d{9,10}\b",
    "an address of e-mail": r"\S@\S+\.\S",
    "a name with a title": r"\b(Mr|Mrs|Ms|Miss|Dr|Prof)\.? [A-Z][a-z]+",
    "a record number": r"\b(MRN|NHS (no|number)|SSN)\b",
    "a long number": r"\d{7,}",
}


CHANGES_THE_RUNG = {"trap", "borderline-value"}
"""A value at the edge of its range, or a look-alike that invites a mistake, may call for another level of care."""


def test_there_are_at_least_thirty_cases_with_a_gold_rung(cases: dict[str, Vignette]) -> None:
    assert len(cases) >= 36
    assert sum(bool(case.gold.escalation) for case in cases.values()) >= 36


def test_the_gold_rungs_are_rungs_of_the_ladder(cases: dict[str, Vignette], book: RuleBook) -> None:
    assert not unknown_rungs(cases, book.ladder)


def test_benign_look_alikes_let_over_triage_show(cases: dict[str, Vignette]) -> None:
    rungs = Counter(rung for case in cases.values() for rung in case.gold.escalation)
    harmless = [
        case.id for case in cases.values() if case.gold.escalation and "emergency" not in case.gold.escalation
    ]
    assert set(rungs) == {"self-care", "routine", "urgent", "emergency"}
    assert len(harmless) >= 12


def test_a_case_says_where_it_belongs_and_who_wrote_it(cases: dict[str, Vignette]) -> None:
    for case in cases.values():
        assert case.category and "/" in case.category, case.id
        assert case.title and case.risk and case.setting and case.supervision, case.id
        assert case.source and case.author, case.id


def test_variants_stand_beside_their_originals(cases: dict[str, Vignette]) -> None:
    variants = [case for case in cases.values() if case.variant_of]
    assert variants
    for case in variants:
        assert case.variant_kind, case.id
        if case.variant_kind in CHANGES_THE_RUNG:
            continue
        assert case.gold.escalation == cases[str(case.variant_of)].gold.escalation, case.id


@pytest.mark.parametrize("what", IDENTIFYING)
def test_a_case_holds_nothing_that_identifies_a_person(what: str, cases: dict[str, Vignette]) -> None:
    found = [
        (case.id, met.group()) for case in cases.values() if (met := re.search(IDENTIFYING[what], case.input))
    ]
    assert not found
