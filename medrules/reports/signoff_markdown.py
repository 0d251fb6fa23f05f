"""The report of a sign-off as Markdown, for wikis, tickets and pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from medrules.model.decision import Dossier
from medrules.reports.sections import sections
from medrules.reports.sections.blocks import (
    Block,
    Boxes,
    Bullets,
    Facts,
    Paragraph,
    Section,
    Table,
    drawn_out,
    said,
)
from medrules.reports.shown import one_line

_ZERO_WIDTH = "\u200b"
_INDENT = "\u2003"
_SPECIAL = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_[]<>#|~&$/"},
        # Sites make a link or a message of it once mark-up is read, so that no escape stops them.
        "@": "@" + _ZERO_WIDTH,
    }
)
_BARE_LINK = re.compile(r"(?i)\bwww\.")
_NAMING = re.compile(r":(?! |$)")
"""What makes a link of the scheme before it, or a picture of the word after it."""
_OPENING = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)](?: |$)))")
"""What begins a list or underlines a heading at the start of a line."""


def render(dossier: Dossier, verdicts: Path) -> str:
    """The whole text; nothing of an answer stands in it.

    Args:
        dossier: what is shown.
        verdicts: the bundle's file of every finding.
    """
    return "\n\n".join(_parts(dossier, verdicts)) + "\n"


def _parts(dossier: Dossier, verdicts: Path) -> Iterator[str]:
    decision = dossier.decision
    yield f"# {_text(decision.signoff.title)}: {decision.state}"
    yield f"Sign-off `{decision.signoff.name}` as of {decision.as_of}."
    for section in sections(dossier, verdicts):
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_text(section.title)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _text(block.text)
    elif isinstance(block, Bullets):
        yield "\n".join(f"- {_text(item)}" for item in block.items)
    elif isinstance(block, Boxes):
        yield "\n".join(f"- [ ] {_text(name)}" for name in block.names)
    elif isinstance(block, Facts):
        yield "\n".join(f"- **{_text(name)}:** {_text(value)}" for name, value in block.rows)
    else:
        yield from _table(drawn_out(block))


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"### {_text(table.title)}"
    head = _row([column.title for column in table.columns])
    rule = _row(["---:" if column.kind == "number" else "---" for column in table.columns], written=True)
    rows = [
        _row([said(cell) for cell in row], indented=bool(table.heads) and at not in table.heads)
        for at, row in enumerate(table.rows)
    ]
    yield "\n".join([head, rule, *rows])
    if table.note:
        yield _text(table.note)


def _row(cells: list[str], *, written: bool = False, indented: bool = False) -> str:
    """A line of a table; ``indented``: it belongs to a line above it."""
    texts = cells if written else [_text(cell) for cell in cells]
    return f"| {_INDENT if indented else ''}{' | '.join(texts)} |"


def _text(text: str) -> str:
    """A text in which nothing is mark-up, and of which no site makes a link."""
    escaped = _NAMING.sub(r"\\:", one_line(text).translate(_SPECIAL))
    plain = _BARE_LINK.sub(lambda found: found[0] + _ZERO_WIDTH, escaped)
    opening = _OPENING.match(plain)
    if opening is None:
        return plain
    end = opening.end()
    return f"{plain[:end]}\\{plain[end:]}" if opening[0].isdigit() else f"\\{plain}"
