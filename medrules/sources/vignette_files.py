"""Which files of a path hold vignettes."""

from __future__ import annotations

from pathlib import Path

YAML = frozenset({".yaml", ".yml"})
_ALL = YAML | {".jsonl"}


def files_at(path: Path) -> list[Path]:
    """The path itself, or a folder's own .yaml, .yml and .jsonl files, in order.

    Raises:
        OSError: the folder cannot be read.
    """
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in _ALL and file.is_file())
