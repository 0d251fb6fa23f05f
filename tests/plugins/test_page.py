"""docs/plugins.md: its programs run, its options and files are there, and every problem is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from medrules.plugins.problems import catalogue, table

from .conftest import RULES
from .test_action import ACTION

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plugins.md").read_text("utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
TESTS = [each for each in PROGRAMS if "def test_" in each]

pytest_plugins = "pytester"


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    pytester.mkdir("my-rules").joinpath("arm.rules").write_text(RULES, encoding="utf-8")
    return pytester.path


@pytest.mark.parametrize("program", [each for each in PROGRAMS if each not in TESTS])
def test_the_programs_run(program: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if "inspect_ai" in program:
        pytest.importorskip("inspect_ai", reason="NOT TESTED: the package inspect-ai is missing")
    exec(compile(program, "plugins.md", "exec"), {})  # noqa: S102 (our own page)
    if "print" in program:
        assert "arm.call" in capsys.readouterr().out


def test_the_tests_pass(folder: Path, pytester: pytest.Pytester) -> None:
    assert len(TESTS) == 2
    pytester.makepyfile(**{f"test_{number}": text for number, text in enumerate(TESTS)})
    result = pytester.runpytest("-p", "no:cacheprovider", "-p", "no:asyncio", "--medrules-rules", "my-rules")
    result.assert_outcomes(passed=2)


def test_what_a_failure_reads_like() -> None:
    shown = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    assert shown[1] in (Path(__file__).parent / "golden" / "violated.txt").read_text("utf-8")


def test_the_options_of_pytest(pytester: pytest.Pytester) -> None:
    told = pytester.runpytest("-p", "no:asyncio", "--help").stdout.str()
    assert set(re.findall(r"--medrules-[a-z-]+", PAGE)) == set(re.findall(r"--medrules-[a-z-]+", told))
    shown = set(re.findall(r"`(medrules_[a-z_]+)` \|", PAGE))
    assert shown == set(re.findall(r"^ +(medrules_[a-z_]+) \(", told, re.MULTILINE))


def test_the_hooks_and_the_inputs_are_those_that_there_are() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    hooks = {each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {each["id"] for each in blocks[0]["repos"][0]["hooks"]} == hooks
    given = blocks[1]["jobs"]["safety"]["steps"][1]["with"]
    assert set(given) <= set(ACTION["inputs"])
    section = PAGE.partition("## GitHub Actions")[2].partition("\n## ")[0]
    assert {name for name in ACTION["inputs"] if name not in section} == set()


def test_every_problem_is_on_the_page() -> None:
    assert table() in PAGE, "copy the table of medrules.plugins.problems into the page"
    assert catalogue()
