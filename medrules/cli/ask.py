"""``medrules ask``: puts cases to models as a run file says, and writes their answers for ``medrules check``."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from medrules.cli.batch_options import PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from medrules.endpoints.asking import Count
    from medrules.endpoints.keys import Keys
    from medrules.endpoints.plan import Plan
    from medrules.endpoints.reading import Read
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem

FAILED = 3
INTERRUPTED = 130


class Ready(NamedTuple):
    """A run file that can be run."""

    read: Read
    plan: Plan
    keys: Keys


@click.command(short_help="Ask models about cases, for 'medrules check'.")
@click.argument("run", metavar="RUN.yaml", type=PATH)
@click.option("--out", type=PATH, metavar="FILE.jsonl", help="Write the answers; FILE.jsonl.journal beside it.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked; ask nothing.")
@click.option("--again", is_flag=True, help="Ask once more what failed before.")
def ask(run: Path, out: Path | None, dry_run: bool, again: bool) -> None:
    """Ask the models of a run file about its cases, and write their answers.

    Every reply is kept in a journal as it comes. After an interruption the same command goes on, and asks
    nothing twice. Keys of endpoints come from the environment alone.

    \b
    Examples:
      medrules ask run.yaml --dry-run
      medrules ask run.yaml --out answers.jsonl
      medrules ask run.yaml --out answers.jsonl --again
      medrules check answers.jsonl

    Exit codes: 0 every question has an answer (refused, filtered, cut-off and empty ones are answers), 2 the run
    file cannot be used, 3 a question failed for good, 130 interrupted.
    """
    from medrules.cli.screen import console

    if out is None and not dry_run:
        raise click.UsageError("Say where the answers go: --out FILE.jsonl (or --dry-run).")
    ready = _prepare(run, out, dry_run)
    if dry_run or out is None:
        _show_plan(ready, console())
        return
    raise click.exceptions.Exit(_run(ready, out, again, console()))


def _prepare(path: Path, out: Path | None, dry_run: bool) -> Ready:
    """Everything the run needs; where anything is wrong, all of it is printed and the command ends."""
    from medrules.cli.outputs import check_outputs
    from medrules.cli.preparing import vignette_files
    from medrules.cli.rulebook import stop
    from medrules.endpoints import keys
    from medrules.endpoints.plan import Plan
    from medrules.endpoints.problems import AskingError, problem
    from medrules.endpoints.reading import read
    from medrules.sources.vignettes import load

    try:
        found = read(path)
    except AskingError as error:
        stop(error.problems)
    vignettes, problems = load([found.folder / name for name in found.run.vignettes])
    cases, case_problems = _cases(found, vignettes)
    taken, key_problems = keys.take(found.run.models)
    problems += [*case_problems, *([] if dry_run else key_problems)]
    whole = path.read_text("utf-8-sig") + found.template
    why = "it stands in the run file, or its template"
    problems += [problem("A109", name=name, why=why) for name in taken.standing_in(whole)]
    inputs = [path, *vignette_files(vignettes)]
    problems += check_outputs([out, journal_of(out)], inputs) if out is not None else []
    if problems:
        stop(problems)
    return Ready(found, Plan(found.run, found.template, cases), taken)


def _cases(found: Read, vignettes: dict[str, Vignette]) -> tuple[list[Vignette], list[Problem]]:
    """The cases that the run file names, in its order; all where it names none."""
    from medrules.endpoints.problems import problem
    from medrules.sources.problems import meant

    if found.run.cases is None:
        return list(vignettes.values()), []
    names = list(dict.fromkeys(found.run.cases))
    lost = [problem("A114", case=name, meant=meant(name, vignettes)) for name in names if name not in vignettes]
    return [vignettes[name] for name in names if name in vignettes], lost


def journal_of(out: Path) -> Path:
    """The journal of a file of answers."""
    return out.with_name(f"{out.name}.journal")


def _run(ready: Ready, out: Path, again: bool, screen: Console) -> int:
    """Asks what is left, and writes the answers; the exit code."""
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import line
    from medrules.endpoints.asking import Asking, write
    from medrules.endpoints.journal import Journal
    from medrules.endpoints.problems import AskingError, problem

    # Not even a program that turns on its debugging log sees a header.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    path = journal_of(out)
    if out.exists() and not path.exists():
        stop([problem("A204", path=out)])
    try:
        with Journal(path, ready.plan.lock()) as journal, _progress(ready.plan, len(journal)) as moved:
            asking = Asking(ready.plan, journal, ready.keys, ready.read.folder, again=again, moved=moved)
            asyncio.run(asking.run())
            counts = write(ready.plan, journal, out)
    except AskingError as error:
        stop(error.problems)
    except KeyboardInterrupt:
        where = line(str(path))
        click.echo(f"medrules: interrupted; what was answered is in {where}. The same command goes on.", err=True)
        return INTERRUPTED
    return _show_counts(counts, out, screen)


@contextmanager
def _progress(plan: Plan, done: int) -> Iterator[Callable[[str], object] | None]:
    """A bar over the questions on standard error, on a terminal only; gives what takes each state."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    failed = TextColumn("{task.fields[failed]} failed")
    with Progress(*columns, failed, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("asking", total=plan.questions, completed=done, failed=0)
        count = 0

        def moved(state: str) -> None:
            nonlocal count
            count += state == "failed"
            bar.update(task, advance=1, failed=count)

        yield moved


def _show_plan(ready: Ready, screen: Console) -> None:
    """What would be asked."""
    from medrules.cli.screen import counted, line, say
    from medrules.endpoints import keys
    from medrules.endpoints.plan import digest

    plan = ready.plan
    samples, cases = counted(len(plan), "sample"), counted(len(plan.cases), "case")
    say(screen, f"{samples} of {cases}, {counted(plan.questions, 'question')} in all:")
    for model in plan.run.models:
        seeds = plan.run.seeds_of(model)
        _, missing = keys.take([model])
        key = f"key in {model.key}{' (not usable yet)' if missing else ''}" if model.key else "no key"
        what = f"{model.protocol} at {model.url}, {counted(len(seeds), 'sample')} a case, {key}"
        say(screen, f"  {line(model.label)} {line(model.version)}: {line(what)}")
    asked = sum(
        len(message.text) for sample in plan.samples() for message in plan.conversation(sample, []).messages
    )
    say(screen, f"About {asked // 4:,} tokens of first questions, at four characters a token.")
    say(screen, f"Template: {digest(plan.template)} (SHA-256)")
    records = sum(case.record is not None for case in plan.cases)
    if records and "{record}" not in plan.template:
        text = f"{counted(records, 'case')} with a record that the template does not show: it has no {{record}}."
        say(screen, text, style="yellow")


def _show_counts(counts: dict[str, Count], out: Path, screen: Console) -> int:
    """What became of the samples of each model; the exit code."""
    from medrules.cli.screen import counted, line, say
    from medrules.endpoints.rows import STATES

    for label, count in counts.items():
        states = ", ".join(f"{count.states[state]:,} {state}" for state in STATES if count.states[state])
        tokens = f"{count.input_tokens:,} tokens in, {count.output_tokens:,} out"
        unstated = f" ({counted(count.unstated, 'answer')} without a count)" if count.unstated else ""
        cost = f"; cost {count.cost:.4g}" if count.cost is not None else ""
        say(screen, f"{line(label)}: {states}; {tokens}{unstated}{cost}")
    say(screen, f"Answers: {line(str(out))}")
    failed = sum(count.states["failed"] for count in counts.values())
    if failed:
        text = f"{counted(failed, 'sample')} failed and stand in the file as errors; --again asks them once more."
        say(screen, text, style="yellow")
    return FAILED if failed else 0
