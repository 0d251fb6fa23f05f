"""Answers in any format become samples; whatever cannot be read is kept in its place."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.model.case import Sample, Unreadable
from medrules.sources.answers import check, files, read
from medrules.sources.columns import Columns
from medrules.sources.problems import SourceError

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_


def samples(path: Path, columns: Columns | None = None) -> list[Sample]:
    rows = list(read(path, columns))
    assert all(isinstance(row, Sample) for row in rows), rows
    return [row for row in rows if isinstance(row, Sample)]


def codes(rows: Iterable[Sample | Unreadable]) -> list[str]:
    return [row.code if isinstance(row, Unreadable) else row.id for row in rows]


FULL = {
    "sample": "s-1",
    "case": "stroke-001",
    "model": "model-a",
    "version": "2026-10",
    "seed": 7,
    "input": "My arm is weak.",
    "output": "Call 911 now.",
    "category": "patient-communication/messaging",
    "confidence": 0.8,
    "finish_reason": "stop",
    "decoding": {"temperature": 0},
}


def test_every_field_of_a_line(write: Write) -> None:
    (sample,) = samples(write("a.jsonl", json.dumps(FULL)))
    assert sample.id == "s-1"
    assert (sample.case, sample.model, sample.version, sample.seed) == ("stroke-001", "model-a", "2026-10", "7")
    assert (sample.input, sample.output) == ("My arm is weak.", "Call 911 now.")
    assert (sample.category, sample.confidence, sample.finish_reason) == (FULL["category"], 0.8, "stop")
    assert sample.metadata == {"decoding": {"temperature": 0}}
    assert sample.line == 1


def test_the_same_answers_through_every_format_are_the_same_samples(write: Write) -> None:
    rows = [
        FULL | {"decoding": "greedy"},
        FULL | {"sample": "s-2", "output": 'Say "ah",\nthen rest.', "decoding": "x"},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    tabs = io.StringIO()
    writer = csv.DictWriter(tabs, list(rows[0]), delimiter="\t")
    writer.writeheader()
    writer.writerows(rows)
    semicolons = table.getvalue().replace(",", ";").replace('""ah"";', '""ah"",')
    files = [
        write("a.jsonl", lines),
        write("a.jsonl.gz", gzip.compress(lines.encode())),
        write("unnamed", lines),
        write("a.csv", table.getvalue()),
        write("bom.csv", "\ufeff" + table.getvalue()),
        write("european.csv", semicolons),
        write("a.tsv", tabs.getvalue()),
    ]
    read_ = [[sample.model_dump(exclude={"file", "line", "seed"}) for sample in samples(file)] for file in files]
    assert all(one == read_[0] for one in read_)


def test_a_row_without_names_of_its_own(write: Write) -> None:
    first, second, third = samples(
        write(
            "a.jsonl", '{"output": "Rest."}\n\n{"output": "", "input": "Hm?"}\n{"output": "No.", "input": " Hm? "}'
        )
    )
    assert (first.id, first.case, first.line) == ("a.jsonl:1", "a.jsonl:1", 1)
    assert (second.id, second.output, second.line) == ("a.jsonl:3", "", 3)
    assert second.case == third.case != first.case


def test_numbers_are_ids(write: Write) -> None:
    (sample,) = samples(write("a.jsonl", '{"id": 12, "case": 3.5, "output": "Rest."}'))
    assert (sample.id, sample.case) == ("12", "3.5")


def test_columns_of_other_names(write: Write) -> None:
    path = write("a.csv", "id,question,answer,engine\nstroke-001,Is it safe?,Yes.,model-a\n")
    (sample,) = samples(path, Columns(case="id", input="question", output="answer", model="engine"))
    assert (sample.case, sample.input, sample.output, sample.model) == (
        "stroke-001",
        "Is it safe?",
        "Yes.",
        "model-a",
    )
    assert sample.id == "a.csv:2", "a column named for the case is not the id as well"


def test_a_cell_that_starts_with_a_sign_is_data(write: Write) -> None:
    (sample,) = samples(write("a.csv", 'id,output\n1,"=HYPERLINK(""x"")"\n'))
    assert sample.output == '=HYPERLINK("x")'


def test_the_text_of_an_answer_is_untouched(write: Write) -> None:
    text = "  *Rest*\r\n\u2028 \u00a0½ µg\u0000\t"
    (sample,) = samples(write("a.jsonl", json.dumps({"output": text}, ensure_ascii=False)))
    assert sample.output == text


def test_half_a_character_keeps_the_offsets(write: Write) -> None:
    (sample,) = samples(write("a.jsonl", '{"output": "ab\\ud83d cd", "note": ["\\ude00"]}'))
    assert sample.output == "ab\ufffd cd"
    assert sample.metadata == {"note": ["\ufffd"]}


def test_messages(write: Write) -> None:
    messages = [
        {"role": "system", "content": "You are a nurse."},
        {"role": "user", "content": "My arm is weak."},
        {"role": "assistant", "content": "Since when?"},
        {"role": "user", "content": [{"type": "text", "text": "An hour."}]},
        {"role": "assistant", "content": "Call 911."},
    ]
    rows = [{"messages": messages}, {"messages": json.dumps(messages)}]
    first, second = samples(write("a.jsonl", "\n".join(json.dumps(row) for row in rows)))
    assert first.input == "My arm is weak.\n\nAn hour."
    assert first.output == "Since when?\n\nCall 911."
    assert [turn.role for turn in first.messages] == ["system", "user", "assistant", "user", "assistant"]
    assert second.messages == first.messages


@pytest.mark.parametrize(
    "messages",
    [
        [],
        {},
        [1],
        [{"role": 1}],
        [{"role": "user"}],
        [{"role": "user", "content": 5}],
        [{"role": "user", "content": ""}],
    ],
)
def test_messages_of_another_shape(write: Write, messages: object) -> None:
    rows = [{"messages": messages}, {"output": "Rest."}]
    found = codes(read(write("a.jsonl", "\n".join(json.dumps(row) for row in rows))))
    assert found == ["S210", "a.jsonl:2"]


@pytest.mark.parametrize(("written", "meant"), [("0.8", 0.8), ("80%", 0.8), ("", None), (" 1 ", 1.0)])
def test_confidence(write: Write, written: str, meant: float | None) -> None:
    (sample,) = samples(write("a.csv", f'output,confidence\nRest.,"{written}"\n'))
    assert sample.confidence == meant


@pytest.mark.parametrize("written", ["NaN", "2", "-0.1", '"high"', "true", "1e999"])
def test_no_confidence(write: Write, written: str) -> None:
    assert codes(read(write("a.jsonl", f'{{"output": "Rest.", "confidence": {written}}}'))) == ["S212"]


def test_nothing_is_dropped_around_rows_that_cannot_be_read(write: Write) -> None:
    good = '{"id": "%s", "output": "Rest."}'
    lines = [good % "a", "{", "", good % "b", "[1]", '{"id": "c"}', good % "a", "9" * 5000, good % "d", "[" * 9000]
    rows = list(read(write("a.jsonl", "\n".join(lines))))
    assert codes(rows) == ["a", "S201", "b", "S202", "S203", "S208", "S201", "d", "S217"]
    assert [row.line for row in rows] == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert rows[4].id == "c"


def test_an_open_quote_costs_its_own_row_alone(write: Write) -> None:
    rows = list(read(write("a.csv", 'id,output\na,Rest.\nb,"Walk.\nc,Sleep.\nd,"Call\n911."\ne,Sleep.\n')))
    assert codes(rows) == ["a", "S209", "c", "d", "e"]
    assert [row.line for row in rows] == [2, 3, 4, 5, 7]


def test_bytes_that_are_no_text_in_a_cell(write: Write) -> None:
    rows = list(read(write("a.csv", b"id,output\na,37 \xb0C\nb,Rest.\n")))
    assert codes(rows) == ["S205", "b"]
    assert rows[0].id == "a"


def test_a_damaged_file_keeps_what_stood_before(write: Write) -> None:
    lines = "".join(
        json.dumps({"id": f"a{number}", "output": f"Rest {number * 7919}."}) + "\n" for number in range(9999)
    )
    packed = gzip.compress(lines.encode())
    found = codes(read(write("a.jsonl.gz", packed[: len(packed) // 2])))
    assert found[0] == "a0"
    assert found[-1] == "S214"
    assert found.count("S214") == 1


def test_a_table_of_many_lines_in_one_quote_is_given_up(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medrules.sources.delimited._MOST_LINES", 50)
    rows = codes(read(write("a.csv", 'id,output\na,"Rest.\n' + "".join(f"b{n},Walk.\n" for n in range(200)))))
    assert rows == ["S209", *(f"b{n}" for n in range(200))]


def test_files_are_checked_before_a_run(write: Write, tmp_path: Path) -> None:
    good = write("a.jsonl", '{"output": "Rest."}')
    empty = write("b.csv", "id,output\n")
    problems = check([good, empty, tmp_path / "c.jsonl"])
    assert [problem.code for problem in problems] == ["S104", "S101"]


def test_an_empty_file_is_an_error(write: Write) -> None:
    for name in ("a.jsonl", "a.csv", "a", "a.csv.gz"):
        with pytest.raises(SourceError) as raised:
            list(read(write(name, gzip.compress(b"") if name.endswith("gz") else "")))
        assert raised.value.problem.code == "S104"


def test_progress_is_told_in_bytes(write: Write) -> None:
    path = write("a.jsonl", '{"output": "Rest."}\n' * 5000)
    told: list[int] = []
    assert len(list(read(path, moved=told.append))) == 5000
    assert told == sorted(told)
    assert told[-1] <= path.stat().st_size


def test_memory_does_not_grow_with_the_file(write: Write) -> None:
    def peak(count: int) -> int:
        path = write("a.jsonl", b"".join(b'{"output": "%s"}\n' % (b"Rest. " * 50) for _ in range(count)))
        tracemalloc.start()
        for _ in read(path):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(200)
    assert peak(8000) < peak(800) + 200_000


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text())))
def test_any_text_survives_json_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    lines = [json.dumps({"id": f"{n}", "input": a, "output": b}) for n, (a, b) in enumerate(rows)]
    path.write_text("\n".join([*lines, '{"id": "last", "output": ""}']), "utf-8")
    whole = [(a, "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in b)) for a, b in rows]
    assert [(sample.input, sample.output) for sample in samples(path)] == [*whole, (None, "")]


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, start in (
        ("a.jsonl", b'{"output": "Rest."}\n'),
        ("a.csv", b"id,output\n"),
        ("a.csv.gz", b"\x1f\x8b"),
    ):
        (folder / name).write_bytes(start + content)
        try:
            for row in read(folder / name):
                assert row.line >= 1
        except SourceError as error:
            assert error.problem.hint


def test_a_folder_stands_for_its_files(tmp_path: Path, write: Write) -> None:
    expected = [write(name, '{"output": "Rest."}') for name in ("a.jsonl", "b.csv.gz", "c.TSV")]
    write("README.md", "Answers")
    assert files([tmp_path]) == (expected, [])
