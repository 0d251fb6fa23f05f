"""``medrules format``: writes rule files in the language's one spelling and shape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from medrules.language.formatting.files import FormattedFile

_WOULD_CHANGE = 1


@click.command(short_help="Write rule files in the one canonical way.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change.")
def format(paths: tuple[Path, ...], check: bool) -> None:
    """Write these rule files, and those of these folders, in the language's one spelling and shape.

    Comments stay where they stand, and no rule changes its meaning. A file with errors is shown and left as it is.

    Exit codes: 0 done, 1 with --check: files would change, 2 files with errors, or no files.
    """
    from medrules.cli.rulebook import USAGE, stop
    from medrules.language.finding import find_files
    from medrules.language.formatting.files import format_file
    from medrules.shipped import folder

    files, missing = find_files(paths)
    if missing:
        stop(missing)
    beside = [path for path in paths if path.is_dir()]
    made = [_write(format_file(file, folder("rules"), beside), check) for file in files]
    _show(made, check)
    if any(each.text is None for each in made):
        raise click.exceptions.Exit(USAGE)
    raise click.exceptions.Exit(_WOULD_CHANGE if check and any(each.changed for each in made) else 0)


def _write(made: FormattedFile, check: bool) -> FormattedFile:
    from medrules.cli.rewriting import rewrite

    if made.text is not None and made.changed and not check:
        rewrite(made.path, made.text)
    return made


def _show(made: list[FormattedFile], check: bool) -> None:
    from medrules.cli.screen import console, counted, line, say, show_problems

    out = console()
    show_problems((problem for each in made for problem in each.problems), console(error=True))
    for each in made:
        if each.changed:
            say(out, f"{'would change' if check else 'formatted'}: {line(str(each.path))}")
    changed = sum(each.changed for each in made)
    broken = sum(each.text is None for each in made)
    parts = [counted(changed, "file") + (" would change" if check else " formatted")]
    parts += [f"{len(made) - changed - broken} unchanged"]
    parts += [f"{broken} with errors left alone"] if broken else []
    say(out, ", ".join(parts) + ".")
