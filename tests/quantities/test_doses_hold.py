"""What holds of doses in any text: nothing is raised, spans are right, time grows with the text."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text.document import Document
from medrules.text.doses import read_doses
from medrules.text.doses_lexing import tokenise
from medrules.text.doses_linking import link_doses
from medrules.text.words import split

_PIECES = [
    "500", "1,000", "1.0", ".5", "½", "1/2", "5/325", "two", "half", "mg", "g", "mcg", "/kg", "/day",
    "/min", "mL", "units", "tablets", "(", ")", "every", "4–6", "hours", "q4h", "QID", "daily", "weekly",
    "at night", "max", "no more than", "do not exceed", "up to", "divided", "in 3 doses", "for 7 days",
    "from", "to", "and", "or", "then", "loading", ".", "\n- ", "|", "aspirin", "ibuprofen", "of", "prn",
    "x", "-", "once", "Monday", "a day", "per", "more than",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
)


@given(TEXTS)
def test_never_raises_and_spans_are_inside(text: str) -> None:
    for dose in read_doses(text, 0, len(text)):
        assert 0 <= dose.start < dose.end <= len(text)
        assert text[dose.start : dose.end].strip() == text[dose.start : dose.end]
        if dose.amount is not None:
            assert 0 < dose.amount.most < math.inf
            assert dose.amount.least <= dose.amount.most
            assert dose.amount.misread is None or dose.amount.misread > 0
        if dose.often is not None:
            assert 0 < dose.often.least <= dose.often.most


@given(TEXTS)
def test_pieces_stand_in_order(text: str) -> None:
    tokens = tokenise(text, 0, len(text))
    ends = [0, *(token.end for token in tokens)]
    assert all(token.start < token.end for token in tokens)
    assert all(before <= token.start for before, token in zip(ends, tokens, strict=False))


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_a_stretch_is_read_as_the_same_text_alone(text: str, before: int, behind: int) -> None:
    around = " " * before + text + " " * behind
    alone = read_doses(text, 0, len(text))
    inside = read_doses(around, before, before + len(text))
    assert [(dose.start - before, dose.amount, dose.often) for dose in inside] == [
        (dose.start, dose.amount, dose.often) for dose in alone
    ]


@given(TEXTS)
@settings(max_examples=60)
def test_linked_doses_belong_to_a_mention(text: str) -> None:
    document = Document(split(text))
    mentions = [
        (document.words.starts[at], document.words.ends[at])
        for at, form in enumerate(document.words.forms)
        if form == "aspirin"
    ]
    for linked in link_doses(document, mentions):
        assert linked.mention in mentions
        assert 0 <= linked.dose.start < linked.dose.end <= len(text)


HOSTILE = [
    "9" * 2000,
    "1,000," * 400,
    "1.1" * 800,
    "500 mg " * 400,
    "5/" * 1000,
    "1-" * 1000,
    "(" * 2000,
    "twenty-" * 300,
    "one thousand " * 200,
    "q.i.d." * 400,
    "no more than " * 200,
    "every " * 400,
    "aspirin " * 300,
    "aspirin ibuprofen " * 200,
    "aspirin 1 g and ibuprofen 400 mg " * 80,
    "on Monday, " * 200,
    "½" * 1500,
]


def _calls(text: str) -> int:
    """How many calls reading the doses of a text takes, of Python's functions and of its own."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_doses(text, 0, len(text))
        document = Document(split(text))
        found = [at for at, form in enumerate(document.words.forms) if form == "aspirin"]
        link_doses(document, [(document.words.starts[at], document.words.ends[at]) for at in found])
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_work_grows_with_the_text(text: str) -> None:
    _calls(text)
    once, four = _calls(text), _calls(text * 4)
    assert four < 5 * once + 5000
