"""``medrules test``: runs the examples of every rule, and shows each that does not hold with what was found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from medrules.proving.examples import ExampleResult


@click.command(short_help="Run the examples of every rule.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
def test(paths: tuple[Path, ...]) -> None:
    """Run the examples (passes, fails) of every rule in these files and folders (default: the shipped packs).

    Exit codes: 0 all hold, 1 at least one does not, 2 the rule files cannot be used.
    """
    from medrules.cli.rulebook import build_checker, errors_of, load_book, stop
    from medrules.cli.screen import console, show_problems
    from medrules.proving.examples import prove

    book, problems = load_book(paths)
    if errors_of(problems):
        stop(problems)
    out = console()
    show_problems(problems, out)
    results: Counter[str] = Counter()
    for result in prove(book, build_checker(book)):
        results[result.standing] += 1
        if result.standing != "holds":
            show_result(result, out)
    without = [rule.id for rule in book.rules if not rule.examples]
    _show_counts(results, len(book.rules), without, out)
    raise click.exceptions.Exit(1 if results["fails"] else 0)


def show_result(result: ExampleResult, out: Console) -> None:
    """Prints an example that does not hold, or a ``todo``, with what was expected and what was found."""
    from medrules.cli.mentions import said, verdict_lines
    from medrules.cli.screen import clean, say

    place = result.example.location
    todo = "todo " if result.example.todo else ""
    title = (
        f"{place.file}:{place.line}: {result.rule.id}: {todo}{result.example.expects} {said(result.example.text)}"
    )
    style = {"fails": "red", "starts to hold": "green"}.get(result.standing, "yellow")
    if result.standing == "starts to hold":
        say(out, clean(title), style=style)
        say(out, "  holds now: take 'todo' away\n")
        return
    if result.standing == "known failure":
        say(out, clean(title) + " (known failure)", style=style)
        return
    say(out, clean(title), style=style)
    say(out, f"  expected: {result.expected}")
    say(out, f"  found:    {result.found}")
    for verdict in result.verdicts:
        for text in verdict_lines(verdict):
            say(out, f"    {text}")
    say(out)


def _show_counts(results: Counter[str], rules: int, without: list[str], out: Console) -> None:
    from medrules.cli.screen import counted, line, say

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
