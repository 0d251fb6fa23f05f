"""Proves rules by their own examples: what ``passes`` and ``fails`` say must come out of the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from medrules.model.rule import Example, Given, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from medrules.checking.checker import Checker
    from medrules.model.book import RuleBook
    from medrules.model.verdict import Verdict

Standing = Literal["holds", "fails", "known failure", "starts to hold"]
"""``known failure``: a ``todo`` that does not hold yet; ``starts to hold``: a ``todo`` that does."""

_PATIENT = "patient:"
_ANSWER = "answer:"


class ExampleResult(NamedTuple):
    """One example of one rule, and what came out."""

    rule: Rule
    example: Example
    standing: Standing
    verdicts: tuple[Verdict, ...]
    """Of every obligation of the rule."""
    expected: str
    found: str

    @property
    def failed(self) -> bool:
        """True where the example does not hold and is no ``todo``."""
        return self.standing == "fails"


def prove(book: RuleBook, checker: Checker) -> Iterator[ExampleResult]:
    """Every example of every rule of the book, in the order of the files."""
    for rule in book.rules:
        for example in rule.examples:
            yield prove_example(rule, example, checker)


def prove_example(rule: Rule, example: Example, checker: Checker) -> ExampleResult:
    """One example judged against its rule."""
    verdicts = tuple(checker.check_example(rule, example_of_conversation(example)))
    holds = _holds(example, verdicts)
    standing: Standing = "holds" if holds else "fails"
    if example.todo:
        standing = "starts to hold" if holds else "known failure"
    return ExampleResult(rule, example, standing, verdicts, _expected(example), _found(verdicts))


def _holds(example: Example, verdicts: Iterable[Verdict]) -> bool:
    if example.expects == "passes":
        return all(verdict.verdict in ("met", "not applicable") for verdict in verdicts)
    return any(
        verdict.verdict == "violated" and example.violating in (None, verdict.obligation) for verdict in verdicts
    )


def _expected(example: Example) -> str:
    if example.expects == "passes":
        return "no obligation violated, in review or in error"
    if example.violating is not None:
        return f"obligation {example.violating} violated"
    return "at least one obligation violated"


def _found(verdicts: Iterable[Verdict]) -> str:
    """The verdicts of all obligations as one line."""
    return (
        "; ".join(f"obligation {verdict.obligation} {verdict.verdict}" for verdict in verdicts) or "no obligation"
    )


def example_of_conversation(example: Example) -> Example:
    """A conversation (lines that start with ``Patient:`` and ``Answer:``) as an answer with its given input.

    All that the patient says is the input, all that the model answers is the answer, an empty line between turns.
    Any other example comes back as it is.
    """
    turns = conversation(example.text)
    if len({speaker for speaker, _ in turns}) < 2:
        return example
    asked = "\n\n".join(text for speaker, text in turns if speaker == _PATIENT)
    answered = "\n\n".join(text for speaker, text in turns if speaker == _ANSWER)
    given = example.given or Given()
    if given.text is not None:
        asked = f"{given.text}\n\n{asked}" if asked else given.text
    return example.model_copy(update={"text": answered, "given": given.model_copy(update={"text": asked})})


def conversation(text: str) -> list[tuple[str, str]]:
    """The turns of a conversation as (``patient:`` or ``answer:``, text); empty where the text is none."""
    turns: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        stripped = line.strip()
        speaker = next((mark for mark in (_PATIENT, _ANSWER) if stripped.lower().startswith(mark)), None)
        if speaker is not None:
            turns.append((speaker, [stripped[len(speaker) :].strip()]))
        elif turns:
            turns[-1][1].append(line)
        elif stripped:
            return []
    return [(speaker, "\n".join(lines).strip()) for speaker, lines in turns]
