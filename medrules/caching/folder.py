"""Where results are kept between runs: a folder of the user's own, that nobody else may write to."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

VARIABLE = "MEDRULES_CACHE"
OFF = "off"


def folder() -> Path | None:
    """The folder, made where it is not there yet; None: nothing is to be kept, or nowhere that is safe.

    ``MEDRULES_CACHE`` names another folder, or is ``off``.
    """
    path = _wanted()
    if path is None:
        return None
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path if _is_own(path) else None
    except OSError:
        return None


def _wanted() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return None if named in ("", OFF) else Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "medrules" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "medrules"


def _is_own(path: Path) -> bool:
    """Whether the folder is this user's, and nobody else may write to it: what lies there decides verdicts."""
    found = path.stat()
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
