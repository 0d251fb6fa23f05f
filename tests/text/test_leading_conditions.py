"""Conditions in the middle of a sentence, and those without a comma behind them."""

from __future__ import annotations

import pytest

from medrules.public import read


@pytest.mark.parametrize(
    ("text", "rung", "conditional"),
    [
        ("See a therapist, and if it gets worse, call 988.", "routine", "emergency"),
        ("Rest at home; if you faint, call 911.", "self-care", "emergency"),
        ("If the scalp is affected, tablets are needed, so see a doctor.", None, "routine"),
        ("If you have chest pain you should go to the hospital.", None, "emergency"),
        ("If there is no improvement in two weeks consult a dermatologist.", None, "routine"),
        ("If it is only mild, rest, but see a doctor anyway.", "routine", None),
        ("See a doctor and ask if you can fly.", "routine", None),
    ],
)
def test_which_contact_is_conditional(text: str, rung: str | None, conditional: str | None) -> None:
    found = read(text).escalation()
    assert (found.rung, found.conditional) == (rung, conditional)


def test_a_line_with_a_label_is_not_wrapped() -> None:
    text = "**Next step:** a visit to your GP within two or three weeks or so\n**Call 999 if:** you faint"
    found = read(text).escalation()
    assert (found.rung, found.conditional) == ("routine", "emergency")
