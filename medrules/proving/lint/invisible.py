"""Characters that nobody sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Fix, Subject, Warned

_SPACES = {"\u00a0", "\u202f", "\u2007", "\u2009", "\u2003", "\u2002", "\u3000"}
_JOINERS = {"\u200c", "\u200d"}
"""Part of how some scripts and emoji are written."""


def check(subject: Subject) -> Iterator[Warned]:
    """Zero-width and direction-turning characters, and spaces that are no common space."""
    for parsed in subject.files.values():
        text = parsed.source.text
        if text.isascii():
            continue
        for position, character in enumerate(text):
            if _is_invisible(character):
                place = parsed.source.location(position, position + 1)
                name = unicodedata.name(character, "a control character").lower()
                message = f"An invisible character stands here: {name} (U+{ord(character):04X})"
                instead = " " if character in _SPACES else ""
                hint = "replace it by a common space" if instead else "delete it; medrules lint --fix does"
                yield warned("L403", message, place, hint, Fix("replace", place, instead))


def _is_invisible(character: str) -> bool:
    if character.isascii() or character in _JOINERS:
        return False
    return character in _SPACES or unicodedata.category(character) == "Cf"
