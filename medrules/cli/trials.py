"""Prints what came out when examples and mutants were tried, and how to look at one that does not hold."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from medrules.cli.mentions import said, verdict_lines
from medrules.cli.screen import clean, counted, line, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from medrules.model.rule import Example, Rule
    from medrules.model.verdict import Verdict
    from medrules.proving.examples import ExampleResult
    from medrules.proving.mutants.proving import MutantResult, NotMade


def show_example(result: ExampleResult, out: Console) -> None:
    """An example that does not hold, or a ``todo``, with what was expected and what was found."""
    place = result.example.location
    todo = "todo " if result.example.todo else ""
    title = (
        f"{place.file}:{place.line}: {result.rule.id}: {todo}{result.example.expects} {said(result.example.text)}"
    )
    style = {"fails": "red", "starts to hold": "green"}.get(result.standing, "yellow")
    if result.standing == "known failure":
        say(out, clean(title) + " (known failure)", style=style)
        return
    say(out, clean(title), style=style)
    if result.standing == "starts to hold":
        say(out, "  holds now: take 'todo' away\n")
        return
    _show_outcome(result.expected, result.found, result.verdicts, out)


def show_mutant(result: MutantResult, known: bool, paths: Sequence[Path], out: Console) -> None:
    """A mutant that does not get the verdict it must get, with the command that explains why."""
    place = result.example.location
    title = f"{place.file}:{place.line}: {result.rule.id}: {result.example.expects}, mutant {result.kind}"
    if known:
        say(out, clean(f"{title} {said(result.mutant.text)} (known)"), style="yellow")
        return
    say(out, clean(title), style="red")
    say(out, f"  changed:  {line(result.mutant.change)}")
    say(out, f"  answer:   {said(result.mutant.text, 400)}")
    failing = {each.obligation for each in result.failing}
    verdicts = [verdict for verdict in result.verdicts if verdict.obligation in failing]
    why, more = _command(result.rule, result, paths), _also_stated(result.example)
    _show_outcome(result.expected, result.found, verdicts, out, why=why, more=more)


def _show_outcome(
    expected: str, found: str, verdicts: Sequence[Verdict], out: Console, *, why: str | None = None, more: str = ""
) -> None:
    say(out, f"  expected: {expected}")
    say(out, f"  found:    {found}")
    for verdict in verdicts:
        for text in verdict_lines(verdict):
            say(out, f"    {text}")
    if why is not None:
        say(out, f"  to see why: {clean(why)}")
        if more:
            say(out, f"    (the example also states {more}, which 'try' leaves open)")
    say(out)


def _command(rule: Rule, result: MutantResult, paths: Sequence[Path]) -> str:
    words = ["medrules", "try", rule.id, result.mutant.text]
    asked = _asked(result.example)
    if asked is not None:
        words += ["--input", asked]
    for path in paths:
        words += ["--rules", str(path)]
    return " ".join(shlex.quote(word) for word in words)


def _also_stated(example: Example) -> str:
    """The metadata and fields of the record that an example states."""
    given = example.given
    if given is None:
        return ""
    names = [*(field for field, _ in given.metadata), *(f"record {entry.field}" for entry in given.record)]
    return ", ".join(names)


def _asked(example: Example) -> str | None:
    from medrules.proving.examples import example_of_conversation

    given = example_of_conversation(example).given
    return given.text if given is not None else None


def show_rules(
    rules: Sequence[Rule],
    examples: Sequence[ExampleResult],
    mutants: Sequence[tuple[MutantResult, bool]],
    not_made: Sequence[NotMade],
    out: Console,
) -> None:
    """One line for each rule: its examples, its mutants, and the kinds that no sentence was fit for."""
    tried: Counter[tuple[str, str]] = Counter((each.rule.id, each.standing) for each in examples)
    changed = Counter((each.rule.id, _standing(each, known)) for each, known in mutants)
    without = Counter(each.rule.id for each in not_made)
    for rule in rules:
        parts = [_tally("example", {standing: tried[rule.id, standing] for standing in _EXAMPLES})]
        parts.append(_tally("mutant", {standing: changed[rule.id, standing] for standing in _MUTANTS}))
        say(out, f"{line(rule.id)}: {', '.join(parts)}; {without[rule.id]} not made")
    say(out)


_EXAMPLES = ("holds", "fails", "known failure", "starts to hold")
_MUTANTS = ("holds", "fails", "known")
_PLURAL = {"holds": "hold", "fails": "fail", "starts to hold": "start to hold", "known failure": "known failures"}


def _standing(result: MutantResult, known: bool) -> str:
    return "holds" if not result.failed else "known" if known else "fails"


def _tally(noun: str, counts: dict[str, int]) -> str:
    total = sum(counts.values())
    rest = [f"{number:,} {_said(standing, number)}" for standing, number in counts.items() if number]
    return (
        f"{counted(total, noun)} ({', '.join(rest)})"
        if len(rest) > 1 or (rest and not counts["holds"])
        else (f"{counted(total, noun)} {'holds' if total == 1 else 'hold'}" if total else f"no {noun}")
    )


def _said(standing: str, number: int) -> str:
    return standing if number == 1 else _PLURAL.get(standing, standing)


def show_mutants(mutants: Sequence[tuple[MutantResult, bool]], not_made: Sequence[NotMade], out: Console) -> None:
    """How many mutants hold and fail, and by kind those that could not be made."""
    counts = Counter(_standing(each, known) for each, known in mutants)
    parts = [f"{counts['holds']:,} hold"]
    if counts["fails"]:
        parts.append(f"{counts['fails']:,} {'fails' if counts['fails'] == 1 else 'fail'}")
    if counts["known"]:
        parts.append(f"{counts['known']:,} known to fail")
    say(out, f"{counted(len(mutants), 'mutant')} of them: {', '.join(parts)}.")
    kinds = Counter(each.kind for each in not_made)
    if kinds:
        shown = ", ".join(f"{kind} {number:,}" for kind, number in kinds.items())
        say(out, f"Not made, for want of a sentence of a fitting shape: {shown}.")


def show_examples(results: Counter[str], rules: int, without: list[str], out: Console) -> None:
    """How many examples hold and fail, and the rules that have none."""
    parts = [f"{results['holds']:,} hold"]
    if results["fails"]:
        parts.append(f"{results['fails']:,} fail" + ("s" if results["fails"] == 1 else ""))
    if results["known failure"]:
        parts.append(counted(results["known failure"], "known failure") + " (todo)")
    if results["starts to hold"]:
        parts.append(f"{results['starts to hold']:,} marked todo hold now")
    examples = counted(sum(results.values()), "example")
    say(out, f"{examples} of {counted(rules, 'rule')}: {', '.join(parts)}.")
    if without:
        more = f" and {len(without) - 10} more" if len(without) > 10 else ""
        say(out, f"Without an example: {', '.join(line(name) for name in without[:10])}{more}", style="yellow")
