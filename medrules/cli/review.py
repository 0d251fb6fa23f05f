"""``medrules review``: draws verdicts for clinicians to judge blindly, and reads what they wrote."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from medrules.cli.batch_options import PATH, of_a_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Sample, Unreadable, Vignette
    from medrules.model.review import ReviewKey
    from medrules.model.signoff import SignOff
    from medrules.reviewing.drawing import Drawing, Drawn
    from medrules.sources.columns import Columns


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
    verdicts: list[Path]
    """Files of verdicts on the answers; none: they are checked."""
    left_out: frozenset[str]
    """Rules that the sign-off does not take."""


@click.group(short_help="Have clinicians judge a sample of verdicts.")
def review() -> None:
    """Have clinicians judge a sample of verdicts without seeing ours, and hold both against each other."""


@review.command(short_help="Draw the verdicts that clinicians judge.")
@click.argument("answers", metavar="ANSWERS...", nargs=-1, required=True, type=PATH)
@of_a_batch("With --signoff: the day by which adoptions hold (default: today).")
@click.option("--signoff", metavar="NAME", help="Only what the sign-off of that name counts.")
@click.option(
    "--per-stratum",
    type=click.IntRange(1, 1000),
    default=12,
    show_default=True,
    help="Verdicts of each category, risk and outcome.",
)
@click.option("--reviewers", type=click.IntRange(1, 20), default=1, show_default=True, help="One file each.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Another one draws anew.")
@click.option("--out", type=PATH, required=True, metavar="FILE", help="FILE.xlsx or FILE.csv for the reviewer.")
def sample(**said: Any) -> None:
    """Draw verdicts on these answers at random and write them, without ours, for clinicians to judge.

    Each reviewer gets a file of their own (FILE-1, FILE-2, … where there are several). FILE.key.json holds our
    verdicts: keep it from them, 'medrules review import' needs it.

    Beside the answers, the file of verdicts that 'medrules check --verdicts FILE --verdicts-all' wrote of them can
    be named: then only what is drawn is checked, to see that it still comes to the same.

    Exit codes: 0 written, 2 the command line, the rules or the files cannot be used.
    """

    _sample(Options(**said))


def _sample(options: Options) -> None:
    from medrules.cli.rulebook import stop
    from medrules.cli.run import hashes
    from medrules.reviewing.drawing import Drawing
    from medrules.sources.problems import problem

    ready = _prepare(options)
    drawing = Drawing(ready.book, options.per_stratum, options.seed)
    _draw(options, ready, drawing)
    found = hashes(ready.files, map(Path, ready.book.files), (), requests=options.columns.requests)
    key, drawn = drawing.finish(
        [each.sha256 for each in found if each.kind == "rules"],
        [each.sha256 for each in found if each.kind in ("answers", "requests")],
    )
    if not drawn:
        stop([problem("R140")])
    if ready.verdicts:
        _same_today(ready, key, drawn)
    _write(options, ready.book, drawing, key, drawn)


def _prepare(options: Options) -> _Ready:
    """Everything that is needed; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import case_rules, load_batch, taken_by
    from medrules.cli.recorded import verdict_files
    from medrules.cli.rulebook import stop
    from medrules.sources import answers
    from medrules.sources.problems import problem

    loaded = load_batch(options)
    verdicts = verdict_files(options.answers)
    files, file_problems = answers.files([path for path in options.answers if path not in verdicts])
    problems = [problem("R164", path=path, why=why) for path, why in _unusable(verdicts, files)]
    problems += [*loaded.problems, *file_problems, *answers.check(files, options.columns)]
    problems += check_outputs([*options.files(), options.key], [*files, *verdicts, *map(Path, loaded.book.files)])
    ending = options.out.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        problems.append(problem("R141", path=options.out))
    if ending == ".xlsx" and find_spec("xlsxwriter") is None:
        problems.append(problem("R149", package="xlsxwriter"))
    if problems:
        stop(problems)
    taken = taken_by(options.signoff, options.as_of, loaded.book) if options.signoff is not None else None
    book, case_problems = case_rules(options, taken.book if taken else loaded.book, loaded.vignettes)
    if case_problems:
        stop(case_problems)
    left_out = frozenset(rule.id for rule in loaded.book.rules) - {rule.id for rule in book.rules}
    block = taken.block if taken else None
    return _Ready(files, book, block, loaded.vignettes, loaded.weights, verdicts, left_out)


