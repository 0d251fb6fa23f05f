"""One changed byte in any file of a bundle is named; a bundle is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.signoff.bundle import (
    DIGEST,
    MANIFEST,
    Alteration,
    BundleError,
    alterations,
    seal,
    written_bundle,
)

FILES = {"lock.json": "{}\n", "verdicts.jsonl": '{"a": 1}\n', "report.html": "<p>a</p>\n"}


def bundle(folder: Path) -> Path:
    with written_bundle(folder) as made:
        for name, text in FILES.items():
            (made / name).write_text(text, encoding="utf-8")
    return folder


def test_an_untouched_bundle_is_unaltered(tmp_path: Path) -> None:
    assert alterations(bundle(tmp_path / "b")) == []
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == sorted([*FILES, MANIFEST, DIGEST])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_changed_byte_is_named(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = bundle(tmp_path_factory.mktemp("t") / "b")
    name = data.draw(st.sampled_from(sorted([*FILES, MANIFEST, DIGEST])))
    content = bytearray((folder / name).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    (folder / name).write_bytes(bytes(content))
    found = {each.name for each in alterations(folder)}
    # A change of a hash inside the manifest shows at the file it belongs to as well.
    assert name in found or (name == MANIFEST and found)


def test_what_was_taken_away_or_added_is_named(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b")
    (folder / "lock.json").unlink()
    (folder / "more").mkdir()
    (folder / "more" / "note.txt").write_text("x", encoding="utf-8")
    assert alterations(folder) == [Alteration("lock.json", "missing"), Alteration("more/note.txt", "added")]


def test_a_link_in_place_of_a_file_is_a_change(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b")
    (folder / "lock.json").replace(tmp_path / "elsewhere.json")
    (folder / "lock.json").symlink_to(tmp_path / "elsewhere.json")
    assert alterations(folder) == [Alteration("lock.json", "changed")]


def test_a_bundle_sealed_anew_has_another_digest(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "b")
    before = (folder / DIGEST).read_text()
    (folder / "report.html").write_text("<p>b</p>\n", encoding="utf-8")
    seal(folder)
    assert alterations(folder) == []
    assert (folder / DIGEST).read_text() != before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x", "files": {}}', "{" * 5000, "\xff"])
def test_a_manifest_that_is_none_is_said(tmp_path: Path, text: str) -> None:
    folder = bundle(tmp_path / "b")
    (folder / MANIFEST).write_text(text, encoding="latin-1")
    assert alterations(folder) == [Alteration(MANIFEST, "not a manifest")]


def test_a_folder_that_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="holds no manifest"):
        alterations(tmp_path)


def test_nothing_is_written_over_and_nothing_half_written_stays(tmp_path: Path) -> None:
    bundle(tmp_path / "b")
    with pytest.raises(BundleError, match="there already"):
        bundle(tmp_path / "b")
    with pytest.raises(RuntimeError), written_bundle(tmp_path / "c") as made:
        (made / "lock.json").write_text("{}", encoding="utf-8")
        raise RuntimeError
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]
