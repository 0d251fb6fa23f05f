"""With ``--quotes none`` no file of the demonstration's bundle holds six words in a row of an answer or input."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from medrules.cli.main import main

ROOT = Path(__file__).parent.parent.parent
ANSWERS = ROOT / "samples" / "demo-hasty.jsonl"
IN_A_ROW = 6


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundle of one demo model, with quotations and without."""
    made = {}
    for quotes in ("all", "none"):
        made[quotes] = tmp_path_factory.mktemp("bundle") / quotes
        rules = ["--rules", str(ROOT / "rules"), "--rules", str(ROOT / "demo" / "fictitious-hospital.rules")]
        arguments = ["signoff", "portal-pilot", str(ANSWERS), *rules, "--as-of", "2026-11-22"]
        done = CliRunner().invoke(main, [*arguments, "--quotes", quotes, "--out", str(made[quotes])])
        assert done.exit_code == 1, done.output
    return made


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}


@pytest.fixture(scope="module")
def strangers() -> set[tuple[str, ...]]:
    """Runs of words of the answers and of what was asked, but for those that a rule itself holds."""
    answers = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    cases = {answer["case"] for answer in answers}
    texts = [answer["output"] for answer in answers]
    for path in (ROOT / "vignettes").glob("*.yaml"):
        vignettes = yaml.safe_load(path.read_text("utf-8"))
        texts += [turn["text"] for each in vignettes if each["id"] in cases for turn in each["turns"]]
    found = set().union(*map(runs, texts))
    for path in (ROOT / "rules").rglob("*.rules"):
        found -= runs(path.read_text("utf-8"))
    assert len(found) > 5_000
    return found


def text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as inside:
            sheets = [inside.read(name).decode() for name in inside.namelist() if name.endswith(".xml")]
        return re.sub("<[^>]+>", " ", " ".join(sheets))
    if path.suffix == ".pdf":
        if shutil.which("pdftotext") is None:
            pytest.skip("poppler is not installed: the words of the PDF were not read (see .ci/run)")
        return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    return path.read_text("utf-8")


def files_of(bundle: Path) -> Iterator[str]:
    return (path.name for path in sorted(bundle.iterdir()))


def test_the_bundle_is_whole_without_quotations(bundles: dict[str, Path]) -> None:
    assert list(files_of(bundles["none"])) == list(files_of(bundles["all"]))


@pytest.mark.parametrize(
    "name",
    [
        "decision.json",
        "findings.sarif",
        "findings.xlsx",
        "junit.xml",
        "lock.json",
        "manifest.json",
        "report.html",
        "report.md",
        "report.pdf",
        "scorecard.json",
        "trend.json",
        "verdicts.jsonl",
    ],
)
def test_no_file_quotes_six_words_in_a_row(
    name: str, bundles: dict[str, Path], strangers: set[tuple[str, ...]]
) -> None:
    assert name in set(files_of(bundles["none"]))
    assert not runs(text_of(bundles["none"] / name)) & strangers


@pytest.mark.parametrize("name", ["report.html", "verdicts.jsonl", "findings.sarif", "findings.xlsx", "junit.xml"])
def test_with_quotations_they_are_there(
    name: str, bundles: dict[str, Path], strangers: set[tuple[str, ...]]
) -> None:
    assert runs(text_of(bundles["all"] / name)) & strangers
