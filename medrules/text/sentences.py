"""Finds where one sentence ends and the next begins, from the characters between two words."""

from __future__ import annotations

from functools import lru_cache

COMMA, SEMICOLON, COLON, DASH, OPEN, CLOSE = 1, 2, 4, 8, 16, 32
STOP, QUERY, BANG, QUOTE, SLASH, HYPHEN = 64, 128, 256, 512, 1024, 2048
CELL, SPACE, LINE, ARROW = 4096, 8192, 16384, 32768
"""What stands between two words, as flags."""

ENDS = STOP | QUERY | BANG

_FLAGS = {
    ",": COMMA, ";": SEMICOLON, ":": COLON, "—": DASH, "–": DASH, "(": OPEN, "[": OPEN, ")": CLOSE, "]": CLOSE,
    ".": STOP, "…": STOP, "?": QUERY, "!": BANG, '"': QUOTE, "“": QUOTE, "”": QUOTE, "/": SLASH, "|": CELL,
    " ": SPACE, "\t": SPACE, "\n": LINE | SPACE, "\r": SPACE, "\u00a0": SPACE, "→": ARROW, "➡": ARROW,
    "。": STOP, "，": COMMA, "；": SEMICOLON, "：": COLON, "？": QUERY, "！": BANG, "•": SEMICOLON,
}  # fmt: skip

ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "vs",
        "approx",
        "no",
        "fig",
        "al",
        "cf",
        "resp",
        "min",
        "max",
        "hr",
        "hrs",
        "sec",
        "wk",
        "wks",
        "mo",
        "yr",
        "yrs",
        "dept",
        "esp",
        "incl",
        "ca",
    ]
)
"""Words whose full stop ends no sentence."""
_OPEN_ABBREVIATIONS = frozenset(("etc", "eg", "ie", "am", "pm", "jr", "sr", "inc"))
"""Words whose full stop ends one only before a capital."""


@lru_cache(maxsize=4096)
def flags(gap: str) -> int:
    """The flags of what stands between two words."""
    found = 0
    for character in gap:
        found |= _FLAGS.get(character, 0)
    if "-" in gap:
        bare = gap.strip("*_ \t")
        found |= DASH if "--" in gap or (bare == "-" and found & SPACE) or " - " in gap else HYPHEN
    if "=" in gap and gap.strip("*_ \t") == "=" and found & SPACE:
        found |= ARROW  # "large ketones = go to the ER"
    if found & DASH and not found & SPACE and gap.strip("*_") == "–":
        found = found & ~DASH | HYPHEN
    return found


def ends_sentence(gap: str, found: int, before: str, after: str, initials: bool) -> bool:
    """Whether a gap with these flags ends a sentence.

    ``before`` is the form of the word before it, ``after`` the next word as written; ``initials`` says that the
    word before stands itself behind a full stop without a space (``e.g.``, ``U.S.``).
    """
    if found & (QUERY | BANG):
        return bool(found & SPACE) or after[:1].isupper()
    capital = after[:1].isupper()
    if not found & SPACE:
        return capital and len(before) > 2 and before.isalpha() and not after.isupper()
    if "..." in gap or "…" in gap:
        return capital
    if before in ABBREVIATIONS and (not before.isdigit()):
        return False
    if len(before) == 1 and before.isalpha():
        return capital and not initials
    if before in _OPEN_ABBREVIATIONS or (found & CLOSE and gap.lstrip()[:1] != "."):
        return capital or (not found & CLOSE and before not in _OPEN_ABBREVIATIONS)
    return capital or not after[:1].isalpha() or len(before) > 2
