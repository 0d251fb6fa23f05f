"""Hostile words in every text of every section: no output makes anything of them but text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from made_up_signoff import TEXTS, Made
from test_signoff_formats import ACTING, plain_text_of
from whole_signoff import whole_signoff

from medrules.reports import signoff_markdown, signoff_pdf, xlsx
from medrules.reports.sections import sections
from medrules.reports.sections.blocks import Block, Boxes, Bullets, Cell, Facts, Paragraph, Section, Table, Toned

HOSTILE = "".join(TEXTS[:-1])
LONG = "x" * 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return whole_signoff(tmp_path_factory.mktemp("whole"))


def everywhere(text: str, made: Made) -> tuple[Section, ...]:
    """The sections of a dossier, with a text instead of each of theirs."""

    def cell(one: Cell) -> Cell:
        return text if isinstance(one, str) else one._replace(value=text) if isinstance(one, Toned) else one

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return Paragraph(text)
        if isinstance(one, Bullets | Boxes):
            return type(one)((text,))
        if isinstance(one, Facts):
            return Facts(((text, text),))
        columns = tuple(column._replace(title=text) for column in one.columns)
        rows = tuple(tuple(map(cell, row)) for row in one.rows[:2])
        return Table(columns, rows, title=text, note=text, heads=one.heads)

    return tuple(each._replace(title=text, blocks=tuple(map(block, each.blocks[:3]))) for each in sections(*made))


def put(patch: pytest.MonkeyPatch, text: str, made: Made) -> None:
    found = everywhere(text, made)
    for module in (signoff_markdown, signoff_pdf, xlsx):
        patch.setattr(module, "sections", lambda *_: found)


def test_markdown_makes_nothing_of_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "Plain words", made)
    plain = plain_text_of(signoff_markdown.render(*made))
    for text in (HOSTILE, "| a | b |", "--- | ---", "1. a list", "www.evil.example", "@everybody"):
        put(monkeypatch, text, made)
        written = signoff_markdown.render(*made)
        assert plain_text_of(written) == plain, text
        assert ACTING.search(written.replace("\n", "")) is None


def test_the_workbook_makes_nothing_of_it(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (HOSTILE, *TEXTS[:2]):
        put(monkeypatch, text, made)
        xlsx.write(*made, tmp_path / "book.xlsx")
        book = openpyxl.load_workbook(tmp_path / "book.xlsx")
        for sheet in book:
            cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
            assert cells
            assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
            assert not any(isinstance(cell.value, str) and ACTING.search(cell.value) for cell in cells)
            assert not sheet._hyperlinks
        with zipfile.ZipFile(tmp_path / "book.xlsx") as inside:
            assert not any(re.search(rb"<f[ >]", inside.read(name)) for name in inside.namelist())


@pytest.mark.parametrize("text", [HOSTILE, LONG, "word " * 1_000], ids=["hostile", "one long word", "many words"])
def test_the_pdf_makes_nothing_of_it(text: str, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, text, made)
    assert signoff_pdf.render(*made).startswith(b"%PDF-")
    for section in signoff_pdf.data(*made)["sections"]:
        assert ACTING.search(str(section)) is None


def test_a_long_word_may_break(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, LONG, made)
    for section in signoff_pdf.data(*made)["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "table":
                for row in block["rows"]:
                    words = [cell["text"] for cell in row["cells"] if "x" in cell.get("text", "")]
                    assert all("\N{ZERO WIDTH SPACE}" in word for word in words)
