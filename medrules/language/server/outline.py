"""The outline of a file, what of it can be folded, and the search for a declaration in all files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from lsprotocol.types import (
    DocumentSymbol,
    FoldingRange,
    FoldingRangeKind,
    Location,
    SymbolKind,
    WorkspaceSymbol,
)

from medrules.language.server.described import described
from medrules.language.server.projects import File, Projects
from medrules.language.source import Chunk, Source, Token, tokens
from medrules.language.statements import starts

_KINDS = {
    "medrules": SymbolKind.File,
    "pack": SymbolKind.Package,
    "use": SymbolKind.Module,
    "concept": SymbolKind.Constant,
    "escalation": SymbolKind.EnumMember,
    "hazard": SymbolKind.Event,
    "rule": SymbolKind.Class,
    "weights": SymbolKind.Number,
    "adopt": SymbolKind.Key,
    "waive": SymbolKind.Key,
    "sign-off": SymbolKind.Interface,
}
_NAMED = {"concept", "escalation", "hazard", "rule", "weights", "sign-off"}
_SHOWN = ("when", "must")
"""Statements of a rule that its outline shows."""
_LONGEST = 80


def outline(file: File) -> list[DocumentSymbol]:
    """Every declaration of a file, those with errors among them; of a rule, what it demands."""
    return [_symbol(file, chunk) for chunk in file.source.chunks if chunk.keyword]


def find(projects: Projects, words: str) -> list[WorkspaceSymbol]:
    """The declarations of every run that is open whose names hold some words, in any case."""
    found = {}
    for root in dict.fromkeys(projects.root(path) for path in projects.opened):
        analysis = projects.analysis(root)
        for path, made in analysis.parsed.items():
            places = projects.places(analysis, path)
            for each in described(made):
                if words.lower() in f"{each.name} {each.title or ''}".lower():
                    where = Location(projects.uri(path), places.range(each.start, each.end))
                    found[path, each.start] = WorkspaceSymbol(
                        name=each.name, kind=_KINDS[each.keyword], location=where, container_name=each.title
                    )
    return list(found.values())


def folds(file: File) -> list[FoldingRange]:
    """Declarations, texts and comments of several lines."""
    source = file.source
    found = []
    for chunk in source.chunks:
        pieces = _pieces(source, chunk)
        spans = [(pieces[0].start, pieces[-1].end)] if pieces and chunk.keyword else []
        spans += [(each.start, each.end) for each in pieces if each.kind == "string"]
        found += [fold for start, end in spans for fold in _fold(source, start, end, FoldingRangeKind.Region)]
    for start, end in _remarks(source):
        found += _fold(source, start, end, FoldingRangeKind.Comment)
    return found


def _symbol(file: File, chunk: Chunk) -> DocumentSymbol:
    pieces = _pieces(file.source, chunk)
    keyword, *rest = pieces
    named = rest[0] if rest and chunk.keyword in _NAMED and rest[0].kind == "word" else None
    title = next((each for each in rest[:2] if each.kind == "string"), None)
    at = named or keyword
    shown = (
        named.text if named is not None else _shown(file.source.code[keyword.start : _end_of_line(file, keyword)])
    )
    return DocumentSymbol(
        name=shown,
        detail=_shown(title.text.strip('"“”')) if title is not None and named is not None else None,
        kind=_KINDS[chunk.keyword],
        range=file.range(keyword.start, pieces[-1].end),
        selection_range=file.range(at.start, at.end),
        children=list(_statements(file, chunk, pieces[-1].end)) if chunk.keyword == "rule" else None,
    )


def _statements(file: File, chunk: Chunk, end: int) -> Iterator[DocumentSymbol]:
    code = file.source.code
    places = [chunk.start + start for start in starts(code[chunk.start : end])]
    for start, following in pairwise([*places, end]):
        text = code[start:following].rstrip()
        if text.lower().startswith(_SHOWN):
            whole = file.range(start, start + len(text))
            yield DocumentSymbol(name=_shown(text), kind=SymbolKind.Method, range=whole, selection_range=whole)


def _pieces(source: Source, chunk: Chunk) -> list[Token]:
    every = tokens(source.code, chunk.start, chunk.end)
    return [each for each in every if each.kind != "comment" and each.text.strip()]


def _end_of_line(file: File, piece: Token) -> int:
    end = file.source.code.find("\n", piece.start)
    return end if end >= 0 else len(file.source.code)


def _shown(text: str) -> str:
    line = " ".join("".join(each.text for each in tokens(text) if each.kind != "comment").split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _remarks(source: Source) -> Iterator[tuple[int, int]]:
    """Comments on lines of their own that follow each other."""
    lines = enumerate(source.text.split("\n"))
    for remark, group in groupby(lines, key=lambda each: each[1].lstrip().startswith("#")):
        numbers = [number for number, _ in group]
        if remark:
            yield source.starts[numbers[0]], source.starts[numbers[-1]] + 1


def _fold(source: Source, start: int, end: int, kind: FoldingRangeKind) -> Iterator[FoldingRange]:
    first, last = source.location(start).line - 1, source.location(max(end - 1, start)).line - 1
    if last > first:
        yield FoldingRange(start_line=first, end_line=last, kind=kind)
