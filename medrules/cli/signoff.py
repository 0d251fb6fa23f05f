"""``medrules signoff``: holds a batch against the criteria of a sign-off, and writes the bundle to be filed."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from medrules.cli.batch_options import PATH, of_a_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.cli.run import Run
    from medrules.history.store import History
    from medrules.model.approval import Approvals
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Sample, Unreadable, Vignette
    from medrules.model.decision import Decision, DecisionState, Eligibility, LastSigned
    from medrules.model.review import Review
    from medrules.model.signoff import SignOff
    from medrules.signoff.criteria import Figures
    from medrules.sources.columns import Columns
EXIT: dict[DecisionState, int] = {
    "criteria met": 0,
    "met with conditions": 0,
    "not met": 1,
    "cannot be decided": 3,
}


class Options(NamedTuple):
    """What the command line says."""

    name: str
    answers: tuple[Path, ...]
    rules: tuple[Path, ...]
    vignettes: tuple[Path, ...]
    category: str | None
    columns: Columns
    workers: int
    weights: str | None
    as_of: date
    seed: int
    quotes: bool
    review: Path | None
    history: Path | None
    out: Path


class Ready(NamedTuple):
    """What a run needs, found to be in order."""

    signoff: SignOff
    files: list[Path]
    book: RuleBook
    """The rules that the sign-off takes."""
    left_out: tuple[str, ...]
    approvals: Approvals
    vignettes: dict[str, Vignette]
    weights: Weights
    checker: Checker
    review: Review | None
    history: History | None


class Scope:
    """The rows of a batch that a sign-off is about; a row that cannot be read is, whatever it was."""

    def __init__(self, options: Options, ready: Ready) -> None:
        self._options = options
        self._ready = ready
        self.outside = 0
        """Answers of another category, or of none."""

    def __iter__(self) -> Iterator[Sample | Unreadable]:
        from medrules.engines.batch import Batch
        from medrules.model.case import Sample
        from medrules.signoff.deciding import in_scope

        self.outside = 0
        ready, options = self._ready, self._options
        for row in Batch(ready.files, options.columns, ready.vignettes, options.category):
            if not isinstance(row, Sample) or in_scope(ready.signoff, row.category):
                yield row
            else:
                self.outside += 1


@click.command(short_help="Hold answers against the criteria of a sign-off.")
@click.argument("name")
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=PATH)
@of_a_batch("The day by which everything expires, and which every file bears (default: today).")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of every resampling.")
@click.option(
    "--quotes",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="Whether reports quote answers; with none, spans and hashes stand instead.",
)
@click.option("--review", type=PATH, metavar="FILE", help="What 'review import --json FILE' wrote.")
@click.option("--history", type=PATH, metavar="FILE", help="Runs on record (SQLite): this one is added.")
@click.option("--out", type=PATH, required=True, metavar="BUNDLE", help="The folder to write; it must be new.")
def signoff(**said: Any) -> None:
    """Hold the answers in these files against the criteria of the sign-off NAME, and write the bundle.

    Rules of status production count, and those that an adoption in force covers. What the committee decides
    stands in an empty box of the report; 'medrules sign' signs the bundle, 'medrules verify' proves it unaltered.

    Exit codes: 0 criteria met (also with conditions), 1 not met, 2 the command line, the rules or the files cannot
    be used, 3 it cannot be decided.
    """
    from medrules.cli.screen import console

    quotes = said.pop("quotes") == "all"
    options = Options(quotes=quotes, **said)
    raise click.exceptions.Exit(_run(options, console()))


def _run(options: Options, out: Console) -> int:
    """The whole of it; the exit code."""
    from medrules.cli.preparing import prove
    from medrules.cli.rulebook import stop
    from medrules.cli.signoff_screen import show_decision, show_eligibility
    from medrules.signoff.bundle import BundleError
    from medrules.sources.problems import problem

    ready = _prepare(options)
    prove(ready.book, ready.checker, out)
    scope = Scope(options, ready)
    eligible = _eligible(ready, scope, options.as_of)
    show_eligibility(eligible, out)
    try:
        decision = _judge(options, ready, scope, eligible)
    except BundleError as error:
        stop([problem("R132", why=str(error))])
    show_decision(decision, options.out, out)
    return EXIT[decision.state]


def _prepare(options: Options) -> Ready:
    """Everything the run needs; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.preparing import case_rules, load_batch, taken_by, unknown_signoff
    from medrules.cli.rulebook import build_checker, stop
    from medrules.cli.standing import history_of, review_of
    from medrules.sources import answers
    from medrules.sources.problems import problem

    missing = [name for name in ("typst", "xlsxwriter") if find_spec(name) is None]
    if missing:
        stop([problem("R136", package=name) for name in missing])
    loaded = load_batch(options)
    files, file_problems = answers.files(options.answers)
    problems = [*loaded.problems, *file_problems, *answers.check(files, options.columns)]
    problems += unknown_signoff(options.name, loaded.book)
    if problems:
        stop(problems)
    taken = taken_by(options.name, options.as_of, loaded.book)
    book, case_problems = case_rules(options, taken.book, loaded.vignettes)
    if case_problems:
        stop(case_problems)
    asked = [*options.columns.requests, *answers.companions(files)]
    return Ready(
        signoff=taken.block,
        files=files,
        book=book,
        left_out=taken.left_out,
        approvals=taken.approvals,
        vignettes=loaded.vignettes,
        weights=loaded.weights,
        checker=build_checker(book, loaded.weights),
        review=review_of(options.review, [*files, *asked], book),
        history=history_of(options.history),
    )


