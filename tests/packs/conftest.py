"""The shipped rules, cases and answers, each loaded once for all tests of this folder."""

from __future__ import annotations

import pytest

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.model.case import Sample, Vignette
from medrules.model.problem import Problem
from medrules.model.verdict import Checked
from medrules.proving.examples import ExampleResult, prove
from medrules.shipped import folder
from medrules.sources import answers, vignettes
from medrules.sources.joining import join


@pytest.fixture(scope="session")
def loaded() -> tuple[RuleBook, list[Problem]]:
    rules = folder("rules")
    return load([rules], rules)


@pytest.fixture(scope="session")
def book(loaded: tuple[RuleBook, list[Problem]]) -> RuleBook:
    return loaded[0]


@pytest.fixture(scope="session")
def checker(book: RuleBook) -> Checker:
    return Checker(book)


@pytest.fixture(scope="session")
def proved(book: RuleBook, checker: Checker) -> list[ExampleResult]:
    return list(prove(book, checker))


@pytest.fixture(scope="session")
def cases() -> dict[str, Vignette]:
    found, problems = vignettes.load([folder("vignettes")])
    assert not problems
    return found


@pytest.fixture(scope="session")
def samples(cases: dict[str, Vignette]) -> list[Sample]:
    joined = [join(row, cases) for path in sorted(folder("samples").glob("*.jsonl")) for row in answers.read(path)]
    read = [sample for sample in joined if isinstance(sample, Sample)]
    assert len(read) == len(joined)
    return read


@pytest.fixture(scope="session")
def checked(checker: Checker, samples: list[Sample]) -> list[Checked]:
    return checker.check_batch(samples, everything=True)
