"""Strategies: phrases of every form over a few words, and texts that are likely to hold them."""

from __future__ import annotations

from hypothesis import strategies as st

from medrules.model.book import Concept
from medrules.model.phrase import (
    ConceptRef,
    Either,
    Exactly,
    Gap,
    Maybe,
    Named,
    Near,
    Phrase,
    PhraseItem,
    Prefix,
    Term,
    Word,
)
from medrules.model.problem import Location

HERE = Location(file="test.rules", line=1)
WORDS = ["stop", "warfarin", "call", "your", "doctor", "diagnoses", "lives", "PE", "10", "haemorrhage", "pains"]
SHOWN = [
    *WORDS,
    "stopped",
    "warfrin",
    "Warfarin’s",
    "doctors",
    "diagnosis",
    "life",
    "10mg",
    "hemorrhages",
    "pe",
    "warfarine",
    "wörds",
    "e.g",
    "**call**",
    "😀",
    "dé\u0301jà",
    "so\u00adft",
    "2.5",
    "and",
]
GLUE = [" ", " ", " ", " ", ", ", "-", ". ", "\n", "\n\n", "\r\n- ", " — ", "? ", ": ", "\\n", "/", "…", ""]

words = st.sampled_from(WORDS)
plain = st.builds(Word, text=words)
prefixes = st.builds(Prefix, stem=st.sampled_from(["warf", "diag", "haem", "do"]))
gaps = st.builds(Gap, most=st.integers(1, 4))
concepts_ = st.just(ConceptRef(name="drug")) | st.just(ConceptRef(name="mixed"))


def _bracketed(inner: st.SearchStrategy[PhraseItem]) -> st.SearchStrategy[PhraseItem]:
    sequences = st.lists(inner, min_size=1, max_size=2).map(tuple)
    either = st.builds(Either, options=st.lists(sequences, min_size=1, max_size=3).map(tuple))
    return either | st.builds(Maybe, items=sequences)


solid = st.one_of(plain, plain, plain, prefixes, concepts_)
items = st.one_of(solid, solid, gaps, _bracketed(solid), _bracketed(_bracketed(solid)))


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    """A phrase that begins and ends with something solid, as the language demands."""
    inner = draw(st.lists(items, max_size=3))
    ends = [draw(solid), draw(solid)] if inner else [draw(solid)]
    sequence = (ends[0], *inner, *ends[1:])
    return Phrase(text=" ".join(map(repr, sequence)), items=sequence, location=HERE)


terms: st.SearchStrategy[Term] = st.one_of(
    phrases(),
    phrases(),
    st.builds(Exactly, text=st.sampled_from(["PE", "your doctor", "10mg", "Warfarin’s", "(call"])),
    st.builds(Near, left=phrases(), right=phrases(), within=st.integers(0, 3)),
    st.builds(Named, name=st.sampled_from(["drug", "mixed"])),
)


def _phrase(*parts: PhraseItem) -> Phrase:
    return Phrase(text=" ".join(map(repr, parts)), items=parts, location=HERE)


CONCEPTS = {
    "drug": Concept(
        key="drug",
        name="drug",
        terms=(_phrase(Word(text="warfarin")), _phrase(Word(text="your"), Maybe(items=(Word(text="warfarin"),)))),
        location=HERE,
    ),
    "mixed": Concept(
        key="mixed",
        name="mixed",
        terms=(
            Named(name="drug"),
            Exactly(text="PE"),
            _phrase(Word(text="stop"), Gap(most=2), ConceptRef(name="drug")),
            Near(left=_phrase(Word(text="call")), right=_phrase(Word(text="doctor")), within=1),
        ),
        location=HERE,
    ),
}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words of the phrases and others, glued by all that may stand between words."""
    parts = draw(st.lists(st.tuples(st.sampled_from(SHOWN), st.sampled_from(GLUE)), max_size=14))
    return "".join(word + glue for word, glue in parts)
