"""Marking evidence: the text of the page is exactly the text of the answer."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from medrules.reports.marking import MOST_SHOWN, Excerpt, Mark, excerpt, marked
from medrules.reports.shown import shown


def text_of(markup: str) -> str:
    pieces: list[str] = []
    parser = HTMLParser()
    parser.handle_data = pieces.append  # type: ignore[method-assign]
    parser.feed(markup)
    parser.close()
    return "".join(pieces)


ALPHABET = st.sampled_from(list("ab <>&\"'*#\n\r.é\u202e\x1b😀"))
TEXTS = st.text(ALPHABET, max_size=60)


@given(
    TEXTS.flatmap(
        lambda text: st.tuples(st.just(text), st.lists(st.tuples(st.integers(-2, 64), st.integers(-2, 64))))
    )
)
def test_marks_change_no_character(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    marks = [Mark(start, end, "evidence", "1", "tone-death", "e1") for start, end in spans]
    assert text_of(marked(text, marks)) == shown(text)


@given(TEXTS.filter(bool).flatmap(lambda text: st.tuples(st.just(text), st.integers(0, len(text) - 1))))
def test_a_mark_holds_its_characters(case: tuple[str, int]) -> None:
    text, start = case
    quoted = text.replace("\r", "x").replace("*", "y").replace("#", "z")
    found = marked(quoted, [Mark(start, len(quoted), "evidence")])
    inside = found.partition("<mark")[2].partition(">")[2].partition("</mark>")[0]
    assert text_of(inside) == shown(quoted[start:])


def test_overlapping_marks_are_cut_where_they_cross() -> None:
    found = marked("stop it now", [Mark(0, 7, "evidence", "1"), Mark(5, 11, "nearest", "2")])
    assert found == (
        '<mark class="evidence">stop </mark><mark class="evidence nearest" data-n="1">it</mark>'
        '<mark class="nearest" data-n="2"> now</mark>'
    )


def test_headings_and_bold_are_set_and_their_marks_kept() -> None:
    found = marked("## Plan\nTake **two** now", [])
    assert '<span class="mark-up heading">## </span><span class="heading">Plan</span>' in found
    assert '<span class="mark-up bold">**</span><span class="bold">two</span>' in found


def test_a_long_text_is_shown_around_its_marks() -> None:
    text = "a" * MOST_SHOWN + " stop it " + "b" * MOST_SHOWN
    at = text.index("stop")
    found = marked(text, [Mark(at, at + 7, "evidence")])
    assert '<mark class="evidence">stop it</mark>' in found
    assert found.count("characters left out") == 2
    assert len(found) < MOST_SHOWN


def test_an_excerpt_stays_in_its_paragraph_and_ends_between_words() -> None:
    text = "First part.\n\nYou can stop your warfarin today, if you like it.\n\nLast part."
    start = text.index("stop")
    assert excerpt(text, start, start + 18) == Excerpt("You can ", "stop your warfarin", " today, if you like it.")
    assert excerpt(text, start, start + 18, around=9) == Excerpt("…can ", "stop your warfarin", " today,…")
