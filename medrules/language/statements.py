"""Where the statements of a rule begin, so that one that cannot be read can be left out."""

from __future__ import annotations

import re

from medrules.language.source import tokens

_OPENERS = {
    **dict.fromkeys(("for", "leads", "when", "must", "because", "source", "author", "keywords", "status"), ()),
    **dict.fromkeys(("passes", "fails"), ("todo",)),
    "harm": ("with",),
    "todo": (),
}
"""The words that begin a statement, each with the words behind which it does not."""


def starts(text: str) -> list[int]:
    """Where the statements of a rule's text begin, in order."""
    found = []
    before = ""
    for token in tokens(text):
        word = token.text.lower()
        if token.kind == "word":
            if word in _OPENERS and before not in _OPENERS[word]:
                found.append(token.start)
            before = word
        elif token.kind != "comment" and word.strip():
            before = ""
    return found


def leave_out(text: str, position: int) -> str | None:
    """The rule without the statement in which an error stands: blanks, so that all else keeps its place.

    An error at the first word of a statement is of the statement before it, which lacks something. None: the error
    stands before the first statement.
    """
    every = starts(text)
    at = max((number for number, start in enumerate(every) if start < position), default=None)
    if at is None:
        return None
    begin, end = every[at], every[at + 1] if at + 1 < len(every) else len(text)
    return text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
