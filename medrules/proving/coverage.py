"""How much of the rules their examples exercise: phrases matched, clauses and obligations seen both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from medrules.checking.checker import Checker
from medrules.model.book import RuleBook
from medrules.proving.coverage_clauses import ClauseUse, ObligationUse, clause_uses, obligation_uses
from medrules.proving.coverage_phrases import PhraseUse, phrase_uses
from medrules.proving.examples import ExampleResult

_LONGEST = 110


class Coverage(NamedTuple):
    """What the examples of a book exercise."""

    phrases: list[PhraseUse]
    clauses: list[ClauseUse]
    obligations: list[ObligationUse]


def coverage_of(book: RuleBook, checker: Checker, examples: Sequence[ExampleResult]) -> Coverage:
    """The coverage of a book by its examples as they were tried."""
    return Coverage(
        phrase_uses(book, examples), clause_uses(book, checker, examples), obligation_uses(book, examples)
    )


def shown(coverage: Coverage) -> Iterator[str]:
    """The coverage as lines: the shares of the whole, then each rule and concept with what is never exercised."""
    phrases, clauses, obligations = coverage
    yield ""
    yield "Coverage by the examples"
    yield f"  phrases ever matched: {_share(sum(each.matched for each in phrases), len(phrases))}"
    yield f"  clauses ever true and ever false: {_share(sum(map(_both, clauses)), len(clauses))}"
    both_ways = sum(map(_kept_and_broken, obligations))
    yield f"  obligations ever kept and ever broken: {_share(both_ways, len(obligations))}"
    for rule in dict.fromkeys(each.rule for each in obligations):
        yield from _of_rule(rule, coverage)
    others = [each for each in phrases if not each.owner.startswith("rule ")]
    for owner, uses in groupby(others, key=lambda each: each.owner):
        of_owner = list(uses)
        missed = [each for each in of_owner if not each.matched]
        yield ""
        yield f"{owner}: phrases {_share(len(of_owner) - len(missed), len(of_owner))}"
        yield from (f"  never matched: {_cut(each.text)} ({_place(each)})" for each in missed)


def _of_rule(rule: str, coverage: Coverage) -> Iterator[str]:
    phrases = [each for each in coverage.phrases if each.owner == f"rule {rule}"]
    clauses = [each for each in coverage.clauses if each.rule == rule]
    obligations = [each for each in coverage.obligations if each.rule == rule]
    parts = [
        f"{name} {_share(done, total)}"
        for name, done, total in (
            ("phrases", sum(each.matched for each in phrases), len(phrases)),
            ("clauses", sum(map(_both, clauses)), len(clauses)),
            ("obligations", sum(map(_kept_and_broken, obligations)), len(obligations)),
        )
        if total
    ]
    yield ""
    yield f"rule {rule}: {', '.join(parts)}"
    yield from (f"  never matched: {_cut(each.text)} ({_place(each)})" for each in phrases if not each.matched)
    for clause in clauses:
        never = _never(("true", clause.ever_true), ("false", clause.ever_false))
        if never:
            yield f"  never {never}: {_cut(clause.text)} ({clause.where}, {_place(clause)})"
    for obligation in obligations:
        never = _never(("kept", obligation.ever_kept), ("broken", obligation.ever_broken))
        if never:
            yield f"  never {never}: {_cut(obligation.text)} ({_place(obligation)})"


def _never(*seen: tuple[str, bool]) -> str:
    return " nor ".join(word for word, ever in seen if not ever)


def _both(use: ClauseUse) -> bool:
    return use.ever_true and use.ever_false


def _kept_and_broken(use: ObligationUse) -> bool:
    return use.ever_kept and use.ever_broken


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else "none to match"


def _place(use: PhraseUse | ClauseUse | ObligationUse) -> str:
    return f"{use.location.file}:{use.location.line}"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 2]} …"
