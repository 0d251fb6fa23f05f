"""Text of strangers, on a page and on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.reports.shown import one_line, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 911\tnow\nplease", "call 911\tnow\nplease"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x7f\x9b", "␡⟨U+009B⟩"),
        ("abc\u202edef", "abc⟨U+202E⟩def"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("a\u200bb\ufeff", "a⟨U+200B⟩b⟨U+FEFF⟩"),
        ("نمی\u200cخواهم 👩\u200d⚕️ naïve", "نمی\u200cخواهم 👩\u200d⚕️ naïve"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
    ],
)
def test_what_would_act_is_named(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in shown(text) if character not in "\n\t"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    shown(text).encode()


@given(st.text(st.characters()))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5\u00a0mg  twice\n daily", "5\u00a0mg twice daily"),
        ("\u00a0", "\u00a0"),
        ("a\u2009b\u3000c", "a b c"),
        ("\t5\u00a0mg\t", "5\u00a0mg"),
    ],
)
def test_a_figure_stays_with_its_unit(text: str, expected: str) -> None:
    assert one_line(text) == expected


def test_a_text_without_a_place_to_break_is_whole_and_quick() -> None:
    text = "a\u00a0" * 100_000
    assert one_line(text) == text
