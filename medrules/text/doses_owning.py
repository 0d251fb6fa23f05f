"""Says where one medicine's pieces end and another's begin, and which dose names no medicine of its own."""

from __future__ import annotations

from medrules.text.doses_amounts import read_measured
from medrules.text.doses_lexing import Token, starts_sentence, words_for
from medrules.text.doses_limits import limit_words
from medrules.text.doses_model import Dose
from medrules.text.doses_units import DRUG

_BESIDE = 8
"""Pieces between a name and how often it is taken, where no amount is said."""
_LOOKED = 12
"""Pieces before a name in which its amount may stand."""


def is_beside(tokens: list[Token], dose: Dose) -> bool:
    """Whether how often stands close to the name or to *it*: *methotrexate daily*, *weekly methotrexate*."""
    at = next((place for place, token in enumerate(tokens) if token.start >= dose.start), len(tokens))
    stop = next((place for place, token in enumerate(tokens) if token.start >= dose.end), len(tokens))
    first = max(0, at - _BESIDE)
    first = next((place for place in range(at, first, -1) if starts_sentence(tokens, place)), first)
    before, behind = tokens[first:at], tokens[stop : stop + 3]
    return any(token.form in (DRUG, "it", "this") for token in before) or any(
        token.form == DRUG for token in behind
    )


def is_carried(tokens: list[Token], dose: Dose) -> bool:
    """Whether a dose in a sentence that names no medicine can be of the one named before.

    *The dose is 1 g*, *Take 1 g* and *Dose: 1 g* can; *Senna 2 tablets* and *400 mg of calcium* name their own.
    """
    at = next((place for place, token in enumerate(tokens) if token.start >= dose.start), len(tokens))
    after = next((place for place in range(at, len(tokens)) if tokens[place].form == "of"), None)
    if after is not None and tokens[after].start <= dose.end and after + 1 < len(tokens):
        behind = tokens[after + 1]
        if behind.kind == "word" and behind.form not in words_for("carriers", "things"):
            return False
    if dose.kind == "limit":
        return _limits_it(tokens[at:], dose)
    before = tokens[at - 1] if at else None
    return (
        before is None
        or before.form == DRUG
        or before.form in words_for("carriers")
        or starts_sentence(tokens, at)
    )


def _limits_it(tokens: list[Token], dose: Dose) -> bool:
    """Whether a limit names nothing else: *limit salt to 2 g a day* does."""
    inside = [token for token in tokens if token.start < dose.end and token.kind == "word"]
    first = next((place for place in range(len(tokens)) if read_measured(tokens, place)), 0)
    stop = tokens[first].start if first else dose.end
    known = words_for("carriers") | words_for("words", "fillers") | limit_words()
    return all(token.form in known or token.form.endswith("n't") for token in inside if token.start < stop)


def own_start(tokens: list[Token], name: int) -> int:
    """Behind another medicine: where what belongs to this one begins, its name or an amount right before it."""
    first = max(0, name - _LOOKED)
    behind = any(read_measured(tokens, place) for place in range(name + 1, min(len(tokens), name + _LOOKED)))
    earlier = False
    for place in range(first, name):
        found = read_measured(tokens, place)
        if found is None:
            continue
        between = tokens[found.end : name]
        if found.end <= name and all(_fills(token) for token in between):
            tied = any(token.form == "of" for token in between)
            alone = earlier or place > 1  # not right behind the other name
            return place if tied or (alone and not behind) else name
        earlier = True
    return name


def own_end(tokens: list[Token], name: int) -> int:
    """Before another medicine: where what belongs to this one ends, at an amount right before the other."""
    earlier = False
    place = name + 1
    while place < len(tokens):
        found = read_measured(tokens, place)
        if found is None:
            place += 1
            continue
        rest = tokens[found.end :]
        if all(_fills(token) for token in rest):
            tied = any(token.form == "of" for token in rest)
            return place if tied or earlier else len(tokens)
        earlier = True
        place = found.end
    return len(tokens)


def _fills(token: Token) -> bool:
    return token.form in words_for("words", "fillers") or token.form in words_for("words", "forms")
