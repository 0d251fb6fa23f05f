"""Problems are shown while somebody types: in every file of the run, with texts that are not saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import RULES, TERMS, Editor, ended, started

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_sound_file_shows_nothing(editor: Editor) -> None:
    editor.open("ward.rules")
    assert await editor.problems("ward.rules") == []


async def test_a_problem_comes_and_goes_with_the_text(editor: Editor) -> None:
    editor.open("ward.rules")
    editor.change("ward.rules", RULES.replace("escalate to ward", "escalate to wart"))
    [found] = await editor.problems("ward.rules", "E402")
    assert editor.text_in("ward.rules", found.range) == "wart"
    assert found.message.endswith("hint: did you mean ward?")
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.source == "medrules"
    editor.change("ward.rules", RULES)
    assert await editor.problems("ward.rules") == []


async def test_a_code_leads_to_its_page(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("escalate to ward", "escalate to wart"))
    [found] = await editor.problems("ward.rules", "E402")
    assert found.code_description is not None
    page, _, anchor = found.code_description.href.partition("#")
    headings = [
        line for line in Path(page.removeprefix("file://")).read_text("utf-8").splitlines() if "E402" in line
    ]
    assert headings == ["### E402: Unknown rung"]
    assert anchor == "e402-unknown-rung"


async def test_a_syntax_error_hides_nothing_else(editor: Editor) -> None:
    """Of the same rule, of other declarations, and of other files."""
    text = RULES.replace("harm death", "harm deadly").replace("must escalate to ward", "must escalate ward")
    editor.open("ward.rules", text + '\nconcept x is "a |"\nrule y')
    shown = await editor.problems("ward.rules", "E201", "E406", "E301", "E201")
    assert [each.range.start.line for each in shown] == sorted(each.range.start.line for each in shown)


async def test_other_files_see_what_is_not_saved(editor: Editor) -> None:
    editor.open("ward.rules")
    assert await editor.problems("ward.rules") == []
    editor.open("terms.rules")
    editor.change("terms.rules", TERMS.replace("concept warfarin", "concept coumarin"))
    [found] = await editor.problems("ward.rules", "E401")
    assert editor.text_in("ward.rules", found.range) == "<warfarin>"
    await editor.problems("terms.rules", "E401")
    editor.close("terms.rules")
    assert await editor.problems("ward.rules") == []


async def test_a_file_that_nobody_opened_shows_its_problems_while_its_run_is_open(editor: Editor) -> None:
    editor.write("broken.rules", "medrules 1\nconcept\n")
    editor.open("ward.rules")
    await editor.problems("broken.rules", "E201")
    editor.close("ward.rules")
    assert await editor.problems("broken.rules") == []


async def test_what_lint_finds_is_shown_and_stays_while_something_else_is_typed(editor: Editor) -> None:
    text = RULES.replace('"vomiting blood"', '"vomiting blood", "black stool"')
    editor.open("ward.rules", text)
    [found] = await editor.problems("ward.rules", "L201")
    assert editor.text_in("ward.rules", found.range) == '"black stool"' or found.range.start.line == 6
    assert found.severity == types.DiagnosticSeverity.Warning
    editor.change("ward.rules", "# µ\n" + text.replace("harm death", "harm deaht"))
    moved, error = await editor.problems("ward.rules", "L201", "E406")
    assert moved.range.start.line == found.range.start.line + 1
    assert error.code == "E406"
    editor.change("ward.rules", RULES.replace("harm death", "harm deaht"))
    await editor.problems("ward.rules", "E406")


async def test_what_nothing_uses_is_shown_faded(editor: Editor) -> None:
    editor.open("ward.rules", RULES + '\nconcept idle is "never"\n')
    [found] = await editor.problems("ward.rules", "L101")
    assert list(found.tags or ()) == [types.DiagnosticTag.Unnecessary]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
async def test_positions_count_in_units_of_the_editor(editor: Editor, line_end: str) -> None:
    """An emoji is two units of UTF-16, µ is one; a line ends as the editor says."""
    text = RULES.replace("# What happens at night.", "# 🩸 µg").replace("harm death", 'because "🩸" harm deaht')
    text = text.replace('  because "A bleed under an anticoagulant kills."\n', "")
    editor.open("ward.rules", text.replace("\n", line_end))
    [found] = await editor.problems("ward.rules", "E406")
    line = text.split("\n")[found.range.start.line]
    assert line == '  because "🩸" harm deaht'
    assert found.range.start.character == line.index("deaht") + 1
    assert found.range.end.character == line.index("deaht") + 1 + len("deaht")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-32"])
async def test_an_editor_may_count_otherwise(tmp_path: Path, encoding: str) -> None:
    general = types.GeneralClientCapabilities(position_encodings=[encoding])
    client, result = await started(tmp_path, types.ClientCapabilities(general=general))
    assert result.capabilities.position_encoding == encoding
    editor = Editor(client, tmp_path)
    line = '  because "🩸µ" harm deaht'
    editor.open("a.rules", f'medrules 1\nrule a.b "T"\n{line}\n  must mention "x y"\n  source "S"\n  fails "Z."\n')
    [found] = await editor.problems("a.rules", "E406")
    before = line[: line.index("deaht")]
    assert found.range.start.character == len(before.encode()) if encoding == "utf-8" else len(before)
    await ended(client)


async def test_a_byte_order_mark_is_no_character(editor: Editor) -> None:
    editor.open("ward.rules", "\ufeff" + RULES)
    assert await editor.problems("ward.rules") == []


async def test_a_file_outside_the_workspace_runs_alone(editor: Editor, tmp_path: Path) -> None:
    """With the packs it uses, and without what lies beside it by chance."""
    (tmp_path / "terms.rules").write_text(TERMS, "utf-8")
    (tmp_path / "other.rules").write_text(RULES, "utf-8")
    (tmp_path / "mine.rules").write_text(RULES, "utf-8")
    uri = (tmp_path / "mine.rules").as_uri()
    editor.open(uri, RULES)
    assert await editor.problems(uri) == []
    editor.change(uri, RULES.replace("use terms", "use crisis"))
    await editor.problems(uri, "E401", "E402", "E403")


async def test_a_page_that_was_never_saved_can_use_what_ships(editor: Editor) -> None:
    uri = editor.open("untitled:Untitled-1", 'medrules 1\nuse commn\nconcept x is "a b"\n')
    [found] = await editor.problems(uri, "E409")
    assert "did you mean common?" in found.message


async def test_a_new_file_can_be_used_before_it_is_saved(editor: Editor) -> None:
    editor.open("ward.rules", RULES.replace("use terms", "use terms, fresh"))
    await editor.problems("ward.rules", "E409")
    editor.open("fresh.rules", 'medrules 1\nconcept fresh-thing is "a b"\n')
    await editor.problems("ward.rules", "L103")


async def test_a_change_on_disk_is_seen(editor: Editor) -> None:
    editor.open("ward.rules")
    assert await editor.problems("ward.rules") == []
    path = editor.write("terms.rules", TERMS.replace("escalation ward", "escalation clinic"))
    event = types.FileEvent(uri=path.as_uri(), type=types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=[event]))
    await editor.problems("ward.rules", "E402")


async def test_folders_come_and_go(editor: Editor, tmp_path: Path) -> None:
    """What lies beside a file belongs to its run as soon as the folder is worked in."""
    (tmp_path / "terms.rules").write_text(TERMS, "utf-8")
    (tmp_path / "ward.rules").write_text(RULES.replace("use terms\n", ""), "utf-8")
    uri = (tmp_path / "ward.rules").as_uri()
    editor.open(uri, RULES.replace("use terms\n", ""))
    await editor.problems(uri, "E401", "E402", "E403")
    added = types.WorkspaceFolder(uri=tmp_path.as_uri(), name="more")
    event = types.WorkspaceFoldersChangeEvent(added=[added], removed=[])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
    await editor.problems(uri, "E401")
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[added])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
    await editor.problems(uri, "E401", "E402", "E403")


async def test_tools_own_copies_are_left_out(editor: Editor) -> None:
    """An environment of Python or Node in the workspace may hold rule files; they are not of the run."""
    for folder in (".venv/lib/medrules/shipped_files/rules", "node_modules/x", "__pycache__"):
        editor.write(f"{folder}/ward.rules", RULES)
    editor.open("ward.rules")
    assert await editor.problems("ward.rules") == []


async def test_a_file_that_cannot_be_read_says_so(editor: Editor) -> None:
    (editor.folder / "latin.rules").write_bytes("medrules 1\n# caf\u00e9\n".encode("latin-1"))
    editor.open("ward.rules")
    [found] = await editor.problems("latin.rules", "E102")
    assert "UTF-8" in found.message


async def test_an_open_file_speaks_for_itself(editor: Editor, tmp_path: Path) -> None:
    """Not for what another run makes of it as a pack."""
    uri = (tmp_path / "mine.rules").as_uri()
    used = (tmp_path / "terms.rules").as_uri()
    (tmp_path / "terms.rules").write_text(TERMS, "utf-8")
    editor.open(uri, RULES)
    editor.open(used, TERMS + RULES.partition("use terms")[2].replace("harm death", "harm deaht"))
    await editor.problems(used, "E406")
    editor.change(uri, RULES.replace("to ward", "to wrad"))
    await editor.problems(uri, "E402", "E410")
    await editor.problems(used, "E406")
