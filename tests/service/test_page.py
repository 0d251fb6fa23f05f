"""docs/service.md: its example is what happens, and every option, address and problem is on it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from medrules.cli.main import main
from medrules.service.guarding import PATHS
from medrules.service.problems import table

from .conftest import Client

PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text("utf-8")


def test_the_example(client: Client) -> None:
    body = re.search(r"-d '(.*?)'\n", PAGE)
    answer = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert body is not None
    assert answer is not None
    made = client.post("/check", content=body[1].encode(), headers={"Content-Type": "application/json"}).json()
    shown = json.loads(answer[1])
    made["verdicts"] = [{name: each[name] for name in shown["verdicts"][0]} for each in made["verdicts"]]
    assert made == shown


def test_every_option_is_on_the_page() -> None:
    command = main.get_command(click.Context(main), "serve")
    assert command is not None
    known = {option for each in command.params for option in each.opts}
    assert set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE)) == known
    for each in command.params:
        default = f"{each.default:g}" if isinstance(each.default, int | float) else str(each.default)
        assert each.name == "rules" or re.search(rf"`{each.opts[0]} [A-Z]+` \| {default} \|", PAGE)


def test_every_address_is_on_the_page() -> None:
    assert set(re.findall(r"^\| `(?:GET|POST) (/[a-z./]+)`", PAGE, re.MULTILINE)) == PATHS


def test_every_problem_is_on_the_page() -> None:
    assert table() in PAGE, "copy the table of medrules.service.problems into the page"


def test_what_was_measured_is_on_the_page() -> None:
    measured = PAGE.partition("<!-- measured: begin -->")[2].partition("<!-- measured: end -->")[0]
    assert re.search(r"Measured \d{4}-\d\d-\d\d at [0-9a-f]{7,}: 1,000 rules", measured)
    assert re.search(r"HTTP takes \d\.\d\d times what the checker alone takes", measured)
