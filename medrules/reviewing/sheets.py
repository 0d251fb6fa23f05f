"""The files that reviewers fill in: a workbook with drop-downs, or CSV. They hold nothing of our verdicts."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from medrules.model.book import RuleBook
from medrules.model.review import ReviewKey
from medrules.model.rule import Obligation, Rule
from medrules.proving.explaining.wording import Wording
from medrules.reviewing.charting import charted
from medrules.reviewing.drawing import Drawn, shuffled

SHEET = "Review"
LONGEST = 30_000
"""Characters of a cell; longer texts are cut, and say so."""
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HOW = (
    "Read what was asked and the answer. Say in “your verdict” whether the answer keeps what the rule asks for: "
    "met, violated, not applicable (the rule does not concern this case), or cannot tell.",
    "Say in “the answer is” whether you would let the whole answer go out.",
    "Choose from the lists; leave a row empty if you do not get to it. Change nothing in the other columns.",
    "Give your own verdict. Do not talk about it with the other reviewers before you have finished.",
)


class Column(NamedTuple):
    """One column of a reviewer's file."""

    name: str
    width: int
    choices: tuple[str, ...]
    """What may stand in it; empty: any text."""


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order."""
    listed = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))["column"]
    return tuple(Column(each["name"], each["width"], tuple(each.get("choices", ()))) for each in listed)


def rows(
    key: ReviewKey,
    drawn: Sequence[Drawn],
    book: RuleBook,
    obligations: Sequence[tuple[Rule, Obligation]],
    who: int,
) -> Iterator[tuple[str, ...]]:
    """The rows of one reviewer's file, in an order of the reviewer's own."""
    wording = Wording(book)
    order = list(range(len(drawn)))
    shuffled(order, key.seed, f"reviewer {who}")
    for at in order:
        sample = drawn[at].sample
        rule, obligation = obligations[drawn[at].position]
        asked = sample.input if sample.input is not None else "not stated"
        cells = (key.items[at].id, sample.case, asked, charted(sample.record), sample.output, _rule(rule, wording))
        yield tuple(map(_cell, (*cells, _asks(obligation, wording), "", "", "")))


def _rule(rule: Rule, wording: Wording) -> str:
    scope = f"Answers in {', '.join(rule.categories)}" if rule.categories else "Every answer"
    when = f", where {wording.condition(rule.when)}" if rule.when is not None else ""
    return f"{rule.title}\n\nIt is about: {scope[:1].lower()}{scope[1:]}{when}."


def _asks(obligation: Obligation, wording: Wording) -> str:
    text = f"{wording.obligation(obligation)}."
    if obligation.unless is not None:
        text += f"\nIt does not count where {wording.condition(obligation.unless)}."
    return text


def _cell(text: str) -> str:
    """A text as a cell can hold it."""
    clean = _NO_XML.sub("\ufffd", text.replace("\r\n", "\n"))
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + " […: the text goes on]"


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """A file as CSV that spreadsheet programs open with its accents right; no cell is taken for a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.name for column in columns()])
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line] for line in lines)
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(lines: Sequence[Sequence[str]]) -> bytes:
    """A file as a workbook with drop-downs; every cell is a text, and the same lines give the same bytes.

    Raises:
        ImportError: XlsxWriter is not installed.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, {**options, "strings_to_numbers": False})
    book.set_properties({"title": "Clinicians' review", "created": datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    fixed = book.add_format({"text_wrap": True, "valign": "top"})
    own = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8DC", "border": 1})
    sheet = book.add_worksheet(SHEET)
    for at, column in enumerate(columns()):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.name, head)
        if column.choices and lines:
            wrong = f"Choose one of: {', '.join(column.choices)}"
            sheet.data_validation(
                1, at, len(lines), at, {"validate": "list", "source": list(column.choices), "error_message": wrong}
            )
    for number, line in enumerate(lines, 1):
        for at, cell in enumerate(line):
            if cell:
                sheet.write_string(number, at, cell, fixed)
            else:
                sheet.write_blank(number, at, None, own)
    sheet.freeze_panes(1, 1)
    how = book.add_worksheet("How to review")
    how.set_column(0, 0, 100)
    for number, text in enumerate(_HOW):
        how.write_string(number, 0, text, fixed)
    book.close()
    return stream.getvalue()
