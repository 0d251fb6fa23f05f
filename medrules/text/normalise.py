"""Folds the characters of one word: Unicode form, case, diacritics, apostrophes and invisible characters."""

from __future__ import annotations

import unicodedata

APOSTROPHES = "'’‘ʼ´＇‛"
"""Every character that people type for an apostrophe; the form of a word holds the first."""

_FOLDED = str.maketrans(dict.fromkeys(APOSTROPHES[1:], "'"))


def fold(word: str) -> str:
    """The form by which a word is compared: lower case, without diacritics and invisible characters.

    Compatibility forms are taken apart (ﬁ is fi, full-width letters are letters), as in Unicode's NFKD.
    """
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.translate(_FOLDED)).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", apart) if unicodedata.category(c) not in _DROPPED)


_DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
