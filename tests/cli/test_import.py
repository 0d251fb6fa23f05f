"""``medrules import``: writes a rule file from a table, refuses to overwrite, and writes a template; its page."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.importing.columns import columns

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")


def block(kind: str) -> str:
    """The first block of a kind on the page."""
    return PAGE.partition(f"```{kind}\n")[2].partition("```")[0]


@pytest.fixture(autouse=True)
def heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("heads.csv").write_text(block("csv"), "utf-8")


def medrules(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_the_page_s_table_becomes_the_page_s_rules() -> None:
    result = medrules("import", "heads.csv")
    assert result.exit_code == 0, result.output
    assert "1 rule written to heads.rules. Next: medrules test heads.rules" in result.stdout
    assert Path("heads.rules").read_text("utf-8") == block("medrules")
    assert medrules("test", "heads.rules").exit_code == 0
    assert medrules("format", "--check", "heads.rules").exit_code == 0


def test_what_is_there_is_not_overwritten() -> None:
    Path("heads.rules").write_text("mine", "utf-8")
    assert medrules("import", "heads.csv").exit_code == 2
    assert Path("heads.rules").read_text("utf-8") == "mine"
    assert medrules("import", "heads.csv", "--force").exit_code == 0
    assert Path("heads.rules").read_text("utf-8") != "mine"


def test_where_and_how_the_pack_is_called() -> None:
    assert medrules("import", "heads.csv", "--to", "my-heads.rules").exit_code == 0
    assert 'pack "My heads"' in Path("my-heads.rules").read_text("utf-8")
    assert (
        medrules("import", "heads.csv", "--to", "b.rules", "--pack", 'The "heads"', "--use", "common").exit_code
        == 0
    )
    assert 'pack "The \\"heads\\""\nuse common\n' in Path("b.rules").read_text("utf-8")


def test_an_error_writes_nothing() -> None:
    Path("heads.csv").write_text(block("csv").replace("severe", "bad"), "utf-8")
    result = medrules("import", "heads.csv")
    assert result.exit_code == 2
    assert "heads.csv:2:3: error T303: cell C2" in result.stderr
    assert not Path("heads.rules").exists()


@pytest.mark.parametrize("name", ["new.csv", "new.xlsx"])
def test_a_template(name: str) -> None:
    assert medrules("import", "--template", name).exit_code == 0
    assert medrules("import", "--template", name).exit_code == 2
    result = medrules("import", name)
    assert result.exit_code == 2
    assert "T109" in result.stderr
    assert "remarks only" in result.stderr


def test_a_folder_that_is_not_there() -> None:
    result = medrules("import", "heads.csv", "--to", "nowhere/a.rules")
    assert result.exit_code == 2
    assert "R105" in result.stderr


@pytest.mark.parametrize("arguments", [["--template", "new.xlsx"], ["new.xlsx"]])
def test_without_openpyxl(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert medrules("import", "--template", "there.xlsx").exit_code == 0
    if "--template" not in arguments:
        Path("there.xlsx").rename("new.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = medrules("import", *arguments)
    assert result.exit_code == 2
    assert "T107" in result.stderr
    assert "medrules[tables]" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["heads.csv", "--template", "b.csv"]])
def test_what_is_to_be_done_has_to_be_said(arguments: list[str]) -> None:
    assert medrules("import", *arguments).exit_code == 2


def test_the_page_lists_every_column_and_option() -> None:
    for each in columns():
        assert f"| `{each.name}` | {each.what} |" in PAGE
    shown = set(re.findall(r"^\| `(--[a-z]+)", PAGE, re.MULTILINE))
    assert shown | {"--help"} == set(re.findall(r"--[a-z]+", medrules("import", "--help").stdout))
