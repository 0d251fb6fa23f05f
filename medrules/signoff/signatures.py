"""Detached Ed25519 signatures of a bundle, one for each role that signs, and the hospital's file of keys."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from medrules.model.decision import Decision
from medrules.signoff.bundle import SIGNATURES, manifest_digest
from medrules.signoff.lock import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGEST = 1 << 16
"""Bytes of a key or signature file; a larger one is none."""

SignatureState = Literal["signed", "signer unknown", "not valid", "missing"]


class SignatureError(Exception):
    """A key, a file of keys or a signature cannot be used; the text says why and what to do."""


class Signed(NamedTuple):
    """What one role's signature of a bundle is worth."""

    role: str
    state: SignatureState
    reason: str


def _cryptography() -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise SignatureError("signatures need the package cryptography: pip install 'medrules[signoff]'") from None
    return ed25519, serialization


def message(role: str, digest: str) -> bytes:
    """The bytes that a role signs: its own name and the SHA-256 of the manifest."""
    return f"medrules sign-off\n{role}\n{digest}\n".encode()


def new_key(path: Path) -> str:
    """Write a new private key, readable by its owner alone; the public key as it stands in a file of keys.

    Raises:
        SignatureError: the file is there already, or cannot be written.
    """
    ed25519, serialization = _cryptography()
    key = ed25519.Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(text)
    except FileExistsError:
        raise SignatureError(f"{path} is there already; a key is never written over") from None
    except OSError as error:
        raise SignatureError(f"{path} cannot be written: {error.strerror}") from None
    return public_text(key)


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key that belongs to a private one, in base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _private(path: Path) -> Ed25519PrivateKey:
    ed25519, serialization = _cryptography()
    try:
        key = serialization.load_pem_private_key(_small(path), password=None)
    except (ValueError, TypeError):
        raise SignatureError(f"{path} holds no private key in PEM without a password") from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise SignatureError(f"{path} holds a key of another kind; signatures are Ed25519")
    found: Ed25519PrivateKey = key
    return found


def _small(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SignatureError(f"{path} is larger than {LARGEST} bytes, so it is no key")
        return path.read_bytes()
    except OSError as error:
        raise SignatureError(f"{path} cannot be read: {error.strerror}") from None


def file_of(role: str) -> str:
    """The name of the file that holds a role's signature."""
    return (re.sub(r"[^a-z0-9]+", "-", role.lower()).strip("-") or "role") + ".json"


def sign(bundle: Path, role: str, key: Path) -> Path:
    """Sign a bundle as a role; the file that holds the signature.

    Raises:
        SignatureError: the key cannot be used.
        BundleError: the folder is no bundle.
    """
    private = _private(key)
    digest = manifest_digest(bundle)
    made = {
        "role": role,
        "manifest": digest,
        "key": public_text(private),
        "signature": base64.b64encode(private.sign(message(role, digest))).decode(),
    }
    folder = bundle / SIGNATURES
    folder.mkdir(exist_ok=True)
    path = folder / file_of(role)
    path.write_bytes(canonical(made).encode())
    return path


def read_keys(path: Path) -> dict[str, str]:
    """The hospital's file of keys: TOML, a role and its public key a line.

    Raises:
        SignatureError: the file cannot be read, or holds something else.
    """
    try:
        keys = tomllib.loads(_small(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SignatureError(f'{path} is no file of keys ({error}); a line reads: "ROLE" = "PUBLIC KEY"') from None
    for role, key in keys.items():
        if not isinstance(key, str) or _raw(key) is None:
            raise SignatureError(f"the key of “{role}” in {path} is no Ed25519 public key in base64 (32 bytes)")
    return keys


def _raw(text: object, size: int = 32) -> bytes | None:
    """The bytes of a text in base64; None where there are not so many, or the text is not their one spelling."""
    try:
        found = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except binascii.Error:
        return None
    return found if len(found) == size and base64.b64encode(found).decode() == text else None


def roles(bundle: Path) -> tuple[str, ...]:
    """The roles that sign a bundle, as the decision in it names them.

    Raises:
        SignatureError: the bundle holds no decision.
    """
    try:
        decision = Decision.model_validate_json((bundle / "decision.json").read_bytes())
    except (OSError, ValueError):
        raise SignatureError(f"{bundle} holds no decision.json that names the roles that sign") from None
    return decision.signoff.signed_by


def check(bundle: Path, roles: tuple[str, ...], keys: dict[str, str]) -> list[Signed]:
    """What the signature of each role that signs is worth, by the hospital's keys."""
    digest = manifest_digest(bundle)
    found = [_checked(bundle / SIGNATURES / file_of(role), role, digest, keys) for role in roles]
    wanted = {file_of(role) for role in roles}
    folder = bundle / SIGNATURES
    others = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found += [
        Signed(name, "not valid", f"{SIGNATURES}/{name} belongs to no role of this sign-off.")
        for name in others
        if name not in wanted
    ]
    return found


def _checked(path: Path, role: str, digest: str, keys: dict[str, str]) -> Signed:
    if not path.is_file():
        return Signed(role, "missing", f"{role} has not signed.")
    where = f"{SIGNATURES}/{path.name}"
    try:
        content = _small(path)
        made = json.loads(content)
    except (SignatureError, ValueError, RecursionError):
        made = None
    if not isinstance(made, dict) or canonical(made).encode() != content:
        return Signed(role, "not valid", f"{where} was altered, or is no signature.")
    key, signature = _raw(made.get("key")), _raw(made.get("signature"), 64)
    if key is None or signature is None or made.get("role") != role or made.get("manifest") != digest:
        return Signed(role, "not valid", f"{where} is no signature of this bundle by {role}.")
    if not _valid(key, signature, message(role, digest)):
        return Signed(role, "not valid", f"{where} does not fit its key: it was altered.")
    if keys.get(role) is None or _raw(keys[role]) != key:
        return Signed(role, "signer unknown", f"{where} was signed with a key that is not the one of {role}.")
    return Signed(role, "signed", f"{role} has signed.")


def _valid(key: bytes, signature: bytes, text: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    ed25519, _ = _cryptography()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
