"""``medrules compare``: two runs, or several models, held against each other over the same cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from medrules.cli.batch_options import PATH, of_a_batch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medrules.cli.comparing import Reading, Ready, Side
    from medrules.model.comparison import Comparison, Pairing
    from medrules.model.problem import Problem
    from medrules.sources.columns import Columns
WORSE = 1


class Options(NamedTuple):
    """What the command line says."""

    runs: tuple[Path, ...]
    rules: tuple[Path, ...]
    vignettes: tuple[Path, ...]
    category: str | None
    columns: Columns
    signoff: str | None
    margin: float | None
    workers: int
    weights: str | None
    as_of: date
    seed: int
    report: Path | None
    json_file: Path | None


@click.command(short_help="Hold two runs, or several models, against each other.")
@click.argument("runs", metavar="A B...", nargs=-1, required=True, type=PATH)
@of_a_batch("With --signoff: the day by which adoptions hold (default: today).")
@click.option("--signoff", metavar="NAME", help="What that sign-off counts, and which models meet its criteria.")
@click.option("--margin", type=click.FloatRange(0), metavar="M", help="Harm per case by which B may be worse.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of every permutation.")
@click.option("--report", type=PATH, metavar="FILE.html", help="Write the comparison as a page.")
@click.option("--json", "json_file", type=PATH, metavar="FILE", help="Write every figure.")
def compare(**said: Any) -> None:
    """Hold the answers in A against those in B and in any others, paired by case.

    Each is a file of answers, a folder of them, a bundle whose answer files are where they were, or a file of
    verdicts that 'medrules check --verdicts FILE --verdicts-all' wrote. A file that holds several models counts as
    several runs. Waivers count nothing here.

    Exit codes: 0 compared (with --margin: B is no worse), 1 with --margin: not shown to be no worse, 2 the command
    line, the rules or the files cannot be used.
    """

    options = Options(**said)
    raise click.exceptions.Exit(_run(options))


def _run(options: Options) -> int:
    from medrules.cli.compare_screen import show_comparison
    from medrules.cli.comparing import Reading
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import console
    from medrules.sources.problems import problem

    ready = _prepare(options)
    reading = Reading(options, ready)
    sides = reading.read()
    if len(sides) < 2:
        stop([problem("R162", count=len(sides))])
    made = _comparison(options, ready, reading, sides)
    out = console()
    show_comparison(made, out)
    _write(options, made)
    worse = made.margin is not None and not all(each.whole.no_worse for each in made.pairings)
    return WORSE if worse else 0


def _prepare(options: Options) -> Ready:
    """Everything that is needed; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.comparing import Ready, files_of
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import case_rules, load_batch, taken_by
    from medrules.cli.recorded import verdict_files
    from medrules.cli.rulebook import build_checker, stop
    from medrules.sources import answers

    loaded = load_batch(options)
    problems, files = list(loaded.problems), []
    recorded = {at: path for at, path in enumerate(options.runs) if verdict_files([path])}
    problems += _of_no_sign_off(options, recorded.values())
    for at, path in enumerate(options.runs):
        named, file_problems = ([path], []) if at in recorded else files_of(path)
        files.append(named)
        problems += [*file_problems, *([] if at in recorded else answers.check(named, options.columns))]
    outputs = [path for path in (options.report, options.json_file) if path is not None]
    problems += check_outputs(outputs, [*(file for each in files for file in each), *map(Path, loaded.book.files)])
    if problems:
        stop(problems)
    taken = taken_by(options.signoff, options.as_of, loaded.book) if options.signoff is not None else None
    book, case_problems = case_rules(options, taken.book if taken else loaded.book, loaded.vignettes)
    if case_problems:
        stop(case_problems)
    checker = build_checker(book, loaded.weights)
    return Ready(files, book, taken.block if taken else None, loaded.vignettes, loaded.weights, checker, recorded)


def _of_no_sign_off(options: Options, verdicts: Iterable[Path]) -> list[Problem]:
    """Verdicts do not say what the criteria of a sign-off need: empty answers, levels of care, gold ones."""
    from medrules.sources.problems import problem

    why = "the criteria of a sign-off need what no verdict says"
    return [problem("R164", path=path, why=why) for path in verdicts] if options.signoff is not None else []


def _comparison(options: Options, ready: Ready, reading: Reading, sides: list[Side]) -> Comparison:
    from medrules.model.comparison import Comparison
    from medrules.model.signoff import NoWorse
    from medrules.scoring.comparing import roster

    margin = options.margin
    if margin is None and ready.block is not None:
        margin = next((each.margin for each in ready.block.criteria if isinstance(each, NoWorse)), None)
    return Comparison(
        margin=margin,
        runs=tuple(side.answers.name for side in sides),
        pairings=tuple(_pairing(options, ready, reading, (sides[0], other), margin) for other in sides[1:]),
        roster=roster([side.answers for side in sides], ready.weights, reading.criteria(sides)),
        sign_off=ready.block.name if ready.block is not None else None,
        unreadable=reading.unreadable,
        recorded=reading.recorded(sides),
    )


def _pairing(
    options: Options, ready: Ready, reading: Reading, pair: tuple[Side, Side], margin: float | None
) -> Pairing:
    from medrules.cli.rulebook import stop
    from medrules.model.comparison import Pairing
    from medrules.scoring.charging import scale
    from medrules.scoring.comparing import compare_parts
    from medrules.sources.problems import problem

    first, second = (side.answers for side in pair)
    points = [value for _, value in scale(ready.weights)]
    try:
        k, whole, categories = compare_parts(first, second, points, margin, options.seed)
    except ValueError:
        stop([problem("R161", first=first.name, second=second.name)])
    changes, count = reading.changes(*pair)
    return Pairing(
        first=first.name,
        second=second.name,
        k=k,
        only_first=len(first.cases.keys() - second.cases.keys()),
        only_second=len(second.cases.keys() - first.cases.keys()),
        whole=whole,
        categories=categories,
        changed=changes,
        changed_in_all=count,
    )


def _write(options: Options, made: Comparison) -> None:
    from medrules.cli.outputs import written
    from medrules.cli.screen import console, line, say
    from medrules.reports import comparison
    from medrules.signoff.lock import canonical

    if options.report is not None:
        with written(options.report) as stream:
            stream.write(comparison.render(made))
        say(console(), f"Report: {line(str(options.report))}")
    if options.json_file is not None:
        with written(options.json_file) as stream:
            stream.write(canonical(made.model_dump(mode="json")))
        say(console(), f"Figures: {line(str(options.json_file))}")
