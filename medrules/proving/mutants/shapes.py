"""Sentences of a plain shape: a command, what somebody should do, a statement. Only these are changed."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from medrules.proving.mutants.subject import Sole, Subject

_POLITE = re.compile(r"(?:please|kindly)[ ,]+", re.IGNORECASE)
_MODAL = re.compile(
    r"(you|the patient|she|he|they) (should|must|can|could|may|need to|needs to|have to|has to|ought to) ",
    re.IGNORECASE,
)
_NEED = re.compile(r"(you|they|she|he|the patient) (?:still |also )?needs? ", re.IGNORECASE)
_COUNSEL = re.compile(r"I(?: would|['’]d)? (recommend|suggest|advise) ")
_BEFORE_LATER = re.compile(r"(?:[,;:] ?\**|\b(?:and|then|so|but|please|just)) \**$", re.IGNORECASE)
_STATES = re.compile(
    r"(?:this|it|there|you|your|the|a|an|these|those|he|she|they|we|his|her|most) ", re.IGNORECASE
)
_BORDERS = re.compile(
    r"[,;:()\n\u2013\u2014*_\"“”]|\b(?:and|or|but|because|since|if|unless|when|while|although|though|which|who|whose"
    r"|so|as|before|after|until|once|should|not|never|no|nor|without|than|instead|rather|whether)\b|n['’]t\b",
    re.IGNORECASE,
)


_Kind = Literal["command", "later command", "duty", "need", "counsel", "statement"]
_OPENERS: tuple[tuple[_Kind, re.Pattern[str]], ...] = (("duty", _MODAL), ("need", _NEED), ("counsel", _COUNSEL))


class Shape(NamedTuple):
    """The plain sentence that an obligation rests on."""

    kind: _Kind
    """``Call 911.``, ``Sit down and call 911.``, ``You should call 911.``, ``She needs an ambulance.``,
    ``I suggest an ambulance.``, ``This is a cold.``"""
    start: int
    """Where the command's verb, or the sentence, begins."""
    word: str = ""
    """The subject of a duty or need, or the verb of a counsel."""
    rest: int = 0
    """Where what is to be done begins; 0 of a command and a statement."""


def shape(subject: Subject, sole: Sole) -> Shape | None:
    """The shape of a sentence whose evidence stands in its first clause; None where it is another."""
    text = subject.text
    sentence = text[sole.start : sole.end].rstrip("*_ ")
    found = _found(text, sole) if "\n" not in sentence and not sentence.endswith(("?", ":")) else None
    if found is None or (found.kind == "statement" and not sentence.endswith((".", "!"))):
        return None
    begins = found.rest or found.start
    return None if _BORDERS.search(text, begins, max(begins, sole.evidence[-1].start)) else found


def _found(text: str, sole: Sole) -> Shape | None:
    readings = [each.reading for each in sole.evidence if each.reading is not None]
    if len(readings) != len(sole.evidence) or any(reading.condition == "conditional" for reading in readings):
        return None
    acts = {reading.act for reading in readings}
    polite = _POLITE.match(text, sole.start, sole.end)
    start = polite.end() if polite else sole.start
    if acts == {"advice"}:
        for kind, opener in _OPENERS:
            found = opener.match(text, sole.start, sole.end)
            if found is not None and (kind == "need" or found.end() <= sole.evidence[0].start):
                return Shape(kind, sole.start, found[1], found.end())
        commands = {cue.start for reading in readings for cue in reading.cues if cue.kind == "imperative"}
        return _command(text, sole, commands, start)
    if acts == {"statement"} and polite is None and _STATES.match(text, sole.start, sole.end):
        return Shape("statement", sole.start)
    return None


def _command(text: str, sole: Sole, commands: set[int], start: int) -> Shape | None:
    """The command that opens the sentence, or a later one whose verb stands before all of the evidence."""
    if start in commands:
        return Shape("command", start)
    verb = min(commands, default=sole.end)
    later = verb <= sole.evidence[0].start and _BEFORE_LATER.search(text[sole.start : verb])
    return Shape("later command", verb) if later else None


def lower_first(text: str) -> str:
    """A sentence to go on with after other words: its first letter small, but for *I* and abbreviations."""
    word = text.split(" ", 1)[0]
    kept = (
        word == "I" or word[:2] in ("I'", "I’") or any(letter.isupper() or letter.isdigit() for letter in word[1:])
    )
    return text if kept else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A sentence to begin with."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """A piece of a sentence for a message."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= 80 else f"“{flat[:60]} …”"
