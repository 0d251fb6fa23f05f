"""Compiles a rule book: one index for all phrases of all rules, and for each rule when it has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from medrules.checking.clauses.escalates import EscalatesClause
from medrules.checking.clauses.logic import Conjunction, Disjunction, Negation
from medrules.checking.clauses.metadata import MetadataClause
from medrules.checking.clauses.record import Recorded
from medrules.checking.clauses.says import SaysClause
from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.compiling_texts import OnTexts, compile_text_duty
from medrules.checking.obligations.escalate import EscalateDuty
from medrules.checking.obligations.exceed import compile_exceed
from medrules.checking.obligations.include import IncludeDuty
from medrules.checking.obligations.judgement import Duty
from medrules.checking.obligations.not_above import NotAboveDuty
from medrules.checking.obligations.of_record import OnRecord, compile_record_duty
from medrules.checking.obligations.say import SayDuty
from medrules.checking.obligations.stay_under import StayUnderDuty
from medrules.checking.placing import place
from medrules.checking.problems import RulesError
from medrules.checking.sections import section_phrase
from medrules.checking.targets import Groups
from medrules.checking.validating import problems_of
from medrules.model.book import RuleBook, Rung
from medrules.model.phrase import Term
from medrules.model.rule import (
    And,
    Condition,
    Escalates,
    Metadata,
    MustEscalate,
    MustInclude,
    MustNotEscalateAbove,
    MustNotExceed,
    MustSay,
    Not,
    Obligation,
    RecordClause,
    Rule,
    Says,
    Side,
)
from medrules.text.scan_compile import words_of
from medrules.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class CompiledObligation:
    """One obligation with its place among all obligations of the book."""

    position: int
    obligation: Obligation
    duty: Duty
    unless: Clause | None

    @property
    def anchors(self) -> Anchors | None:
        """Where none of these is found, the obligation is met."""
        if self.duty.anchors is None or (self.unless is not None and self.unless.anchors is None):
            return None
        return self.duty.anchors | (self.unless.anchors or frozenset() if self.unless else frozenset())


@dataclass(frozen=True)
class CompiledRule:
    """One rule."""

    rule: Rule
    when: Clause | None
    obligations: tuple[CompiledObligation, ...]

    @property
    def anchors(self) -> Anchors | None:
        """Where none of these is found, it does not apply, or (without ``when``) is met; None: always look."""
        return self.forbidden if self.when is None else self.when.anchors

    @cached_property
    def forbidden(self) -> Anchors | None:
        """Where it applies and none of these is found, it is met; None: always judge."""
        anchors: Anchors = frozenset()
        for obligation in self.obligations:
            if obligation.anchors is None:
                return None
            anchors |= obligation.anchors
        return anchors

    @cached_property
    def positions(self) -> tuple[int, ...]:
        """The places of its obligations among all obligations of the book."""
        return tuple(obligation.position for obligation in self.obligations)


@dataclass(frozen=True)
class CompiledBook:
    """All rules, and the groups of phrases of both sides."""

    rules: tuple[CompiledRule, ...]
    groups: Mapping[Side, Groups]
    reads_input: bool
    record: Groups
    """What conditions look for in the entries of a record."""
    vocabulary: Vocabulary
    """The words of the whole book: what is a slip in an answer does not hang on what is looked for there."""


def compile_book(book: RuleBook, vocabulary: Callable[[Iterable[str]], Vocabulary] = Vocabulary) -> CompiledBook:
    """The rules of a book in the order of its files; ``vocabulary`` makes one of the words that they use.

    Raises:
        RulesError: a level, concept or phrase cannot work.
    """
    problems = problems_of(book)
    if problems:
        raise RulesError(problems)
    compiler = _Compiler({rung.name: rank for rank, rung in enumerate(book.ladder)})
    rules = tuple(compiler.rule(rule) for rule in book.rules)
    return CompiledBook(
        rules,
        compiler.groups,
        bool(compiler.groups["input"].terms),
        compiler.record,
        vocabulary(words_of(compiler.terms(book.ladder), book.concepts)),
    )


class _Compiler:
    def __init__(self, ranks: Mapping[str, int]) -> None:
        self.ranks = ranks
        self.groups: dict[Side, Groups] = {"input": Groups(), "output": Groups()}
        self.record = Groups()
        self.position = 0

    def terms(self, rungs: Sequence[Rung]) -> Iterator[Term]:
        """Every term that is looked for in an answer, an input or a record."""
        for groups in (*self.groups.values(), self.record):
            for terms in groups.terms.values():
                yield from terms
        for rung in rungs:
            yield from rung.terms

    def rule(self, rule: Rule) -> CompiledRule:
        when = self.condition(rule.when) if rule.when is not None else None
        obligations = []
        for obligation in rule.obligations:
            unless = self.condition(obligation.unless) if obligation.unless is not None else None
            obligations.append(CompiledObligation(self.position, obligation, self.duty(obligation), unless))
            self.position += 1
        return CompiledRule(rule, when, tuple(obligations))

    def condition(self, condition: Condition) -> Clause:
        if isinstance(condition, Says):
            groups = self.groups[condition.side]
            where = place(condition.placement, groups)
            same = condition.placement.same_sentence
            return SaysClause(condition.side, condition.verb, groups.wanted(condition.target), where, same)
        if isinstance(condition, Escalates):
            return EscalatesClause(self.ranks[condition.level], self.ranks)
        if isinstance(condition, Metadata):
            return MetadataClause(condition.field, condition.values)
        if isinstance(condition, RecordClause):
            return Recorded(condition, self.record.wanted(condition.target) if condition.target else None)
        if isinstance(condition, Not):
            return Negation(self.condition(condition.condition))
        clauses = [self.condition(clause) for clause in condition.conditions]
        return Conjunction(clauses) if isinstance(condition, And) else Disjunction(clauses)

    def duty(self, obligation: Obligation) -> Duty:
        groups = self.groups["output"]
        if isinstance(obligation, MustSay):
            return SayDuty(
                verb=obligation.verb,
                never=obligation.never,
                wanted=groups.wanted(obligation.target),
                before=groups.wanted(obligation.before) if obligation.before else None,
                unconditionally=obligation.unconditionally,
                place=place(obligation.placement, groups),
            )
        if isinstance(obligation, MustEscalate):
            return EscalateDuty(obligation.level, obligation.within_hours, self.ranks)
        if isinstance(obligation, MustNotEscalateAbove):
            return NotAboveDuty(obligation.level, self.ranks)
        if isinstance(obligation, MustInclude):
            return self._include(obligation)
        if isinstance(obligation, MustNotExceed):
            return compile_exceed(obligation, groups)
        if isinstance(obligation, OnTexts):
            return compile_text_duty(obligation, groups)
        if isinstance(obligation, OnRecord):
            return compile_record_duty(obligation)
        return StayUnderDuty(obligation.words)

    def _include(self, obligation: MustInclude) -> IncludeDuty:
        groups = self.groups["output"]
        needs = {"any": 1, "all": len(obligation.sections), "at least": obligation.least}
        return IncludeDuty(
            sections=obligation.sections,
            groups=tuple(groups.group([section_phrase(name)]) for name in obligation.sections),
            need=needs[obligation.quantity],
            before=groups.wanted(obligation.before) if obligation.before else None,
            place=place(obligation.placement, groups),
        )
