"""The command ``medrules``: finds the subcommand, and turns what nobody foresaw into one line."""

from __future__ import annotations

import errno
import importlib
import keyword
import os
import sys
from typing import Any

import click

from medrules import __version__
from medrules.garbage import seldom_collected

_COMMANDS = (
    "ask",
    "check",
    "test",
    "try",
    "explain",
    "lint",
    "format",
    "import",
    "new",
    "read",
    "signoff",
    "sign",
    "verify",
    "review",
    "runs",
    "compare",
    "serve",
    "plugins",
    "lsp",
)
"""Each is the command of that name in the module of that name; after a word of Python an underscore follows."""

INTERNAL_ERROR = 3
INTERRUPTED = 130
"""As shells say it (128 + SIGINT); click's own 1 would read as *violations*."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Group(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(importlib.import_module(f"medrules.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with seldom_collected():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("medrules: interrupted; result files were not written.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except Exception as error:
            if os.environ.get("MEDRULES_TRACEBACK"):
                raise
            if isinstance(error, OSError) and error.errno in _FULL:
                _say_full(error)
            else:
                _say_internal(error)
            sys.exit(INTERNAL_ERROR)


def _say_full(error: OSError) -> None:
    from medrules.cli.screen import clean
    from medrules.language.showing import show
    from medrules.sources.problems import problem

    path = error.filename or "a result"
    click.echo(clean(show(problem("R105", path=path, why=error.strerror))), err=True)


def _say_internal(error: Exception) -> None:
    from medrules.cli.screen import clean

    what = clean(f"{type(error).__name__}: {error}").replace("\n", " ")[:300]
    click.echo(
        f"medrules: an internal error, not a fault of your files ({what}). "
        "Please report it with the output of the same command after setting MEDRULES_TRACEBACK=1.",
        err=True,
    )


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"medrules {__version__}")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Version."
)
def main() -> None:
    """Check what medical language models say against safety rules that clinicians write in text files."""
