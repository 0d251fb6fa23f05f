"""The messages for a rule book that was put together by a program and cannot work, each by its golden file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.checking.problems import CATALOGUE
from medrules.model.book import RuleBook
from medrules.model.phrase import Exactly, Named
from medrules.model.problem import RulesError
from tests.checking.books import book, rule

GOLDEN = Path(__file__).parent / "golden"
CONCEPT = '\nconcept rest is "rest in bed"\n'


def no_such_level() -> RuleBook:
    whole = book(rule("must escalate to urgent"))
    return whole.model_copy(update={"ladder": whole.ladder[:1]})


def no_such_concept() -> RuleBook:
    return book(CONCEPT + rule("must mention rest")).model_copy(update={"concepts": {}})


def refers_to_itself() -> RuleBook:
    whole = book(CONCEPT + rule("must mention rest"))
    ((key, concept),) = whole.concepts.items()
    turned = concept.model_copy(update={"terms": (Named(name=key, location=concept.location),)})
    return whole.model_copy(update={"concepts": {key: turned}})


def several_weights() -> RuleBook:
    block = "\nweights {} harm none 0, mild 7, moderate 8, severe 9, death 10\n"
    return book(block.format("ours") + block.format("theirs") + rule('must mention "x"'))


def no_word() -> RuleBook:
    whole = book(CONCEPT + rule("must mention rest"))
    ((key, concept),) = whole.concepts.items()
    empty = concept.model_copy(update={"terms": (Exactly(text="!", location=concept.location),)})
    return whole.model_copy(update={"concepts": {key: empty}})


def no_unit_of_medicine() -> RuleBook:
    return book(rule('must never advise "oxygen" above 4 km per day'))


CASES = {
    "C101": no_such_level,
    "C102": no_such_concept,
    "C103": refers_to_itself,
    "C104": several_weights,
    "C105": no_word,
    "C106": no_unit_of_medicine,
}


def test_every_message_has_a_case() -> None:
    assert set(CASES) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CASES))
def test_message(code: str) -> None:
    with pytest.raises(RulesError) as caught:
        Checker(CASES[code]())
    said = "\n".join(
        f"{problem.code} {problem.message}\n  hint: {problem.hint}" for problem in caught.value.problems
    )
    path = GOLDEN / f"{code}.txt"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        path.write_text(said + "\n", encoding="utf-8")
    assert said + "\n" == path.read_text(encoding="utf-8")
    assert code in {problem.code for problem in caught.value.problems}
