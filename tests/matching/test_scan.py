"""The fast scan against words.split and the simple matcher, and its traps."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simple_matcher import SimpleMatcher
from medrules.language.phrases import parse_phrase
from medrules.model.phrase import Phrase, Term
from medrules.text import scan_batch
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.phrases import Matcher
from medrules.text.scan import Scanner
from medrules.text.scan_batch import Cutter
from medrules.text.scan_forms import Atoms, Forms
from medrules.text.vocabulary import Vocabulary
from medrules.text.words import split
from tests.matching.phrases_and_texts import CONCEPTS, terms, texts


def phrase(text: str) -> Phrase:
    parsed, problems = parse_phrase(text)
    assert parsed is not None, problems
    return parsed


def cutter() -> Cutter:
    return Cutter(Forms(Atoms(Vocabulary(["stop"]), [], [])))


def all_hits(scanner: Scanner, batch: list[str]) -> list[list[Hit]]:
    return [sorted(hit for hits in one.hits.values() for hit in hits) for one in scanner.scan(batch)]


groups = st.lists(st.lists(terms, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda found: {str(number): terms for number, terms in enumerate(found)}
)


@settings(deadline=None, max_examples=300)
@given(groups, st.lists(texts(), min_size=1, max_size=4))
def test_scan_finds_what_the_simple_matcher_finds(groups: dict[str, list[Term]], batch: list[str]) -> None:
    simple = SimpleMatcher(groups, CONCEPTS)
    assert all_hits(Scanner(groups, CONCEPTS), batch) == [simple.find(Document(split(text))) for text in batch]


@settings(deadline=None, max_examples=100)
@given(groups, st.lists(texts(), min_size=1, max_size=6), st.randoms())
def test_findings_depend_on_neither_batch_nor_order(groups, batch, random) -> None:
    together = dict(zip(batch, all_hits(Scanner(groups, CONCEPTS), batch), strict=True))
    shuffled = list(together)
    random.shuffle(shuffled)
    scanner = Scanner(groups, CONCEPTS)
    assert [all_hits(scanner, [text])[0] for text in shuffled] == [together[text] for text in shuffled]


@settings(deadline=None, max_examples=100)
@given(groups, texts())
def test_matcher_of_one_document_finds_the_same(groups: dict[str, list[Term]], text: str) -> None:
    assert Matcher(groups, CONCEPTS).find(Document(split(text))) == all_hits(Scanner(groups, CONCEPTS), [text])[0]


@settings(deadline=None, max_examples=100)
@given(groups, texts())
def test_hits_lie_on_words_of_the_text(groups: dict[str, list[Term]], text: str) -> None:
    words = split(text)
    for hit in all_hits(Scanner(groups, CONCEPTS), [text])[0]:
        assert hit.start in words.starts
        assert hit.end in words.ends
        assert Document(words).border(hit.start, hit.end) != "border"


any_text = st.text(max_size=60) | texts()


@settings(deadline=None, max_examples=300)
@given(st.lists(any_text, max_size=5))
def test_batch_has_the_words_of_split(batch: list[str]) -> None:
    cut = cutter().cut(batch)
    assert [cut.words(number) for number in range(len(batch))] == [split(text) for text in batch]


def test_lone_surrogates_are_cut_like_other_characters() -> None:
    text = "stop \ud83d the \udc00warfarin"
    assert cutter().cut([text, "stop"]).words(0) == split(text)


def test_words_at_the_ends_of_texts_are_not_lost() -> None:
    batch = ["stop", "", "the stop", "x", "warfarin stop"] * 200
    found = all_hits(Scanner({"g": [phrase("stop")]}, {}), batch)
    assert [len(hits) for hits in found] == [1, 0, 1, 0, 1] * 200


def test_no_phrase_reaches_into_the_next_text() -> None:
    scanner = Scanner({"g": [phrase("stop ... warfarin"), phrase("your doctor")]}, {})
    assert all_hits(scanner, ["please stop", "warfarin", "your", "doctor"]) == [[], [], [], []]


def test_long_words_that_begin_and_end_alike_are_told_apart() -> None:
    words = ["pneumonoultramicroscopicosis", "pneumonoultraxxxxscopicosis", "pneumonoultramicroscopicosis"]
    cut = cutter().cut([" ".join(words)])
    assert cut.words(0).forms == words
    assert cut.numbers[0] == cut.numbers[2] != cut.numbers[1]


def test_chunks_that_meet_in_one_slot_are_told_apart() -> None:
    many = [f"w{number}x" for number in range(40_000)]
    found = cutter()
    text = " ".join(many)
    for _ in range(2):
        cut = found.cut([text, text])
        assert cut.words(0).forms == many
        assert len(np.unique(cut.numbers)) == len(many)


def test_findings_stay_when_the_table_of_forms_is_begun_anew() -> None:
    scanner = Scanner({"g": [phrase("stop warfarin")]}, {})
    scanner._forms._most = 3
    batches = [["stop warfarin a b c"], ["d e f"], ["stop warfarin"]]
    assert [len(all_hits(scanner, batch)[0]) for batch in batches] == [1, 0, 1]


@settings(deadline=None, max_examples=200)
@given(texts())
def test_a_span_without_marks_crosses_no_border(text: str) -> None:
    words = split(text)
    scanned = Scanner({"g": [phrase("stop")]}, {}).scan([text])[0]
    for first in range(len(words.forms)):
        for last in range(first, min(first + 4, len(words.forms))):
            start, end = words.starts[first], words.ends[last]
            assert scanned.border(start, end) == Document(words).border(start, end)


def test_concepts_in_a_phrase_do_not_explode() -> None:
    many = " ".join(["warfarin your"] * 400)
    found = Scanner({"g": [phrase("<mixed> ...4 <mixed> ...4 <mixed> ...4 <drug>")]}, CONCEPTS).scan([many])[0]
    assert len(found.hits["g"]) < 1000


def test_chunk_kinds_cover_every_byte() -> None:
    assert scan_batch._KINDS[0] == scan_batch._KINDS[ord("\n")] == scan_batch._KINDS[ord("-")] == 0
