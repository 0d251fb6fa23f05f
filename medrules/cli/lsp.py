"""``medrules lsp``: the language server that an editor starts and talks to over standard input and output."""

from __future__ import annotations

import importlib.util

import click


@click.command(short_help="Serve an editor (language server).")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output; it always does.")
def lsp(stdio: bool) -> None:  # noqa: ARG001 (editors pass the option)
    """Serve an editor over standard input and output, as the Language Server Protocol says.

    Editors start it by themselves; docs/editor.md says how to plug it in. It needs the extra "editor":
    pip install "medrules[editor]".

    Exit codes: 0 the editor ended it, 2 the extra is not installed.
    """
    if importlib.util.find_spec("pygls") is None:
        from medrules.cli.rulebook import stop
        from medrules.sources.problems import problem

        stop([problem("R120")])
    from medrules import __version__
    from medrules.language.server.server import serve

    serve(__version__)
