"""docs/tools.md: every command and option that it shows is there, and every command is on it or in the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from medrules.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tools.md").read_text("utf-8")
CONTEXT = click.Context(main)


def test_every_tool_of_an_author_is_on_the_page() -> None:
    shown = set(re.findall(r"^\| `medrules (\w+)`", PAGE, re.MULTILINE))
    assert shown == set(main.list_commands(CONTEXT)) - {"check"}


@pytest.mark.parametrize("name", ["format", "lint", "explain", "try"])
def test_every_option_is_there_and_on_the_page(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    section = PAGE.partition(f"## medrules {name}\n")[2].partition("\n## ")[0]
    assert section
    used = set(re.findall(r"--[a-z-]+", section)) - {"--verdicts", "--verdicts-all"}
    assert used <= known
