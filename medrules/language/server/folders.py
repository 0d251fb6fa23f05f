"""Finds the rule files that an editor's file runs with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_MOST_FOLDERS = 5_000
"""Folders that are looked into for rule files; a workspace with more is looked at in part."""
_NOT_OURS = {"node_modules", "site-packages", "shipped_files", "__pycache__"}
"""Folders in which tools keep their own copies of files."""


def root_of(path: Path, workspace: Iterable[Path]) -> Path | None:
    """The folder whose rule files run together with a file: the highest one in its workspace that holds some.

    None: the file lies in no folder of the workspace, and runs alone.
    """
    inside = [folder for folder in workspace if is_ours(path, folder)]
    if not inside:
        return None
    top = max(inside, key=lambda folder: len(folder.parts))
    found = path.parent
    for folder in path.parents:
        if any(folder.glob("*.rules")):
            found = folder
        if folder == top:
            return found
    return found


def is_ours(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, and there in none that is hidden or holds a tool's own copies."""
    if not path.is_relative_to(folder):
        return False
    return not any(_is_passed_over(part) for part in path.relative_to(folder).parts[:-1])


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name in _NOT_OURS


def rule_files(root: Path) -> list[Path]:
    """The rule files in a folder and those below, in the order in which ``medrules check`` takes them.

    Hidden folders, and folders in which tools keep their own copies, are left out.
    """
    found: list[Path] = []
    for number, (folder, folders, files) in enumerate(os.walk(root)):
        folders[:] = [name for name in folders if not _is_passed_over(name)]
        found += [Path(folder, name) for name in files if name.endswith(".rules")]
        if number >= _MOST_FOLDERS:
            break
    return sorted(found)
