"""Cues with wide choices and gaps, matched slot by slot where a trie of all their wordings would be too large."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from medrules.text import sentences as marks
from medrules.text.cues import expand

_ANY = "{any}"
_BREAKS = marks.COMMA | marks.SEMICOLON | marks.COLON | marks.DASH | marks.ENDS | marks.CELL


class Slot(NamedTuple):
    """A place in a cue: one of these words (empty: any word), then the words that one choice goes on with."""

    words: frozenset[str]
    longer: tuple[tuple[str, ...], ...]
    """Choices of more than one word."""
    optional: bool


class Cue:
    """One entry of a cue file."""

    __slots__ = ("slots",)

    def __init__(self, entry: str, forms_of: Callable[[str], Iterable[str]]) -> None:
        self.slots = tuple(_slot(piece, forms_of) for piece in _pieces(entry))

    def firsts(self) -> set[str]:
        """The words that it may begin with. An entry begins with a word, never with a gap."""
        found: set[str] = set()
        for slot in self.slots:
            found |= slot.words | {choice[0] for choice in slot.longer}
            if not slot.optional:
                break
        return found

    def end(self, forms: list[str], flags: list[int], at: int, last: int, slot: int = 0) -> int:
        """Where its longest match from ``at`` ends (exclusive), 0 for none. It crosses no comma or stop."""
        if slot == len(self.slots):
            return at
        words, longer, optional = self.slots[slot]
        best = self.end(forms, flags, at, last, slot + 1) if optional else 0
        if at >= last or (slot and flags[at] & _BREAKS):
            return best
        if forms[at] in words or not (words or longer):
            best = max(best, self.end(forms, flags, at + 1, last, slot + 1))
        for choice in longer:
            stop = at + len(choice)
            if stop <= last and tuple(forms[at:stop]) == choice:
                best = max(best, self.end(forms, flags, stop, last, slot + 1))
        return best


def _slot(piece: str, forms_of: Callable[[str], Iterable[str]]) -> Slot:
    optional = piece.startswith("[")
    if piece in (_ANY, f"[{_ANY}]"):
        return Slot(frozenset(), (), optional)
    choices = [choice for choice in expand(piece) if choice]
    single = {form for choice in choices if len(choice) == 1 for form in (choice[0], *forms_of(choice[0]))}
    return Slot(frozenset(single), tuple(choice for choice in choices if len(choice) > 1), optional)


def _pieces(entry: str) -> list[str]:
    """An entry cut at the spaces outside its brackets."""
    pieces, depth, start = [], 0, 0
    for at, character in enumerate(f"{entry} "):
        depth += (character in "([") - (character in ")]")
        if character == " " and depth == 0:
            if at > start:
                pieces.append(entry[start:at])
            start = at + 1
    return pieces
