"""``medrules plugins``: what other tools need of medrules: where a file is, and scores in their form."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATH = click.Path(path_type=Path)
_RULES = "Rule files or folders (default: shipped)."
_OUT = "The scores; lines where it ends in .jsonl."


class Options(NamedTuple):
    """What the command line says of scores for Inspect."""

    answers: tuple[Path, ...]
    rules: tuple[Path, ...]
    vignettes: tuple[Path, ...]
    category: str | None
    as_of: datetime | None
    out: Path


@click.group(short_help="Use the rules in other tools.")
def plugins() -> None:
    """Use the rules in pytest, Inspect, promptfoo and spaCy; docs/plugins.md says how.

    \b
    Examples:
      medrules plugins promptfoo
      medrules plugins inspect answers.jsonl --rules my-rules --out scores.json
    """


@plugins.command()
def promptfoo() -> None:
    """Print the file that a promptfoo assertion names.

    \b
    Example, in promptfooconfig.yaml:
      assert:
        - type: python
          value: file:///PATH/THAT/THIS/PRINTS
          config: {rules: my-rules}
    """
    import medrules.plugins.promptfoo as home

    click.echo(f"file://{Path(home.__file__).with_name('assertion.py')}")


@plugins.command()
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=_PATH)
@click.option("--rules", type=_PATH, multiple=True, metavar="PATH", help=_RULES)
@click.option("--vignettes", type=_PATH, multiple=True, metavar="PATH", help="Vignettes (default: shipped).")
@click.option("--category", metavar="CATEGORY", help="Task category of answers that name none.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day by which waivers hold (default: today).")
@click.option("--out", type=_PATH, required=True, metavar="FILE", help=_OUT)
def inspect(**said: Any) -> None:
    """Write scores of answers for Inspect's precomputed_scores.

    A row's case is the sample's id in the log; its column epoch, where there is one, the epoch.

    \b
    Example:
      medrules plugins inspect answers.jsonl --rules my-rules --out scores.json
      inspect score LOG.eval --scorer medrules/medrules_scores -S scores=scores.json

    Exit codes: 0 written, 2 the command line, the rules or the files cannot be used.
    """
    _inspect(Options(**said))


def _inspect(options: Options) -> None:
    from medrules.cli.outputs import check_outputs, written
    from medrules.cli.preparing import unknown_category
    from medrules.cli.rulebook import USAGE, build_checker, errors_of, load_book, stop
    from medrules.cli.screen import counted, line
    from medrules.plugins.inspect_scores import ScoresError, records
    from medrules.public import RulesError, read_answers

    book, problems = load_book(options.rules)
    problems = [*errors_of(problems), *unknown_category(options.category)]
    problems += check_outputs([options.out], [*options.answers, *map(Path, book.files)])
    if problems:
        stop(problems)
    rows = read_answers(*options.answers, vignettes=options.vignettes, category=options.category)
    day = options.as_of.date() if options.as_of is not None else None
    try:
        with written(options.out) as stream:
            scores = records(build_checker(book), rows, day)
            made, errors = _write(scores, stream, lines=options.out.suffix.lower() == ".jsonl")
    except RulesError as error:
        stop(error.problems)
    except ScoresError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(USAGE) from None
    click.echo(
        f"{counted(made, 'score')}, {errors} of them for what could not be evaluated: {line(str(options.out))}"
    )


def _write(records: Iterable[dict[str, Any]], stream: IO[str], *, lines: bool) -> tuple[int, int]:
    """Writes the records as they come; how many there were, and how many of errors."""
    made = errors = 0
    for record in records:
        errors += bool(record["value"]["error"])
        before = "" if lines else ",\n" if made else "[\n"
        stream.write(before + json.dumps(record) + ("\n" if lines else ""))
        made += 1
    if not lines:
        stream.write("\n]\n")
    return made, errors