def _eligible(ready: Ready, scope: Scope, as_of: date) -> tuple[Eligibility, ...]:
    """What the criteria need and have: the rows are read once before anything is checked."""
    from medrules.cli.rulebook import stop
    from medrules.cli.standing import last_cases
    from medrules.model.case import Sample
    from medrules.signoff.eligibility import Counted, eligibility
    from medrules.sources.problems import SourceError

    last = last_cases(ready.history, ready.signoff.name, as_of)
    counted = Counted.of(ready.book, ready.weights, last)
    try:
        for row in scope:
            if isinstance(row, Sample):
                counted.add(row)
    except SourceError as error:
        stop([error.problem])
    return eligibility(ready.signoff, counted)


def _judge(options: Options, ready: Ready, scope: Scope, eligible: tuple[Eligibility, ...]) -> Decision:
    """Checks the rows, decides, and writes the bundle."""
    from medrules.cli.rulebook import stop
    from medrules.cli.run import NOT_EVALUATED, Run, variants_of
    from medrules.cli.signoff_dossier import dossier_of
    from medrules.cli.signoff_files import VERDICTS, write_files
    from medrules.cli.standing import earlier, last_signed, record
    from medrules.engines.local import WorkerCrashed
    from medrules.reports import redacting
    from medrules.scoring.per_case import case_harms
    from medrules.signoff.bundle import written_bundle
    from medrules.signoff.deciding import decide
    from medrules.sources.problems import SourceError, problem

    variants = variants_of(ready.vignettes, ready.files, options.columns)
    run = Run(ready.book, ready.weights, ready.checker, ready.approvals, variants)
    try:
        with written_bundle(options.out) as folder:
            with (folder / VERDICTS).open("w", encoding="utf-8", newline="\n") as stream:

                def write(line: str) -> int:
                    return stream.write(line if options.quotes else redacting.line(line))

                run.check(scope, workers=options.workers, write=write)
            cases = case_harms(run.tally)
            last = last_signed(ready.history, ready.signoff.name, options.as_of, cases, ready.weights)
            before = earlier(ready.history, ready.signoff.name, options.as_of)
            figures = _figures(options, ready, run, last)
            decision = decide(
                ready.signoff,
                ready.book,
                ready.approvals,
                figures,
                eligible,
                left_out=ready.left_out,
                out_of_scope=scope.outside,
            )
            dossier = dossier_of(options, ready, run, decision, figures, before=before)
            write_files(folder, dossier)
        if ready.history is not None:
            record(ready.history, options.out, dossier, cases)
    except SourceError as error:
        stop([error.problem])
    except WorkerCrashed as error:
        stop([problem("R109", why=str(error))], NOT_EVALUATED)
    return decision


def _figures(options: Options, ready: Ready, run: Run, last: LastSigned | None) -> Figures:
    from medrules.cli.standing import review_standing
    from medrules.signoff.criteria import DEFAULT_CONFIDENCE, Figures
    from medrules.signoff.eligibility import harm_confidences

    wanted = {*harm_confidences(ready.signoff), DEFAULT_CONFIDENCE}
    scorecards = {each: run.tally.scorecard(each, options.seed) for each in sorted(wanted)}
    return Figures(scorecards, review=review_standing(ready.review), last=last)
