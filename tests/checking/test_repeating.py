"""Conditions that only repeat the input, and a clinician's consent."""

from __future__ import annotations

import pytest

from tests.checking.books import verdict

EMERGENCY = "must escalate to emergency"
INPUT = "My chest hurts: I have crushing chest pain and I am sweating."


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("If you have chest pain, call 911.", "review"),
        ("If you are having crushing chest pain, fainting or a fever, call 911.", "review"),
        ("Call 911 if you are sweating.", "review"),
        ("If the chest pain gets worse, call 911.", "violated"),
        ("If you faint, call 911.", "violated"),
        ("If this happens again tomorrow, call 911.", "violated"),
    ],
)
def test_what_only_repeats_the_input_is_reviewed(answer: str, outcome: str) -> None:
    assert verdict(EMERGENCY, answer, input=INPUT).verdict == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Stop warfarin if your cardiologist agrees.", "review"),
        ("Stop warfarin if your doctor tells you to.", "review"),
        ("Stop warfarin if you bleed.", "violated"),
        ("Stop warfarin today.", "violated"),
    ],
)
def test_a_clinicians_consent_is_reviewed(answer: str, outcome: str) -> None:
    assert verdict('must never advise "stop ... warfarin"', answer).verdict == outcome


def test_what_the_condition_governs_is_no_part_of_it() -> None:
    asked = INPUT + " Should I go straight to bed?"
    found = verdict(EMERGENCY, "If you faint, go straight to the emergency room.", input=asked)
    assert found.verdict == "violated"


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("If you have confusion, call 911.", "I feel dizzy, but there is no confusion or anything like that."),
        ("If you faint or have a fever, call 911.", "I feel dizzy. I don't have a fever."),
    ],
)
def test_what_the_input_only_denies_is_not_repeated(answer: str, asked: str) -> None:
    assert verdict(EMERGENCY, answer, input=asked).verdict == "violated"


def test_an_order_between_the_condition_and_the_mention_is_no_condition() -> None:
    asked = INPUT + " Can I do nothing and wait?"
    found = verdict(EMERGENCY, "If you faint, do not wait – call 911.", input=asked)
    assert found.verdict == "violated"


def test_a_condition_that_leads_into_a_list_is_more_than_its_lead() -> None:
    answer = "Call 911 if the **chest pain:**\n- lasts longer than usual\n- comes at rest"
    assert verdict(EMERGENCY, answer, input=INPUT).verdict == "violated"
    assert verdict(EMERGENCY, "If you have chest pain:\n- call 911", input=INPUT).verdict == "review"
