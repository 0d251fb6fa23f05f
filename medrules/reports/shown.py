"""Text written by strangers, made safe to show: nothing in it can act on a terminal, a page or its order."""

from __future__ import annotations

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Controls but tab and line feed; marks and overrides of direction; what is invisible; lone surrogates.

Joiners (U+200C, U+200D) stay: they are spelling in Persian and Hindi, and part of emoji.
"""
_BREAKABLE = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
"""White space at which a line may end; a figure and its unit stay together."""


def shown(text: str) -> str:
    """The text with every character that would act instead of being seen replaced by its name.

    A control below U+0020 becomes its picture (U+001B: ␛), anything else ``⟨U+202E⟩``. CRLF becomes a line feed.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ACTING.sub(_named, text)


def one_line(text: str) -> str:
    """The same on a single line, breakable white space collapsed."""
    return " ".join(word for word in _BREAKABLE.split(shown(text)) if word)


def _named(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
