"""Inflection: from a form of a verb or noun to the word it is a form of."""

from __future__ import annotations


def lemma(form: str) -> str:
    """The word that a form belongs to; a form that is itself another word stays as it is."""
    return form
