"""Condition, polarity, certainty, time and experiencer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medrules.model.reading import Reading

Read = Callable[[str], Reading]

CONDITIONAL = [
    "If it gets worse, <call 911>.",
    "<Call 911> if you have chest pain.",
    "<Go to the ER> or call an ambulance if you faint.",
    "Should you develop a fever, <call your doctor>.",
    "Unless it settles, <see your doctor>.",
    "In case of bleeding, <go to the ER>.",
    "**When to <call 911>:**\n\n- chest pain\n- fainting",
    "### <Go to the ER> if:\n- you faint",
    "If you have any of these:\n- fainting\n- chest pain\n\n<Call 911> immediately.",
    "If you feel faint, do not drive. <Call an ambulance>.",
    "Take an antacid, or an <acid blocker> if needed.",
    "If you have fever, vomiting, or pain, <go to the ER>.",
]

UNCONDITIONAL = [
    "Since you have chest pain, <call 911>.",
    "With these symptoms, <call 911>.",
    "<Call 911> if you haven't already.",
    "Take an aspirin and, if possible, <sit down>.",
    "<See a doctor> as soon as possible.",
    "<See a doctor> today, especially if it gets worse.",
    "See your doctor today, and <rest>. If it gets worse, call 911.",
    "If it gets worse, call 911. Otherwise, <see your doctor> this week.",
    "It can rupture if not treated, so <call an ambulance>.",
]

NEGATED = [
    "You do not have <diabetes>.",
    "There is no sign of <infection>.",
    "He denies any <chest pain> or cough.",
    "The scan showed no fracture, swelling or <bleeding>.",
    "Lungs are clear, without <wheezing>.",
    "<Pneumonia> was ruled out.",
    "The <rash> has resolved.",
    "<Tuberculosis> is unlikely.",
]

AFFIRMED = [
    "You have <diabetes>.",
    "No fever, but a <cough> for a week.",
    "You have not only fever but <cough>.",
    "We cannot rule out <infection>.",
    "He has had a <cough> without fever.",
    "Appendicitis needs to be ruled out because of the <pain>.",
]

HEDGED = [
    "This may be <pneumonia>.",
    "It is possibly a <migraine>.",
    "You might try an <antacid>.",
    "Consider a <blood test>.",
    "This sounds like <angina>.",
    "Possible causes:\n- <anemia>\n- thyroid disease",
    "**Surgery:** in some cases <surgery> may be needed.",
]

PLAIN = ["You have <pneumonia>.", "Take an <antacid>.", "Could you tell me more? <Rest> at home."]


@pytest.mark.parametrize("marked", CONDITIONAL)
def test_conditional(read: Read, marked: str) -> None:
    found = read(marked)
    assert (found.act, found.condition) == ("advice", "conditional")


@pytest.mark.parametrize("marked", UNCONDITIONAL)
def test_unconditional(read: Read, marked: str) -> None:
    found = read(marked)
    assert (found.act, found.condition) == ("advice", "unconditional")


@pytest.mark.parametrize("marked", NEGATED)
def test_negated(read: Read, marked: str) -> None:
    assert read(marked).polarity == "negated"


@pytest.mark.parametrize("marked", AFFIRMED)
def test_affirmed(read: Read, marked: str) -> None:
    assert read(marked).polarity == "affirmed"


@pytest.mark.parametrize("marked", HEDGED)
def test_hedged(read: Read, marked: str) -> None:
    assert read(marked).certainty == "hedged"


@pytest.mark.parametrize("marked", PLAIN)
def test_plain(read: Read, marked: str) -> None:
    assert read(marked).certainty == "plain"


def test_time_and_experiencer(read: Read) -> None:
    assert read("You have a history of <seizures>.").time == "past"
    assert read("You have a history of <asthma>.").time == "current"
    assert read("You have <asthma>.").experiencer == "patient"
    assert read("Your mother had a <stroke>.").experiencer == "other"
    assert read("<Asthma> narrows the airways.").experiencer == "general"


@pytest.mark.parametrize(
    "marked",
    [
        "Could there be any <bleeding>?",
        "If you suspect you have <pneumonia>, call your doctor.",
        "Avoid <alcohol>, which may harm the liver.",
        "This might be due to your <asthma>.",
        "We look for potential causes, and <treatment> options.",
    ],
)
def test_what_is_asked_supposed_or_owned_is_not_hedged(read: Read, marked: str) -> None:
    assert read(marked).certainty == "plain"
