"""Damaged, cut off and hostile files: never a traceback, never a run that is silently clean."""

from __future__ import annotations

import io
import json
import stat
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.model.case import Sample, Unreadable
from medrules.sources import columnar, walking, xlsx, zipped
from medrules.sources.answers import check, read
from medrules.sources.columns import Columns
from medrules.sources.problems import SourceError
from tests.sources.test_same_verdicts import rows_of
from tests.sources.writing import FORMATS, write

ROWS = rows_of([(0, "Wait and see."), (0, "Call 911, and “rest”."), (1, "Rest."), (2, 'Say "ah",\nthen rest.')])
BY_LINES = {"answers.csv", "answers.tsv", *(name for name in FORMATS if name.endswith(".jsonl"))}
"""Formats in which each line stands alone: cut off between two lines they are whole."""
QUIET = [HealthCheck.function_scoped_fixture]


def found(path: Path, **said: Any) -> list[Sample | Unreadable]:
    """Every row; a file that cannot be used as a whole is one row that says so."""
    try:
        return list(read(path, Columns(**said)))
    except SourceError as error:
        problem = error.problem
        assert problem.hint
        return [Unreadable(file=str(path), line=0, id="", code=problem.code, reason=problem.message)]


def codes(path: Path, **said: Any) -> list[str]:
    return [row.code if isinstance(row, Unreadable) else row.id for row in found(path, **said)]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, suppress_health_check=QUIET, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_cut_off_anywhere(name: str, tmp_path_factory: pytest.TempPathFactory, place: float) -> None:
    path, said = write(tmp_path_factory.mktemp("cut"), name, ROWS)
    whole = found(path, **said)
    content = path.read_bytes()
    path.write_bytes(content[: int(place * len(content))])
    rows = found(path, **said)
    assert rows
    if name not in BY_LINES and not any(isinstance(row, Unreadable) for row in rows):
        assert [row.id for row in rows] == [row.id for row in whole]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, suppress_health_check=QUIET, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), other=st.integers(1, 255))
def test_any_byte_changed(name: str, tmp_path_factory: pytest.TempPathFactory, place: float, other: int) -> None:
    path, said = write(tmp_path_factory.mktemp("bit"), name, ROWS)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= other
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = found(path, **said)
    assert rows


@pytest.mark.parametrize("name", FORMATS)
def test_empty(name: str, tmp_path: Path) -> None:
    path, said = write(tmp_path, name, ROWS)
    path.write_bytes(b"")
    assert codes(path, **said)[0] in ("S104", "S101", "S111")
    assert len(codes(path, **said)) == 1


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200), name=st.sampled_from([*FORMATS]))
def test_any_bytes_under_any_name(content: bytes, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    assert found(path)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["id", "epoch", "output", "choices", "message", "content", "custom_id", "response", "result", "type"]
NAMES += ["status_code", "body", "error", "instance", "request", "completions", "text", "metadata", "vars", "case"]
NAMES += ["doc", "resps", "doc_id", "arguments", "prompt", "completion", "messages", "samples", "eval"]


@settings(max_examples=200, deadline=None)
@given(
    row=st.dictionaries(st.sampled_from(NAMES), JSON | st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4)),
    format_=st.sampled_from(["promptfoo", "lm-eval", "openai-batch", "anthropic-batch", "conversations", "jsonl"]),
)
def test_rows_of_any_shape(row: dict[str, Any], format_: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("shape") / "answers.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    assert found(path, format=format_)


@settings(max_examples=150, deadline=None)
@given(
    row=st.dictionaries(st.sampled_from(NAMES), JSON | st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4)),
    wrapped=st.sampled_from(["helm", "inspect", "healthbench", "promptfoo", "json"]),
)
def test_elements_of_any_shape(
    row: dict[str, Any], wrapped: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole: dict[str, Any] = {
        "helm": {"adapter_spec": row, "request_states": [row]},
        "inspect": {"version": 2, "status": "s", "eval": row, "plan": row, "samples": [row]},
        "healthbench": {
            "score": 1,
            "metrics": {},
            "metadata": {"example_level_metadata": [row]},
            "convos": [[row]],
        },
        "promptfoo": {"evalId": "e", "results": {"results": [row]}},
        "json": [row],
    }
    path = tmp_path_factory.mktemp("shape") / "answers.json"
    path.write_text(json.dumps(whole[wrapped]), "utf-8")
    assert found(path, format=wrapped)


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(st.dictionaries(st.text(max_size=8), JSON, max_size=4), max_size=6), piece=st.integers(1, 40)
)
def test_a_walk_finds_what_a_parser_finds(values: list[dict[str, Any]], piece: int) -> None:
    text = json.dumps({"a": [1, {"b": ["]"]}], "x": {"list": values, "y": '"'}, "z": None}, indent=1)

    class Dripping(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(piece)

    walk = walking.Walk(Dripping(text.encode()), ("x", "list"), ("a",))
    items = list(walk)
    assert all(item.fault is None for item in items)
    assert json.dumps([item.row for item in items]) == json.dumps(values)
    assert walk.kept == {"a": [1, {"b": ["]"]}]}


def test_a_walk_costs_only_the_damaged_element() -> None:
    text = b'{"list": [{"a": 1}, {"a": 1, "a": 2}, {"a": tru}, 7, {"a": "\\ud800"}, {"a": 2}]} '
    items = list(walking.Walk(io.BytesIO(text), ("list",)))
    faults = [item.fault.code if item.fault else item.row["a"] for item in items]
    assert faults == [1, "S213", "S201", "S202", "\ufffd", 2]


def test_a_long_element_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "LONGEST_ROW", 1000)
    monkeypatch.setattr(walking, "_PIECE", 64)
    long = {"a": "x" * 5000, "b": [[{"c": '\\"'}]] * 400}
    text = json.dumps({"head": long, "list": [{"a": 1}, long, "y" * 9000, {"a": 2}]}).encode()
    items = list(walking.Walk(io.BytesIO(text), ("list",), ("head",)))
    assert [item.fault.code if item.fault else item.row["a"] for item in items] == [1, "S207", "S207", 2]


