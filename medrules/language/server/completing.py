"""Completes a file at a place: the keywords that the grammar takes there, and the names that can stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    MarkupContent,
    MarkupKind,
    TextEdit,
)

from medrules.language.parsing import VERSION
from medrules.language.server.candidates import Asked, Candidate, candidates, concepts, titles
from medrules.language.server.edits import replacement
from medrules.language.server.expecting import Expected, expected
from medrules.language.server.fixes import place_of_use
from medrules.language.server.projects import File, Projects
from medrules.language.source import DECLARATIONS, Chunk, Token, tokens
from medrules.language.statements import starts

_WORD = re.compile(r"[\w.-]*\Z")
_IN_BRACKETS = re.compile(r"<\s*([\w.-]*)\Z")
_ONCE = ("for", "harm", "status", "leads", "when", "because", "author", "keywords", "known", "not")
"""Statements that a rule has once."""
_SHOWN = 12
_KINDS = {
    "concept": CompletionItemKind.Constant,
    "rung": CompletionItemKind.EnumMember,
    "hazard": CompletionItemKind.Event,
    "rule": CompletionItemKind.Class,
    "pack": CompletionItemKind.Module,
    "word": CompletionItemKind.Value,
}


def complete(projects: Projects, file: File, offset: int) -> list[CompletionItem]:
    """What can stand at a character, the names before the keywords."""
    chunk = _chunk(file, offset)
    token = _within(file, chunk, offset)
    if token is not None and token.kind in ("string", "unclosed"):
        return _in_text(projects, file, chunk, token, offset)
    if token is not None:
        return []
    word = _WORD.search(file.source.code, chunk.start, offset)
    start = word.start() if word is not None else offset
    before = file.source.code[chunk.start : start]
    found = _first(before) if not chunk.keyword else expected(before)
    if found is None or file.source.code[start:offset][:1].isdigit():
        return []
    asked = _asked(projects, file, before)
    return [
        *(_named(asked, each, start, offset) for each in candidates(asked, found.kinds)),
        *(_keyword(file, each, start, offset) for each in _keywords(found, before, chunk.keyword)),
    ]


def _chunk(file: File, offset: int) -> Chunk:
    """The declaration that a character is in; one whose first word ends there is not yet begun."""
    for chunk in reversed(file.source.chunks):
        if chunk.start + len(chunk.keyword) < offset or not chunk.keyword:
            return Chunk(chunk.keyword, chunk.start, max(offset, chunk.end), chunk.unclosed)
    return Chunk("", 0, offset, ())


def _within(file: File, chunk: Chunk, offset: int) -> Token | None:
    """The text or the comment that a character is inside of."""
    for token in tokens(file.source.code, chunk.start, chunk.end):
        if token.kind in ("string", "unclosed", "comment") and token.start < offset <= token.end:
            closed = token.kind == "string" and offset == token.end
            return None if closed else token
    return None


def _first(before: str) -> Expected | None:
    return None if before.strip() else Expected((f"medrules {VERSION}",), frozenset(), False)


def _in_text(projects: Projects, file: File, chunk: Chunk, token: Token, offset: int) -> list[CompletionItem]:
    """Concepts behind a ``<`` in a phrase; titles of packs that can be adopted."""
    opened = _IN_BRACKETS.search(file.source.text, token.start, offset)
    before = file.source.code[chunk.start : token.start]
    found = expected(before)
    asked = _asked(projects, file, before)
    if found is not None and asked.before == ("adopt", "pack") and offset > token.start:
        return [_named(asked, each, token.start + 1, offset) for each in titles(asked)]
    if opened is None or found is None or "phrase" not in found.kinds:
        return []
    closing = "" if file.source.text[offset : offset + 1] == ">" else ">"
    return [_named(asked, each, opened.start(1), offset, closing) for each in concepts(asked)]


def _asked(projects: Projects, file: File, before: str) -> Asked:
    pieces = (token.text.strip().lower() for token in tokens(before) if token.kind != "comment")
    return Asked(projects, file, tuple(piece for piece in pieces if piece))


def _keywords(found: Expected, before: str, keyword: str) -> Iterator[str]:
    stated = (
        {before[start:].split(maxsplit=1)[0].lower() for start in starts(before)} if keyword == "rule" else set()
    )
    words = set(found.keywords)
    for each in found.keywords:
        first = each.split(maxsplit=1)[0]
        if f"{each}s" in words or (found.may_end and first in stated and first in _ONCE):
            continue
        yield each
    if found.may_end:
        yield from (each for each in DECLARATIONS if each not in words and each != "medrules")


def _keyword(file: File, text: str, start: int, end: int) -> CompletionItem:
    return CompletionItem(
        label=text,
        kind=CompletionItemKind.Keyword,
        sort_text=f"5{text}",
        text_edit=TextEdit(range=file.range(start, end), new_text=text),
    )


def _named(asked: Asked, each: Candidate, start: int, end: int, closing: str = "") -> CompletionItem:
    file = asked.file
    notes = [f"From the pack {each.pack}: `use {each.pack}` is written as well." if each.pack else ""]
    notes += [*(f"- `{phrase}`" for phrase in each.phrases[:_SHOWN])]
    notes += [f"- and {len(each.phrases) - _SHOWN} more"] if len(each.phrases) > _SHOWN else []
    return CompletionItem(
        label=each.name,
        kind=_KINDS[each.kind],
        detail=each.title,
        documentation=MarkupContent(kind=MarkupKind.Markdown, value="\n".join(filter(None, notes))),
        sort_text=f"{3 if each.pack else 1}{each.name}",
        text_edit=TextEdit(range=file.range(start, end), new_text=each.name + closing),
        additional_text_edits=[_use(file, each.pack)] if each.pack else None,
    )


def _use(file: File, pack: str) -> TextEdit:
    position, above = place_of_use(file)
    return replacement(file.places, position, position, f"{above}use {pack}")
