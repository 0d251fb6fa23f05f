"""What nobody would see, and a terminal might act on, stands as an escape in everything that is printed."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from medrules.cli.main import main
from medrules.cli.screen import as_json, clean, line
from medrules.signoff.lock import canonical

from .conftest import Files

UNSEEN = "\u200b\u2060\ufeff\u00ad\u202e\u2066\u2028\u061c\u0085\x1b\x07\x7f\U000e0041"
OWN = ["--rules", "rules", "--vignettes", "vignettes"]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def unseen(text: str) -> set[str]:
    return {each for each in text if each != "\n" and not each.isprintable()}


@given(values | st.text(st.sampled_from(UNSEEN + "aé\U0001f600")))
def test_json_shows_every_character_and_reads_back(value: Any) -> None:
    for write in (as_json, canonical):
        assert unseen(write(value)) == set()
        assert json.loads(write(value)) == value


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Ll"])))
def test_a_cleaned_text_acts_on_nothing(text: str) -> None:
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    kept = {each for each in clean(text) if unicodedata.category(each) in acting}
    assert kept <= set("\n\t\u200c\u200d")


def test_no_unseen_character_of_this_unicode_is_forgotten() -> None:
    acting = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] in "C"]
    acting = [each for each in acting if unicodedata.category(each) in {"Cc", "Cf", "Cs"}]
    assert {each for each in acting if clean(each) == each} == set("\n\t\u200c\u200d")


def test_letters_stay_as_they_are() -> None:
    assert clean("naïve μg 中文 😀 می\u200cخواهم") == "naïve μg 中文 😀 می\u200cخواهم"
    assert line("a\u200bb\U000e0041") == "a\\u200bb\\U000e0041"


@pytest.mark.parametrize("command", ["check", "compare", "review", "read"])
def test_outputs_of_commands_show_every_character(command: str, files: Files) -> None:
    hostile = f"Rest at home{UNSEEN}. It is nothing to worry about."
    rows = [
        {"case": "arm-001", "id": "a", "model": "m"},
        {"case": "arm-001", "id": f"b{UNSEEN}", "model": f"n{UNSEEN}"},
    ]
    for name, row, output in (("a", rows[0], "Call 911 now."), ("b", rows[1], hostile)):
        files.write(f"{name}.jsonl", json.dumps({**row, "output": output}) + "\n")
    words = {
        "check": ["check", "b.jsonl", *OWN, "--verdicts", "out", "--verdicts-all"],
        "compare": ["compare", "a.jsonl", "b.jsonl", *OWN, "--json", "out"],
        "review": ["review", "sample", "b.jsonl", *OWN, "--out", "r.csv"],
        "read": ["read", hostile, "--json"],
    }[command]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    assert unseen(result.output) <= {"\xa0"}  # Our own, between a number and its unit.
    if command in ("check", "compare"):
        assert unseen(Path("out").read_text("utf-8")) == set()
    if command == "review":
        assert unseen(Path("r.key.json").read_text("utf-8")) == set()
