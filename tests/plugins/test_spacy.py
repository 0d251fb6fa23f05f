"""The spaCy door and the component: the same words, and the same verdicts, as through the fast scan."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from medrules.checking.checker import Checker
from medrules.plugins import spacy as plugin
from medrules.text.spacy_door import words_of
from medrules.text.words import split
from tests.checking.books import HEAD, rule
from tests.checking.test_checker import ANSWERS, INPUTS, RULES
from tests.matching.phrases_and_texts import texts

NLP = spacy.blank("en")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80) | texts() | st.sampled_from(ANSWERS))
def test_the_words_of_a_doc_are_those_of_its_text(text: str) -> None:
    doc = NLP(text)
    assert words_of(doc) == split(doc.text)


answers = st.sampled_from(ANSWERS) | st.lists(st.sampled_from(ANSWERS), max_size=3).map(" ".join) | texts()


@settings(deadline=None, max_examples=60)
@given(answers, st.sampled_from(INPUTS))
def test_both_doors_give_the_same_verdicts(answer: str, asked: str | None) -> None:
    checker = Checker(RULES)
    input_words = words_of(NLP(asked)) if asked is not None else None
    assert checker.check(words_of(NLP(answer)), input=input_words) == checker.check(answer, input=asked)


@pytest.fixture
def pipeline(tmp_path: Path) -> Language:
    path = tmp_path / "test.rules"
    path.write_text(HEAD + rule('must never advise "stop ... warfarin"', when='not input mentions "ward"'))
    nlp = spacy.blank("en")
    plugin.Medrules  # noqa: B018 (the import registers the factory)
    nlp.add_pipe("medrules", config={"rules": [str(path)]})
    return nlp


def test_component_sets_verdicts_and_spans(pipeline: Language) -> None:
    made = pipeline.make_doc("Please don't worry. Stop your warfarin today.")
    made._.medrules_input = "I have a valve."
    doc = pipeline(made)
    assert [verdict.verdict for verdict in doc._.medrules] == ["violated"]
    assert [(span.text, span.label_) for span in doc.spans["medrules"]] == [("Stop your warfarin", "test.one")]


def test_component_marks_nothing_in_a_clean_document(pipeline: Language) -> None:
    doc = pipeline("Keep taking it.")
    assert [verdict.verdict for verdict in doc._.medrules] == ["not applicable"]
    assert not doc.spans["medrules"]


def test_component_checks_a_stream(pipeline: Language) -> None:
    docs = pipeline.pipe(["Stop warfarin.", "", "Rest."])
    assert [len(doc._.medrules) for doc in docs] == [1, 1, 1]
