"""The forms of the words of rules as they were worked out the last time, for the same words and program."""

from __future__ import annotations

import json
from collections.abc import Iterable

from medrules.caching.fingerprints import of_words
from medrules.caching.sealed import keep, kept
from medrules.text.vocabulary import Vocabulary


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """As ``Vocabulary``, kept for the next time."""
    wanted = sorted(set(words))
    name = of_words("words", wanted)
    content = kept(name)
    if content is not None and (found := _read(content)) is not None:
        return found
    made = Vocabulary(wanted)
    keep(name, json.dumps([made.written, made.by_form], separators=(",", ":")).encode())
    return made


def _read(content: bytes) -> Vocabulary | None:
    try:
        written, by_form = json.loads(content)
    except (TypeError, ValueError):
        return None
    if not isinstance(written, dict) or not isinstance(by_form, dict):
        return None
    return Vocabulary.restored(written, by_form)
