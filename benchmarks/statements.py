"""A rule from a statement alone, by one fixed procedure that sees no answer: is the statement said?

The statement's words become phrases for the matcher: long words by their first five letters (*inflammation*,
*inflamed*), the others as they are, numbers exactly. Words of grammar are left out; words of medicine in general
weigh a fifth, and so do those that the question holds already, since every answer repeats them. The rule holds
where words of at least the needed share of the weight stand within two sentences that follow each other; for a
statement that affirms, only words that the answer does not negate or advise against.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from medrules.model.phrase import Either, Phrase, PhraseItem, Prefix, Word
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.phrases import Matcher
from medrules.text.words import split

_SENTENCES = 2
_FAINT = 0.2
"""The weight of a general word, or of one that the question holds."""
_NEEDED = 0.24
_LONG = 5
_NEGATIVE = 0.4
"""A statement negates where more than this share of its words stand negated."""


class StatementRule(NamedTuple):
    """The phrases of a statement and what each weighs."""

    weights: dict[str, float]
    matcher: Matcher
    negative: bool


class StatementRules:
    """Makes a rule of each statement and checks answers with it."""

    def __init__(self) -> None:
        words = tomllib.loads((Path(__file__).parent / "statements.toml").read_text(encoding="utf-8"))
        self._grammar = frozenset(words["grammar"].split())
        self._general = frozenset(words["general"].split())
        self._same = {word: name for name, group in words["same"].items() for word in group.split()}
        self._members = {name: tuple(group.split()) for name, group in words["same"].items()}
        self.rule = lru_cache(maxsize=64)(self._rule)

    def says(self, statement: str, asked: str | None, document: Document) -> bool:
        """Whether the document says the statement."""
        rule = self.rule(statement, asked)
        total = sum(rule.weights.values())
        by_sentence: dict[int, set[str]] = {}
        for hit in rule.matcher.find(document):
            if not rule.negative and _is_turned_down(document, hit):
                continue
            by_sentence.setdefault(document.sentence(hit.start), set()).add(hit.group)
        best = 0.0
        for first in by_sentence:
            found = set().union(*(by_sentence.get(first + more, set()) for more in range(_SENTENCES)))
            best = max(best, sum(rule.weights[name] for name in found))
        return best >= _NEEDED * total

    def _rule(self, statement: str, asked: str | None) -> StatementRule:
        topic = {self._name(form) for form in split(asked or "").forms}
        weights, groups = {}, {}
        for form in split(statement).forms:
            if form in self._grammar or (len(form) == 1 and not form.isdigit()):
                continue
            name = self._name(form)
            weights[name] = (_FAINT if form in self._general else 1.0) * (_FAINT if name in topic else 1.0)
            groups[name] = [self._phrase(form)]
        matcher = Matcher(groups, {})
        read = Document(split(statement))
        turned = [_is_turned_down(read, hit) for hit in matcher.find(read)]
        return StatementRule(weights, matcher, negative=sum(turned) > _NEGATIVE * len(turned))

    def _name(self, form: str) -> str:
        if form in self._same:
            return f"same {self._same[form]}"
        return f"{form[:_LONG]}*" if len(form) >= _LONG and form.isalpha() else form

    def _phrase(self, form: str) -> Phrase:
        if form in self._same:
            options = tuple((Word(text=member),) for member in self._members[self._same[form]])
            return Phrase(text=self._same[form], items=(Either(options=options),))
        long = len(form) >= _LONG and form.isalpha()
        item: PhraseItem = Prefix(stem=form[:_LONG]) if long else Word(text=form)
        return Phrase(text=form, items=(item,))


def _is_turned_down(document: Document, hit: Hit) -> bool:
    reading = document.reading(hit.start, hit.end)
    return reading.polarity == "negated" or reading.act == "advice against"
