"""``medrules signoff``: holds a batch against the criteria of a sign-off, and writes the bundle to be filed."""

from __future__ import annotations

from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

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

_PATH = click.Path(path_type=Path)
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
        from medrules.cli.batch import Batch
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
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--weights", metavar="NAME", help="Harm weights, where the rule files declare several.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day by which everything expires, and which every file bears (default: today).",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of every resampling.")
@click.option(
    "--quotes",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="Whether reports quote answers; with none, spans and hashes stand instead.",
)
@click.option("--review", type=_PATH, metavar="FILE", help="What 'review import --json FILE' wrote.")
@click.option("--history", type=_PATH, metavar="FILE", help="Runs on record (SQLite): this one is added.")
@click.option("--out", type=_PATH, required=True, metavar="BUNDLE", help="The folder to write; it must be new.")
def signoff(**said: Any) -> None:
    """Hold the answers in these files against the criteria of the sign-off NAME, and write the bundle.

    Rules of status production count, and those that an adoption in force covers. What the committee decides
    stands in an empty box of the report; 'medrules sign' signs the bundle, 'medrules verify' proves it unaltered.

    Exit codes: 0 criteria met (also with conditions), 1 not met, 2 the command line, the rules or the files cannot
    be used, 3 it cannot be decided.
    """
    from medrules.cli.screen import console
    from medrules.sources.columns import Columns

    columns = Columns(
        **{field: said.pop(f"{field}_column") for field in ("id", "case", "input", "output", "model")}
    )
    day: datetime | None = said.pop("as_of")
    as_of = day.date() if day is not None else date.today()
    quotes = said.pop("quotes") == "all"
    options = Options(columns=columns, as_of=as_of, quotes=quotes, **said)
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
    eligible = _eligible(ready, scope)
    show_eligibility(eligible, out)
    try:
        decision = _judge(options, ready, scope, eligible)
    except BundleError as error:
        stop([problem("R132", why=str(error))])
    show_decision(decision, options.out, out)
    return EXIT[decision.state]


def _prepare(options: Options) -> Ready:
    """Everything the run needs; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.preparing import unknown_category, vignettes_of
    from medrules.cli.rulebook import build_checker, choose_weights, errors_of, load_book, stop
    from medrules.cli.standing import history_of, review_of
    from medrules.language.adopting import adopted_hashes
    from medrules.language.case_rules import with_case_rules
    from medrules.scoring.approvals import in_force
    from medrules.signoff.deciding import taken
    from medrules.sources import answers
    from medrules.sources.problems import listed, meant, problem

    missing = [name for name in ("typst", "xlsxwriter") if find_spec(name) is None]
    if missing:
        stop([problem("R136", package=name) for name in missing])
    whole, found = load_book(options.rules)
    vignettes, problems = vignettes_of(options.vignettes, options.rules, whole)
    weights, weight_problems = choose_weights(whole, options.weights)
    files, file_problems = answers.files(options.answers)
    known = {block.name: block for block in whole.signoffs}
    block = known.get(options.name.lower())
    problems = [*errors_of(found), *problems, *weight_problems, *unknown_category(options.category)]
    problems += [*file_problems, *answers.check(files, options.columns)]
    if block is None:
        near = meant(options.name.lower(), known)
        problems.append(problem("R130", name=options.name, meant=near, known=listed(known)))
    if problems or block is None:
        stop(problems)
    approvals = in_force(whole, options.as_of, adopted_hashes(whole))
    book, left_out = taken(block, whole, approvals)
    if not book.rules:
        title = whole.packs[0].title if whole.packs else "…"
        stop([problem("R131", count=len(whole.rules), pack=title, why=_lapsed(approvals))])
    book, case_problems = with_case_rules(book, vignettes.values())
    if case_problems and (options.vignettes or not options.rules):
        stop(case_problems)
    checker = build_checker(book, weights)
    review = review_of(options.review, files, book)
    history = history_of(options.history)
    return Ready(block, files, book, left_out, approvals, vignettes, weights, checker, review, history)


def _lapsed(approvals: Approvals) -> str:
    """Why adoptions that are there do not hold."""
    lapsed = [each for each in approvals.adoptions if each.standing != "in force"]
    named = "; ".join(f"the adoption of “{each.adoption.name}”: {each.reason}" for each in lapsed[:3])
    return f" ({named})" if named else ""


def _eligible(ready: Ready, scope: Scope) -> tuple[Eligibility, ...]:
    """What the criteria need and have: the rows are read once before anything is checked."""
    from medrules.cli.rulebook import stop
    from medrules.model.case import Sample
    from medrules.signoff.eligibility import Counted, eligibility
    from medrules.sources.problems import SourceError

    counted = Counted.of(ready.book, ready.weights)
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
    from medrules.cli.standing import last_signed, record
    from medrules.engines.local import WorkerCrashed
    from medrules.reports import redacting
    from medrules.scoring.per_case import case_harms
    from medrules.signoff.bundle import written_bundle
    from medrules.signoff.deciding import decide
    from medrules.sources.problems import SourceError, problem

    run = Run(ready.book, ready.weights, ready.checker, ready.approvals, variants_of(ready.vignettes))
    try:
        with written_bundle(options.out) as folder:
            with (folder / VERDICTS).open("w", encoding="utf-8", newline="\n") as stream:

                def write(line: str) -> int:
                    return stream.write(line if options.quotes else redacting.line(line))

                run.check(scope, workers=options.workers, write=write)
            cases = case_harms(run.tally)
            last = last_signed(ready.history, ready.signoff.name, options.as_of, cases, ready.weights)
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
            dossier = dossier_of(options, ready, run, decision, figures)
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
