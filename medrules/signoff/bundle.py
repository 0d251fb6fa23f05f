"""The bundle: a folder of everything a committee files, with a manifest by which any change is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from medrules.signoff.lock import canonical, sha256

MANIFEST = "manifest.json"
DIGEST = "manifest.sha256"
SIGNATURES = "signatures"
FORMAT = "medrules sign-off bundle 1"
LARGEST_MANIFEST = 1 << 20


class Alteration(NamedTuple):
    """One file of a bundle that is not as it was."""

    name: str
    what: Literal["changed", "missing", "added", "not a manifest"]


class BundleError(Exception):
    """A folder is no bundle, or a bundle stands where one was to be written."""


@contextmanager
def written_bundle(folder: Path) -> Iterator[Path]:
    """A new folder beside ``folder`` to write files into; at the end it is sealed and takes its name.

    Raises:
        BundleError: something that is not empty stands there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BundleError(f"{folder} is there already")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield made
        seal(made)
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def seal(folder: Path) -> str:
    """Write the manifest of a folder's files; its SHA-256, which signatures sign."""
    files = {path.relative_to(folder).as_posix(): sha256(path) for path in _files(folder)}
    text = canonical({"format": FORMAT, "files": files})
    (folder / MANIFEST).write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / DIGEST).write_bytes(f"{digest}\n".encode())
    return digest


def _files(folder: Path) -> list[Path]:
    """Every file of a bundle that the manifest lists, in the order of their names."""
    apart = {folder / MANIFEST, folder / DIGEST}
    found = (Path(base) / name for base, _, names in os.walk(folder) for name in names)
    return sorted(
        path for path in found if path not in apart and SIGNATURES not in path.relative_to(folder).parts[:1]
    )


def alterations(folder: Path) -> list[Alteration]:
    """Every file of a bundle that was changed, taken away or added since it was sealed; empty: none.

    Raises:
        BundleError: the folder holds no manifest.
    """
    listed = _manifest(folder)
    if listed is None:
        return [Alteration(MANIFEST, "not a manifest")]
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    found = [
        Alteration(name, "missing" if name not in there else "changed")
        for name, digest in listed.items()
        if name not in there or there[name].is_symlink() or sha256(there[name]) != digest
    ]
    found += [Alteration(name, "added") for name in there if name not in listed]
    if _digest_file(folder) != manifest_digest(folder):
        found.append(Alteration(DIGEST if _sound(folder, listed) else MANIFEST, "changed"))
    return sorted(found)


def _sound(folder: Path, listed: dict[str, str]) -> bool:
    """Whether the manifest itself is as it is written."""
    return (folder / MANIFEST).read_bytes() == canonical({"format": FORMAT, "files": listed}).encode()


def _digest_file(folder: Path) -> str:
    try:
        written = (folder / DIGEST).read_bytes()
    except OSError:
        return ""
    text = written.decode("ascii", "replace")
    return text[:-1] if len(written) == 65 and text.endswith("\n") else ""


def _manifest(folder: Path) -> dict[str, str] | None:
    path = folder / MANIFEST
    if not path.is_file() or path.is_symlink():
        raise BundleError(f"{folder} holds no {MANIFEST}")
    if path.stat().st_size > LARGEST_MANIFEST:
        return None
    try:
        tree = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    files = tree.get("files") if isinstance(tree, dict) and tree.get("format") == FORMAT else None
    if not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
        return None
    return {str(name): digest for name, digest in files.items()}


def manifest_digest(folder: Path) -> str:
    """The SHA-256 of a bundle's manifest as it is now: what a signature is over."""
    return sha256(folder / MANIFEST)
