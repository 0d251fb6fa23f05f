"""Finds the blocks of a text (headings, list items, table rows, quotes, paragraphs) and what stands above each."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from medrules.text.words import Words

Kind = Literal["heading", "item", "row", "quote", "paragraph"]

_MARK = re.compile(r"[ \t]*(>?)[ \t]*(#{0,6})[ \t]*([-*•●▪◦–—✓✔❌✅✗✘✖🚫⛔→➡▸►‣·☐+]?)")
_NUMBER = re.compile(r"[.)]\**[ \t\\]")
_HEADING_WORDS = 14
_TITLE_WORDS = 10
_BOLD_LEVEL, _TITLE_LEVEL = 7, 8
_TITLE_LINE = 6
_FORBIDDING = frozenset(("don't", "dont", "avoid", "never"))
_NOT = (("do", "not"), ("what", "not"))
_RESUMING = (
    ("for", "now"),
    ("otherwise",),
    ("meanwhile",),
    ("in", "the", "meantime"),
    ("until", "then"),
    ("since", "you"),
    ("because", "you"),
    ("as", "you", "have"),
    ("given", "your"),
    ("you", "have"),
)
"""How a line opens that goes back to the reader's own state."""
_STOPS = frozenset(".!?;,")
_LABEL = 40
"""Characters of a line in which its label ends."""
_WRAPPED = 60
"""Characters: a line this long without a final stop was wrapped; a shorter one may have been meant to end."""


class Block(NamedTuple):
    """One block. ``first`` and ``last`` are positions of words (``last`` exclusive); offsets are characters."""

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    level: int
    """Headings: 1–6 as written, 7 for a bold or capital line, 8 for a ``Title:`` line; items: the indentation."""
    mark: str
    """The bullet of an item (``1`` for any number); of a heading or paragraph ``:`` where it ends with a colon."""
    blank: bool
    """A blank line stands before it."""
    colon: bool
    """It ends with a colon: it leads into what follows."""
    ruled: bool
    """A horizontal rule stands before it."""


class Line(NamedTuple):
    """One line that holds a word; ``prefix`` and ``suffix`` are what stands before and after its words."""

    first: int
    last: int
    prefix: str
    suffix: str
    blank: bool
    ruled: bool


def find_lines(words: Words, gaps: list[str]) -> list[Line]:
    """The lines that hold a word; ``gaps[i]`` is what stands before word i (one more: after the last)."""
    starts = [0] + [index for index in range(1, len(words.forms)) if "\n" in gaps[index]]
    starts.append(len(words.forms))
    lines = []
    for place in range(len(starts) - 1):
        first, last = starts[place], starts[place + 1]
        before = gaps[first]
        after = gaps[last].partition("\n")[0]
        lines.append(
            Line(
                first,
                last,
                before[before.rfind("\n") + 1 :],
                after,
                before.count("\n") > 1,
                "---" in before or "***\n" in before,
            )
        )
    return lines


def _is_numbered(words: Words, gaps: list[str], line: Line) -> bool:
    """The line opens with a list number: ``1.`` or ``2)``, or a single letter."""
    form = words.forms[line.first]
    if not (form.isdigit() and len(form) <= 2) and not (len(form) == 1 and form in "abcdefgh"):
        return False
    return line.last - line.first > 1 and _NUMBER.match(gaps[line.first + 1]) is not None


def _is_bold(prefix: str, suffix: str, inner: str) -> bool:
    return (
        prefix.rstrip(" \"'“").endswith(("**", "__")) and ("**" in suffix or "__" in suffix) and "**" not in inner
    )


def _is_title(text: str, count: int) -> bool:
    return count <= _TITLE_WORDS and text[:1].isupper() and ". " not in text and ", " not in text


def _block(words: Words, gaps: list[str], line: Line) -> Block:
    quoted = hashes = mark = ""
    level = 0
    if line.prefix:
        marks = _MARK.match(line.prefix)
        quoted, hashes, mark = marks.groups() if marks else ("", "", "")
        expanded = line.prefix.expandtabs(4)
        level = len(expanded) - len(expanded.lstrip())
        if mark == "*" and line.prefix.lstrip().startswith("**"):
            mark = ""
    first, prefix = line.first, line.prefix
    if not hashes and _is_numbered(words, gaps, line):
        first, mark = first + 1, "1"
        prefix = gaps[first]
    start, end = words.starts[first], words.ends[line.last - 1]
    text, count = words.source[start:end], line.last - first
    tail = line.suffix.strip("*_ ")[:1]
    colon = ":" in line.suffix
    kind: Kind = "paragraph"
    if "|" in line.prefix or line.suffix.strip().endswith("|"):
        kind = "row"
    elif hashes:
        kind, level = "heading", len(hashes)
    elif mark:
        kind = "item"
    elif (_is_bold(prefix, line.suffix, text) and count <= _HEADING_WORDS and tail not in (".", ";", ",")) or (
        count <= _HEADING_WORDS and len(text) > 3 and text.isupper()
    ):
        kind, level = "heading", _BOLD_LEVEL
    elif colon and _is_title(text, count):
        kind, level = "heading", _TITLE_LEVEL
    elif quoted:
        kind = "quote"
    return Block(kind, first, line.last, start, end, level, mark, line.blank, colon, line.ruled)


