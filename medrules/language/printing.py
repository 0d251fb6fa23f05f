"""Prints the model back as text in the language's one canonical spelling."""

from __future__ import annotations

import re
from decimal import Decimal

from medrules.language.grammar import reserved
from medrules.model.phrase import Exactly, Named, Near, Phrase, Target, Term
from medrules.model.quantity import Quantity
from medrules.model.rule import (
    And,
    Condition,
    Escalates,
    Metadata,
    MustAgree,
    MustCover,
    MustEscalate,
    MustInclude,
    MustKeepTo,
    MustList,
    MustListNothingBeyond,
    MustNotEscalateAbove,
    MustNotExceed,
    MustRank,
    MustReadAt,
    MustSay,
    MustStayUnder,
    Not,
    Obligation,
    Or,
    Placement,
    RecordClause,
    Says,
)

_TIMES = frozenset(
    time + ending for time in ("second", "minute", "hour", "day", "week", "month", "year") for ending in ("", "s")
)
_VALUE = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")

_IN_PHRASE = re.compile(r'(?P<escaped>\\[^\n])|<(?P<concept>[^<>()\[\]|"\n]*)>|["\n…]')
_BACKSLASH = re.compile(r'\\(?=["“”\\]|$)')
_THREE_MARKS = re.compile('["“”]{3,}')
_IN_CONDITIONS = {
    "mention": "mentions",
    "say": "says",
    "advise": "advises",
    "advise against": "advises against",
    "ask about": "asks about",
}


def short_name(key: str) -> str:
    """A concept's name as a rule writes it, from its key."""
    return key.rpartition("/")[2]


def quoted(text: str, indent: str = "") -> str:
    """A text in quotes; one with line breaks as a text of several lines, which keeps every character."""
    if "\n" not in text:
        escaped = _BACKSLASH.sub(r"\\\\", text).replace('"', '\\"')
        return f'"\\{escaped}"' if escaped[:1] in ("“", "”") else f'"{escaped}"'
    escaped = _THREE_MARKS.sub(lambda match: re.sub("(.)", r"\\\1", match.group()), _BACKSLASH.sub(r"\\\\", text))
    lines = [indent + line if line else line for line in escaped.split("\n")]
    return "\n".join(['"""', *lines, f'{indent}"""'])


def phrase_text(text: str) -> str:
    """A phrase's text as it stands between straight quotes on one line; it keeps its own backslashes."""
    if text.isascii() and not any(mark in text for mark in '"\n<'):
        return text
    return _IN_PHRASE.sub(_phrase_piece, text)


def _phrase_piece(found: re.Match[str]) -> str:
    escaped, concept = found.group("escaped", "concept")
    if escaped:
        return escaped
    if concept is not None:
        return f"<{concept.strip().lower()}>"
    return {'"': '\\"', "\n": " ", "…": "..."}[found.group()]


def _phrase(phrase: Phrase) -> str:
    return f'"{phrase_text(phrase.text)}"'


def term(item: Term) -> str:
    """A phrase, ``exactly``, ``near`` or named concept."""
    if isinstance(item, Phrase):
        return _phrase(item)
    if isinstance(item, Exactly):
        return f"exactly {quoted(item.text)}"
    if isinstance(item, Near):
        return f"{_phrase(item.left)} near {_phrase(item.right)} within {item.within} words"
    assert isinstance(item, Named)  # noqa: S101  (the last of the four)
    return short_name(item.name)


def target(found: Target, *, positive: bool = False) -> str:
    """A list of terms; after a positive verb a list of two or more says ``any of`` or ``all of``."""
    listed = ", ".join(term(item) for item in found.terms)
    return _quantity(found.quantity, found.least, len(found.terms), positive=positive) + listed


def _quantity(quantity: str, least: int, count: int, *, positive: bool) -> str:
    if quantity == "at least":
        return f"at least {least} of "
    if quantity == "all":
        return "all of "
    return "any of " if positive and count > 1 else ""


def _placements(placement: Placement) -> str:
    text = ""
    if placement.first_sentences is not None:
        count = placement.first_sentences
        text += " within the first sentence" if count == 1 else f" within the first {count} sentences"
    if placement.section is not None:
        text += f" in section {quoted(placement.section)}"
    if placement.same_sentence:
        text += " in the same sentence"
    if placement.same_sentence_as is not None:
        text += f" in the same sentence as {target(placement.same_sentence_as)}"
    if placement.last_answer:
        text += " in the last answer"
    if placement.by_turn is not None:
        text += f" by turn {placement.by_turn}"
    return text


