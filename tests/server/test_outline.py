"""The outline of a file and what of it folds, with errors in it too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lsprotocol import types

from .conftest import RULES, TERMS, Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def outline(editor: Editor, name: str) -> list[types.DocumentSymbol]:
    found = await editor.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri(name)))
    )
    assert isinstance(found, Sequence)
    symbols = [each for each in found if isinstance(each, types.DocumentSymbol)]
    for each in symbols:
        assert each.range.start.line <= each.selection_range.start.line
        assert each.selection_range.end.line <= each.range.end.line
    return symbols


async def test_outline(editor: Editor) -> None:
    editor.open("ward.rules")
    found = await outline(editor, "ward.rules")
    assert [(each.name, each.detail, each.kind.name) for each in found] == [
        ("medrules 1", None, "File"),
        ('pack "Ward rules"', None, "Package"),
        ("use terms", None, "Module"),
        ("bleed", "A bleed", "Constant"),
        ("bleed.hospital", "A bleed is sent to hospital", "Class"),
    ]
    children = found[-1].children
    assert children is not None
    assert [each.name for each in children] == [
        "when input mentions bleed",
        "must escalate to ward",
        'must never advise "keep taking ... <warfarin>"',
    ]
    assert editor.text_in("ward.rules", found[-1].selection_range) == "bleed.hospital"
    assert editor.text_in("ward.rules", found[-1].range).endswith("violating 2")


async def test_outline_of_a_file_with_errors(editor: Editor) -> None:
    editor.open("terms.rules", TERMS.replace(' is "warfarin"', ' "warfarin"') + "\nrule\n\nescalation")
    found = await outline(editor, "terms.rules")
    assert [each.name for each in found] == [
        "medrules 1", 'pack "Terms"', "warfarin", "stopping", "home", "ward", "missed-bleed", "rule", "escalation",
    ]  # fmt: skip


async def test_outline_of_nothing(editor: Editor) -> None:
    editor.open("empty.rules", "")
    assert await outline(editor, "empty.rules") == []


async def test_folding(editor: Editor) -> None:
    text = RULES.replace("# What happens at night.", "# What happens\n# at night.")
    text = text.replace('passes "Go to hospital now."', 'passes """\n  Go to hospital\n  now."""')
    editor.open("ward.rules", text)
    found = await editor.client.text_document_folding_range_async(
        types.FoldingRangeParams(types.TextDocumentIdentifier(editor.uri("ward.rules")))
    )
    lines = text.split("\n")
    folds = [
        (lines[each.start_line].split()[0], each.end_line - each.start_line, each.kind) for each in found or ()
    ]
    assert sorted(folds) == [
        ("#", 1, types.FoldingRangeKind.Comment),
        ("passes", 2, types.FoldingRangeKind.Region),
        ("rule", 12, types.FoldingRangeKind.Region),
    ]


async def test_search(editor: Editor) -> None:
    editor.open("ward.rules")
    for words, names in (("bleed is SENT", ["bleed.hospital"]), ("warf", ["warfarin"]), ("zzz", [])):
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(words))
        assert [each.name for each in found or ()] == names


async def test_the_name_at_the_cursor_is_marked(editor: Editor) -> None:
    editor.open("ward.rules")
    place = editor.at("ward.rules", "mentions ble|ed")
    found = await editor.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(place.text_document, place.position)
    )
    shown = [(each.range.start.line, each.kind) for each in found or ()]
    assert shown == [(6, types.DocumentHighlightKind.Write), (12, types.DocumentHighlightKind.Read)]
