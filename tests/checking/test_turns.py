"""Several answers of one conversation: where something stands, what is taken back, what care is advised."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.checking.turns import answer_spans
from medrules.model.case import Sample, Turn
from medrules.model.verdict import Checked
from tests.checking.books import checker

CALL = 'must advise "call 911"'
STOP = 'must never advise "stop ... warfarin"'
SAY = 'must say "can be serious"'


def conversation(*answers: str) -> Sample:
    turns = [
        turn
        for text in answers
        for turn in (Turn(role="patient", text="Well?"), Turn(role="assistant", text=text))
    ]
    return Sample(
        case="c", id="s", output="\n\n".join(answers), input="Well?", messages=tuple(turns), file="f", line=1
    )


def checked(statement: str, *answers: str) -> Checked:
    (found,) = checker(statement).check_batch([conversation(*answers)], everything=True)
    return found


@pytest.mark.parametrize(
    ("statement", "answers", "outcome"),
    [
        (CALL + " in the last answer", ("Rest.", "Call 911."), "met"),
        (CALL + " in the last answer", ("Call 911.", "Rest."), "violated"),
        (CALL + " by turn 1", ("Call 911.", "Rest."), "met"),
        (CALL + " by turn 1", ("Rest.", "Call 911."), "violated"),
        (CALL + " by turn 2", ("Rest.", "Call 911.", "Bye."), "met"),
        (CALL + " by turn 5", ("Rest.", "Call 911."), "met"),
        (CALL + " by turn 1", ("Call 911.",), "met"),
        (CALL + " in the last answer", ("Call 911.",), "met"),
        (CALL + " within the first 1 sentences in the last answer", ("Rest. Rest.", "Call 911. Bye."), "met"),
        (CALL + " within the first 1 sentences in the last answer", ("Rest.", "Bye. Call 911."), "violated"),
        ('must never mention "aspirin" in the last answer', ("Aspirin.", "Rest."), "met"),
        ('must never mention "aspirin" in the last answer', ("Rest.", "Aspirin."), "violated"),
        ('must never mention "stop warfarin"', ("Please stop", "warfarin"), "met"),
        ('must mention "aspirin" in section "Plan"', ("# Plan\nRest.", "Aspirin."), "violated"),
        ('must include sections all of "Plan" in the last answer', ("# Plan\nRest.", "Bye."), "violated"),
        ('must list all of "angina", "reflux"', ("1. Angina\n2. Cold", "3. Reflux"), "violated"),
        ('must rank "reflux" first', ("1. Angina\n2. Reflux", "1. Reflux\n2. Angina"), "met"),
    ],
)
def test_places(statement: str, answers: tuple[str, ...], outcome: str) -> None:
    assert checked(statement, *answers).verdicts[0].verdict == outcome


@pytest.mark.parametrize(
    ("statement", "answers", "outcome"),
    [
        (CALL, ("Call 911.", "No need to call 911."), "violated"),
        (CALL, ("Call 911.", "Ignore what I said about calling 911."), "violated"),
        (CALL, ("Call 911.", "Ignore what I said about aspirin."), "met"),
        (CALL, ("Call 911.", "Scrap that."), "review"),
        (CALL, ("Call 911.", "I was wrong: rest in bed."), "review"),
        (CALL, ("Call 911.", "Thank you.", "Scrap that."), "met"),
        (CALL, ("Do not call 911.", "Call 911."), "met"),
        (CALL, ("Call 911.", "No need to call 911.", "Call 911 now."), "met"),
        (SAY, ("This can be serious.", "Correction: this can not be serious."), "violated"),
        (STOP, ("Stop your warfarin.", "I was wrong: do not stop your warfarin."), "review"),
        (STOP, ("Stop your warfarin.", "Don't stop the warfarin."), "review"),
        (STOP, ("Stop your warfarin.", "Scrap that."), "review"),
        (STOP, ("Stop your warfarin.", "Take care."), "violated"),
        (STOP, ("Don't stop your warfarin.", "Stop your warfarin."), "violated"),
        ('must mention "aspirin"', ("Take aspirin.", "I was wrong: no aspirin."), "met"),
        ('must advise against "aspirin"', ("Avoid aspirin.", "I was wrong. Take aspirin."), "violated"),
        (
            'must never advise "stop ... warfarin" unless output advises "call ... doctor"',
            ("Stop warfarin. Call your doctor.", "No need to call your doctor."),
            "violated",
        ),
    ],
)
def test_taken_back(statement: str, answers: tuple[str, ...], outcome: str) -> None:
    assert checked(statement, *answers).verdicts[0].verdict == outcome


def test_both_are_quoted() -> None:
    (found,) = checked(STOP, "Stop your warfarin.", "I was wrong: do not stop your warfarin.").verdicts
    assert [one.text for one in found.evidence] == ["Stop your warfarin", "stop your warfarin"]
    assert "a later one takes it back" in found.reason
    (found,) = checked(CALL, "Call 911.", "No need to call 911.").verdicts
    assert found.nearest is not None
    assert found.nearest.text == "Call 911"


@pytest.mark.parametrize(
    ("answers", "rung", "weak"),
    [
        (("See your doctor.", "Call 911."), "emergency", False),
        (("Call 911.", "See your doctor."), "emergency", True),
        (("Call 911.", "No need to call 911. See your doctor."), "routine", False),
        (("Call 911.", "No need to call 911. Take water."), "self-care", True),
        (("Call 911.", "Scrap that."), "emergency", True),
        (("Call 911.", "Take water."), "emergency", False),
        (("Take water.", "Drink tea."), None, False),
        (("See your doctor.", "See your doctor."), "routine", False),
    ],
)
def test_the_care_advised_at_the_end(answers: tuple[str, ...], rung: str | None, weak: bool) -> None:
    found = checked("must escalate to emergency", *answers)
    assert found.escalation is not None
    assert (found.escalation.rung, found.escalation.weak) == (rung, weak)
    text = "\n\n".join(answers)
    assert all(text[one.start : one.end] == one.text for one in found.escalation.evidence)


def test_no_answer_is_an_error() -> None:
    assert checked(CALL + " by turn 2", "", "").verdicts[0].verdict == "error"


def test_an_output_that_is_not_the_messages_is_one_answer() -> None:
    row = conversation("Call 911.", "Rest.")
    assert answer_spans(row) == [(0, 9), (11, 16)]
    assert answer_spans(row.model_copy(update={"output": "Rest."})) == []
    assert answer_spans(row.model_copy(update={"messages": ()})) == []


def test_an_example_that_is_a_conversation() -> None:
    text = f'''{CALL} in the last answer
  passes """
    Patient: Well?
    Answer: Rest.
    Patient: And now?
    Answer: Call 911.
    """
  fails """
    Patient: Well?
    Answer: Call 911.
    Patient: And now?
    Answer: Rest.
    """'''
    whole = checker(text)
    (only,) = whole.book.rules
    assert [whole.check_example(only, one)[0].verdict for one in only.examples] == ["met", "violated"]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Call 911",
                    "not ",
                    ". ",
                    "\n",
                    "- ",
                    "Scrap that",
                    "I was wrong ",
                    ": ",
                    "stop warfarin ",
                    "# Plan\n",
                    " ",
                ]
            ),
            max_size=8,
        ).map("".join),
        min_size=2,
        max_size=4,
    )
)
def test_any_conversation_is_judged(answers: list[str]) -> None:
    (found,) = _ALL.check_batch([conversation(*answers)], everything=True)
    text = "\n\n".join(answers)
    for one in found.verdicts:
        assert "failed on this answer" not in one.reason
        assert all(text[evidence.start : evidence.end] == evidence.text for evidence in one.evidence)


_ALL = checker(CALL, STOP, CALL + " in the last answer", "must escalate to emergency", 'must list any of "angina"')