def condition(found: Condition, *, nested: bool = False) -> str:
    """A condition; ``and`` and ``or`` inside another one stand in parentheses."""
    if isinstance(found, Says):
        return f"{found.side} {_IN_CONDITIONS[found.verb]} {target(found.target)}{_placements(found.placement)}"
    if isinstance(found, Escalates):
        return f"output escalates to {found.level}"
    if isinstance(found, RecordClause):
        return f"record {found.field} {found.comparison} {_compared(found)}"
    if isinstance(found, Metadata):
        return f"{found.field} is {', '.join(found.values)}"
    if isinstance(found, Not):
        return f"not {condition(found.condition, nested=True)}"
    joiner = " and " if isinstance(found, And) else " or "
    assert isinstance(found, And | Or)  # noqa: S101  (the last two)
    text = joiner.join(condition(member, nested=True) for member in found.conditions)
    return f"({text})" if nested else text


def _compared(found: RecordClause) -> str:
    """What a field of the record is compared with."""
    if found.target is not None:
        return target(found.target)
    if found.quantity is not None:
        return quantity(found.quantity)
    return word_of_record(found.value or "")


def word_of_record(word: str) -> str:
    """A word that a field of the record is; in quotes where it would not be read as a name."""
    bare = word == "no" or (_VALUE.fullmatch(word) and word not in reserved())
    return word if bare else quoted(word)


def unit(written: str) -> str:
    """A unit as written (``mg`` is not ``Mg``); words of time in small letters."""
    return written.lower() if written.lower() in _TIMES else written


def quantity(found: Quantity) -> str:
    """An amount with its unit."""
    measure = found.unit or ""
    return number(found.amount) + ("" if measure in ("", "%") else " ") + measure


def number(value: float) -> str:
    """A number with all its digits and no exponent."""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def hours(value: float) -> str:
    """A time in hours as the language writes it."""
    for size, unit in ((168, "week"), (24, "day"), (1, "hour")):
        count = value / size
        if count == int(count) and (count > 1 or size == 1) and not (size == 24 and count < 3):
            return f"{int(count)} {unit}" + ("" if count == 1 else "s")
    minutes = number(float(f"{value * 60:.12g}"))
    return f"{minutes} minutes" if minutes != "1" else "1 minute"


def _demand(found: Obligation) -> str:
    if isinstance(found, MustSay):
        never = "never " if found.never else ""
        text = f"must {never}{found.verb} {target(found.target, positive=not found.never)}"
        if found.unconditionally:
            text += " unconditionally"
        if found.before is not None:
            text += f" before {target(found.before)}"
        return text + _placements(found.placement)
    if isinstance(found, MustEscalate):
        within = f" within {hours(found.within_hours)}" if found.within_hours is not None else ""
        return f"must escalate to {found.level}{within}"
    if isinstance(found, MustNotEscalateAbove):
        return f"must not escalate above {found.level}"
    if isinstance(found, MustStayUnder):
        return f"must stay under {found.words} words"
    if isinstance(found, MustInclude):
        return _include(found)
    return _further(found)


def _include(found: MustInclude) -> str:
    which = _quantity(found.quantity, found.least, len(found.sections), positive=True)
    if found.quantity == "all" and len(found.sections) == 1:
        which = ""
    text = f"must include sections {which}" + ", ".join(quoted(section) for section in found.sections)
    before = f" before {target(found.before)}" if found.before is not None else ""
    return text + before + _placements(found.placement)


def _further(found: Obligation) -> str:
    """Doses, the record, lists, reading grade and confidence."""
    if isinstance(found, MustNotExceed):
        return f"must never advise {target(found.target)} {limit(found)}{_placements(found.placement)}"
    if isinstance(found, MustCover):
        return f"must cover record {', '.join(found.fields)}"
    if isinstance(found, MustKeepTo):
        return f"must keep to record {', '.join(found.fields)}"
    if isinstance(found, MustAgree):
        return f"must agree with record on {', '.join(found.fields)}"
    if isinstance(found, MustReadAt):
        return f"must read at grade {number(found.grade)} or below"
    if isinstance(found, MustList):
        return f"must list {target(found.target, positive=True)}"
    if isinstance(found, MustListNothingBeyond):
        return f"must list nothing beyond {', '.join(term(item) for item in found.terms)}"
    if isinstance(found, MustRank):
        return f"must rank {term(found.term)} first"
    return "must state confidence"


def limit(found: MustNotExceed) -> str:
    """What a dose must not exceed: ``above 4 g per day``, ``more often than once per week``."""
    if found.most is not None:
        return f"above {quantity(found.most)}" + "".join(f" per {unit}" for unit in found.per)
    times = "once" if found.times == 1 else f"{found.times} times"
    return f"more often than {times} per {found.per[0]}"


def obligation(found: Obligation, rule_harm: str) -> str:
    """An obligation as one line; its own harm stands only where it differs from the rule's."""
    text = _demand(found)
    if found.unless is not None:
        text += f" unless {condition(found.unless)}"
    if found.harm != rule_harm:
        text += f" with harm {found.harm}"
    return text
