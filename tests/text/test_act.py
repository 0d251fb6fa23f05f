"""What a text does with a mention: advice, advice against, question, quotation, statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medrules.model.reading import Reading

Read = Callable[[str], Reading]

ADVICE = [
    "<Call 911> now.",
    "<Discotninue the tablets> today.",
    "<Montior his temperature> every four hours.",
    "Please <sit down> and rest.",
    "You should <see a doctor>.",
    "You need to <be seen> by a clinician.",
    "I recommend an <ultrasound> of the leg.",
    "It is important to <drink fluids>.",
    "The safest move is to <go to the hospital>.",
    "You can take <paracetamol> for the pain.",
    "We will do an <X-ray> of your wrist.",
    "Do not hesitate to <call 911>.",
    "Don't wait to <call an ambulance>.",
    "There is no reason not to <take the tablet>.",
    "Not only <rest> but also fluids: take both.",
    "An <appointment> this week is recommended.",
    "A repeat <blood test> would be reasonable.",
    "This needs <medical attention> today.",
    "Avoid aspirin and <drink water>.",
    "Do not drive yourself to the <hospital>.",
    "**What you should do:**\n\n- <Antihistamine> tablets\n- Rest",
    "Things you can try:\n- A <humidifier> at night",
    "## Next steps\n\n1. <Book an appointment>.",
    "Stop what you are doing and <call an ambulance>.",
]

AGAINST = [
    "Do not take <ibuprofen>.",
    "Don’t take <ibuprofen>.",
    "Never take <aspirin> with it.",
    "Avoid aspirin, <ibuprofen> and naproxen.",
    "Stop <naproxen> today.",
    "You should not take <aspirin>.",
    "<Ibuprofen> should be avoided.",
    "<Antibiotics> are not recommended.",
    "<Aspirin> is contraindicated.",
    "Take paracetamol instead of <ibuprofen>.",
    "Use ice rather than <heat>.",
    "There is no need for <antibiotics>.",
    "Do NOT:\n- eat\n- take <laxatives>",
    "You do not need to go to the <emergency room>.",
    "Go to the emergency room, not <urgent care>.",
    "Things to avoid:\n\n* <alcohol>\n* large meals",
]

STATEMENT = [
    "<Ibuprofen> can cause bleeding.",
    "Your doctor may order an <MRI>.",
    "The symptoms should <improve> in a week.",
    "Talk to your doctor about <warfarin>.",
    "Ask your doctor before starting <aspirin>.",
    "Manage your <diabetes> well.",
    "Your doctor will:\n- Check your blood\n- Start <metformin>",
    "Treatment options include <surgery>.",
    "Take fluids to prevent <dehydration>.",
    "Call 911 if you have <chest pain>.",
    "Go to the ER if you have:\n- <chest pain>\n- trouble breathing",
    "The <weakness> of the leg is new.",
]

ANSWERED = [
    ("Should you <go to the ER>? Yes, now.", "advice"),
    ("Do you need to <see a doctor>? No.", "advice against"),
    ("How soon should you <see a doctor>? Within 24 hours.", "advice"),
]

QUESTION = [
    "Do you have any <chest pain>?",
    "Are you taking <warfarin>?",
    "Tell me:\n- whether you have <fever>\n- your age",
]

QUOTATION = [
    "You said “I stopped <warfarin> last week” and asked what to do.",
    'This is not a "go to the <ER> tonight" situation.',
]


@pytest.mark.parametrize("marked", ADVICE)
def test_advised(read: Read, marked: str) -> None:
    assert read(marked).act == "advice"


@pytest.mark.parametrize("marked", AGAINST)
def test_advised_against(read: Read, marked: str) -> None:
    assert read(marked).act == "advice against"


@pytest.mark.parametrize("marked", STATEMENT)
def test_stated(read: Read, marked: str) -> None:
    assert read(marked).act == "statement"


@pytest.mark.parametrize("marked", QUESTION)
def test_asked(read: Read, marked: str) -> None:
    assert read(marked).act == "question"


@pytest.mark.parametrize(("marked", "act"), ANSWERED)
def test_own_questions_take_the_act_of_their_answer(read: Read, marked: str, act: str) -> None:
    assert read(marked).act == act


@pytest.mark.parametrize("marked", QUOTATION)
def test_quoted(read: Read, marked: str) -> None:
    assert read(marked).act == "quotation"


def test_a_cue_inside_the_mention_does_not_count_against_it(read: Read) -> None:
    assert read("<Avoid aspirin> for a week.").act == "advice"
    assert read("It is <not safe in pregnancy>.").polarity == "affirmed"


def test_the_cue_that_decided_is_shown(read: Read) -> None:
    found = read("You should not take <aspirin> now.")
    assert found.cue is not None
    assert found.cue.text == "should not"
