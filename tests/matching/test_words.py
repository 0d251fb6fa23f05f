"""Cutting into words: what is a word, and that offsets cut out of the untouched original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text.normalise import fold
from medrules.text.words import split


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Call 911 now!", ["call", "911", "now"]),
        ("same-day / next_day", ["same", "day", "next", "day"]),
        ("**Do NOT** `take` #it~", ["do", "not", "take", "it"]),
        ("don't DON’T don`t donʼt", ["don't", "don't", "don", "t", "don't"]),
        ("the patients' and the patient's", ["the", "patients", "and", "the", "patient's"]),
        ("'quoted' ‘quoted’", ["quoted", "quoted"]),
        ("2.5 mg, 1,000 units, 3. Next", ["2.5", "mg", "1,000", "units", "3", "next"]),
        ("10mg 2.5mL 24h B12 3D 1980s", ["10", "mg", "2.5", "ml", "24", "h", "b12", "3d", "1980s"]),
        ("naïve café Sjögren", ["naive", "cafe", "sjogren"]),
        ("ﬁne ｆｕｌｌ", ["fine", "full"]),
        ("so\u00adft zero\u200bwidth", ["soft", "zerowidth"]),
        ("10½ tablets, 10⁹/L, CO₂", ["10", "1⁄2", "tablets", "10", "9", "l", "co2"]),
        ("rest…then “call”—now•", ["rest", "then", "call", "now"]),
        ("one\\nNo two", ["one", "no", "two"]),
        ("👨‍👩‍👧 1️⃣ go", ["1", "go"]),
        ("боль в груди", ["боль", "в", "груди"]),
        ("", []),
        ("*** — …", []),
    ],
)
def test_words(text: str, forms: list[str]) -> None:
    assert split(text).forms == forms


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text("a1'’.,\u0301\u200b½éß\r\n\\n-"))
def test_offsets_cut_each_word_out_of_the_original(text: str) -> None:
    words = split(text)
    assert words.source is text
    assert len(words.forms) == len(words.starts) == len(words.ends)
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert form == fold(text[start:end])


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
