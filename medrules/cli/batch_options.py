"""The options of every command that judges a batch: rules, vignettes, how files are read, workers, the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)
_COLUMNS = {
    "id": "Column with the answer's id (default: sample or id).",
    "case": "Column with the vignette's id (default: case).",
    "input": "Column with what was asked (default: input).",
    "output": "Column with the answer (default: output).",
    "model": "Column with the model's name (default: model or system).",
}
Command = Callable[..., Any]


def of_a_batch(day: str) -> Callable[[Command], Command]:
    """Gives a command the options of a batch; it is called with ``columns`` and ``as_of`` made of them.

    Args:
        day: what ``--as-of`` means to this command.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def called(**said: Any) -> Any:
            said["columns"] = _columns(said)
            chosen: datetime | None = said["as_of"]
            said["as_of"] = chosen.date() if chosen is not None else date.today()
            return command(**said)

        made: Command = called
        for option in reversed(_options(day)):
            made = option(made)
        return made

    return decorate


def _columns(said: dict[str, Any]) -> Any:
    """How the files are to be read, by the options that say so; these are taken out."""
    from medrules.sources.columns import EXPECTED, Columns
    from medrules.sources.formats import NAMES

    named = {field: said.pop(f"{field}_column") for field in _COLUMNS}
    for pair in said.pop("mapped"):
        field, equals, column = pair.partition("=")
        if field not in EXPECTED or not equals or not column:
            raise click.UsageError(f"--map takes NAME=COLUMN, with one of the names {', '.join(EXPECTED)}.")
        if named.get(field) not in (None, column):
            raise click.UsageError(f"--map and --{field} name two columns for '{field}'.")
        named[field] = column
    format_ = said.pop("format_")
    if format_ is not None and format_ not in NAMES:
        raise click.UsageError(f"--format takes one of {', '.join(sorted(NAMES))}.")
    return Columns(**named, format=format_, requests=said.pop("requests"))


def _options(day: str) -> list[Callable[[Command], Command]]:
    """The options in the order in which ``--help`` shows them."""
    rules = "Rule files or folders (default: shipped)."
    return [
        click.option("--rules", type=PATH, multiple=True, metavar="PATH", help=rules),
        click.option(
            "--vignettes", type=PATH, multiple=True, metavar="PATH", help="Vignettes (default: shipped)."
        ),
        click.option("--category", metavar="CATEGORY", help="Task category of answers that name none."),
        *(
            click.option(f"--{field}", f"{field}_column", metavar="COLUMN", help=text)
            for field, text in _COLUMNS.items()
        ),
        click.option(
            "--map",
            "mapped",
            multiple=True,
            metavar="NAME=COLUMN",
            help="Column of another name (docs/formats.md).",
        ),
        click.option("--format", "format_", metavar="FORMAT", help="The format, where it is not recognised."),
        click.option(
            "--requests", type=PATH, multiple=True, metavar="FILE", help="The requests of a batch of answers."
        ),
        click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes."),
        click.option("--weights", metavar="NAME", help="Harm weights, where the rule files declare several."),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=day),
    ]
