"""Formatting and quick fixes: what the server proposes to change, applied as an editor would."""

from __future__ import annotations

import pytest
from lsprotocol import types

from .conftest import RULES, TERMS, Editor, applied, ended, started

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def formatted(editor: Editor, name: str) -> list[types.TextEdit] | None:
    found = await editor.client.text_document_formatting_async(
        types.DocumentFormattingParams(
            types.TextDocumentIdentifier(editor.uri(name)), types.FormattingOptions(tab_size=2, insert_spaces=True)
        )
    )
    return None if found is None else list(found)


async def test_format(editor: Editor) -> None:
    """Only the lines that differ are touched; comments stay."""
    untidy = RULES.replace("  harm death\n  leads to missed-bleed", "  leads to MISSED-bleed harm Death # yes")
    editor.open("ward.rules", untidy)
    edits = await formatted(editor, "ward.rules")
    assert edits is not None
    assert applied(untidy, edits) == RULES.replace(
        "  harm death\n  leads to missed-bleed\n", "  harm death  # yes\n  leads to missed-bleed\n"
    )
    assert min(edit.range.start.line for edit in edits) == 10


async def test_format_of_a_formatted_file(editor: Editor) -> None:
    editor.open("ward.rules")
    assert await formatted(editor, "ward.rules") == []


async def test_format_keeps_the_line_ends_of_the_file(editor: Editor) -> None:
    untidy = TERMS.replace('concept stopping is "', 'concept   stopping  is\n\n\n"').replace("\n", "\r\n")
    editor.open("terms.rules", untidy)
    edits = await formatted(editor, "terms.rules")
    assert edits is not None
    assert applied(untidy, edits) == TERMS.replace("\n", "\r\n")


async def test_a_file_with_errors_is_left_alone(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("  harm death", "harm   deaht"))
    before = len(editor.client.messages)
    assert await formatted(editor, "ward.rules") is None
    [said] = editor.client.messages[before:]
    assert said.type == types.MessageType.Warning
    assert said.message.startswith("ward.rules has an error and was left as it is. Line 11: E406 ")


async def test_errors_elsewhere_do_not_matter(editor: Editor) -> None:
    editor.write("broken.rules", "medrules 1\nconcept\n")
    editor.open("ward.rules", RULES.replace("  harm death", "harm   death"))
    edits = await formatted(editor, "ward.rules")
    assert edits is not None
    assert applied(editor.texts[editor.uri("ward.rules")], edits) == RULES


async def actions(
    editor: Editor, name: str, found: types.Diagnostic, only: list[types.CodeActionKind | str] | None = None
) -> dict[str, str]:
    """The text that each proposed action would make."""
    context = types.CodeActionContext(diagnostics=[found], only=only)
    proposed = await editor.client.text_document_code_action_async(
        types.CodeActionParams(types.TextDocumentIdentifier(editor.uri(name)), found.range, context)
    )
    done = {}
    for each in proposed or ():
        assert isinstance(each, types.CodeAction)
        assert each.edit is not None
        assert each.edit.document_changes is not None
        [change] = each.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == editor.versions[editor.uri(name)]
        edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
        done[each.title] = applied(editor.texts[editor.uri(name)], edits)
    return done


@pytest.mark.parametrize(
    ("wrong", "right", "code", "title"),
    [
        ("escalate to wrad", "escalate to ward", "E402", "Write: ward"),
        ("harm deaht", "harm death", "E406", "Write: death"),
        ("<warfarn>", "<warfarin>", "E401", "Write: <warfarin>"),
        ("leads to missed-blead", "leads to missed-bleed", "E403", "Write: missed-bleed"),
        ("use trms", "use terms", "E409", "Write: terms"),
        ("mst escalate", "must escalate", "E213", "Write: must"),
        ("must escalate to the ward", "must escalate to ward", "E220", "Leave 'the' out"),
    ],
)
async def test_a_hint_is_taken_at_its_word(editor: Editor, wrong: str, right: str, code: str, title: str) -> None:
    editor.open("ward.rules", RULES.replace(right, wrong))
    [found] = await editor.problems("ward.rules", code)
    assert (await actions(editor, "ward.rules", found))[title] == RULES


async def test_a_category_is_written_whole(editor: Editor) -> None:
    right = RULES.replace("harm death", "for patient-communication/messaging\n  harm death")
    editor.open("ward.rules", right.replace("patient-communication/messaging", "messaging"))
    [found] = await editor.problems("ward.rules", "E404")
    assert await actions(editor, "ward.rules", found) == {"Write: patient-communication/messaging": right}


