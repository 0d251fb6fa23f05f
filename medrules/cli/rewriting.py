"""Writes a file of the user anew: whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.cli.outputs import written
from medrules.cli.rulebook import stop
from medrules.sources.problems import problem

if TYPE_CHECKING:
    from pathlib import Path


def rewrite(path: Path, text: str) -> None:
    """Writes the text under a name of its own, then gives it the file's, with the file's rights; or stops."""
    target = path.resolve()
    try:
        mode = target.stat().st_mode
        with written(target) as stream:
            stream.write(text)
        target.chmod(mode)
    except OSError as error:
        stop([problem("R105", path=path, why=error.strerror or str(error))])
