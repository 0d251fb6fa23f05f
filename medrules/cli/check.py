"""``medrules check``: checks files of answers against the rules; writes verdicts and report, prints a summary."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.cli.batch import Batch
    from medrules.cli.run import Run
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem
    from medrules.model.scorecard import Scorecard
    from medrules.sources.columns import Columns

_PATH = click.Path(path_type=Path)


class Options(NamedTuple):
    """What the command line says."""

    answers: tuple[Path, ...]
    rules: tuple[Path, ...]
    vignettes: tuple[Path, ...]
    category: str | None
    columns: Columns
    verdicts: Path | None
    everything: bool
    report: Path | None
    workers: int
    weights: str | None
    as_of: date


class Ready(NamedTuple):
    """What a run needs, found to be in order."""

    files: list[Path]
    book: RuleBook
    vignettes: dict[str, Vignette]
    weights: Weights
    checker: Checker
    warnings: int
    """Findings about the rules that do not stop a run."""


@click.command(short_help="Check answers of models against the rules.")
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--rules", type=_PATH, multiple=True, metavar="PATH", help="Rule files or folders (default: shipped)."
)
@click.option("--vignettes", type=_PATH, multiple=True, metavar="PATH", help="Vignettes (default: shipped).")
@click.option("--category", metavar="CATEGORY", help="Task category of answers that name none.")
@click.option("--id", "id_column", metavar="COLUMN", help="Column with the answer's id (default: sample or id).")
@click.option("--case", "case_column", metavar="COLUMN", help="Column with the vignette's id (default: case).")
@click.option("--input", "input_column", metavar="COLUMN", help="Column with what was asked (default: input).")
@click.option("--output", "output_column", metavar="COLUMN", help="Column with the answer (default: output).")
@click.option(
    "--model", "model_column", metavar="COLUMN", help="Column with the model's name (default: model or system)."
)
@click.option("--verdicts", type=_PATH, metavar="FILE", help="Write violated, review and error as JSON lines.")
@click.option("--verdicts-all", "everything", is_flag=True, help="With --verdicts: every verdict, met ones too.")
@click.option("--report", type=_PATH, metavar="FILE.html", help="Write the report.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--weights", metavar="NAME", help="Harm weights, where the rule files declare several.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day by which waivers and adoptions hold or have lapsed (default: today).",
)
def check(**said: Any) -> None:
    """Check the answers in these files (JSON Lines, CSV, TSV, packed or not) or folders against the rules.

    Exit codes: 0 nothing violated but what is waived, 1 violations, 2 the command line, the rules or the files
    cannot be used, 3 something could not be evaluated, or no rule applied to any answer.
    """
    from medrules.cli.screen import console
    from medrules.sources.columns import Columns

    if said["everything"] and said["verdicts"] is None:
        raise click.UsageError("--verdicts-all needs --verdicts FILE.")
    columns = Columns(
        **{field: said.pop(f"{field}_column") for field in ("id", "case", "input", "output", "model")}
    )
    day: datetime | None = said.pop("as_of")
    as_of = day.date() if day is not None else date.today()
    raise click.exceptions.Exit(_run(Options(columns=columns, as_of=as_of, **said), console()))


def _run(options: Options, out: Console) -> int:
    """The whole run; the exit code."""
    from medrules.cli.preparing import prove
    from medrules.cli.run import Run, variants_of
    from medrules.language.adopting import adopted_hashes
    from medrules.scoring.approvals import in_force

    ready = _prepare(options)
    prove(ready.book, ready.checker, out)
    approvals = in_force(ready.book, options.as_of, adopted_hashes(ready.book))
    run = Run(ready.book, ready.weights, ready.checker, approvals, variants_of(ready.vignettes))
    batch = _check(options, ready, run)
    _finish(options, ready, run, batch, out)
    return run.exit_code


def _prepare(options: Options) -> Ready:
    """Everything the run needs; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import unknown_category, vignette_files, vignettes_of
    from medrules.cli.rulebook import build_checker, choose_weights, errors_of, load_book, stop
    from medrules.sources import answers

    book, found = load_book(options.rules)
    vignettes, vignette_problems = vignettes_of(options.vignettes, options.rules, book)
    if not errors_of(found):
        book, case_problems = _with_case_rules(options, book, vignettes)
        vignette_problems += case_problems
    weights, weight_problems = choose_weights(book, options.weights)
    files, file_problems = answers.files(options.answers)
    problems = [
        *errors_of(found),
        *vignette_problems,
        *weight_problems,
        *unknown_category(options.category),
        *file_problems,
    ]
    problems += answers.check(files, options.columns)
    outputs = [path for path in (options.verdicts, options.report) if path is not None]
    problems += check_outputs(outputs, [*files, *map(Path, book.files), *vignette_files(vignettes)])
    if problems:
        stop(problems)
    return Ready(files, book, vignettes, weights, build_checker(book, weights), len(found))


