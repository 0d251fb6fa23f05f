"""Makes rule books and answers of any number, always the same from the same texts: for measuring speed.

The phrases of the rules are pairs of neighbouring words that few of the texts hold, so that a rule is met about as
seldom as a hospital's own ones are, and more rules find more.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from medrules.text.normalise import fold
from medrules.text.vocabulary_tables import read_lines

SEED = 20260
NEVER, SAY, ESCALATE = 0.40, 0.35, 0.25
"""Shares of the kinds of rules."""
LEAST_FINDINGS = {100: 0.03, 1_000: 0.3, 10_000: 1.8}
"""Findings an answer that a book of this many rules must make: fewer rules met would be too easy a text."""
_VERBS = ("say", "mention", "advise")
_WORD = re.compile(r"[a-z]{3,14}")
_COMMON = 100
"""So many of the most common words stand in no pair."""
_SHARE, _SHARE_OF_MANY = 0.00036, 0.00021
"""The share of the texts that hold a phrase of the rules, as near as the texts have pairs.

Of more than 1,000 rules each is met less often."""
_LADDER = """
escalation self-care is "rest at home", "drink plenty of (water|fluids)"
escalation routine is "see (your|a) doctor", "make an appointment", "(consult|talk to) your doctor"
escalation urgent is "urgent care", "same-day appointment", "immediate medical attention"
escalation emergency is "call (911|999|112)", "emergency (room|department|services)"
"""


class Rules(NamedTuple):
    """A generated rule file and the phrases that it looks for."""

    text: str
    phrases: tuple[str, ...]


def rules(texts: Sequence[str], count: int, idle: int = 0) -> Rules:
    """A rule file of so many rules, whose phrases are drawn from these texts.

    Args:
        texts: what is going to be checked, or more of its kind.
        count: rules that are met now and then.
        idle: so many more rules, whose phrases begin with a word of the texts and are never met.

    Raises:
        ValueError: the texts hold too few rare pairs of words.
    """
    needed = round(count * (1 + SAY)) + 50
    pairs = _pairs(texts, needed, _SHARE if count <= 1_000 else _SHARE_OF_MANY)
    random.Random(SEED).shuffle(pairs)  # noqa: S311 (no secret)
    if len(pairs) < needed:
        raise ValueError(f"{count} rules need {needed} rare pairs of words, and the texts hold {len(pairs)}")
    phrases = iter(pairs)
    made = [_rule(number, count, phrases) for number in range(count)]
    never = (f"{pairs[number % len(pairs)].split()[0]} zq{number}" for number in range(2 * idle))
    made += [_rule(count + number, idle, never) for number in range(idle)]
    return Rules(f"medrules 1\n{_LADDER}\n" + "\n".join(made), tuple(pairs))


def forbidding(phrases: Sequence[str]) -> str:
    """A rule file that forbids each of these phrases and asks for nothing else, as substring checks do."""
    made = [
        f'rule generated.n{number} "Rule {number}"\n  harm mild\n  must never say "{phrase}"\n'
        '  source "made for measuring"\n'
        for number, phrase in enumerate(phrases)
    ]
    return f"medrules 1\n{_LADDER}\n" + "\n".join(made)


def _rule(number: int, count: int, phrases: Iterator[str]) -> str:
    place = _spread(number, count)
    when = ""
    if place < NEVER:
        kind = f'must never {_VERBS[number % len(_VERBS)]} "{next(phrases)}"'
    else:
        when = f'  when output mentions "{next(phrases)}"\n'
        level = ("routine", "urgent", "emergency")[number % 3]
        kind = f'must say "{next(phrases)}"' if place < NEVER + SAY else f"must escalate to {level}"
    harm = ("mild", "moderate", "severe")[number % 3]
    head = f'rule generated.r{number} "Rule {number}"\n  harm {harm}\n'
    return f'{head}{when}  {kind}\n  source "made for measuring"\n'


def _spread(number: int, count: int) -> float:
    """A place between 0 and 1, the kinds mixed over the file."""
    return (number * 0.6180339887498949) % 1.0 if count > 1 else 0.0


def _pairs(texts: Sequence[str], needed: int, share: float) -> list[str]:
    """So many pairs of neighbouring words, those whose share of the texts is nearest to what is wanted."""
    common = set(read_lines("common_words.txt")[:_COMMON])
    counted: Counter[str] = Counter()
    for text in texts:
        words = _WORD.findall(fold(text))
        counted.update({f"{one} {other}" for one, other in pairwise(words)})
    wanted = share * len(texts)
    rare = [
        (abs(times - wanted), pair)
        for pair, times in counted.items()
        if times > 1 and common.isdisjoint(pair.split())
    ]
    return [pair for _, pair in sorted(rare)[:needed]]


def answers(texts: Sequence[str], count: int) -> Iterator[str]:
    """So many answers: the texts over and over, each time with other words in places and in another order."""
    drawn = random.Random(SEED)  # noqa: S311 (no secret)
    for number in range(count):
        text = texts[number % len(texts)] if number < len(texts) else texts[drawn.randrange(len(texts))]
        yield text if number < len(texts) else _changed(text, number, drawn)


def write_answers(path: Path, texts: Sequence[str], count: int) -> None:
    """So many answers as JSON Lines, a thousand cases over and over."""
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(answers(texts, count)):
            row = {"case": f"c{number % 1000}", "id": str(number), "output": text}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _changed(text: str, number: int, drawn: random.Random) -> str:
    """The text with its sentences moved round, a number that no other has, and a word misspelt."""
    sentences = text.split(". ")
    at = drawn.randrange(len(sentences))
    moved = ". ".join((*sentences[at:], *sentences[:at]))
    place = drawn.randrange(len(moved)) if moved else 0
    return f"{moved[:place]}{moved[place + 1 :]} ({number})"
