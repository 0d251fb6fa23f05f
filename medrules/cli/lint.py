"""``medrules lint``: what in the rules can never fire, always fires, or does not mean what it seems to say."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from medrules.proving.lint.linting import Linted

_WARNED = 1


@click.command(short_help="Look for rules that cannot work as meant.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count: exit code 1 where there is one.")
@click.option("--fix", is_flag=True, help="Mend in the files what can be mended safely.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day by which reviews are due and waivers have lapsed (default: today).",
)
def lint(paths: tuple[Path, ...], strict: bool, fix: bool, as_of: datetime | None) -> None:
    """Look in these rule files, and those of these folders, for rules that do not work as they seem to.

    In vignette files (.yaml, .jsonl) it looks for what could tell who a person is.

    Each warning has a code; docs/lint.md explains it with an example.

    Exit codes: 0 no errors, 1 with --strict: warnings, 2 errors, or no files.
    """
    from medrules.cli.rewriting import rewrite
    from medrules.cli.rulebook import USAGE, errors_of
    from medrules.cli.screen import console, show_problems
    from medrules.proving.lint.linting import lint as look
    from medrules.shipped import folder

    found = look(paths, folder("rules"), as_of.date() if as_of is not None else date.today())
    errors = len(errors_of(found.problems))
    show_problems(found.problems, console(error=bool(errors)))
    if fix:
        for path, text in found.fixed.items():
            rewrite(path, text)
    _count(found, fix)
    left = len(found.problems) - (found.fixes if fix else 0)
    raise click.exceptions.Exit(USAGE if errors else _WARNED if strict and left else 0)


def _count(found: Linted, fix: bool) -> None:
    from medrules.cli.rulebook import errors_of
    from medrules.cli.screen import console, counted, say

    errors = len(errors_of(found.problems))
    parts = [counted(errors, "error"), counted(len(found.problems) - errors, "warning")]
    if found.fixes:
        parts.append(f"{found.fixes} {'mended' if fix else 'of them mended by --fix'}")
    say(console(), ", ".join(parts) + ".")