def _with_case_rules(
    options: Options, book: RuleBook, vignettes: dict[str, Vignette]
) -> tuple[RuleBook, list[Problem]]:
    """The book with the rules of single cases; those of shipped vignettes may name what the user's rules lack."""
    from medrules.language.case_rules import with_case_rules

    book, problems = with_case_rules(book, vignettes.values())
    return book, problems if options.vignettes or not options.rules else []


def _check(options: Options, ready: Ready, run: Run) -> Batch:
    """Checks every row of the files; a file that cannot be read on, or a process that ends, ends the command."""
    from medrules.cli.batch import Batch
    from medrules.cli.outputs import written
    from medrules.cli.progress import progress
    from medrules.cli.rulebook import stop
    from medrules.cli.run import NOT_EVALUATED
    from medrules.engines.local import WorkerCrashed
    from medrules.sources.problems import SourceError, problem

    try:
        with ExitStack() as stack:
            bar = stack.enter_context(progress(sum(file.stat().st_size for file in ready.files)))
            write = stack.enter_context(written(options.verdicts)).write if options.verdicts else None
            batch = Batch(ready.files, options.columns, ready.vignettes, options.category, bar)
            run.check(batch, workers=options.workers, everything=options.everything, write=write)
    except SourceError as error:
        stop([error.problem])
    except WorkerCrashed as error:
        stop([problem("R109", why=str(error))], NOT_EVALUATED)
    return batch


def _finish(options: Options, ready: Ready, run: Run, batch: Batch, out: Console) -> None:
    """Writes the report, prints the summary and what else the reader has to know."""
    from medrules.cli.screen import counted, line, say
    from medrules.reports.terminal import summary

    scorecard = run.tally.scorecard()
    if options.report is not None:
        _write_report(options.report, options, ready, run, scorecard)
    summary(scorecard, out)
    if batch.lacking:
        hold = "holds" if batch.lacking == 1 else "hold"
        lost = f"the first is {line(batch.lost_case or '')}"
        say(
            out,
            f"{counted(batch.lacking, 'answer')} {hold} no input, and no vignette has their case ({lost}): "
            "rules about the input do not apply to them.",
            style="yellow",
        )
    if not run.applied:
        say(out, "No rule applied to any answer: this run says nothing about them.", style="red")
    if ready.warnings:
        say(
            out,
            f"{counted(ready.warnings, 'warning')} about the rules; 'medrules test' shows them.",
            style="yellow",
        )
    if run.review:
        say(out, f"{counted(run.review, 'verdict')} to review: weak evidence, for a person to decide.")
    for what, path in (("Verdicts", options.verdicts), ("Report", options.report)):
        if path is not None:
            say(out, f"{what}: {line(str(path))}")


def _write_report(path: Path, options: Options, ready: Ready, run: Run, scorecard: Scorecard) -> None:
    from medrules import __version__
    from medrules.cli.outputs import written
    from medrules.cli.preparing import vignette_files
    from medrules.cli.run import hashes
    from medrules.model.scorecard import Identity
    from medrules.reports import html

    files = hashes(ready.files, map(Path, ready.book.files), vignette_files(ready.vignettes))
    text = html.render(
        scorecard,
        run.worst.findings(),
        identity=Identity(tool=f"medrules {__version__}", files=files, as_of=options.as_of),
        found=run.worst.counts,
        verdicts=str(options.verdicts) if options.verdicts else None,
    )
    with written(path) as stream:
        stream.write(text)
