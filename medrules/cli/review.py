"""``medrules review``: draws verdicts for clinicians to judge blindly, and reads what they wrote."""

from __future__ import annotations

from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Sample, Unreadable, Vignette
    from medrules.model.review import ReviewKey
    from medrules.model.signoff import SignOff
    from medrules.reviewing.drawing import Drawing
    from medrules.sources.columns import Columns

_PATH = click.Path(path_type=Path)


class Options(NamedTuple):
    """What the command line of ``review sample`` says."""

    answers: tuple[Path, ...]
    rules: tuple[Path, ...]
    vignettes: tuple[Path, ...]
    category: str | None
    columns: Columns
    signoff: str | None
    per_stratum: int
    reviewers: int
    workers: int
    weights: str | None
    as_of: date
    seed: int
    out: Path

    def files(self) -> list[Path]:
        """The file of each reviewer."""
        if self.reviewers == 1:
            return [self.out]
        return [self.out.with_stem(f"{self.out.stem}-{who}") for who in range(1, self.reviewers + 1)]

    @property
    def key(self) -> Path:
        """The file that is kept from the reviewers."""
        return self.out.with_name(f"{self.out.stem}.key.json")


class _Ready(NamedTuple):
    files: list[Path]
    book: RuleBook
    block: SignOff | None
    vignettes: dict[str, Vignette]
    weights: Weights


@click.group(short_help="Have clinicians judge a sample of verdicts.")
def review() -> None:
    """Have clinicians judge a sample of verdicts without seeing ours, and hold both against each other."""


@review.command(short_help="Draw the verdicts that clinicians judge.")
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=_PATH)
@click.option("--rules", type=_PATH, multiple=True, metavar="PATH", help="Rule files (default: shipped).")
@click.option("--vignettes", type=_PATH, multiple=True, metavar="PATH", help="Vignettes (default: shipped).")
@click.option("--category", metavar="CATEGORY", help="Task category of answers that name none.")
@click.option("--id", "id_column", metavar="COLUMN", help="Column with the answer's id (default: sample or id).")
@click.option("--case", "case_column", metavar="COLUMN", help="Column with the vignette's id (default: case).")
@click.option("--input", "input_column", metavar="COLUMN", help="Column with what was asked (default: input).")
@click.option("--output", "output_column", metavar="COLUMN", help="Column with the answer (default: output).")
@click.option("--model", "model_column", metavar="COLUMN", help="Column with the model's name.")
@click.option("--signoff", metavar="NAME", help="Only what the sign-off of that name counts.")
@click.option(
    "--per-stratum",
    type=click.IntRange(1, 1000),
    default=12,
    show_default=True,
    help="Verdicts of each category, risk and outcome.",
)
@click.option("--reviewers", type=click.IntRange(1, 20), default=1, show_default=True, help="One file each.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@click.option("--weights", metavar="NAME", help="Harm weights, where the rule files declare several.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="With --signoff: the day.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another one draws anew.")
@click.option("--out", type=_PATH, required=True, metavar="FILE", help="FILE.xlsx or FILE.csv for the reviewer.")
def sample(**said: Any) -> None:
    """Draw verdicts on these answers at random and write them, without ours, for clinicians to judge.

    Each reviewer gets a file of their own (FILE-1, FILE-2, … where there are several). FILE.key.json holds our
    verdicts: keep it from them, 'medrules review import' needs it.

    Exit codes: 0 written, 2 the command line, the rules or the files cannot be used.
    """
    from medrules.sources.columns import Columns

    columns = Columns(
        **{field: said.pop(f"{field}_column") for field in ("id", "case", "input", "output", "model")}
    )
    day: datetime | None = said.pop("as_of")
    _sample(Options(columns=columns, as_of=day.date() if day is not None else date.today(), **said))


def _sample(options: Options) -> None:
    from medrules.cli.rulebook import stop
    from medrules.cli.run import hashes
    from medrules.reviewing.drawing import Drawing
    from medrules.sources.problems import problem

    ready = _prepare(options)
    drawing = Drawing(ready.book, options.per_stratum, options.seed)
    _draw(options, ready, drawing)
    found = hashes(ready.files, map(Path, ready.book.files), ())
    key, drawn = drawing.finish(
        [each.sha256 for each in found if each.kind == "rules"],
        [each.sha256 for each in found if each.kind == "answers"],
    )
    if not drawn:
        stop([problem("R140")])
    _write(options, ready.book, drawing, key, drawn)


