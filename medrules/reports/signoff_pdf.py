"""The report of a sign-off as PDF, set by typst: for the file, the printer and the people who sign on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

from medrules.model.case import Sample
from medrules.model.decision import Dossier
from medrules.model.finding import Finding
from medrules.reports import figures
from medrules.reports.marking import excerpt
from medrules.reports.pdf_pictures import pictures
from medrules.reports.sections import sections
from medrules.reports.sections.blocks import (
    Bar,
    Block,
    Boxes,
    Bullets,
    Cell,
    Facts,
    Paragraph,
    Section,
    Table,
    Toned,
    said,
)
from medrules.reports.sections.found import MOST_FINDINGS
from medrules.reports.shown import one_line, shown
from medrules.reports.signoff_words import unquoted

_MOST_QUOTES = 3
_LONGEST = 400
"""Characters of a quotation or a statement, so that a finding stands on one page."""
_WHOLE = 300
"""Characters of a cell up to which its row stands on one page."""
_SHORT = 40
"""Lines of a table that is not divided between two pages."""
_CELL = 2_000
"""Characters of a cell; the workbook holds the whole of a longer one."""
_HEAD = 60
"""Characters of the title of a column, which stands on every page of its table."""
_PAGE, _INSET, _MONO, _SERIF = 174.0, 2.2, 1.28, 1.5
"""Millimetres: the width of a table, what a cell keeps free, a character as code and as text."""
_TITLE = 40
"""Characters of a word that fit into the heading."""
_WORD = 18
"""Characters of a word that typst may be left to hyphenate."""


def render(dossier: Dossier, verdicts: Path) -> bytes:
    """The file; the same dossier gives the same bytes, whatever fonts the machine has.

    Raises:
        ImportError: typst is not installed (the extra ``signoff``).
    """
    import typst

    template = files("medrules.reports").joinpath("templates", "signoff.typ").read_bytes()
    made: bytes = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data(dossier, verdicts), ensure_ascii=False)},
        timestamp=int(datetime.combine(dossier.decision.as_of, time(), UTC).timestamp()),
    )
    return made


def data(dossier: Dossier, verdicts: Path) -> dict[str, Any]:
    """Everything that the template sets, as texts and numbers."""
    decision = dossier.decision
    return {
        "title": _text(decision.signoff.title, _TITLE),
        "name": _text(decision.signoff.name),
        "state": decision.state,
        "as_of": decision.as_of.isoformat(),
        "statement": decision.statement,
        "tool": dossier.identity.tool,
        "sections": [_section(each) for each in sections(dossier, verdicts)],
        "pictures": pictures(dossier),
        "findings": list(_findings(dossier)),
    }


def _text(text: str, fits: int = 80) -> str:
    """A text on one line, with what cannot be seen shown; ``fits``: a longer word may break there.

    No rule of hyphenation knows such a word.
    """
    return " ".join(_broken(word, fits) for word in one_line(shown(text)).split(" "))


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(each) for each in section.blocks]
    return {"id": section.id, "title": _text(section.title), "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _text(block.text)}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_text(item) for item in block.items]}
    if isinstance(block, Boxes):
        return {"kind": "boxes", "names": [_text(name) for name in block.names]}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [[_text(name), _text(value)] for name, value in block.rows]}
    fits = list(_fits(block))
    return {
        "kind": "table",
        "short": _lines(block) <= _SHORT,
        "title": _text(block.title),
        "note": _text(block.note),
        "columns": [
            {"title": _text(figures.shortened(each.title, _HEAD), _WORD), "width": each.width, "kind": each.kind}
            for each in block.columns
        ],
        "rows": [
            {
                "head": at in block.heads,
                "whole": all(len(said(cell)) <= _WHOLE for cell in row),
                "cells": [_cell(cell, fitting) for cell, fitting in zip(row, fits, strict=True)],
            }
            for at, row in enumerate(block.rows)
        ],
    }


def _fits(table: Table) -> Iterator[int]:
    """How many characters of a word fit into each column."""
    whole = sum(column.width for column in table.columns)
    for column in table.columns:
        room = _PAGE * column.width / whole - _INSET
        yield int(room / _MONO) if column.kind == "code" else max(_WORD, int(room / _SERIF))


def _lines(table: Table) -> int:
    """How many lines a table takes at most, as far as its characters tell."""
    whole = sum(column.width for column in table.columns)
    fits = [max(1, int((_PAGE * column.width / whole - _INSET) / _SERIF)) for column in table.columns]
    rows = ([len(said(cell)) // fit + 1 for cell, fit in zip(row, fits, strict=True)] for row in table.rows)
    return sum(max(lines) for lines in rows)


def _cell(cell: Cell, fits: int) -> dict[str, Any]:
    if isinstance(cell, Bar):
        return {"low": cell.low, "width": cell.width, "value": cell.value, "tone": cell.tone}
    return {
        "text": _text(figures.shortened(said(cell), _CELL), fits),
        "tone": cell.tone if isinstance(cell, Toned) else "",
    }


def _broken(word: str, fits: int) -> str:
    """A word with a place to break wherever a part without a hyphen is too long."""
    if len(word) <= fits:
        return word
    parts = ([part[at : at + fits] for at in range(0, len(part), fits)] for part in word.split("-"))
    return "-".join("\N{ZERO WIDTH SPACE}".join(each) for each in parts)


def _findings(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for finding in dossier.findings[:MOST_FINDINGS]:
        verdict = finding.verdict
        yield {
            "rule": _text(verdict.rule),
            "statement": figures.shortened(_text(verdict.statement), _LONGEST),
            "verdict": verdict.verdict + (", waived" if verdict.waived else ""),
            "harm": verdict.harm,
            "case": _text(verdict.case),
            "reason": figures.shortened(_text(verdict.reason), _LONGEST) if dossier.quotes else "",
            "quotes": list(_quotes(finding)) if dossier.quotes else [],
            "spans": [] if dossier.quotes else [*unquoted([finding])[0].spans, unquoted([finding])[0].answer],
        }


def _quotes(finding: Finding) -> Iterator[dict[str, str]]:
    """The words around each piece of evidence, and the evidence itself."""
    for each in finding.verdict.evidence[:_MOST_QUOTES]:
        text = _side(finding.sample, each.side)
        if text is None:
            continue
        words = excerpt(text, each.start, each.end)
        yield {
            "before": _part_of(words.before),
            "text": figures.shortened(_part_of(words.text), _LONGEST),
            "after": _part_of(words.after),
        }


def _part_of(text: str) -> str:
    """A part of a sentence on one line, which keeps the space at its edges."""
    left, right = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{left}{_text(text)}{right}" if text.strip() else left


def _side(sample: Sample, side: str) -> str | None:
    return {"output": sample.output, "input": sample.input}.get(side)