def test_a_list_that_stands_twice() -> None:
    items = list(walking.Walk(io.BytesIO(b'{"list": [{"a": 1}], "list": [{"a": 2}]}'), ("list",)))
    assert [item.fault.code if item.fault else item.row["a"] for item in items] == [1, "S213", 2]


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '[{"a": ' + "[" * 300 + "]" * 300 + "}]"])
def test_depth_is_bounded(tmp_path: Path, deep: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(deep, "utf-8")
    assert codes(path)[0] in ("S214", "S217", "S219")


def archive(path: Path, members: dict[str, str], name: str | None = None) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as found_:
        warnings.simplefilter("ignore")
        for member, content in members.items():
            found_.writestr(member, content)
        if name is not None:
            found_.writestr(name, "{}")
    return path


HEADER = {"header.json": json.dumps({"eval": {"model": "m"}})}


@pytest.mark.parametrize("name", ["../a", "/etc/a", "samples/../../a", "C:/a", "a\\b", "header.json"])
def test_names_in_archives(tmp_path: Path, name: str) -> None:
    assert codes(archive(tmp_path / "a.eval", HEADER, name)) == ["S113"]


def test_a_link_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.eval"
    with zipfile.ZipFile(path, "w") as found_:
        link = zipfile.ZipInfo("samples/a_epoch_1.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        found_.writestr(link, "/etc/passwd")
    assert codes(path) == ["S113"]


def test_an_archive_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "RATIO_FROM", 2**20)
    path = archive(tmp_path / "a.eval", HEADER | {"samples/a_epoch_1.json": " " * 2**22})
    assert codes(path) == ["S113"]
    monkeypatch.setattr(zipped, "LARGEST_UNPACKED", 2**20)
    assert codes(path) == ["S113"]


def test_an_archive_that_lies_about_sizes(tmp_path: Path) -> None:
    sample = json.dumps({"id": "a", "epoch": 1, "output": {"completion": "Rest. " * 100, "choices": [{}]}})
    path = archive(tmp_path / "a.eval", HEADER | {"samples/a_epoch_1.json": sample})
    content = path.read_bytes()
    true, lie = struct.pack("<L", len(sample)), struct.pack("<L", 40)
    path.write_bytes(content.replace(true, lie))
    assert codes(path) == ["S214"]


def test_nothing_of_a_nested_archive_is_opened(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a": "0" * 10_000}).read_bytes()
    path = tmp_path / "a.eval"
    with zipfile.ZipFile(path, "w") as found_:
        found_.writestr("header.json", HEADER["header.json"])
        found_.writestr("samples/a_epoch_1.json", inner)
    assert codes(path) == ["S219"]


def test_zstandard_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "find_spec", lambda _: None)
    monkeypatch.setattr(zipped.sys, "version_info", (3, 11))
    path = Path(__file__).parent / "fixtures" / "inspect" / "triage.eval"
    assert codes(path) == ["S112"]


def test_entities_in_a_workbook(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "answers.xlsx", ROWS)
    with zipfile.ZipFile(path) as found_:
        members = {name: found_.read(name).decode() for name in found_.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = '<!DOCTYPE a [<!ENTITY b "bb">]>' + sheet[sheet.index("<worksheet") :]
    assert codes(archive(path, members))[-1] in ("S101", "S214")


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/worksheets/texts.xml", "more/sharedStrings.xml"])
def test_texts_of_a_workbook_under_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(xlsx, "_MOST_HELD", 2**17)
    path, _ = write(tmp_path, "answers.xlsx", ROWS)
    assert "S113" not in codes(path)
    with zipfile.ZipFile(path) as found_:
        members = {each: found_.read(each).decode() for each in found_.namelist()}
    members[name] = " " * 2**18
    for kinds in (["sharedStrings+xml"], ["sharedStrings+xml", "worksheet+xml"]):
        parts = "".join(f'<Override PartName="/{name}" ContentType="x.{kind}"/>' for kind in kinds)
        contents = members["[Content_Types].xml"].replace("</Types>", f"{parts}</Types>")
        assert codes(archive(tmp_path / "a.xlsx", members | {"[Content_Types].xml": contents})) == ["S113"]


def test_parts_of_a_workbook_in_no_encoding(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "answers.xlsx", ROWS)
    with zipfile.ZipFile(path) as found_:
        members = {each: found_.read(each).decode() for each in found_.namelist()}
    contents = members["[Content_Types].xml"].rpartition("?>")[2]
    changed = members | {"[Content_Types].xml": f'<?xml version="1.0" encoding="none-8"?>{contents}'}
    assert codes(archive(tmp_path / "a.xlsx", changed)) == ["S101"]


def test_sheets_of_a_workbook_may_be_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_HELD", 2**15)
    path, _ = write(tmp_path, "answers.xlsx", ROWS * 200)
    with zipfile.ZipFile(path) as found_:
        assert found_.getinfo("xl/worksheets/sheet1.xml").file_size > 2**16
    assert "S113" not in codes(path)


def test_a_workbook_of_rows_without_end(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "answers.xlsx", ROWS)
    with zipfile.ZipFile(path) as found_:
        members = {name: found_.read(name).decode() for name in found_.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace('r="3"', 'r="99999999999"')
    assert codes(archive(path, members))[-1] == "S214"


def test_what_a_workbook_holds_instead_of_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "output"])
    for number, value in enumerate(["Rest.", "=1+1", "#REF!", True, 7, None]):
        book.active.append([number, value])
    book.active["B2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    assert codes(tmp_path / "a.xlsx") == ["0", "S223", "S224", "S204", "S204", "S203"]


def test_a_text_that_starts_as_a_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["output"])
    book.active.append(['=HYPERLINK("x")'])
    book.active["A2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (row,) = read(tmp_path / "a.xlsx")
    assert isinstance(row, Sample)
    assert row.output == '=HYPERLINK("x")'


def test_a_batch_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "_LARGEST_BATCH", 2**16)
    pq.write_table(pa.table({"output": ["Rest. " * 1000] * 100}), tmp_path / "a.parquet")
    assert codes(tmp_path / "a.parquet") == ["S215"]


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    two = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["output", "output"])
    with pa.ipc.new_file(tmp_path / "a.arrow", two.schema) as writer:
        writer.write_table(two)
    assert codes(tmp_path / "a.arrow") == ["S108"]


