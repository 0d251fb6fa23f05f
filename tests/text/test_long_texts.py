"""A sentence without end is cut, so that work grows with the text; a phrase across the cut is found."""

from __future__ import annotations

from medrules import read
from medrules.text.document import LONGEST_SENTENCE, Document
from medrules.text.words import split


def test_a_sentence_without_end_is_cut() -> None:
    text = read("call 911 and " * 2000)
    words = [len(text.text[start:end].split()) for start, end in text.sentences]
    assert max(words) <= LONGEST_SENTENCE
    assert sum(words) == 6000


def test_a_phrase_across_the_cut_is_found() -> None:
    found = read("word " * (LONGEST_SENTENCE - 1) + "chest pain").find("chest pain")
    assert [mention.text for mention in found] == ["chest pain"]


def test_the_cut_itself_is_no_border() -> None:
    text = "word " * (LONGEST_SENTENCE - 1) + "chest and pain"
    at = text.index("chest")
    assert Document(split(text)).border(at, len(text)) == "none"
    broken = text.replace("chest and", "chest.\n\nAnd")
    assert Document(split(broken)).border(at, len(broken)) == "border"


def test_a_long_text_is_read_like_a_short_one() -> None:
    whole = read("If it gets worse, call 911. " * 1500 + "See your doctor next week.").escalation()
    assert (whole.rung, whole.conditional) == ("routine", "emergency")


def test_a_condition_does_not_reach_an_order_for_another_day() -> None:
    assert read("If it gets worse, call 911. See your doctor next week.").escalation().rung == "routine"
    assert read("If it gets worse, do not wait. Call 911.").escalation().rung is None
