"""Where the files that ship beside the code are: grammar, rule packs, vignettes and sample answers."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``grammar``, ``rules``, ``vignettes``, ``samples`` or ``demo`` that ships with this installation.

    In a wheel it lies inside the package (``medrules/shipped_files/NAME``); in an editable install it is the
    folder of that name beside the package.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / "shipped_files" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of medrules lacks its folder '{name}'; install it again")
