"""The files that ship are found in an editable installation and in a wheel alike."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import medrules.shipped

ROOT = Path(__file__).parent.parent
FOLDERS = ("grammar", "rules", "vignettes", "samples", "demo")


@pytest.mark.parametrize("name", FOLDERS)
def test_editable_installation_finds_its_folders(name: str) -> None:
    assert any(path.is_file() for path in medrules.shipped.folder(name).iterdir())


def test_missing_folder_says_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match="install it again"):
        medrules.shipped.folder("no-such-folder")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_wheel_holds_every_file_that_ships(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for name in FOLDERS:
        for path in (ROOT / name).rglob("*"):
            if path.is_file():
                assert f"medrules/shipped_files/{path.relative_to(ROOT).as_posix()}" in inside
    assert "medrules/py.typed" in inside


def test_wheel_checks_an_answer_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    """Installed by itself (the third-party packages are borrowed from this environment)."""
    venv.create(tmp_path / "venv", with_pip=False)
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    program = (
        "import medrules.shipped as s, medrules\n"
        "checker = medrules.Checker(medrules.load_rules())\n"
        "verdicts = checker.check('Wait at home.', input='My left arm went weak an hour ago.')\n"
        "print(s.folder('rules')); print(sum(v.verdict == 'violated' for v in verdicts))\n"
    )
    paths = os.pathsep.join([str(site), sysconfig.get_paths()["purelib"]])
    run = subprocess.run(
        [str(tmp_path / "venv/bin/python"), "-c", program],
        env={"PYTHONPATH": paths, "PATH": os.environ["PATH"]},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    where, violated = run.stdout.splitlines()
    assert where.startswith(str(site))
    assert int(violated) >= 1
