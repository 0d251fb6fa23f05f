"""Opens a zip file within bounds, Zstandard members too; nothing is ever unpacked to the disk."""

from __future__ import annotations

import stat
import sys
import zipfile as plain
import zlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from medrules.sources.item import twice
from medrules.sources.opening import LARGEST_RATIO, LARGEST_UNPACKED, RATIO_FROM
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMBERS = 2_000_000
ZSTANDARD = 93
_KNOWN = frozenset({plain.ZIP_STORED, plain.ZIP_DEFLATED, ZSTANDARD})
_ENCRYPTED = 0x1
_DAMAGE = (plain.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def is_damage(error: Exception) -> bool:
    """Whether an error is what a damaged member raises: the zip module's, or a decompressor's own."""
    return isinstance(error, _DAMAGE) or type(error).__name__ == "ZstdError"


def directory(path: Path, raw: IO[bytes]) -> Any:
    """The zip file, its list of members checked: names, sizes, ratios, links, ways of packing.

    Raises:
        SourceError: it is damaged (S101), or holds what an export does not (S113).
    """
    try:
        archive = plain.ZipFile(raw)
    except (plain.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError) as error:
        raise SourceError(problem("S101", path=path, why=f"it is damaged or cut off ({error})")) from None
    why = _refused(archive.infolist())
    if why:
        raise SourceError(problem("S113", path=path, why=why))
    if any(member.compress_type == ZSTANDARD for member in archive.infolist()):
        return _with_zstandard(path, raw)
    return archive


def _with_zstandard(path: Path, raw: IO[bytes]) -> Any:
    if sys.version_info >= (3, 14):
        return plain.ZipFile(raw)
    if find_spec("backports") is None or find_spec("backports.zstd") is None:
        name, extra = "backports.zstd", "inspect-logs"
        raise SourceError(problem("S112", path=path, format="Inspect", package=name, extra=extra))
    return import_module("backports.zstd.zipfile").ZipFile(raw)


def _refused(members: list[plain.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"it holds more than {MOST_MEMBERS:,} files"
    if (name := twice(member.filename for member in members)) is not None:
        return f"two files in it are named '{name[:80]}'"
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        return f"it unpacks to more than {LARGEST_UNPACKED // 2**30} gigabytes"
    return next((why for member in members if (why := _wrong(member))), None)


def _wrong(member: plain.ZipInfo) -> str | None:
    name = member.filename
    if "\\" in name or ":" in name[:2] or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        return f"it holds a file outside of it, '{name[:80]}'"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"it holds a link, '{name[:80]}'"
    if member.flag_bits & _ENCRYPTED:
        return "it is locked with a password"
    if member.compress_type not in _KNOWN:
        return f"'{name[:80]}' is packed in a way that is not known here"
    if member.file_size > RATIO_FROM and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
        return f"'{name[:80]}' unpacks to more than {LARGEST_RATIO} times its size"
    return None