def test_values_of_every_kind(tmp_path: Path) -> None:
    import datetime
    import decimal

    values = {
        "output": ["Rest."],
        "seed": [float("nan")],
        "when": [datetime.datetime(2026, 11, 1)],
        "price": [decimal.Decimal("1.50")],
        "tags": [["a", "b"]],
        "more": [{"x": 1}],
    }
    pq.write_table(pa.table(values), tmp_path / "a.parquet")
    (row,) = read(tmp_path / "a.parquet")
    assert isinstance(row, Sample)
    expected = {"when": "2026-11-01T00:00:00", "price": "1.50", "tags": ["a", "b"], "more": {"x": 1}}
    assert (row.seed, row.metadata) == (None, expected)


def test_a_stream_without_its_end(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "stream.arrows", ROWS)
    path.write_bytes(path.read_bytes()[:-8])
    assert codes(path)[-1] == "S214"


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "-0.0", "NaN"])
def test_numbers(tmp_path: Path, number: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'[{{"id": "a", "output": "Rest.", "big": {number}}}]', "utf-8")
    assert codes(path) in (["a"], ["S201"])


def test_controls_in_names_reach_no_terminal(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from medrules.cli.main import main

    path = tmp_path / "a\x1b[31m.json"
    path.write_text('{"evalId": "e", "results": {}}', "utf-8")
    assert check([path])
    shown = CliRunner().invoke(main, ["check", str(path), "--rules", str(tmp_path)])
    assert shown.exit_code == 2
    assert "\x1b" not in shown.output
