"""Blocks, sentences, sections and borders."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medrules.text.document import Document
from medrules.text.words import split


def document(text: str) -> Document:
    return Document(split(text))


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in document(text).sentences]


def test_sentences_know_abbreviations_decimals_and_initials() -> None:
    text = "Dr. Smith gave 2.5 mg, e.g. twice a day. Was it too much? No."
    assert cut(text) == ["Dr. Smith gave 2.5 mg, e.g. twice a day.", "Was it too much?", "No."]


def test_list_items_headings_and_cells_are_sentences() -> None:
    text = "## Plan\n- Rest\n- Drink water\n\n| TSH | 45 |\n|---|---|\n| T4 | 0.4 |"
    assert cut(text) == ["Plan", "Rest", "Drink water", "TSH", "45", "T4", "0.4"]


def test_a_wrapped_line_goes_on() -> None:
    assert len(cut("Take the tablets with food and\ndrink plenty of water.")) == 1


def test_a_line_break_written_as_backslash_n_breaks_a_line() -> None:
    assert cut("Plan:\\n\\nRest at home.") == ["Plan", "Rest at home."]


def test_section_is_the_nearest_heading() -> None:
    text = "**Assessment**\nLikely viral.\n\n**Plan**\nRest.\n"
    assert document(text).section(text.index("Rest")) == "Plan"
    assert document(text).section(text.index("Likely")) == "Assessment"
    assert document("Rest.").section(0) is None


def test_headings_head_up_to_the_next_of_their_rank() -> None:
    text = "# One\nalpha\n## Two\nbeta\n# Three\ngamma"
    found = document(text).headings
    assert [heading.text for heading in found] == ["One", "Two", "Three"]
    assert "beta" in text[found[0].body_start : found[0].body_end]
    assert "gamma" not in text[found[0].body_start : found[0].body_end]


def test_borders() -> None:
    text = "Stop it. Warfarin is a drug.\nTake warfarin\nEvery day"
    whole = document(text)
    assert whole.border(0, text.index("Warfarin") + 8) == "border"
    assert whole.border(text.index("Warfarin"), text.index("drug") + 4) == "none"
    assert whole.border(text.index("Take"), text.index("Every") + 5) == "doubtful"


@given(st.text(alphabet=st.sampled_from("ab. \n-*#:?!|,;()1“\"'’é\u200b—/>if not"), max_size=80))
def test_any_text_is_read_within_its_bounds(text: str) -> None:
    whole = document(text)
    for start, end in whole.sentences:
        assert 0 <= start < end <= len(text)
    for start, end in zip(whole.words.starts, whole.words.ends, strict=True):
        found = whole.reading(start, end)
        assert found == document(text).reading(start, end)
        for cue in found.cues:
            assert text[cue.start : cue.end] == cue.text


CUES = ["If", "you", "should", "not", "call", "take", "no", "pain", "now", "or", "and", "when", "may", "avoid"]


@given(st.lists(st.sampled_from([*CUES, "911", ",", ".", ":", "-", "(", ")", "?"])))
def test_any_order_of_cues_is_read(words: list[str]) -> None:
    text = " ".join(words)
    whole = document(text)
    for start, end in zip(whole.words.starts, whole.words.ends, strict=True):
        assert whole.reading(start, end) == whole.reading(start, end)
