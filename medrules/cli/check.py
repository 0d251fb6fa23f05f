"""``medrules check``: checks files of answers against the rules; writes verdicts and report, prints a summary."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from medrules.cli.batch_options import PATH, of_a_batch

if TYPE_CHECKING:
    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.cli.resuming import Checkpoints
    from medrules.cli.run import Run
    from medrules.engines.batch import Batch
    from medrules.engines.local import Engine
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Vignette
    from medrules.model.scorecard import Scorecard
    from medrules.sources.columns import Columns


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
    resume: bool
    every: float
    engine: Engine


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
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=PATH)
@of_a_batch("The day by which waivers and adoptions hold or have lapsed (default: today).")
@click.option("--verdicts", type=PATH, metavar="FILE", help="Write violated, review and error as JSON lines.")
@click.option("--verdicts-all", "everything", is_flag=True, help="With --verdicts: every verdict, met ones too.")
@click.option("--report", type=PATH, metavar="FILE.html", help="Write the report.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where it runs; spark: on the cluster that Spark's own settings name.",
)
@click.option("--resume", is_flag=True, help="With --verdicts: go on where an interrupted run of this stopped.")
@click.option(
    "--checkpoint-every",
    "every",
    type=click.FloatRange(0, 86_400),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="With --resume: how often progress is made to last.",
)
def check(**said: Any) -> None:
    """Check the answers in these files (JSON Lines, CSV, TSV, packed or not) or folders against the rules.

    Exit codes: 0 nothing violated but what is waived, 1 violations, 2 the command line, the rules or the files
    cannot be used, 3 something could not be evaluated, or no rule applied to any answer.

    \b
    Examples:
      medrules check answers.jsonl --report report.html
      medrules check answers.jsonl --rules my-rules --verdicts verdicts.jsonl --workers 2
      medrules check answers.jsonl --verdicts verdicts.jsonl --resume
    """
    from medrules.cli.screen import console

    if said["everything"] and said["verdicts"] is None:
        raise click.UsageError("--verdicts-all needs --verdicts FILE.")
    if said["resume"] and said["verdicts"] is None:
        raise click.UsageError("--resume needs --verdicts FILE: beside it stands what the run goes on with.")
    if said["resume"] and said["engine"] != "local":
        raise click.UsageError(
            "--resume goes with --engine local alone; Spark itself repeats what an executor loses."
        )
    raise click.exceptions.Exit(_run(Options(**said), console()))


def _run(options: Options, out: Console) -> int:
    """The whole run; the exit code."""
    from medrules.garbage import lasting

    with lasting():
        from medrules.cli.preparing import approvals_of, prove_once
        from medrules.cli.run import Run, variants_of

        ready = _prepare(options)
    prove_once(options.rules, ready.book, ready.checker, out)
    approvals = approvals_of(ready.book, options.as_of)
    run = Run(
        ready.book,
        ready.weights,
        ready.checker,
        approvals,
        variants_of(ready.vignettes, ready.files, options.columns),
    )
    if options.resume:
        from medrules.cli.resuming import resumed

        with resumed(options, ready, run) as going_on:
            batch = _check(options, ready, run, going_on)
            _finish(options, ready, run, batch, out)
    else:
        batch = _check(options, ready, run)
        _finish(options, ready, run, batch, out)
    return run.exit_code


def _prepare(options: Options) -> Ready:
    """Everything the run needs; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import case_rules, load_batch, vignette_files
    from medrules.cli.resuming import cannot_resume
    from medrules.cli.rulebook import build_checker, stop
    from medrules.sources import answers

    loaded = load_batch(options, kept=True)
    book, problems = loaded.book, list(loaded.problems)
    if loaded.readable:
        book, case_problems = case_rules(options, book, loaded.vignettes)
        problems += case_problems
    files, file_problems = answers.files(options.answers)
    outputs = [path for path in (options.verdicts, options.report) if path is not None]
    lost = cannot_resume([*files, *outputs[:1]]) if options.resume else []
    problems += [*file_problems, *(lost or answers.check(files, options.columns))]
    problems += check_outputs(outputs, [*files, *map(Path, book.files), *vignette_files(loaded.vignettes)])
    if problems:
        stop(problems)
    checker = build_checker(book, loaded.weights, kept=True)
    return Ready(files, book, loaded.vignettes, loaded.weights, checker, loaded.warnings)


def _check(options: Options, ready: Ready, run: Run, going_on: Checkpoints | None = None) -> Batch:
    """Checks every row of the files; a file that cannot be read on, or a process that ends, ends the command."""
    from medrules.cli.outputs import written
    from medrules.cli.progress import progress
    from medrules.cli.rulebook import stop
    from medrules.cli.run import NOT_EVALUATED
    from medrules.engines.batch import Batch
    from medrules.engines.local import WorkerCrashed
    from medrules.engines.pieces import NoSpark
    from medrules.sources.problems import SourceError, problem

    try:
        with ExitStack() as stack:
            bar = stack.enter_context(progress(sum(file.stat().st_size for file in ready.files)))
            batch = Batch(ready.files, options.columns, ready.vignettes, options.category, bar)
            if going_on is not None:
                going_on.check(batch, workers=options.workers, everything=options.everything)
            else:
                write = stack.enter_context(written(options.verdicts)).write if options.verdicts else None
                run.check(
                    batch,
                    workers=options.workers,
                    everything=options.everything,
                    detail=bool(options.verdicts or options.report),
                    write=write,
                    engine=options.engine,
                )
    except SourceError as error:
        stop([error.problem])
    except WorkerCrashed as error:
        stop([problem("R109", why=str(error))], NOT_EVALUATED)
    except NoSpark as error:
        stop([problem("R190", why=str(error))])
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
    from medrules.sources.item import named

    asked = options.columns.requests
    cases = vignette_files(ready.vignettes)
    files = hashes(ready.files, map(Path, ready.book.files), cases, requests=asked, weights=ready.weights)
    text = html.render(
        scorecard,
        run.worst.findings(),
        identity=Identity(tool=f"medrules {__version__}", files=files, as_of=options.as_of),
        found=run.worst.counts,
        verdicts=named(options.verdicts) if options.verdicts else None,
    )
    with written(path) as stream:
        stream.write(text)