def _unusable(verdicts: Sequence[Path], answers: Sequence[Path]) -> Iterable[tuple[Path, str]]:
    """Files of verdicts that have no answers beside them, or another file of verdicts."""
    if verdicts and not answers:
        yield verdicts[0], "reviewers need the texts, which stand in the files of answers: name these too"
    for path in verdicts[1:]:
        yield path, f"{verdicts[0]} is named too; one file holds the verdicts on all answers"


def _draw(options: Options, ready: _Ready, drawing: Drawing) -> None:
    """Checks every row, or takes what was written of it; the drawing looks at what came out."""
    from medrules.cli.rulebook import build_checker, stop
    from medrules.cli.run import NOT_EVALUATED
    from medrules.engines.local import WorkerCrashed, run
    from medrules.sources.problems import SourceError, problem

    if ready.verdicts:
        _take(options, ready, drawing)
        return
    checker = build_checker(ready.book, ready.weights)
    rows = (row for row in _rows(options, ready) if _counts(ready, row))
    try:
        for checked in run(rows, ready.book, ready.weights, workers=options.workers, checker=checker):
            drawing.add(checked)
    except SourceError as error:
        stop([error.problem])
    except WorkerCrashed as error:
        stop([problem("R109", why=str(error))], NOT_EVALUATED)


def _take(options: Options, ready: _Ready, drawing: Drawing) -> None:
    """Takes the verdicts that were written of every row, in place of checking it."""
    from medrules.cli.recorded import Recorded, on_these_answers
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import SourceError

    recorded = Recorded(ready.verdicts[0], ready.book, ready.left_out)
    try:
        for row, checked in on_these_answers(recorded, _rows(options, ready)):
            if _counts(ready, row):
                drawing.add(checked)
    except SourceError as error:
        stop([error.problem])


def _same_today(ready: _Ready, key: ReviewKey, drawn: Sequence[Drawn]) -> None:
    """Checks what was drawn from a file of verdicts; the command ends where anything comes to something else."""
    from medrules.cli.rulebook import build_checker, stop
    from medrules.engines.local import run
    from medrules.sources.problems import problem

    checker = build_checker(ready.book, ready.weights)
    samples = {(each.sample.file, each.sample.line): each.sample for each in drawn}
    found = {
        (place, verdict.rule, verdict.obligation): verdict.verdict
        for place, checked in zip(
            samples,
            run(samples.values(), ready.book, ready.weights, everything=True, checker=checker),
            strict=True,
        )
        for verdict in checked.verdicts
    }
    for item, each in zip(key.items, drawn, strict=True):
        now = found.get(((each.sample.file, each.sample.line), item.rule, item.obligation))
        if now != item.verdict:
            why = (
                f"{item.rule} on the answer {item.sample} was {item.verdict}, and is {now or 'not evaluated'} now"
            )
            stop([problem("R164", path=ready.verdicts[0], why=why)])


def _rows(options: Options, ready: _Ready) -> Iterable[Sample | Unreadable]:
    from medrules.engines.batch import Batch

    return Batch(ready.files, options.columns, ready.vignettes, options.category)


def _counts(ready: _Ready, row: Sample | Unreadable) -> bool:
    """Whether a row is in scope."""
    from medrules.model.case import Sample
    from medrules.signoff.deciding import in_scope

    return ready.block is None or (isinstance(row, Sample) and in_scope(ready.block, row.category))


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
@click.argument("files", metavar="FILES...", nargs=-1, required=True, type=PATH)
@click.option("--key", type=PATH, required=True, metavar="FILE", help="The key that 'review sample' wrote.")
@click.option("--json", "json_file", type=PATH, metavar="FILE", help="Write what 'signoff --review' takes.")
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
