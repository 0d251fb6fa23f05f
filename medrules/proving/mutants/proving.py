"""Makes the mutants of examples that hold, and looks whether each gets the verdicts that it must get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medrules.checking.checker import Checker
from medrules.model.book import RuleBook
from medrules.model.rule import Example, Rule
from medrules.model.verdict import Verdict
from medrules.proving.examples import ExampleResult
from medrules.proving.mutants.another import ANOTHER
from medrules.proving.mutants.bold import BOLD
from medrules.proving.mutants.cells import TABLE_CELLS
from medrules.proving.mutants.conditional import CONDITIONAL
from medrules.proving.mutants.heading import HEADING
from medrules.proving.mutants.items import LIST_ITEMS
from medrules.proving.mutants.misspelling import Spelling
from medrules.proving.mutants.misspelt import MISSPELT
from medrules.proving.mutants.mutant import Expectation, Kind, Mutant
from medrules.proving.mutants.negated import NEGATED
from medrules.proving.mutants.subject import Subject
from medrules.proving.mutants.unnegated import UNNEGATED

KINDS: tuple[Kind, ...] = (
    NEGATED,
    UNNEGATED,
    CONDITIONAL,
    ANOTHER,
    MISSPELT,
    LIST_ITEMS,
    TABLE_CELLS,
    BOLD,
    HEADING,
)
"""Every kind of mutant, in the order in which they are made."""


class MutantResult(NamedTuple):
    """One mutant of one example, and what came out."""

    rule: Rule
    example: Example
    """The example as it stands in the rule."""
    kind: str
    mutant: Mutant
    verdicts: tuple[Verdict, ...]
    failing: tuple[Expectation, ...]
    """What was expected and did not come; empty: it holds."""

    @property
    def failed(self) -> bool:
        """True where a verdict is not the expected one."""
        return bool(self.failing)

    @property
    def expected(self) -> str:
        """The verdicts that had to come, of those that did not."""
        return "; ".join(f"obligation {each.obligation} {' or '.join(each.outcomes)}" for each in self.failing)

    @property
    def found(self) -> str:
        """The verdicts that came instead."""
        came = {verdict.obligation: verdict.verdict for verdict in self.verdicts}
        return "; ".join(f"obligation {each.obligation} {came[each.obligation]}" for each in self.failing)


class NotMade(NamedTuple):
    """A kind of mutant that an example has no sentence for."""

    rule: Rule
    example: Example
    kind: str


def prove_mutants(
    book: RuleBook, checker: Checker, results: Iterable[ExampleResult]
) -> Iterator[MutantResult | NotMade]:
    """The mutants of every example that holds and is no ``todo``, in the order of the examples.

    Conversations are left alone: what a change of one answer does to the others is not known.
    """
    spelling = Spelling(book)
    for result in results:
        if result.standing != "holds":
            continue
        if result.example.turns:
            yield from (NotMade(result.rule, result.example, kind.name) for kind in KINDS)
        else:
            yield from prove_mutants_of(result, checker, spelling)


def prove_mutants_of(
    result: ExampleResult, checker: Checker, spelling: Spelling
) -> Iterator[MutantResult | NotMade]:
    """The mutants of one example, each text once; a kind without one is told of."""
    subject = Subject(result, checker, spelling)
    made: set[tuple[str, tuple[Expectation, ...]]] = set()
    for kind in KINDS:
        mutants: list[Mutant] = list(kind.make(subject))
        if not mutants:
            yield NotMade(result.rule, result.example, kind.name)
        for mutant in mutants:
            if (mutant.text, mutant.expected) not in made:
                made.add((mutant.text, mutant.expected))
                yield _proved(result, subject, kind, mutant)


def _proved(result: ExampleResult, subject: Subject, kind: Kind, mutant: Mutant) -> MutantResult:
    came = subject.judged(mutant.text)
    failing = tuple(each for each in mutant.expected if came[each.obligation].verdict not in each.outcomes)
    verdicts: tuple[Verdict, ...] = tuple(came.values())
    return MutantResult(result.rule, result.example, kind.name, mutant, verdicts, failing)
