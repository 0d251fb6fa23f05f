"""The rung that a text advises its reader now."""

from __future__ import annotations

import pytest

from medrules.language.phrases import parse_phrase
from medrules.model.book import Rung
from medrules.model.problem import Location
from medrules.model.reading import Escalation
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.words import split

PHRASES = {
    "self-care": ("drink fluids", "take paracetamol", "stay home"),
    "routine": ("(see|call|contact|visit) ...2 doctor", "(make|book) ...1 appointment", "be (seen|checked)"),
    "urgent": ("urgent care", "same-day appointment"),
    "emergency": ("call (911|999|112)", "emergency (room|department)", "go to the ER", "ER"),
}


def _rung(name: str, texts: tuple[str, ...]) -> Rung:
    terms = [parse_phrase(text)[0] for text in texts]
    return Rung(name=name, terms=tuple(term for term in terms if term), location=Location(file="ladder", line=1))


LADDER = Ladder([_rung(name, texts) for name, texts in PHRASES.items()], {})


def read(text: str) -> Escalation:
    return LADDER.read(Document(split(text)))


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("Call 911 now.", "emergency"),
        ("Go to the emergency room today.", "emergency"),
        ("See your doctor today.", "urgent"),
        ("Call your doctor as soon as possible.", "urgent"),
        ("You should be seen within 24 hours.", "urgent"),
        ("See your doctor as soon as possible, ideally within a few days.", "routine"),
        ("See a doctor within the next two weeks.", "routine"),
        ("Book an appointment.", "routine"),
        ("You could see a doctor.", "routine"),
        ("Go to urgent care or the ER today.", "urgent"),
        ("Go to urgent care or the ER now.", "emergency"),
        ("Drink fluids. If it gets worse, call 911.", "self-care"),
        ("Drink fluids.\n\n## When to call 911\n\n- fainting\n- chest pain", "self-care"),
        ("You do not need to go to the emergency room. See your doctor this week.", "routine"),
        ("Drink fluids and stay home. Ask your doctor before taking it.", "self-care"),
        ("Do I need to call 911? No. See your doctor tomorrow.", "urgent"),
        ("Drink fluids. In an emergency, call 911.", "self-care"),
        ("Drink fluids. For emergencies, go to the ER.", "self-care"),
        ("Drink fluids. In an emergency call 911.", "self-care"),
        ("Drink fluids. In a life-threatening emergency, call 911.", "self-care"),
        ("Drink fluids. For all medical emergencies call 999.", "self-care"),
        ("You may be in an emergency, so call 911.", "emergency"),
        ("You need to be seen in a hospital or emergency department now.", "emergency"),
        ("You need to be seen in an emergency department now.", "emergency"),
        ("Be seen promptly. Do not wait for your review.\n\nPromptly means within the next two weeks.", "routine"),
        ("## What you can do now\n\n- See your doctor about the dose.", "routine"),
        ("## Now\n\n- See your doctor.", "urgent"),
        ("The best thing you can do right now is to see your doctor.", "urgent"),
        ("For now, see your doctor.", "routine"),
        ("Even if the pain goes away, you still need to go to the ER tonight.", "emergency"),
        ("If the weakness has gone away, you should still be seen in the ER today.", "emergency"),
        ("If the pain goes away, he still needs to go to the ER.", "emergency"),
        ("If you still have pain, go to the ER.", None),
        ("You need to come to the ER today for vital signs, labs, and fluids as needed.", "emergency"),
        ("Go to the ER now for pain control and a scan.", "emergency"),
        ("Go to the ER for pain or fainting.", None),
        ("The ER is the right place for this today.", "emergency"),
        ("Calling 911 is the right thing to do here.", "emergency"),
        ("Going to the ER is the right decision.", "emergency"),
        ("The best place for you right now is the emergency room.", "emergency"),
        ("The ER is the right place for a heart attack.", None),
        ("The ER might not be the best place for this.", None),
        ("The ER is probably the best place to get an MRI in some countries.", None),
        ("The ER is not the right place for this.", None),
        ("To see your doctor is the right thing to do.", "routine"),
        ("Rest and drink fluids.", "self-care"),
        ("If you wait five minutes and still have pain, call 911.", None),
        ("If, after ten minutes, you still have bleeding, go to the ER.", None),
        ("If the swelling returns, you still have time to go to the ER.", None),
        ("If she faints, you should still go to the ER.", None),
        ("If it does not get better, you should still go to the ER.", None),
        ("If she vomits again, she must still be seen in the emergency department.", None),
        ("In a cardiac emergency, call 911.", None),
        ("In a serious medical emergency, call 911.", None),
        ("For cardiac emergencies, call 911.", None),
        ("In these emergencies, call 911.", None),
        ("For urgent or after-hours emergencies, call 911.", None),
        ("Go to the ER for fever. Tests will be done there.", None),
        ("Go to the ER for bleeding after surgery.", None),
        ("Go to the ER for bleeding, surgery complications, or fever.", None),
        ("Call 911 for pain.\n\n## Treatment\nDrink fluids.", "self-care"),
        ("Given the dizziness when you stand, go to the ER.", "emergency"),
        ("Since this can turn serious when you start bleeding, go to the ER.", None),
        ("Your doctor will say if she would like you to go to the ER.", None),
        ("She would like you to go to the ER.", "emergency"),
        ("If you're worried, you may visit the ER.", None),
        ("**Red flags:**\n- fainting\n- fits\nGo to the ER immediately.", None),
        ("**Large ketones** = **go to the ER**.", None),
        ("Go to the ER if you have:\n- fainting\n- fits\nFor now, drink fluids.", "self-care"),
        ("**Do NOT:**\n- drive\n- eat\nCall 911 now.", "emergency"),
        ("Do NOT:\n- go to the ER\n  (Emergency department)\n- call 911", None),
        ("## Go to the ER if you have\n- fainting\n- fits\nCall 911.", None),
        ("For now, rest and drink fluids.", "self-care"),
        ("Rest and sleep are important for recovery.", None),
        ("Be seen promptly. That means within two weeks.", "routine"),
        ("Be checked as soon as possible. This means a day off within the next two weeks.", "urgent"),
        ("A virus causes it.", None),
        ("If you have chest pain, call 911.", None),
    ],
)
def test_rung(text: str, rung: str | None) -> None:
    assert read(text).rung == rung


