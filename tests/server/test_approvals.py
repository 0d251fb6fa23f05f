"""A hospital's own file: what it adopts and waives may stand in packs that it does not use."""

from __future__ import annotations

import re

import pytest
from lsprotocol import types

from medrules.shipped import folder

from .conftest import Editor, applied
from .test_names import goto

pytestmark = pytest.mark.asyncio(loop_scope="session")

DECISIONS = """medrules 1

waive stroke.call-emergency
  until 2999-01-01
  owner "Stroke team"
  because "Under review"

adopt pack "Stroke and TIA"
  as production
  approved by "Safety officer" on 2026-11-01
  review by 2999-01-01
"""


@pytest.mark.parametrize("marked", ["waive stroke.call|-emergency", '"Stroke and| TIA"'])
async def test_definition(editor: Editor, marked: str) -> None:
    editor.open("decisions.rules", DECISIONS)
    place = editor.at("decisions.rules", marked)
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(place.text_document, place.position)
    )
    assert isinstance(found, list | tuple)
    [where] = [each for each in found if isinstance(each, types.Location)]
    path = (folder("rules") / "stroke.rules").resolve()
    assert where.uri == path.as_uri()
    line = path.read_text("utf-8").splitlines()[where.range.start.line]
    assert line.startswith(("rule stroke.call-emergency", 'pack "Stroke and TIA"'))


async def test_nothing_is_found_where_nothing_is(editor: Editor) -> None:
    editor.open("decisions.rules", DECISIONS.replace("stroke.call-emergency", "stroke.call-nobody"))
    assert await goto(editor, "decisions.rules", "stroke.call|-nobody") == []


async def test_format_fills_in_the_hash(editor: Editor) -> None:
    editor.open("decisions.rules", DECISIONS)
    [found] = await editor.problems("decisions.rules", "L410")
    assert "hash" in found.message
    edits = await editor.client.text_document_formatting_async(
        types.DocumentFormattingParams(
            types.TextDocumentIdentifier(editor.uri("decisions.rules")), types.FormattingOptions(2, True)
        )
    )
    done = applied(DECISIONS, list(edits or ()))
    assert re.search(r'text "?[0-9a-f]{64}', done)
    editor.change("decisions.rules", done)
    assert await editor.problems("decisions.rules") == []


async def test_what_is_not_there_is_said(editor: Editor) -> None:
    editor.open("decisions.rules", DECISIONS.replace("Stroke and TIA", "Strokes and TIA"))
    [found] = await editor.problems("decisions.rules", "L408")
    assert "Strokes and TIA" in found.message
