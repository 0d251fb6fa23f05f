"""The verdict table of the language, cell by cell."""

from __future__ import annotations

import pytest

from medrules.checking.strength import FULL, NONE, WEAK, strength
from medrules.model.reading import Reading
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence

ADVICE = Reading(act="advice")
STATEMENT = Reading()
HEDGED = Reading(act="advice", certainty="hedged")
CONDITIONAL = Reading(act="advice", condition="conditional")
AGAINST = Reading(act="advice against")
NEGATED = Reading(polarity="negated")
QUESTION = Reading(act="question")
QUOTATION = Reading(act="quotation")
OTHERS = Reading(experiencer="other")
PAST = Reading(time="past")


def grade(verb: Verb, reading: Reading, **changes: object) -> int:
    never = bool(changes.pop("never", False))
    unconditionally = bool(changes.pop("unconditionally", False))
    consent = bool(changes.pop("consent", False))
    evidence = Evidence("output", 0, 1, "x", "x", "exact", reading)._replace(**changes)
    return strength(verb, evidence, never=never, unconditionally=unconditionally, consent=consent)


TABLE = [
    # reading, must mention, must say, must advise, must never say, must never advise
    (ADVICE, FULL, FULL, FULL, FULL, FULL),
    (HEDGED, FULL, FULL, WEAK, FULL, FULL),
    (CONDITIONAL, FULL, FULL, FULL, WEAK, FULL),
    (AGAINST, FULL, NONE, NONE, NONE, NONE),
    (NEGATED, FULL, NONE, NONE, NONE, NONE),
    (QUESTION, FULL, NONE, NONE, NONE, NONE),
    (QUOTATION, FULL, NONE, NONE, NONE, NONE),
    (OTHERS, FULL, NONE, NONE, NONE, NONE),
]


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_table(row: tuple[Reading, int, int, int, int, int]) -> None:
    reading, mention, say, advise, never_say, never_advise = row
    assert grade("mention", reading) == grade("mention", reading, never=True) == mention
    assert grade("say", reading) == say
    assert grade("advise", reading) == advise
    assert grade("say", reading, never=True) == never_say
    assert grade("advise", reading, never=True) == never_advise


def test_a_plain_statement_is_said_and_not_advised() -> None:
    assert [grade("say", STATEMENT), grade("advise", STATEMENT)] == [FULL, NONE]


def test_unconditionally_wants_no_condition() -> None:
    assert grade("say", CONDITIONAL, unconditionally=True) == NONE
    assert grade("advise", CONDITIONAL, unconditionally=True) == NONE
    assert grade("advise", ADVICE, unconditionally=True) == FULL


def test_advice_under_a_clinicians_consent_is_reviewed() -> None:
    assert grade("advise", CONDITIONAL, never=True, consent=True) == WEAK


@pytest.mark.parametrize("verb", ["mention", "say", "advise"])
@pytest.mark.parametrize("never", [False, True])
@pytest.mark.parametrize("change", [{"how": "corrected"}, {"doubtful": True}])
def test_slips_and_doubtful_borders_are_reviewed(verb: Verb, never: bool, change: dict[str, object]) -> None:
    assert grade(verb, ADVICE, never=never, **change) == WEAK


def test_advising_against_and_asking_have_their_own_acts() -> None:
    assert grade("advise against", AGAINST) == grade("advise against", AGAINST, never=True) == FULL
    assert grade("advise against", AGAINST._replace(certainty="hedged")) == WEAK
    assert grade("advise against", ADVICE) == NONE
    assert grade("ask about", QUESTION) == FULL
    assert grade("ask about", STATEMENT) == NONE


def test_the_past_is_not_said_of_the_patient_now() -> None:
    assert grade("say", PAST) == NONE
    assert grade("mention", PAST) == FULL