def _continues(words: Words, above: Block, suffix: str, below: Block) -> bool:
    """The line below goes on with the sentence of the block above (a soft wrap)."""
    if below.kind != "paragraph" or below.blank or above.kind not in ("paragraph", "item", "quote"):
        return False
    if suffix.strip('*_ )"”')[-1:] in (".", "!", "?", ":", ";"):
        return False
    letter = words.source[below.start : below.start + 1]
    return letter.islower() or above.end - above.start >= _WRAPPED


def _is_labelled(words: Words, line: Line, block: Block) -> bool:
    """The line opens with a bold label (``**Urgency:** low``): no soft wrap stands before one."""
    opening = words.source[block.start : block.start + _LABEL]
    return line.prefix.rstrip().endswith("**") and (":**" in opening or "**:" in opening)


def find_blocks(words: Words, gaps: list[str]) -> list[Block]:
    """The blocks of a text in order; lines that were only wrapped are joined to the block above."""
    blocks: list[Block] = []
    titles: list[tuple[int, str]] = []
    if not words.forms:
        return blocks
    suffix = ""
    for line in find_lines(words, gaps):
        block = _block(words, gaps, line)
        if blocks and not _is_labelled(words, line, block) and _continues(words, blocks[-1], suffix, block):
            blocks[-1] = blocks[-1]._replace(last=block.last, end=block.end, colon=block.colon)
        else:
            blocks.append(block)
        suffix = line.suffix
        titles.append((len(blocks) - 1, suffix))
    return _with_titles(blocks, dict(titles))


def _with_titles(blocks: list[Block], suffixes: dict[int, str]) -> list[Block]:
    """A short line without a final stop right over a list leads into it as if it ended with a colon."""
    for place in range(len(blocks) - 1):
        block = blocks[place]
        if block.kind != "paragraph" or block.colon or blocks[place + 1].kind != "item" or blocks[place + 1].blank:
            continue
        if block.last - block.first <= _TITLE_LINE and suffixes[place].strip("*_ ")[-1:] not in _STOPS:
            blocks[place] = block._replace(colon=True)
    return blocks


def find_parents(words: Words, blocks: list[Block]) -> list[int]:
    """For each block the position of the block it stands under (a lead-in, an item or a heading); -1 for none."""
    parents: list[int] = []
    headings: list[int] = []
    items: list[int] = []
    lead = -1
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            while headings and blocks[headings[-1]].level >= block.level:
                headings.pop()
            parents.append(headings[-1] if headings else -1)
            headings.append(index)
            items, lead = [], -1
            continue
        if (block.ruled and block.kind != "row") or (block.kind == "paragraph" and block.blank and items):
            headings, items, lead = [], [], -1
        elif items and headings and _ends_list(words, blocks, headings[-1], items[-1], index):
            headings.pop()
        top = headings[-1] if headings else -1
        if block.kind == "item":
            while items and not _stands_under(blocks, items[-1], index):
                items.pop()
            parents.append(items[-1] if items else (lead if lead >= 0 else top))
            items.append(index)
            continue
        if block.kind != "row":
            items = []
            lead = index if block.colon else -1
        parents.append(top)
    return parents


def _ends_list(words: Words, blocks: list[Block], heading: int, item: int, index: int) -> bool:
    """A line at the margin right behind the list of a ``Title:`` line that surely speaks of something else.

    Behind *Do not:* it does, and where it says so: *For now, …*. Behind *Red flags:* it may be what to do then.
    """
    block, behind, title = blocks[index], blocks[index + 1 : index + 2], blocks[heading]
    if block.kind != "paragraph" or block.level > blocks[item].level or (behind and behind[0].kind == "item"):
        return False
    if title.level < _BOLD_LEVEL or not title.colon:
        return False
    opens = tuple(words.forms[block.first : min(block.first + 3, block.last)])
    forbids = words.forms[title.first] in _FORBIDDING or tuple(words.forms[title.first : title.first + 2]) in _NOT
    return forbids or any(opens[: len(one)] == one for one in _RESUMING)


def _stands_under(blocks: list[Block], item: int, index: int) -> bool:
    """The item is a sub-item of the other: further in, or of another mark right after a colon."""
    above, below = blocks[item], blocks[index]
    if below.level > above.level + 1:
        return True
    return above.colon and above.mark != below.mark and above.level == below.level