def _prepare(options: Options) -> _Ready:
    """Everything that is needed; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import unknown_category, vignettes_of
    from medrules.cli.rulebook import choose_weights, errors_of, load_book, stop
    from medrules.language.case_rules import with_case_rules
    from medrules.sources import answers
    from medrules.sources.problems import problem

    book, found = load_book(options.rules)
    vignettes, problems = vignettes_of(options.vignettes, options.rules, book)
    weights, weight_problems = choose_weights(book, options.weights)
    files, file_problems = answers.files(options.answers)
    problems = [*errors_of(found), *problems, *weight_problems, *unknown_category(options.category)]
    problems += [*file_problems, *answers.check(files, options.columns)]
    problems += check_outputs([*options.files(), options.key], [*files, *map(Path, book.files)])
    ending = options.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        problems.append(problem("R141", path=options.out))
    if ending == ".xlsx" and find_spec("xlsxwriter") is None:
        problems.append(problem("R149", package="xlsxwriter"))
    if problems:
        stop(problems)
    book, block = taken_by(options.signoff, options.as_of, book)
    book, case_problems = with_case_rules(book, vignettes.values())
    if case_problems and (options.vignettes or not options.rules):
        stop(case_problems)
    return _Ready(files, book, block, vignettes, weights)


def taken_by(name: str | None, as_of: date, whole: RuleBook) -> tuple[RuleBook, SignOff | None]:
    """The rules that count: all of them, or those that the sign-off named takes."""
    from medrules.cli.rulebook import stop
    from medrules.language.adopting import adopted_hashes
    from medrules.scoring.approvals import in_force
    from medrules.signoff.deciding import taken
    from medrules.sources.problems import listed, meant, problem

    if name is None:
        return whole, None
    known = {block.name: block for block in whole.signoffs}
    block = known.get(name.lower())
    if block is None:
        near = meant(name.lower(), known)
        stop([problem("R130", name=name, meant=near, known=listed(known))])
    book, _ = taken(block, whole, in_force(whole, as_of, adopted_hashes(whole)))
    if not book.rules:
        title = whole.packs[0].title if whole.packs else "…"
        stop([problem("R131", count=len(whole.rules), pack=title, why="")])
    return book, block


def _draw(options: Options, ready: _Ready, drawing: Drawing) -> None:
    """Checks every row; the drawing looks at what came out."""
    from medrules.cli.rulebook import build_checker, stop
    from medrules.cli.run import NOT_EVALUATED
    from medrules.engines.local import WorkerCrashed, run
    from medrules.sources.problems import SourceError, problem

    checker = build_checker(ready.book, ready.weights)
    rows = _rows(options, ready)
    try:
        for checked in run(rows, ready.book, ready.weights, workers=options.workers, checker=checker):
            drawing.add(checked)
    except SourceError as error:
        stop([error.problem])
    except WorkerCrashed as error:
        stop([problem("R109", why=str(error))], NOT_EVALUATED)


def _rows(options: Options, ready: _Ready) -> Iterable[Sample | Unreadable]:
    from medrules.cli.batch import Batch
    from medrules.model.case import Sample
    from medrules.signoff.deciding import in_scope

    for row in Batch(ready.files, options.columns, ready.vignettes, options.category):
        if ready.block is None or (isinstance(row, Sample) and in_scope(ready.block, row.category)):
            yield row


def _write(options: Options, book: RuleBook, drawing: Drawing, key: ReviewKey, drawn: Any) -> None:
    from medrules.cli.outputs import written_bytes
    from medrules.cli.screen import console, counted, line, say
    from medrules.reviewing.sheets import as_csv, as_workbook, rows
    from medrules.signoff.lock import canonical

    out = console()
    say(out, f"{counted(len(drawn), 'verdict')} drawn, from {len(key.strata)} strata.")
    for who, path in enumerate(options.files(), 1):
        lines = list(rows(key, drawn, book, drawing.obligations, who))
        made = as_workbook(lines) if path.suffix.lower() == ".xlsx" else as_csv(lines)
        with written_bytes(path) as stream:
            stream.write(made)
        say(out, f"For a reviewer: {line(str(path))}")
    with written_bytes(options.key) as stream:
        stream.write(canonical(key.model_dump(mode="json")).encode())
    say(out, f"The key, which no reviewer may see: {line(str(options.key))}")


@review.command("import", short_help="Hold what clinicians wrote against the checker.")
@click.argument("files", metavar="FILES...", nargs=-1, required=True, type=_PATH)
@click.option("--key", type=_PATH, required=True, metavar="FILE", help="The key that 'review sample' wrote.")
@click.option("--json", "json_file", type=_PATH, metavar="FILE", help="Write what 'signoff --review' takes.")
def import_(files: tuple[Path, ...], key: Path, json_file: Path | None) -> None:
    """Read what reviewers filled in, a file each, and say how far they and the checker agree.

    Exit codes: 0 read, 2 a file, a cell or the key cannot be used.
    """
    from medrules.cli.outputs import check_outputs, written_bytes
    from medrules.cli.review_screen import show_review
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import console, line, say
    from medrules.reviewing.keeping import KeyFileError, read_key
    from medrules.reviewing.opinions import read_opinions
    from medrules.reviewing.outcome import outcome
    from medrules.signoff.lock import canonical
    from medrules.sources.problems import problem

    problems = [problem("R149", package="ppi-python")] if find_spec("ppi_py") is None else []
    problems += check_outputs([json_file] if json_file is not None else [], [*files, key])
    stems = [path.stem for path in files]
    problems += [problem("R148", name=name) for name in sorted({each for each in stems if stems.count(each) > 1})]
    if problems:
        stop(problems)
    try:
        known = read_key(key)
    except KeyFileError as error:
        stop([problem("R147", path=key, why=str(error))])
    read = [read_opinions(path, known) for path in files]
    if problems := [each for _, found in read for each in found]:
        stop(problems)
    result = outcome(known, [opinions for opinions, _ in read])
    out = console()
    show_review(result, [opinions.empty for opinions, _ in read], out)
    if json_file is not None:
        with written_bytes(json_file) as stream:
            stream.write(canonical(result.model_dump(mode="json")).encode())
        say(out, f"Review: {line(str(json_file))}")
