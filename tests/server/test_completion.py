"""Completion: what the grammar takes at the cursor, and the names that can stand there."""

from __future__ import annotations

import pytest
from lsprotocol import types

from .conftest import RULES, Editor, applied, position

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEAD = 'medrules 1\n\nuse terms\n\nrule a.b "Title"\n'


async def proposed(editor: Editor, text: str, name: str = "new.rules") -> dict[str, types.CompletionItem]:
    """What is proposed at the ``|`` of a text."""
    at = text.index("|")
    plain = text[:at] + text[at + 1 :]
    uri = editor.open(name, plain) if editor.uri(name) not in editor.texts else editor.change(name, plain)
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), position(plain, at))
    )
    assert isinstance(found, types.CompletionList)
    return {each.label: each for each in found.items}


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("|", ["medrules 1"], ["rule", "must"]),
        ("med|", ["medrules 1"], ["rule"]),
        ("medrules 1\n|", ["pack", "use", "rule", "sign-off"], ["medrules", "must", "when"]),
        ("medrules 1\nru|", ["rule"], ["must"]),
        (HEAD + "  |", ["harm", "must", "when", "leads to", "known false positives", "rule"], ["unless", "to"]),
        (HEAD + "  harm |", ["none", "severe", "death"], ["harm", "must"]),
        (HEAD + "  harm se|", ["severe"], ["must"]),
        (HEAD + "  harm severe\n  |", ["must", "when"], ["harm", "severe"]),
        (HEAD + "  status |", ["testing", "production", "retired"], []),
        (HEAD + "  must |", ["never", "mention", "escalate to", "not escalate above", "stay under"], ["rule"]),
        (HEAD + "  must never |", ["say", "advise", "ask about"], ["escalate to", "never"]),
        (HEAD + "  must escalate to |", ["home", "ward"], ["must", "warfarin", "bleed"]),
        (HEAD + "  must mention |", ["warfarin", "any of", "exactly"], ["ward", "must"]),
        (
            HEAD + '  must mention "x" |',
            ["before", "in", "unless", "with harm", "must", "rule"],
            ["to", "sentence"],
        ),
        (HEAD + "  when |", ["input", "output", "record", "risk is", "not"], ["must", "unless"]),
        (HEAD + "  when risk is |", ["low", "high"], ["home", "none"]),
        (HEAD + "  when setting is |", ["home", "hospice"], ["low"]),
        (HEAD + "  when supervision is none, |", ["clinician"], ["low"]),
        (HEAD + "  when category is patient-communication/|", ["messaging"], ["patient-communication"]),
        (HEAD + "  when category is |", ["patient-communication", "patient-communication/messaging"], []),
        (HEAD + "  for research, |", ["administration"], ["ward"]),
        (HEAD + "  when record |", ["age", "pregnant", "potassium", "medications"], ["input", "warfarin"]),
        (HEAD + "  when record pregnant is |", ["yes"], ["low", "female"]),
        (HEAD + "  must cover record |", ["medications", "allergies"], ["age"]),
        (HEAD + "  must never advise warfarin above 5 mg per |", ["day", "dose", "kg"], ["must"]),
        (HEAD + "  leads to |", ["missed-bleed"], ["warfarin"]),
        ("medrules 1\nuse |", ["terms", "common", "escalation"], ["new", "words"]),
        ("medrules 1\nuse terms, |", ["ward", "common"], ["terms"]),
        ("medrules 1\nwaive |", ["bleed.hospital", "stroke.call-emergency"], ["missed-bleed"]),
        ("medrules 1\nadopt rule |", ["bleed.hospital", "stroke.call-emergency"], ["missed-bleed"]),
        ('medrules 1\nadopt pack "|"', ["Ward rules", "Stroke and TIA"], ["ward"]),
        ('medrules 1\nsign-off a "B" require |', ["under-triage", "every rule exercised at least"], []),
    ],
)
async def test_what_can_stand_there(editor: Editor, text: str, some: list[str], none: list[str]) -> None:
    found = await proposed(editor, text)
    assert set(some) <= set(found), sorted(found)
    assert not set(none) & set(found)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + '  must mention "war|"',
        HEAD + "  # must |",
        HEAD + '  because "must <|"',
        HEAD + '  passes "<|"',
        HEAD + "  must frobnicate |",
        HEAD + '  must mention "x" within 2|',
        "some words | before anything",
    ],
)
async def test_nothing_where_nothing_can_be_known(editor: Editor, text: str) -> None:
    assert await proposed(editor, text) == {}


async def test_a_word_half_written_is_replaced(editor: Editor) -> None:
    text = HEAD + "  must escalate to ho|\n"
    item = (await proposed(editor, text))["home"]
    assert isinstance(item.text_edit, types.TextEdit)
    assert applied(text.replace("|", ""), [item.text_edit]) == HEAD + "  must escalate to home\n"
    assert item.detail == "At home"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('must mention "<|"', 'must mention "<warfarin>"'),
        ('must mention "<war|>"', 'must mention "<warfarin>"'),
        ('must never say "🩸 then < war|', 'must never say "🩸 then < warfarin>'),
        ('must mention "a", exactly "b", "take (<war|)"', 'must mention "a", exactly "b", "take (<warfarin>)"'),
    ],
)
async def test_a_concept_in_a_phrase(editor: Editor, before: str, after: str) -> None:
    text = f"{HEAD}  {before}"
    item = (await proposed(editor, text))["warfarin"]
    assert isinstance(item.text_edit, types.TextEdit)
    assert applied(text.replace("|", ""), [item.text_edit]) == f"{HEAD}  {after}"


async def test_a_concept_of_another_pack_brings_its_use(editor: Editor) -> None:
    """Those that can be seen come first; the others write ``use`` below the one that is there."""
    text = HEAD + "  must never say |"
    found = await proposed(editor, text)
    item = found["reassurance"]
    assert (item.sort_text or "") > (found["warfarin"].sort_text or "")
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.additional_text_edits is not None
    done = applied(text.replace("|", ""), [item.text_edit, *item.additional_text_edits])
    assert done == HEAD.replace("use terms\n", "use terms\nuse common\n") + "  must never say reassurance"
    assert isinstance(item.documentation, types.MarkupContent)
    assert "nothing to worry about" in item.documentation.value


async def test_what_is_not_saved_is_proposed(editor: Editor) -> None:
    editor.open("terms.rules")
    editor.change("terms.rules", editor.texts[editor.uri("terms.rules")] + '\nconcept clot is "clot"\n')
    assert "clot" in await proposed(editor, HEAD + "  must mention |")


async def test_mistakes_above_do_not_matter(editor: Editor) -> None:
    text = HEAD.replace("use terms", "use terms\nconcept broken is") + "  harm\n  when frob\n  must |"
    assert "escalate to" in await proposed(editor, text)


async def test_every_place_of_a_file_can_be_asked(editor: Editor) -> None:
    """Each answer is a list, wherever the cursor stands."""
    for at in range(0, len(RULES), 3):
        await proposed(editor, f"{RULES[:at]}|{RULES[at:]}", "ward.rules")


async def test_a_file_with_other_line_ends(editor: Editor) -> None:
    text = (HEAD + "  must never say |").replace("\n", "\r\n")
    item = (await proposed(editor, text))["reassurance"]
    assert item.additional_text_edits is not None
    assert item.additional_text_edits[0].range.start == types.Position(2, len("use terms"))
