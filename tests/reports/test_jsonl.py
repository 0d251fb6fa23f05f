"""Verdicts as JSON lines."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_report import ANSWER, CALL, HOSTILE, rows
from synthetic import evidence, sample, verdict

from medrules.model.rule import HARMS
from medrules.reports import jsonl


def test_a_row_holds_everything_a_reader_needs() -> None:
    found = rows()[1].verdicts[1]
    row = jsonl.row(found)
    assert row["case"] == "case-1"
    assert (row["rule"], row["obligation"], row["verdict"]) == ("stroke.call", 2, "violated")
    assert row["harm"] in HARMS
    assert row["points"] == 100
    (item,) = row["evidence"]
    assert ANSWER[item["start"] : item["end"]] == item["text"] == "trapped nerve"
    assert item["side"] == "output"
    assert item["reading"]["act"] == "advice"
    assert item["reading"]["cue"]["text"] == "Most likely"
    assert row["trigger"][0]["side"] == "input"
    assert row["because"] == "Made up for a test."
    assert (row["file"], row["line"]) == ("rules/made-up.rules", 10)


def test_an_absence_carries_its_nearest_miss() -> None:
    row = jsonl.row(rows()[1].verdicts[0])
    assert row["evidence"] == []
    assert row["nearest"]["text"] == "call 911"


@given(st.text(st.characters()))
def test_a_line_is_one_printable_line_that_reads_back(text: str) -> None:
    answer = sample("case", output=text + "x")
    found = verdict(answer, CALL, 2, found=[evidence(text + "x", "x")], reason=text)
    line = jsonl.line(found)
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert not {unicodedata.category(character) for character in line[:-1]} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert json.loads(line)["reason"] == text


def test_hostile_text_reads_back_whole() -> None:
    answer = sample("case")
    line = jsonl.line(verdict(answer, CALL, 2, reason=HOSTILE))
    assert json.loads(line)["reason"] == HOSTILE
    assert "\x1b" not in line
    assert "é" in jsonl.line(verdict(answer, CALL, 2, reason="fièvre, é"))


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.1 + 0.2, "0.3"), (20.0, "20"), (1 / 3, "0.3333333333"), (1234567890.123, "1234567890"), (1e-12, "1e-12")],
)
def test_numbers_have_ten_significant_digits(value: float, written: str) -> None:
    assert json.dumps(jsonl.number(value)) == written


def test_write_says_how_many() -> None:
    stream = io.StringIO()
    found = [item for row in rows() for item in row.verdicts]
    assert jsonl.write(found, stream) == len(found) == 11
    assert len(stream.getvalue().splitlines()) == 11
