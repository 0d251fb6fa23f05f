"""From a table to the text of a rule file; what the language says of it is said at the cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from medrules.importing.headers import Header, header
from medrules.importing.problems import problem, short
from medrules.importing.rows import Line, is_remark, rule
from medrules.importing.table import Cell, Row, Table
from medrules.language.formatting.formatter import formatted
from medrules.language.loading import load
from medrules.language.printing import quoted
from medrules.language.source import Source
from medrules.model.problem import Location, Problem

_NO_CONCEPT = "E401"
_USE = ", or name the pack that has it: --use PACK"
_LADDER = "escalation"
"""The shipped pack that declares the levels of care."""


class Made(NamedTuple):
    """What became of a table."""

    text: str | None
    """The rule file; None: there are errors."""
    rules: int
    problems: list[Problem]


def make_rules(table: Table, target: Path, shipped: Path | None, *, pack: str, use: Sequence[str] = ()) -> Made:
    """The rule file of a table, in the language's own shape.

    Args:
        table: at least a row of names and one below it.
        target: where the file will stand: packs beside it can be used.
        shipped: the folder of the packs that ship.
        pack: the title of the pack.
        use: packs whose concepts the phrases name (``<anticoagulant>``).
    """
    columns, problems = header(table)
    problems = [*table.problems, *problems]
    if any(each.severity == "error" for each in problems):
        return Made(None, 0, problems)
    rows = [row for row in table.rows[1:] if not is_remark(row)]
    lines: list[Line] = []
    problems += _twice(table, rows, columns)
    for row in rows:
        made, found = rule(table, row, columns)
        lines += made
        problems += found
    if any(each.severity == "error" for each in problems) or not rows:
        return Made(None, 0, problems or [problem("T109", path=table.file, what="remarks only")])
    ladder = any(line.column.startswith(("must escalate", "must not escalate")) for line in lines)
    opening = _opening(pack, dict.fromkeys([*use, *([_LADDER] if ladder else [])]))
    text, said = _checked(table, target, shipped, opening, lines)
    return Made(text, len(rows), [*problems, *said])


def _twice(table: Table, rows: list[Row], made: Header) -> Iterator[Problem]:
    """The ids that stand in more than one row."""
    at = next((number for number, column in made.columns.items() if column.kind == "id"), 0)
    first: dict[str, Cell] = {}
    for cell in (row.cells[at] for row in rows if at in row.cells):
        if cell.text.lower() in first:
            words = {"text": short(cell.text), "first": first[cell.text.lower()].name}
            yield problem("T311", table.place(cell), cell=cell.name, **words)
        first.setdefault(cell.text.lower(), cell)


def _opening(pack: str, use: dict[str, None]) -> list[Line]:
    used = [Line(f"use {', '.join(use)}", None, "use")] if use else []
    return [Line("medrules 1", None, ""), Line(f"pack {quoted(pack)}", None, ""), *used]


def _checked(
    table: Table, target: Path, shipped: Path | None, opening: list[Line], lines: list[Line]
) -> tuple[str | None, list[Problem]]:
    """The formatted text, None where the language finds errors; and all that the language says, at the cells."""
    every = [*opening, *lines]
    source = Source(str(target), "".join(line.text + "\n" for line in every))
    found = _said(source.text, target, shipped)
    said = [_at_cell(table, every, each) for each in found]
    if any(each.severity == "error" for each in said):
        return None, said
    text = formatted(source)
    again = [each for each in _said(text, target, shipped) if each.severity == "error"]
    return (None, again) if again else (text, said)


def _said(text: str, target: Path, shipped: Path | None) -> list[Problem]:
    """What the language says of a file of that name with the packs beside it, before it is written there."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / target.name
        path.write_text(text, "utf-8")
        _, problems = load([path], shipped, beside=[target.absolute().parent])
    return [
        each.model_copy(update={"message": each.message.replace(str(path), target.name)})
        for each in problems
        if each.location is None or each.location.file == str(path)
    ]


def _at_cell(table: Table, lines: list[Line], found: Problem) -> Problem:
    """A problem of the language at the cell that the line comes from."""
    starts, line = [], 1
    for each in lines:
        starts.append(line)
        line += each.text.count("\n") + 1
    number = found.location.line if found.location is not None else 1
    made = lines[bisect_right(starts, number) - 1]
    code = "T308" if found.severity == "error" else "T405"
    if made.cell is None:
        return found.model_copy(update={"location": Location(file=table.file, line=1)})
    words = {"cell": made.cell.name, "name": made.column, "what": _what(found), "said": found.code}
    hint = (found.hint or "see docs/errors.md") + (_USE if found.code == _NO_CONCEPT else "")
    return problem(code, table.place(made.cell), **words, hint=hint)


def _what(found: Problem) -> str:
    return found.message[:1].lower() + found.message[1:] if not found.message[1:2].isupper() else found.message
