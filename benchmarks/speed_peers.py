"""What is measured beside the checker on the same texts and the same phrases: other tools, each as a function."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from medrules.text.inflection import lemmas

Run = Callable[[str], object]
"""Does with one text all that the tool does."""
MOST_FOR_CONTEXT = 1_000
"""medspaCy's and negspacy's own matchers take minutes to be built of more phrases."""


def tokeniser() -> Run:
    """spaCy's bare tokeniser: finds nothing."""
    import spacy

    return spacy.blank("en").tokenizer  # type: ignore[no-any-return]


def phrase_matcher(phrases: Sequence[str], attribute: str) -> Run:
    """spaCy's PhraseMatcher on lower-case words (``LOWER``) or on what they are forms of (``LEMMA``)."""
    import spacy
    from spacy.lookups import Lookups
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    if attribute == "LEMMA":
        lookups = Lookups()
        forms = {form for phrase in phrases for form in phrase.split()}
        lookups.add_table("lemma_lookup", {form: found[0] for form in forms if (found := lemmas(form))})
        nlp.add_pipe("lemmatizer", config={"mode": "lookup"}).initialize(lookups=lookups)
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    matcher.add("rules", list(nlp.pipe(phrases)))
    return lambda text: matcher(nlp(text))


def medspacy(phrases: Sequence[str], *, sentencizer: bool) -> Run:
    """medspaCy's matcher and ConText; as it comes with PyRuSH, or with spaCy's sentencizer instead.

    Raises:
        ImportError: it is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import medspacy.context
        import medspacy.sentence_splitting
        import medspacy.target_matcher
        import spacy
        from medspacy.ner import TargetRule

    # It would write every token of every text to stderr, and spend most of its time so.
    import_module("loguru").logger.disable("PyRuSH")
    assert medspacy.context
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("sentencizer" if sentencizer else "medspacy_pyrush")
    found: Any = nlp.add_pipe("medspacy_target_matcher")
    found.add([TargetRule(phrase, "RULE") for phrase in phrases])
    nlp.add_pipe("medspacy_context")
    return nlp  # type: ignore[no-any-return]


def negspacy(phrases: Sequence[str]) -> Run:
    """negspacy's NegEx behind an entity ruler and a sentencizer.

    Raises:
        ImportError: it is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import negspacy.negation
        import spacy

    assert negspacy.negation
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "RULE", "pattern": phrase} for phrase in phrases])
    nlp.add_pipe("negex", config={"ent_types": ["RULE"]})
    return nlp  # type: ignore[no-any-return]
