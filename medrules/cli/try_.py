"""``medrules try``: one rule on one text, each verdict explained."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from medrules.model.verdict import Verdict

_PATH = click.Path(path_type=Path)
_PAUSE = 0.5
"""Seconds between two looks at the files."""


@click.command(name="try", short_help="Try one rule on one text.")
@click.argument("rule")
@click.argument("text", metavar="[TEXT | FILE | -]", required=False)
@click.option(
    "--input", "asked", metavar="TEXT", help="What the model was asked (default: 'when' is taken as true)."
)
@click.option("--rules", type=_PATH, multiple=True, metavar="PATH", help="Rule files (default: shipped).")
@click.option("--watch", is_flag=True, help="Try again whenever a rule file, or the file with the text, is saved.")
def try_(rule: str, text: str | None, asked: str | None, rules: tuple[Path, ...], watch: bool) -> None:
    """Try one rule on one text, and explain each verdict: RULE is its id, such as stroke.call-emergency.

    Exit codes: 0 nothing violated, 1 violated, 2 there is no such rule or text, or the rules have errors.
    """
    if watch:
        _watch(lambda: _once(rule, text, asked, rules), _watched(text, rules))
        return
    raise click.exceptions.Exit(1 if _once(rule, text, asked, rules) else 0)


def _once(rule: str, text: str | None, asked: str | None, rules: tuple[Path, ...]) -> bool:
    """One trial; whether anything was violated."""
    from medrules.cli.read import text_of
    from medrules.cli.rulebook import build_checker, one_rule
    from medrules.cli.screen import clean, console, say
    from medrules.model.rule import Example, Given
    from medrules.proving.examples import prove_example
    from medrules.proving.explaining.verdicts import explain_verdict

    book, found = one_rule(rule, rules)
    given = Given(text=asked) if asked is not None else None
    trial = Example(expects="passes", text=text_of(text), given=given, location=found.location)
    verdicts: Sequence[Verdict] = prove_example(found, trial, build_checker(book)).verdicts
    out = console()
    for verdict in verdicts:
        for line in explain_verdict(verdict, answer=False):
            say(out, clean(line))
        say(out)
    return any(verdict.verdict == "violated" for verdict in verdicts)


def _watched(text: str | None, rules: tuple[Path, ...]) -> list[Path]:
    """The files whose saving starts another trial."""
    from medrules.cli.read import is_file
    from medrules.language.finding import find_files

    files = find_files(rules)[0]
    return [*files, Path(text)] if text is not None and is_file(text) else files


def _watch(trial: Callable[[], object], files: list[Path]) -> None:
    """Runs a trial, and again after each change of a file, until Ctrl-C."""
    seen: list[float] | None = None
    try:
        while True:
            now = [file.stat().st_mtime if file.exists() else 0 for file in files]
            if now != seen:
                seen = now
                _tried(trial)
            time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return


def _tried(trial: Callable[[], object]) -> None:
    """A trial whose errors are shown and do not end the watching."""
    try:
        trial()
    except click.exceptions.Exit:
        click.echo("waiting for a change of the files", err=True)
