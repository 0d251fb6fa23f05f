"""Hover, definition, references and rename: what a name names, and where else it stands."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from medrules.shipped import folder

from .conftest import RULES, TERMS, Editor, applied

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORE = """medrules 1

use ward

rule other.rule "Another"
  harm severe
  leads to missed-bleed
  when input mentions "(a|the) <bleed>" and not output escalates to ward
  must escalate to Home
  source "A local guideline, 2026"
  fails "Wait." given "I have a black stool."

waive other.rule until 2030-01-01 owner "Ward" because "Under review"
"""


async def hover(editor: Editor, marked: str, name: str = "ward.rules") -> str:
    place = editor.at(name, marked)
    found = await editor.client.text_document_hover_async(types.HoverParams(place.text_document, place.position))
    if found is None:
        return ""
    assert isinstance(found.contents, types.MarkupContent)
    assert found.range is not None
    return found.contents.value


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("mentions ble|ed", ["**concept bleed**: A bleed", '- `"black stool"`', "ward.rules"]),
        ("<war|farin>", ["**concept warfarin**: Warfarin and its kin", '- `"coumadin"`', "terms.rules"]),
        ("escalate to |ward", ["**escalation ward**: In hospital", '"go to hospital"']),
        ("leads to missed|", ["**hazard missed-bleed**", "cause: Symptoms read as benign"]),
        ("use ter|ms", ["**pack terms**: Terms", "`stopping`"]),
        ("bleed.hos|pital", ["What is owed", "The answer must send the reader to ward", "Source: A local"]),
        ("ru|le bleed", ["What is owed"]),
        ("A bleed is sent| to", ["What is owed"]),
        ("harm dea|th", ["**harm death**"]),
        ("mu|st escalate", ["**must escalate to**: Violated where"]),
        ("must ne|ver advise", ["**must never advise**"]),
        ("adv|ise", ["**must never advise**"]),
        ("wh|en input", ["**when**"]),
        ("inp|ut mentions", ["**input**"]),
        ("pass|es", ["**passes**"]),
        ("violat|ing", ["**violating**"]),
    ],
)
async def test_hover(editor: Editor, marked: str, said: list[str]) -> None:
    editor.open("ward.rules")
    found = await hover(editor, marked)
    assert all(each in found for each in said), found


@pytest.mark.parametrize("marked", ["Rest at| home and", "# What hap|pens", "{\n|", 'vomi|ting blood"'])
async def test_hover_says_nothing_of_plain_text(editor: Editor, marked: str) -> None:
    editor.open("ward.rules", RULES + "# {\n")
    assert await hover(editor, marked) == ""


async def test_hover_of_a_situation(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("mentions bleed", "mentions bleed and setting is portal"))
    assert "Messages to a practice" in await hover(editor, "port|al")
    editor.change("ward.rules", RULES.replace("harm death", "for patient-communication/messaging harm death"))
    assert "**patient-communication/messaging**: " in await hover(editor, "mess|aging")


async def test_hover_explains_an_error(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("escalate to ward", "escalate to wart"))
    found = await hover(editor, "wa|rt")
    assert "**E402: Unknown rung**" in found
    assert "Write instead:" in found


async def test_hover_of_a_rule_with_errors(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("escalate to ward", "escalate to wart"))
    assert "once it has no errors" in await hover(editor, "bleed.hos|pital")


async def goto(editor: Editor, name: str, marked: str) -> list[tuple[str, str, int]]:
    """(file, text, line) of each place where something is declared."""
    place = editor.at(name, marked)
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(place.text_document, place.position)
    )
    return shown(editor, found)


def shown(editor: Editor, found: Any) -> list[tuple[str, str, int]]:
    return [
        (
            each.uri.rpartition("/")[2],
            editor.text_in(each.uri.rpartition("/")[2], each.range),
            each.range.start.line,
        )
        for each in found or ()
    ]


@pytest.mark.parametrize(
    ("marked", "where"),
    [
        ("<|warfarin>", [("terms.rules", "warfarin", 4)]),
        ("warfarin|>", [("terms.rules", "warfarin", 4)]),
        ("mentions |bleed", [("ward.rules", "bleed", 6)]),
        ("to war|d", [("terms.rules", "ward", 9)]),
        ("to |missed-bleed", [("terms.rules", "missed-bleed", 11)]),
        ("use te|rms", [("terms.rules", "", 0)]),
        ("rule bleed|.hospital", [("ward.rules", "bleed.hospital", 9)]),
        ("harm dea|th", []),
        ("black st|ool", []),
    ],
)
async def test_definition(editor: Editor, marked: str, where: list[tuple[str, str, int]]) -> None:
    editor.open("ward.rules")
    assert await goto(editor, "ward.rules", marked) == where


async def test_definition_in_a_statement_that_cannot_be_read(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("must escalate to ward", "must escalate ward"))
    assert await goto(editor, "ward.rules", "escalate wa|rd") == [("terms.rules", "ward", 9)]


async def test_definition_of_what_cannot_be_read_itself(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace('concept bleed "A bleed" is', 'concept bleed "A bleed"'))
    assert await goto(editor, "ward.rules", "mentions ble|ed") == [("ward.rules", "bleed", 6)]


async def test_definition_in_a_pack_that_ships(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("use terms", "use terms, common") + "# x\n")
    editor.change(
        "ward.rules", editor.texts[editor.uri("ward.rules")].replace("never advise", "never say reassurance, ")
    )
    place = editor.at("ward.rules", "reass|urance")
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(place.text_document, place.position)
    )
    assert isinstance(found, list | tuple)
    assert [each.uri for each in found if isinstance(each, types.Location)] == [
        (folder("rules") / "common.rules").resolve().as_uri()
    ]


async def test_references(editor: Editor) -> None:
    editor.open("ward.rules")
    editor.open("more.rules", MORE)
    place = editor.at("ward.rules", "concept ble|ed")
    for declared in (True, False):
        found = await editor.client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(declared), place.text_document, place.position)
        )
        every = [("more.rules", "bleed", 7), ("ward.rules", "bleed", 6), ("ward.rules", "bleed", 12)]
        assert sorted(shown(editor, found)) == (every if declared else [each for each in every if each[2] != 6])


async def test_references_of_a_rule_and_of_nothing(editor: Editor) -> None:
    editor.open("more.rules", MORE)
    for marked, count in (("rule other|.rule", 2), ("waive other.|rule", 2), ("har|m severe", 0), ('"Wa|it', 0)):
        place = editor.at("more.rules", marked)
        found = await editor.client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), place.text_document, place.position)
        )
        assert len(found or ()) == count


async def renamed(editor: Editor, name: str, marked: str, to: str) -> dict[str, str]:
    """The texts of the changed files after a renaming."""
    place = editor.at(name, marked)
    asked = types.PrepareRenameParams(place.text_document, place.position)
    prepared = await editor.client.text_document_prepare_rename_async(asked)
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert editor.text_in(name, prepared.range) == prepared.placeholder
    found = await editor.client.text_document_rename_async(
        types.RenameParams(place.text_document, place.position, to)
    )
    assert found is not None
    assert found.document_changes is not None
    done = {}
    for each in found.document_changes:
        assert isinstance(each, types.TextDocumentEdit)
        file = each.text_document.uri.rpartition("/")[2]
        uri = each.text_document.uri
        assert each.text_document.version == editor.versions.get(uri)
        text = editor.texts.get(uri) or (editor.folder / file).read_text("utf-8")
        edits = [edit for edit in each.edits if isinstance(edit, types.TextEdit)]
        done[file] = applied(text, edits)
    return done


async def test_rename_of_a_concept(editor: Editor) -> None:
    """In every file of the run, open or not, inside phrases too."""
    editor.open("ward.rules")
    done = await renamed(editor, "ward.rules", "<war|farin>", "anticoagulant")
    assert done == {
        "ward.rules": RULES.replace("<warfarin>", "<anticoagulant>"),
        "terms.rules": TERMS.replace("concept warfarin", "concept anticoagulant").replace(
            "<warfarin>", "<anticoagulant>"
        ),
    }


@pytest.mark.parametrize(
    ("marked", "old", "new"),
    [
        ("escalates to wa|rd", "ward", "clinic"),
        ("leads to missed|-bleed", "missed-bleed", "late-bleed"),
        ("waive other|.rule", "other.rule", "another.rule"),
    ],
)
async def test_rename_of_everything_else(editor: Editor, marked: str, old: str, new: str) -> None:
    editor.open("more.rules", MORE)
    done = await renamed(editor, "more.rules", marked, new)
    for text in done.values():
        words = (
            text.replace("<", " ").replace(">", " ").replace("use ward", "").replace("bleed.hospital", "").split()
        )
        assert old not in words
        assert new in words


async def test_another_file_has_a_concept_of_that_name_of_its_own(editor: Editor) -> None:
    editor.write("alone.rules", 'medrules 1\nconcept bleed is "nose bleed"\nconcept nasty is "bad <bleed>"\n')
    editor.open("ward.rules")
    assert set(await renamed(editor, "ward.rules", "concept ble|ed", "haemorrhage")) == {"ward.rules"}


@pytest.mark.parametrize(
    ("marked", "to", "why"),
    [
        ("concept ble|ed", "must", "word of the language"),
        ("concept ble|ed", "a bleed", "is no name"),
        ("concept ble|ed", "warfarin", "already a concept"),
        ("to war|d", "home", "already a rung"),
        ("harm dea|th", "dead", "belongs to the language"),
        ("use te|rms", "words", "rename the file"),
        ("because|", "why", "no name"),
        ("vomi|ting", "x", "no name"),
    ],
)
async def test_a_rename_is_refused(editor: Editor, marked: str, to: str, why: str) -> None:
    editor.open("ward.rules")
    place = editor.at("ward.rules", marked)
    with pytest.raises(JsonRpcException, match=why):
        await editor.client.text_document_rename_async(types.RenameParams(place.text_document, place.position, to))


async def test_what_ships_keeps_its_name(editor: Editor) -> None:
    editor.open(
        "ward.rules",
        RULES.replace("use terms", "use terms, common").replace(
            "input mentions bleed", "input mentions reassurance"
        ),
    )
    place = editor.at("ward.rules", "mentions reass|urance")
    with pytest.raises(JsonRpcException, match="ships with medrules"):
        await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(place.text_document, place.position)
        )


async def test_no_rename_while_a_place_cannot_be_read(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("mentions bleed", "mentioned bleed"))
    place = editor.at("ward.rules", "concept ble|ed")
    with pytest.raises(JsonRpcException, match="line 13 cannot be read"):
        await editor.client.text_document_rename_async(
            types.RenameParams(place.text_document, place.position, "haemorrhage")
        )


async def test_an_undeclared_name_is_not_renamed(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("mentions bleed", "mentions blood"))
    place = editor.at("ward.rules", "mentions blo|od")
    with pytest.raises(JsonRpcException, match="not declared"):
        await editor.client.text_document_rename_async(
            types.RenameParams(place.text_document, place.position, "haemorrhage")
        )
