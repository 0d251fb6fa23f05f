"""Where in a sentence that ends in a question mark the question begins (``I have a fever, should I come in?``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.cues import word_class

_INVERTED = word_class("inverted")
_WH = word_class("wh")
_PLACED = word_class("wh placed")
_SUBJECTS = word_class("subject") | word_class("determiner")
_FINITE = word_class("finite") | word_class("be") | word_class("have") | word_class("do") | word_class("modal")
_JOINTS = word_class("coordinator") | word_class("adversative") | {"so", "or", "please", "also", "then"}
_BREAKS = marks.COMMA | marks.SEMICOLON | marks.COLON | marks.DASH | marks.OPEN | marks.CLOSE


def question_start(forms: list[str], flags: list[int], first: int, last: int) -> int:
    """The word at which the question begins; ``first`` where the whole sentence asks.

    A question may follow a statement in one sentence, behind a comma or a conjunction, or with nothing between, as
    people type. It begins with a question word, or with a verb before its subject.
    """
    if _opens(forms, first, last):
        return first
    for at in range(first + 1, last):
        before = forms[at - 1]
        parted = bool(flags[at] & _BREAKS) or before in _JOINTS
        follows = parted or (before not in _SUBJECTS and forms[at] not in _PLACED)
        if follows and _opens(forms, at, last) and _states(forms, first, at):
            return at - 1 if before in _JOINTS and at - 1 > first else at
    return first


def _states(forms: list[str], first: int, last: int) -> bool:
    """What stands before the question has a verb, so it says something by itself (not ``any fever, or …``)."""
    return any(form in _FINITE for form in forms[first:last])


def _opens(forms: list[str], at: int, last: int) -> bool:
    form = forms[at]
    after = forms[at + 1] if at + 1 < last else ""
    if form in _INVERTED:
        return after in _SUBJECTS and forms[at - 1 : at] != ["that"]
    if form in _PLACED:
        return after in _INVERTED
    return form in _WH and (after in _INVERTED or after in _SUBJECTS or form != "how")
