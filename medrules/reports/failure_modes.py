"""The failure-mode map: in which category answers break which kind of obligation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from medrules.model.book import RuleBook
from medrules.model.rule import MustSay, Obligation
from medrules.model.scorecard import Scorecard
from medrules.reports.findings import Row

UNCATEGORISED = "Uncategorised"
_KINDS = {
    "escalate": "must escalate",
    "not above": "must not escalate above",
    "include": "must include",
    "stay under": "must stay under",
    "exceed": "must never advise above",
    "cover": "must cover the record",
    "keep to": "must keep to the record",
    "agree": "must agree with the record",
    "read at": "must read at",
    "list": "must list",
    "nothing beyond": "must list nothing beyond",
    "rank": "must rank",
    "state confidence": "must state confidence",
}


class Mode(NamedTuple):
    """One category and one kind of obligation."""

    violated: int
    review: int
    shade: int
    """0 (nothing) to 9, of the most in any field."""


class Line(NamedTuple):
    """One category."""

    title: str
    modes: tuple[Mode, ...]


class ModeMap(NamedTuple):
    """The map laid out; only categories and kinds with something in them."""

    kinds: tuple[str, ...]
    """Those with most violations first."""
    lines: tuple[Line, ...]


def kind(obligation: Obligation) -> str:
    """The kind of an obligation in the language's own words."""
    if isinstance(obligation, MustSay):
        return f"must {'never ' if obligation.never else ''}{obligation.verb}"
    return _KINDS[obligation.kind]


def mode_map(book: RuleBook, card: Scorecard, found: Iterable[Row]) -> ModeMap:
    """Violations and reviews that no waiver covers, by the answer's category and the obligation's kind.

    Args:
        book: the rules that judged.
        card: names the categories.
        found: the rows of the bundle's verdicts.
    """
    kinds = {(rule.id, each.number): kind(each) for rule in book.rules for each in rule.obligations}
    counts: dict[str, Counter[tuple[str, str]]] = {"violated": Counter(), "review": Counter()}
    for row in found:
        if row["verdict"] in counts and not row["waived"]:
            category = (row["category"] or "").partition("/")[0]
            counts[row["verdict"]][category, kinds[row["rule"], row["obligation"]]] += 1
    both = counts["violated"] + counts["review"]
    totals: Counter[str] = Counter()
    for (_, name), times in both.items():
        totals[name] += times
    named = tuple(sorted(totals, key=lambda name: (-totals[name], name)))
    titles = {each.name: each.title for each in card.categories}
    order = [each for each in titles if any(category == each for category, _ in both)]
    order += sorted({category for category, _ in both} - set(order))
    most = max(both.values(), default=1)

    def mode(category: str, name: str) -> Mode:
        times = both[category, name]
        shade = min(9, 1 + int(8.99 * times / most)) if times else 0
        return Mode(counts["violated"][category, name], counts["review"][category, name], shade)

    return ModeMap(
        named,
        tuple(
            Line(titles.get(category, category or UNCATEGORISED), tuple(mode(category, name) for name in named))
            for category in order
        ),
    )
