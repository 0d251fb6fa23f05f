"""Each role signs with a key of its own; an unknown key is no signature of the hospital's."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from medrules.signoff.bundle import DIGEST, MANIFEST, seal, written_bundle
from medrules.signoff.signatures import SignatureError, Signed, check, file_of, new_key, read_keys, sign

ROLES = ("Clinical safety officer", "Medical director")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with written_bundle(tmp_path / "b") as made:
        (made / "report.html").write_text("<p>a</p>", encoding="utf-8")
    return tmp_path / "b"


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, str]:
    return {role: new_key(tmp_path / f"{number}.pem") for number, role in enumerate(ROLES)}


def states(found: list[Signed]) -> list[str]:
    return [each.state for each in found]


def test_both_roles_sign(tmp_path: Path, folder: Path, keys: dict[str, str]) -> None:
    assert states(check(folder, ROLES, keys)) == ["missing", "missing"]
    for number, role in enumerate(ROLES):
        sign(folder, role, tmp_path / f"{number}.pem")
    assert states(check(folder, ROLES, keys)) == ["signed", "signed"]


def test_a_key_of_another_role_or_of_nobody_is_not_accepted(
    tmp_path: Path, folder: Path, keys: dict[str, str]
) -> None:
    new_key(tmp_path / "own.pem")
    sign(folder, ROLES[0], tmp_path / "own.pem")
    sign(folder, ROLES[1], tmp_path / "0.pem")
    assert states(check(folder, ROLES, keys)) == ["signer unknown", "signer unknown"]
    assert states(check(folder, ROLES, {})) == ["signer unknown", "signer unknown"]


def test_a_bundle_altered_and_sealed_anew_lost_its_signatures(
    tmp_path: Path, folder: Path, keys: dict[str, str]
) -> None:
    sign(folder, ROLES[0], tmp_path / "0.pem")
    (folder / "report.html").write_text("<p>b</p>", encoding="utf-8")
    seal(folder)
    assert states(check(folder, ROLES[:1], keys)) == ["not valid"]


def test_one_changed_byte_of_a_signature_is_named(tmp_path: Path, folder: Path, keys: dict[str, str]) -> None:
    path = sign(folder, ROLES[0], tmp_path / "0.pem")
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert states(check(folder, ROLES[:1], keys)) == ["not valid"]


def test_a_signature_of_no_role_is_named(tmp_path: Path, folder: Path, keys: dict[str, str]) -> None:
    sign(folder, "A passer-by", tmp_path / "0.pem")
    found = check(folder, (), keys)
    assert [(each.role, each.state) for each in found] == [(file_of("A passer-by"), "not valid")]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"role": 1}', "\xff", "{" * 5000])
def test_what_is_no_signature(folder: Path, text: str) -> None:
    (folder / "signatures").mkdir()
    (folder / "signatures" / file_of(ROLES[0])).write_text(text, encoding="latin-1")
    assert states(check(folder, ROLES[:1], {})) == ["not valid"]


def test_a_key_is_private_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    assert len(base64.b64decode(new_key(path))) == 32
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(SignatureError, match="never written over"):
        new_key(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('"A role" = "short"', "no Ed25519 public key"),
        ('"A role" = 5', "no Ed25519 public key"),
        ("a role = key", "no file of keys"),
        ("\xff", "no file of keys"),
    ],
)
def test_a_file_of_keys_that_is_none(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "keys.toml").write_text(text, encoding="latin-1")
    with pytest.raises(SignatureError, match=why):
        read_keys(tmp_path / "keys.toml")


def test_a_private_key_that_is_none(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "k.pem").write_text("key", encoding="utf-8")
    for path, why in ((tmp_path / "k.pem", "no private key"), (tmp_path / "no.pem", "cannot be read")):
        with pytest.raises(SignatureError, match=why):
            sign(folder, ROLES[0], path)


def test_what_is_signed_is_the_manifest(tmp_path: Path, folder: Path) -> None:
    new_key(tmp_path / "k.pem")
    made = json.loads(sign(folder, ROLES[0], tmp_path / "k.pem").read_bytes())
    assert made["manifest"] == (folder / DIGEST).read_text().strip()
    assert (folder / MANIFEST).exists()
