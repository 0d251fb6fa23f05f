"""``within the first N sentences``: found in the beginning of a text as in all of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.checking.situation import Text
from medrules.model.phrase import Term
from medrules.text.scan import Scanner
from tests.matching.phrases_and_texts import CONCEPTS, terms, texts

_BETWEEN = (
    " ",
    ". ",
    ".\n",
    "\n",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n\n## ",
    ": ",
    "; ",
    " | ",
    "\n> ",
    "**\n",
    "…",
    ". Dr. ",
)
long_texts = st.lists(st.tuples(texts(), st.sampled_from(_BETWEEN)), min_size=1, max_size=25).map(
    lambda parts: "".join(piece + between for piece, between in parts)
)
groups = st.lists(st.lists(terms, min_size=1, max_size=3), min_size=1, max_size=4).map(
    lambda found: {str(number): terms for number, terms in enumerate(found)}
)


@settings(deadline=None, max_examples=150)
@given(long_texts, st.integers(1, 5), groups, st.data())
def test_found_as_in_all_of_the_text(
    text: str, sentences: int, groups: dict[str, list[Term]], data: st.DataObject
) -> None:
    first = frozenset(data.draw(st.sets(st.sampled_from(sorted(groups)))))
    scanner = Scanner(groups, CONCEPTS)
    (whole,), (partly,) = scanner.scan([text]), scanner.scan([text], first)
    starts = [start for start, _ in whole.document.sentences]
    limit = starts[sentences] if sentences < len(starts) else len(text) + 1
    one = Text("output", partly)
    for group in data.draw(st.permutations(sorted(groups))):
        expected = [hit for hit in whole.hits_of(group) if hit.start < limit]
        assert one.mentions(group, sentences) == bool(expected)
        early = one.early_hits(group, sentences)
        assert [hit for hit in early if hit.start < one.start_of_sentence(sentences)] == expected
        assert one.mentions(group, None) == bool(whole.hits_of(group))


@settings(deadline=None, max_examples=150)
@given(long_texts, groups)
def test_sure_where_a_hit_is(text: str, groups: dict[str, list[Term]]) -> None:
    scanner = Scanner(groups, CONCEPTS)
    (whole,), (partly,) = scanner.scan([text]), scanner.scan([text], frozenset())
    for group in groups:
        sure = [hit for hit in whole.hits_of(group) if not (hit.doubtful or hit.how == "corrected")]
        assert partly.is_sure(group) == bool(sure)
        assert partly.first_start(group) == min((hit.start for hit in whole.hits_of(group)), default=None)


@given(long_texts)
def test_the_beginning_has_the_same_sentences(text: str) -> None:
    document = Scanner({}, {}).scan([text])[0].document
    beginning = document.beginning
    assert beginning.firsts == document.firsts[: len(beginning.firsts)]
    borders = [document.is_border(first) for first in beginning.firsts[1:]]
    assert [beginning.is_border(first) for first in beginning.firsts[1:]] == borders


def test_some_texts_are_longer_than_their_beginning() -> None:
    document = Scanner({}, {}).scan(["Drink water.\n" * 60])[0].document
    assert len(document.beginning.firsts) < len(document.firsts)
