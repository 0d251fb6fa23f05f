"""Spelling variants: British spellings, medical ae and oe, and contractions typed without their apostrophe."""

from __future__ import annotations

import re
from functools import cache

from medrules.text.vocabulary_tables import read_pairs, read_set

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def us_spelling(form: str) -> str:
    """The US spelling of a form, without a possessive *'s*; a number without commas between its thousands."""
    if form.isascii() and form.isalpha():
        known = _pairs().get(form)
        return known if known is not None else _stems(form)
    if form.endswith("'s") and form not in read_set("not_possessive.txt"):
        return us_spelling(form[:-2])
    if "," in form and _GROUPED.fullmatch(form):
        return form.replace(",", "")
    return form


def _stems(form: str) -> str:
    for old, new in read_pairs("spelling_stems.txt").items():
        if old in form:
            form = form.replace(old, new)
    return form


@cache
def _pairs() -> dict[str, str]:
    return read_pairs("spelling.txt") | read_pairs("spelling_added.txt")
