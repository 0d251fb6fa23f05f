"""Keeps bytes under a name, sealed: what was changed, cut short or put there by another is as if not there.

The seal is a keyed BLAKE2b digest with a key that lies in the same folder and only its owner can read. It tells
damage, and files copied from elsewhere; against somebody who can read and write as this user nothing here helps.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from medrules.caching.folder import folder

_MARK = b"medrules kept 1\n"
_SEAL_SIZE = 32
_KEY_SIZE = 32
LARGEST = 256 * 2**20
"""Bytes that are kept in all; beyond that the entries that were not used for longest go."""


def kept(name: str) -> bytes | None:
    """What was kept under a name; None: nothing, or nothing that can be trusted."""
    home = folder()
    if home is None:
        return None
    path = home / f"{name}.kept"
    try:
        content = path.read_bytes()
        key = (home / "key").read_bytes()
        os.utime(path)
    except OSError:
        return None
    if len(key) != _KEY_SIZE or not content.startswith(_MARK):
        return None
    seal, payload = content[len(_MARK) :][:_SEAL_SIZE], content[len(_MARK) + _SEAL_SIZE :]
    return payload if hmac.compare_digest(seal, _seal(key, name, payload)) else None


def keep(name: str, payload: bytes) -> None:
    """Keep bytes under a name. Where that is not possible nothing happens: the next run works it out anew."""
    home = folder()
    if home is None:
        return
    with suppress(OSError):
        content = _MARK + _seal(_key(home), name, payload) + payload
        _write(home / f"{name}.kept", content)
        _forget_oldest(home)


def _seal(key: bytes, name: str, payload: bytes) -> bytes:
    """Of the name too: an entry that took another's place is not that one."""
    sealed = blake2b(name.encode(), key=key, digest_size=_SEAL_SIZE)
    sealed.update(b"\n")
    sealed.update(payload)
    return sealed.digest()


def _key(home: Path) -> bytes:
    path = home / "key"
    with suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == _KEY_SIZE:
            return key
    _write(path, secrets.token_bytes(_KEY_SIZE))
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Written beside and renamed, so that no other run sees a part; readable by its owner alone."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _forget_oldest(home: Path) -> None:
    found = sorted((each.stat().st_mtime, each.stat().st_size, each) for each in home.glob("*.kept"))
    size = sum(each for _, each, _ in found)
    for _, own, path in found[:-1]:
        if size <= LARGEST:
            return
        path.unlink(missing_ok=True)
        size -= own
