"""Advice for a case that is not known to be the reader's is conditional, also without an *if*."""

from __future__ import annotations

import pytest

from medrules.public import read


@pytest.mark.parametrize(
    "text",
    [
        "New numbness or weakness → 911",
        "Severe abdominal pain? Straight to A&E.",
        "Worsening pain or vomiting: go to the ER.",
        "Any bleeding that soaks a pad is a reason to come to the hospital.",
        "At 39 or above, go to A&E.",
        "- Mild: rest at home.\n- Severe: go to the ER.",
        "- **Tier 1: Mild.** Rest.\n- **Tier 2: Severe – Go to the ER.**",
        "- If you cannot drink\n- If you faint\n\n→ Call 911 immediately",
        "## Things that would warrant an ER visit\n\n- fainting",
    ],
)
def test_a_case_is_a_condition(text: str) -> None:
    found = read(text).escalation()
    assert found.conditional == "emergency"
    assert found.rung != "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "Ketones of 3.5 with vomiting: go to the emergency department now.",
        "Next step: go to the ER.",
        "- Keep calm: sit down.\n- Call 911: say where you are.",
        "Do you have chest pain? Call 911.",
        "This needs an ER visit tonight.",
    ],
)
def test_the_readers_own_case_is_none(text: str) -> None:
    assert read(text).escalation().rung == "emergency"


def test_a_visit_that_is_spared_is_no_advice() -> None:
    assert read("To avoid an ER visit, call your doctor today.").escalation().rung == "urgent"