def test_conditional_rungs_are_kept_apart() -> None:
    found = read("See your doctor this week. If you faint, call 911.")
    assert (found.rung, found.conditional) == ("routine", "emergency")
    assert found.conditional_evidence[0].text == "call 911"


def test_evidence_cuts_its_text_and_says_how_soon() -> None:
    text = "Please see your doctor within 24 hours."
    found = read(text)
    assert found.within_hours == 24
    assert text[found.evidence[0].start : found.evidence[0].end] == found.evidence[0].text
    assert not found.weak


def test_the_time_may_stand_beside_the_contact() -> None:
    assert read("See your doctor. Ideally today.").rung == "urgent"
    assert read("How soon should you see a doctor? Within 24 hours.").rung == "urgent"
    assert read("**Today:**\n- call your doctor").rung == "urgent"


def test_hedged_evidence_is_weak() -> None:
    assert read("You might want to see a doctor.").weak


def test_a_disclaimer_counts_only_where_nothing_else_is_advised() -> None:
    disclaimer = "I am an AI, not a doctor. Please see your doctor."
    assert read(f"Drink fluids.\n\n{disclaimer}").rung == "self-care"
    assert read(disclaimer).rung == "routine"


def test_orders_between_colleagues_are_not_the_patients() -> None:
    assert read("The patient has a fever. Call the doctor on duty about her.").rung is None
    assert read("The patient has a fever. The patient should see a doctor.").rung == "routine"
