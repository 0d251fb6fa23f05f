"""The checker: rules compiled once, then applied to one answer or to batches of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from medrules.checking import applying
from medrules.checking.compiling import CompiledRule, compile_book
from medrules.checking.gold import GoldAnswers
from medrules.checking.ladder import ScannedLadder
from medrules.checking.problems import RulesError
from medrules.checking.record.given import record_given
from medrules.checking.record.naming import Entries
from medrules.checking.selecting import Chosen, Selection
from medrules.checking.situation import Situation, Text
from medrules.checking.stated import check_stated
from medrules.checking.turns import answer_spans
from medrules.checking.verdicts import verdict
from medrules.checking.weights import in_force
from medrules.garbage import uncollected
from medrules.model.book import RuleBook, Weights
from medrules.model.case import Sample, Unreadable
from medrules.model.reading import Escalation
from medrules.model.record import Record
from medrules.model.rule import Example, Obligation, Rule, Side
from medrules.model.verdict import Checked, Met, Verdict
from medrules.text.conversation import Conversation
from medrules.text.document import Document
from medrules.text.scan import Scanned, Scanner
from medrules.text.vocabulary import Vocabulary
from medrules.text.words import Words

__all__ = ["Checker", "RulesError"]


class Wanted(NamedTuple):
    """What is wanted of each sample: the arguments of ``Checker.check_batch``."""

    everything: bool = False
    """Whether the verdicts *met* and *not applicable* are kept too."""
    compared: Collection[str] | None = None
    detail: bool = True
    """Whether verdicts are shown or written, and not only counted."""


class Checker:
    """Checks answers against the rules of a book.

    >>> from medrules import Checker, load_rules
    >>> checker = Checker(load_rules("rules"))
    >>> checker.check("Stop your warfarin today.", input="I have a mechanical valve.")

    Args:
        book: the rules.
        weights: harm points; None: those that the book declares, or the default ones.
        vocabulary: makes the vocabulary of the words of the rules, such as one that keeps it between runs.

    Raises:
        RulesError: the book cannot work, or declares several weights and none is given.
    """

    def __init__(
        self,
        book: RuleBook,
        weights: Weights | None = None,
        vocabulary: Callable[[Iterable[str]], Vocabulary] = Vocabulary,
    ) -> None:
        self.book = book
        self.weights = weights or in_force(book.weights)
        with uncollected():
            self._compile(vocabulary)

    def _compile(self, vocabulary: Callable[[Iterable[str]], Vocabulary]) -> None:
        book = self.book
        self._compiled = compile_book(book, vocabulary)
        self.obligations: list[tuple[Rule, Obligation]] = [
            (compiled.rule, obligation.obligation)
            for compiled in self._compiled.rules
            for obligation in compiled.obligations
        ]
        """Every obligation with its rule; ``Checked.met`` holds positions in this list."""
        groups = self._compiled.groups
        self._ladder = ScannedLadder(book.ladder, book.concepts) if book.ladder else None
        rungs = self._ladder.groups if self._ladder else {}
        words = self._compiled.vocabulary
        self._outputs = Scanner({**groups["output"].terms, **rungs}, book.concepts, words)
        self._inputs = Scanner(groups["input"].terms, book.concepts, words)
        self._entries = Entries(self._compiled.record.terms, book.concepts, words)
        self._gold = GoldAnswers()
        self._selection = Selection(self._compiled.rules)
        self._first: dict[Side, frozenset[str]] = {
            "input": self._selection.first("input"),
            "output": self._selection.first("output"),
        }
        self._by_rule = {compiled.rule.id: compiled for compiled in self._compiled.rules}
        self._places = {compiled.rule.id: place for place, compiled in enumerate(self._compiled.rules)}

    @property
    def scanner(self) -> Scanner:
        """What finds the phrases of the rules in answers."""
        return self._outputs

    @property
    def looked_for(self) -> frozenset[str]:
        """The groups of phrases that are looked for in every answer, because they call for rules."""
        return self._first["output"]

    def check(
        self,
        answer: str | Words,
        *,
        input: str | Words | None = None,
        category: str | None = None,
        risk: str | None = None,
        setting: str | None = None,
        supervision: str | None = None,
        record: Record | None = None,
        case: str | None = None,
    ) -> list[Verdict]:
        """The verdict of every obligation of the book on one answer, *met* and *not applicable* included.

        Args:
            answer: the text under test, or its words where another tokeniser has cut it (the spaCy door).
            input: all that the model was shown from the user's side.
            category: CATEGORY or CATEGORY/SUBCATEGORY by short name; None: every rule may apply.
            risk: ``low``, ``moderate`` or ``high``.
            setting: where the answer is used.
            supervision: who reads it before it is acted on.
            record: the structured record of the case.
            case: the id of the vignette that is answered; the rules of that case alone are applied as well.

        Raises:
            TypeError: the answer is no text.
            ValueError: a category, risk, setting or supervision that does not exist.
        """
        if not isinstance(answer, str | Words):
            raise TypeError(f"an answer is a text, not {type(answer).__name__}")
        check_stated({"category": category, "risk": risk, "setting": setting, "supervision": supervision})
        sample = Sample(
            case="answer" if case is None else case,
            id="answer",
            output=answer if isinstance(answer, str) else answer.source,
            input=input.source if isinstance(input, Words) else input,
            category=category,
            risk=risk,
            setting=setting,
            supervision=supervision,
            record=record,
            file="",
            line=1,
        )
        output = self._read(self._outputs, answer)
        given = self._read(self._inputs, input) if input is not None else None
        situation = self._situation(sample, output, given)
        chosen = Chosen(self._selection.for_case(sample.case), Met(()), ())
        return list(self._checked(situation, chosen, Wanted(everything=True)).verdicts)

    def check_batch(
        self,
        samples: Sequence[Sample | Unreadable],
        *,
        everything: bool = False,
        compared: Collection[str] | None = None,
        detail: bool = True,
    ) -> list[Checked]:
        """What became of each row, in the order given.

        Args:
            samples: rows; an unreadable one comes back with no verdicts.
            everything: with the verdicts *met* and *not applicable*, which are otherwise only counted.
            compared: None: ``escalation`` and ``confidence`` are read of every answer. Else of those alone that
                have gold ones to be held against, and ``escalation`` of the answers to these cases too.
            detail: with the readings of what made rules apply. No outcome hangs on them: where verdicts are only
                counted they can be left out.
        """
        with uncollected():
            return self._judge_batch(samples, Wanted(everything, compared, detail))

    def _judge_batch(self, samples: Sequence[Sample | Unreadable], wanted: Wanted) -> list[Checked]:
        readable = [sample for sample in samples if isinstance(sample, Sample)]
        try:
            scanned = self._scanned(readable, wanted.everything)
        except Exception as error:
            if len(samples) > 1:
                return [self._judge_batch([sample], wanted)[0] for sample in samples]
            return [self._failed(sample, error) for sample in readable]
        inputs = {id(given): given for _, given in scanned if given is not None}
        scanned.reverse()  # from here on each is free as soon as it is judged
        judged = [
            self._judged(sample, scanned.pop(), wanted)
            if isinstance(sample, Sample)
            else Checked(sample, (), (), None)
            for sample in samples
        ]
        for given in inputs.values():  # answers to one case share it
            given.let_go()
        return judged

    def check_example(self, rule: Rule, example: Example) -> list[Verdict]:
        """The verdicts of one rule on one of its examples; ``when`` is evaluated only where something is given."""
        given = example.given
        stated = dict(given.metadata) if given else {}
        sample = Sample(
            case=rule.id,
            id=f"{example.location.file}:{example.location.line}",
            output=example.text,
            input=given.text if given else None,
            record=record_given(given.record, self.book.concepts) if given else None,
            file=example.location.file,
            line=example.location.line,
            messages=example.turns,
            **stated,
        )
        compiled = self._by_rule[rule.id]
        ((output, asked),) = self._scanned([sample], everything=True)
        situation = self._situation(sample, output, asked)
        applied = applying.apply(compiled, situation, assume_when=given is None)
        return [self._verdict(compiled, situation, one) for one in applied]

    def _scanned(self, samples: Sequence[Sample], everything: bool) -> list[tuple[Scanned, Scanned | None]]:
        """Output and input of each sample; where not everything is wanted, searched for what calls for rules."""
        first = None if everything else self._first["output"]
        outputs = self._outputs.scan([sample.output for sample in samples], first)
        inputs = self._read_inputs(samples, everything)
        return [
            (output, inputs[sample.input] if sample.input is not None else None)
            for sample, output in zip(samples, outputs, strict=True)
        ]

    def _situation(self, sample: Sample, output: Scanned, given: Scanned | None) -> Situation:
        spans = answer_spans(sample)
        conversation = Conversation(output.document.words, spans) if spans else None
        if conversation is not None:
            output.document = conversation
        asked = Text("input", given) if given is not None else None
        return Situation(sample, Text("output", output, conversation), asked, self._ladder, self._entries)

    def _read(self, scanner: Scanner, text: str | Words) -> Scanned:
        return scanner.scan([text])[0] if isinstance(text, str) else scanner.read(Document(text))

    def _read_inputs(self, samples: Sequence[Sample], everything: bool) -> dict[str, Scanned]:
        """Every distinct input once: the answers of one case share it."""
        texts = list(dict.fromkeys(sample.input for sample in samples if sample.input is not None))
        first = None if everything else self._first["input"]
        return dict(zip(texts, self._inputs.scan(texts, first), strict=True))

    def _judged(self, sample: Sample, texts: tuple[Scanned, Scanned | None], wanted: Wanted) -> Checked:
        """A sample judged; one in which nothing calls for a rule is not read at all, unless it is compared."""
        situation = _Once(self._situation, sample, texts)
        if wanted.everything:
            chosen = Chosen(self._selection.for_case(sample.case), Met(()), ())
        else:
            chosen = self._selection.choose(sample, *texts, situation)
        compared = wanted.compared
        rung = compared is None or bool(sample.gold.escalation) or sample.case in compared
        sure = compared is None or bool(sample.gold.answer)
        if not (chosen.rules or rung or sure):
            return Checked(sample, (), chosen.met, None, chosen.lacking, sample.confidence)
        checked = self._checked(situation(), chosen, wanted)
        advised = _escalation(situation()) if rung else None
        confidence = _confidence(situation()) if sure else sample.confidence
        correct = self._correct(sample) if sure and confidence is not None else None
        texts[0].let_go()
        return checked._replace(escalation=advised, confidence=confidence, correct=correct)

    def _checked(self, situation: Situation, chosen: Chosen, wanted: Wanted) -> Checked:
        verdicts: list[Verdict] = []
        met: list[int] = []
        lacking: dict[tuple[str, str], None] = {}
        situation.brief = not wanted.everything
        for compiled in chosen.rules:
            if not wanted.everything and (settled := applying.settle(compiled, situation)) is not None:
                met += settled
                continue
            for one in self._applied(compiled, situation, situation.sample.category):
                obligation, judgement, _ = one
                for field in judgement.lacking:
                    lacking[compiled.rule.id, field] = None
                if judgement.outcome == "met":
                    met.append(obligation.position)
                if wanted.everything or judgement.outcome in ("violated", "review", "error"):
                    verdicts.append(self._verdict(compiled, situation, one, detail=wanted.detail))
        all_lacking = chosen.lacking
        if lacking:
            lacking.update(dict.fromkeys(chosen.lacking))
            all_lacking = tuple(sorted(lacking, key=lambda pair: self._places[pair[0]]))
        all_met = chosen.met.and_own(met) if met else chosen.met
        return Checked(situation.sample, tuple(verdicts), all_met, None, all_lacking)

    def _correct(self, sample: Sample) -> bool | None:
        """Whether the answer says the gold one; what cannot be read is no correct answer and no wrong one."""
        try:
            return self._gold.correct(sample)
        except Exception:
            return None

    def _failed(self, sample: Sample, error: Exception) -> Checked:
        """A sample that could not even be read: every rule that concerns it is an error."""
        verdicts = tuple(
            verdict(sample, compiled, *one, weights=self.weights)
            for compiled in self._selection.for_case(sample.case)
            if applying.concerns(compiled, sample.category)
            for one in applying.failed(compiled, error)
        )
        return Checked(sample, verdicts, (), None)

    def _applied(
        self, compiled: CompiledRule, situation: Situation, category: str | None
    ) -> list[applying.Applied]:
        if not applying.concerns(compiled, category):
            return list(applying.not_concerned(compiled))
        try:
            return list(applying.apply(compiled, situation))
        except Exception as error:
            return list(applying.failed(compiled, error))

    def _verdict(
        self, compiled: CompiledRule, situation: Situation, applied: applying.Applied, *, detail: bool = True
    ) -> Verdict:
        obligation, judgement, trigger = applied
        try:
            read = situation.read(trigger) if detail else trigger
            if detail:
                judgement = judgement._replace(evidence=situation.read(judgement.evidence))
        except Exception:
            read = trigger  # what is judged does not hang on how it reads
        return verdict(situation.sample, compiled, obligation, judgement, read, weights=self.weights)


class _Once:
    """A situation made when first asked for; most answers never ask."""

    __slots__ = ("_made", "_make", "_sample", "_texts")

    def __init__(
        self,
        make: Callable[[Sample, Scanned, Scanned | None], Situation],
        sample: Sample,
        texts: tuple[Scanned, Scanned | None],
    ) -> None:
        self._make, self._sample, self._texts = make, sample, texts
        self._made: Situation | None = None

    def __call__(self) -> Situation:
        if self._made is None:
            self._made = self._make(self._sample, *self._texts)
        return self._made


def _escalation(situation: Situation) -> Escalation | None:
    """The rung for the tally; where reading it fails, the rules that need it say so."""
    try:
        return situation.escalation
    except Exception:
        return None


def _confidence(situation: Situation) -> float | None:
    """The stated confidence for the tally; where reading it fails, the rules that need it say so."""
    try:
        return situation.confidence
    except Exception:
        return situation.sample.confidence
