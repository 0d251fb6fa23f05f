"""``medrules test``: runs the examples of every rule and their mutants, and shows each that does not hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.model.book import RuleBook
    from medrules.proving.examples import ExampleResult
    from medrules.proving.mutants.known import Key
    from medrules.proving.mutants.proving import MutantResult, NotMade

_PATH = click.Path(path_type=Path)


class Options(NamedTuple):
    """What the user asked for."""

    paths: tuple[Path, ...]
    mutants: bool
    known: Path | None
    write_known: Path | None
    coverage: bool
    junit: Path | None


class Changed(NamedTuple):
    """The mutants of a run."""

    tried: list[tuple[MutantResult, bool]]
    """Each with whether it fails as is known."""
    not_made: list[NotMade]


@click.command(short_help="Run the examples of every rule.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_PATH)
@click.option(
    "--mutants/--no-mutants", default=True, help="Try each example changed a little, too (default: yes)."
)
@click.option("--known", type=_PATH, metavar="FILE.tsv", help="A table of mutants that are known to fail.")
@click.option("--write-known", type=_PATH, metavar="FILE.tsv", help="Write the mutants that fail as such a table.")
@click.option("--coverage", is_flag=True, help="Say which phrases and clauses no example exercises.")
@click.option("--junit", type=_PATH, metavar="FILE.xml", help="Write the results as JUnit XML for a build server.")
def test(**said: Any) -> None:
    """Run the examples (passes, fails) of every rule in these files and folders (default: the shipped packs).

    Each example that holds is also tried changed a little: negated, conditional, misspelt, as a list and more.
    What must become of its verdicts then is known; docs/tools.md lists the kinds.

    Exit codes: 0 all hold, 1 at least one example or mutant does not, 2 the files cannot be used.
    """
    from medrules.cli.rulebook import build_checker, errors_of, load_book, stop
    from medrules.cli.screen import console, show_problems

    options = Options(**said)
    book, problems = load_book(options.paths)
    if errors_of(problems):
        stop(problems)
    listed = _known(options.known)
    _check_outputs(options, book)
    out = console()
    show_problems(problems, out)
    raise click.exceptions.Exit(_run(options, book, build_checker(book), listed, out))


def _run(options: Options, book: RuleBook, checker: Checker, listed: Counter[Key], out: Console) -> int:
    """Tries and shows everything; the exit code."""
    from medrules.cli.trials import show_example, show_examples, show_mutants, show_rules
    from medrules.proving.examples import prove

    examples = list(prove(book, checker))
    for result in examples:
        if result.standing != "holds":
            show_example(result, out)
    changed = Changed([], [])
    if options.mutants:
        changed = _mutants(options, book, checker, examples, listed, out=out)
        show_rules(book.rules, examples, changed.tried, changed.not_made, out)
    without = [rule.id for rule in book.rules if not rule.examples]
    show_examples(Counter(each.standing for each in examples), len(book.rules), without, out)
    if options.mutants:
        show_mutants(changed.tried, changed.not_made, out)
    if options.coverage:
        _show_coverage(book, checker, examples, out)
    _write(options, examples, changed)
    failed = any(each.failed for each in examples)
    return 1 if failed or any(each.failed and not known for each, known in changed.tried) else 0


def _known(path: Path | None) -> Counter[Key]:
    """The mutants that are known to fail, with how often each is listed; stops where the file is no such table."""
    from medrules.cli.rulebook import stop
    from medrules.proving.mutants.known import NotKnown, read_known
    from medrules.sources.problems import problem

    if path is None:
        return Counter()
    try:
        return Counter(read_known(path))
    except OSError as error:
        stop([problem("R113", path=path, why=error.strerror or str(error))])
    except NotKnown as error:
        stop([problem("R113", path=path, why=error)])


def _check_outputs(options: Options, book: RuleBook) -> None:
    """Stops the command where a result cannot be written; the table of known mutants may be written anew."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.rulebook import stop

    outputs = [path for path in (options.write_known, options.junit) if path is not None]
    problems = check_outputs(outputs, map(Path, book.files))
    if problems:
        stop(problems)


def _mutants(
    options: Options,
    book: RuleBook,
    checker: Checker,
    examples: Sequence[ExampleResult],
    listed: Counter[Key],
    *,
    out: Console,
) -> Changed:
    """Every mutant tried; those that fail are shown, and those listed as known that do not fail any more."""
    from medrules.cli.screen import line, say
    from medrules.cli.trials import show_mutant
    from medrules.proving.mutants.known import key
    from medrules.proving.mutants.proving import NotMade, prove_mutants

    changed, left = Changed([], []), listed.copy()
    for each in prove_mutants(book, checker, examples):
        if isinstance(each, NotMade):
            changed.not_made.append(each)
            continue
        known = each.failed and left[key(each)] > 0
        if known:
            left[key(each)] -= 1
        changed.tried.append((each, known))
        if each.failed:
            show_mutant(each, known, options.paths, out)
    for rule, kind, _, answer in left.elements():
        gone = f"{rule}, mutant {kind} “{answer}”: listed as known to fail, and does not fail; strike it"
        say(out, line(gone), style="green")
    return changed


def _show_coverage(book: RuleBook, checker: Checker, examples: Sequence[ExampleResult], out: Console) -> None:
    from medrules.cli.screen import clean, say
    from medrules.proving.coverage import coverage_of, shown

    for text in shown(coverage_of(book, checker, examples)):
        say(out, clean(text))


def _write(options: Options, examples: Sequence[ExampleResult], changed: Changed) -> None:
    from medrules.cli.outputs import written
    from medrules.proving.junit import junit
    from medrules.proving.mutants.known import table

    if options.junit is not None:
        with written(options.junit) as stream:
            stream.write(junit(examples, changed.tried))
    if options.write_known is not None:
        with written(options.write_known) as stream:
            stream.write(table(each for each, _ in changed.tried if each.failed))
