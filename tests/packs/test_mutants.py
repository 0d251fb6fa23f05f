"""The mutants of the shipped examples get the verdicts they must get, but for those that are known and counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.model.book import RuleBook
from medrules.proving.examples import ExampleResult
from medrules.proving.mutants.known import key, read_known
from medrules.proving.mutants.proving import KINDS, MutantResult, prove_mutants

KNOWN = Path(__file__).parent / "known_mutants.tsv"
MOST_KNOWN = 5
"""What the reader gets wrong: commands whose verb is misspelt. It may only become shorter."""


@pytest.fixture(scope="module")
def mutants(book: RuleBook, checker: Checker, proved: list[ExampleResult]) -> list[MutantResult]:
    return [each for each in prove_mutants(book, checker, proved) if isinstance(each, MutantResult)]


def test_every_mutant_holds_or_is_known(mutants: list[MutantResult]) -> None:
    failing = Counter(key(each) for each in mutants if each.failed)
    assert failing == Counter(read_known(KNOWN)), "write it anew: medrules test rules --write-known " + KNOWN.name
    assert failing.total() <= MOST_KNOWN


def test_the_packs_give_mutants_of_every_kind(mutants: list[MutantResult]) -> None:
    made = Counter(each.kind for each in mutants)
    assert set(made) == {kind.name for kind in KINDS}
    assert min(made.values()) >= 15
    assert made.total() >= 1_500
