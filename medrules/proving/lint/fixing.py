"""Mends a file: takes items out of lists, replaces characters."""

from __future__ import annotations

from medrules.language.source import Source, tokens
from medrules.model.problem import Location
from medrules.proving.lint.subject import Fix


def mended(source: Source, fixes: list[Fix]) -> tuple[str, int]:
    """The text of a file after its fixes, and how many could be made; two that touch are not both made."""
    edits = sorted(_edit(source, fix) for fix in fixes)
    text = source.text
    made = 0
    last = len(text)
    for start, end, instead in reversed(edits):
        if end <= last:
            text = text[:start] + instead + text[end:]
            last, made = start, made + 1
    return text, made


def _position(source: Source, place: Location) -> tuple[int, int]:
    start = source.starts[place.line - 1] + place.column - 1
    end = source.starts[(place.end_line or place.line) - 1] + (place.end_column or place.column) - 1
    return start, end


def _edit(source: Source, fix: Fix) -> tuple[int, int, str]:
    """The characters that a fix replaces, and by what."""
    start, end = _position(source, fix.location)
    if fix.kind == "replace":
        return start, end, fix.text
    return _item(source, start)


def _item(source: Source, start: int) -> tuple[int, int, str]:
    """The item of a list at some characters, with its comma; a declaration of one item goes whole."""
    pieces = [token for token in tokens(source.code) if token.kind != "comment" and token.text.strip()]
    at = next(number for number, token in enumerate(pieces) if token.end > start)
    item, before = pieces[at], pieces[at - 1]
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if after is not None and after.text.strip() == ",":
        return item.start, _line_kept(source.text, after.start + after.text.index(",") + 1), ""
    if before.text.strip() == ",":
        return before.start + before.text.index(","), item.end, ""
    return before.start, item.end, ""


def _line_kept(text: str, end: int) -> int:
    """The end of an item, with the white space up to the next thing on its line or the next line."""
    while end < len(text) and text[end] in " \t":
        end += 1
    if text[end : end + 1] == "\n":
        while end < len(text) and text[end] in " \t\n":
            end += 1
    return end