async def test_a_misspelt_word_of_a_phrase(editor: Editor) -> None:
    right = RULES.replace('"vomiting blood"', '"vomiting blood", "a colonoscopy", "colonoscopy soon"')
    editor.open("ward.rules", right.replace("a colonoscopy", "a colnoscopy"))
    [found] = await editor.problems("ward.rules", "L207")
    assert await actions(editor, "ward.rules", found) == {"Write: colonoscopy": right}


async def test_words_run_together_are_parted(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("when input", "wheninput"))
    [found] = await editor.problems("ward.rules", "E212")
    assert await actions(editor, "ward.rules", found) == {"Write: when input": RULES}


async def test_a_pack_is_used(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("\nuse terms\n", ""))
    shown = await editor.problems("ward.rules", "E401")
    assert await actions(editor, "ward.rules", shown[0]) == {"Write: use terms": RULES}


async def test_a_concept_is_declared(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("mentions bleed", "mentions purple"))
    [found] = await editor.problems("ward.rules", "E401")
    offered = await actions(editor, "ward.rules", found)
    assert 'mentions "purple"' in offered['Write: "purple"']
    done = offered["Declare the concept purple"]
    assert 'concept purple is "…"\n\nrule bleed.hospital' in done
    editor.change("ward.rules", RULES.replace("leads to missed-bleed", "leads to purple-death"))
    [found] = await editor.problems("ward.rules", "E403")
    done = (await actions(editor, "ward.rules", found))["Declare the hazard purple-death"]
    assert 'hazard purple-death "…"\n\nrule bleed.hospital' in done


async def test_line_one_is_written(editor: Editor) -> None:
    editor.open("ward.rules", RULES.removeprefix("medrules 1\n\n"))
    [found] = await editor.problems("ward.rules", "E210")
    assert await actions(editor, "ward.rules", found) == {"Write in line one: medrules 1": RULES}


async def test_what_lint_mends_is_a_quick_fix(editor: Editor) -> None:
    doubled = RULES.replace('"vomiting blood"', '"vomiting blood", "black stool"')
    editor.open("ward.rules", doubled)
    [found] = await editor.problems("ward.rules", "L201")
    assert (await actions(editor, "ward.rules", found))["Take it out"] == RULES
    editor.change("ward.rules", RULES.replace("What happens", "What\u00a0happens"))
    [found] = await editor.problems("ward.rules", "L403")
    assert (await actions(editor, "ward.rules", found))["Replace it by a common space"] == RULES
    editor.change("ward.rules", RULES.replace("use terms", "use terms, crisis"))
    [found] = await editor.problems("ward.rules", "L103")
    assert (await actions(editor, "ward.rules", found))["Take it out"] == RULES


async def test_all_that_lint_mends_at_once(editor: Editor) -> None:
    text = RULES.replace('"vomiting blood"', '"vomiting blood", "black stool"')
    editor.open("ward.rules", text.replace("What happens", "What\u00a0happens"))
    found, *_ = await editor.problems("ward.rules", "L201", "L403")
    for kind in (types.CodeActionKind.SourceFixAll, "source.fixAll.medrules"):
        assert await actions(editor, "ward.rules", found, [kind]) == {"Mend what lint can mend": RULES}
    assert await actions(editor, "ward.rules", found, [types.CodeActionKind.Refactor]) == {}


async def test_other_hints_and_other_places_bring_no_action(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("harm death", "harm purple"))
    [found] = await editor.problems("ward.rules", "E406")
    assert await actions(editor, "ward.rules", found) == {}
    editor.change("ward.rules", RULES.replace("harm death", "harm deaht") + "\n")
    [found] = await editor.problems("ward.rules", "E406")
    found.range = types.Range(types.Position(1, 0), types.Position(1, 0))
    assert await actions(editor, "ward.rules", found) == {}


async def test_an_editor_that_knows_no_versions(editor: Editor, tmp_path: object) -> None:
    client, _ = await started(editor.folder, types.ClientCapabilities())
    other = Editor(client, editor.folder)
    other.open("ward.rules", RULES.replace("to ward", "to wrad"))
    [found] = await other.problems("ward.rules", "E402")
    proposed = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(other.uri("ward.rules")), found.range, types.CodeActionContext([found])
        )
    )
    assert proposed is not None
    [action] = [each for each in proposed if isinstance(each, types.CodeAction)]
    assert action.edit is not None
    assert action.edit.changes is not None
    assert set(action.edit.changes) == {other.uri("ward.rules")}
    await ended(client)
