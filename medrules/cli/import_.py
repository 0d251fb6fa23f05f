"""``medrules import``: a table of simple rules becomes a rule file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from medrules.importing.making import Made
    from medrules.model.problem import Problem

_PATH = click.Path(path_type=Path)


class Options(NamedTuple):
    """What the user asked for."""

    table: Path
    to: Path | None
    force: bool
    sheet: str | None
    pack: str | None
    use: tuple[str, ...]

    @property
    def target(self) -> Path:
        """The rule file: the one named, else the table's name with the ending .rules."""
        return self.to if self.to is not None else self.table.with_suffix(".rules")


@click.command(name="import", short_help="Make rules from a CSV or XLSX table.")
@click.argument("table", metavar="TABLE.csv|TABLE.xlsx", required=False, type=_PATH)
@click.option("--to", type=_PATH, metavar="FILE.rules", help="The rule file (default: the table's name, .rules).")
@click.option("--force", is_flag=True, help="Overwrite a rule file that is there.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook (default: the first that is not hidden).")
@click.option("--pack", metavar="TITLE", help="The title of the pack (default: the file's name).")
@click.option(
    "--use", multiple=True, metavar="PACK", help="A pack whose concepts the phrases name: <anticoagulant>."
)
@click.option("--template", type=_PATH, metavar="FILE.csv|FILE.xlsx", help="Write an empty table with an example.")
def import_(template: Path | None, **said: Any) -> None:
    """Make a rule file from a table of simple rules: one rule a row, the first row names the columns.

    docs/import.md lists the columns, and everything that can be wrong with a cell.

    Exit codes: 0 the file is written, 2 it is not, and what is wrong is shown.
    """
    if template is not None:
        if said["table"] is not None:
            raise click.UsageError("--template FILE stands alone.")
        _write_template(template, force=said["force"])
        return
    if said["table"] is None:
        raise click.UsageError("Name a table (.csv or .xlsx), or write an empty one with --template FILE.csv.")
    _import(Options(**said))


def _import(options: Options) -> None:
    from medrules.cli.rulebook import errors_of, stop
    from medrules.cli.screen import console, counted, line, say, show_problems
    from medrules.importing.making import make_rules
    from medrules.importing.problems import TableError
    from medrules.importing.reading import read_table
    from medrules.shipped import folder

    _refuse(options.target, force=options.force)
    pack = options.pack or options.target.stem.replace("-", " ").replace("_", " ").capitalize()
    try:
        table = read_table(options.table, options.sheet)
    except TableError as error:
        stop([error.problem])
    made: Made = make_rules(table, options.target, folder("rules"), pack=pack, use=options.use)
    if made.text is None:
        stop(made.problems)
    show_problems(made.problems, console(error=True))
    _write(options.target, made.text.encode())
    name = line(str(options.target))
    warned = len(made.problems) - len(errors_of(made.problems))
    notes = f", {counted(warned, 'warning')}" if warned else ""
    say(console(), f"{counted(made.rules, 'rule')} written to {name}{notes}. Next: medrules test {name}")


def _refuse(target: Path, *, force: bool) -> None:
    """Stops the command where the file is there and shall not be overwritten."""
    from medrules.cli.rulebook import stop
    from medrules.importing.problems import problem

    if target.exists() and not force:
        stop([problem("T110", path=target)])


def _write_template(path: Path, *, force: bool) -> None:
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import console, line, say
    from medrules.importing.problems import problem
    from medrules.importing.template import template_csv, template_workbook

    _refuse(path, force=force)
    if path.suffix.lower() == ".csv":
        data = template_csv()
    elif path.suffix.lower() == ".xlsx":
        try:
            data = template_workbook()
        except ImportError as error:
            stop([problem("T107", path=path, package=error.name or "openpyxl")])
    else:
        stop([problem("T111", path=path)])
    _write(path, data)
    name = line(str(path))
    say(console(), f"A table with an example is written to {name}. Fill it, then: medrules import {name}")


def _write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all; stops the command where that cannot be."""
    from medrules.cli.outputs import check_outputs, written_bytes
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import problem

    problems: list[Problem] = check_outputs([path], [])
    if problems:
        stop(problems)
    try:
        with written_bytes(path) as stream:
            stream.write(data)
    except OSError as error:
        stop([problem("R105", path=path, why=error.strerror or str(error))])
