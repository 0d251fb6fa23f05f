"""docs/editor.md and the extension: what they say can be read, and keeps step with the language and the server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import attrs
import pytest
import yaml
from lsprotocol import types

from medrules.language.grammar import reserved
from medrules.language.problems import catalogue as language_catalogue
from medrules.language.server.diagnostics import _address, entry
from medrules.language.server.expecting import expected
from medrules.language.server.highlighting import printed, textmate
from medrules.language.server.meanings import CATEGORIES, HARM_MEANINGS, KEYWORDS
from medrules.language.source import DECLARATIONS
from medrules.model.rule import HARMS
from medrules.proving.lint.catalogue import catalogue as lint_catalogue

from .conftest import ended, started

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "editor.md").read_text("utf-8")
EXTENSION = ROOT / "editors" / "vscode"
FEATURES = {
    "completion_provider": "Completion",
    "hover_provider": "Hover",
    "definition_provider": "Definition",
    "references_provider": "references",
    "document_highlight_provider": "marked",
    "workspace_symbol_provider": "Search",
    "rename_provider": "Rename",
    "document_formatting_provider": "Format",
    "document_symbol_provider": "Outline",
    "folding_range_provider": "folding",
    "code_action_provider": "Quick fixes",
}


@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_names_what_the_server_offers(tmp_path: Path) -> None:
    client, result = await started(tmp_path)
    known = [each.name for each in attrs.fields(types.ServerCapabilities) if each.name.endswith("_provider")]
    offered = {name for name in known if getattr(result.capabilities, name)}
    assert offered - {"execute_command_provider"} == set(FEATURES)
    assert all(word in PAGE for word in FEATURES.values())
    assert result.server_info is not None
    assert result.server_info.name == "medrules"
    await ended(client)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_settings_on_the_page_can_be_read() -> None:
    settings = [json.loads(each) for each in blocks("json")]
    commands = [each["medrules.command"] for each in settings if "medrules.command" in each]
    commands += [each["clients"]["medrules"]["command"] for each in settings if "clients" in each]
    [helix] = [tomllib.loads(each) for each in blocks("toml")]
    commands.append(
        [helix["language-server"]["medrules"]["command"], *helix["language-server"]["medrules"]["args"]]
    )
    assert {each[-1] for each in commands} == {"lsp"}
    [syntax] = blocks("yaml")
    assert yaml.safe_load(syntax.partition("---\n")[2])["file_extensions"] == ["rules"]
    assert '"medrules", "lsp"' in blocks("lua")[0]
    assert '"medrules" "lsp"' in blocks("elisp")[0]


def test_the_version_of_the_extension_is_on_the_page() -> None:
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    assert f"medrules-{package['version']}.vsix" in PAGE
    assert package["contributes"]["configuration"]["properties"]["medrules.command"]["default"] == [
        "medrules",
        "lsp",
    ]
    named = [package["main"], *(each["configuration"] for each in package["contributes"]["languages"])]
    named += [each["path"] for each in package["contributes"]["grammars"]]
    assert all((EXTENSION / each).is_file() for each in named)


def test_the_colours_keep_step_with_the_language() -> None:
    """After a change of the grammar the file is written anew, as the module that prints it says."""
    assert (EXTENSION / "syntaxes" / "medrules.tmLanguage.json").read_text("utf-8") == printed()


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the colours, without the classes that Python's own expressions lack."""
    written = textmate()["repository"][name]["match"]
    return re.compile(written.replace(r"[\p{L}]", r"[^\W\d_]").replace(r"[\p{L}\p{N}]", r"[^\W_]"))


@pytest.mark.parametrize("word", sorted(reserved()))
def test_every_keyword_has_a_colour(word: str) -> None:
    name = "declaration" if word in DECLARATIONS else "word"
    for written in (word, word.upper()):
        found = pattern(name).match(f"{written} x")
        assert found is not None
        assert found.group(1) == written
    assert not pattern(name).search(f"a-{word}")
    assert not pattern(name).match(f"{word}-x")


def test_colours_of_names_and_phrases() -> None:
    found = pattern("declaration").match('rule stroke.call-emergency "New"')
    assert found is not None
    assert found.group(2) == "stroke.call-emergency"
    inside = [re.compile(each["match"].replace(r"[\p{L}]", r"[^\W\d_]").replace(r"[\p{L}\p{N}]", r"[^\W_]"))
              for each in textmate()["repository"]["phrase"]["patterns"]]  # fmt: skip
    text = r"stop ...12 <anti-coagulant> (a|b) \("
    assert [found.group() for each in inside for found in each.finditer(text)][:3] == [
        r"\(",
        "<anti-coagulant>",
        "...12",
    ]


def test_every_keyword_that_opens_something_is_explained() -> None:
    """Declarations, statements of a rule and what can be owed; small words belong to larger entries."""
    rule = expected('rule a.b "T" ')
    owed = expected('rule a.b "T" must ')
    never = expected('rule a.b "T" must never ')
    assert rule is not None
    assert owed is not None
    assert never is not None
    entries = {" ".join(words) for words in KEYWORDS}
    needed = {*DECLARATIONS, *rule.keywords}
    needed |= {
        f"must {each}" for each in owed.keywords if each not in ("never", "not escalate above", "not escalate")
    }
    needed |= {f"must never {each}" for each in never.keywords}
    assert [each for each in needed if not any(entry.startswith(each) for entry in entries)] == []
    assert all(word in reserved() for words in KEYWORDS for word in words)
    assert set(HARM_MEANINGS) == set(HARMS)
    assert "patient-communication/messaging" in CATEGORIES


STUBS = """
const Module = require("module");
const said = [];
const settings = { command: JSON.parse(process.argv[2]) };
const registered = {};
const vscode = {
  commands: {
    registerCommand: (name, run) => { registered[name] = run; return {}; },
    executeCommand: async (...args) => said.push(["executed", ...args]),
  },
  window: { showErrorMessage: async (text, item) => { said.push(["shown", text]); return item; } },
  workspace: {
    getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }),
    onDidChangeConfiguration: (run) => { registered.change = run; return {}; },
  },
};
class LanguageClient {
  constructor(id, name, server, client) { said.push(["made", server, client.documentSelector]); this.up = false; }
  async start() {
    if (said[0][1].command === "missing") throw new Error("spawn missing ENOENT");
    this.up = true;
    said.push(["started"]);
  }
  isRunning() { return this.up; }
  async stop() { this.up = false; said.push(["stopped"]); }
}
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
(async () => {
  const extension = require(process.argv[3]);
  await extension.activate({ subscriptions: [] });
  if (settings.command[0] !== "missing") {
    settings.command = ["other", "lsp"];
    await registered.change({ affectsConfiguration: (name) => name === "medrules.command" });
    await registered.change({ affectsConfiguration: () => false });
    await registered["medrules.restart"]();
  }
  await extension.deactivate();
  console.log(JSON.stringify(said));
})();
"""


def run_extension(tmp_path: Path, command: list[str]) -> list[list[object]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the extension for Visual Studio Code was not run")
    script = tmp_path / "run.js"
    script.write_text(STUBS, "utf-8")
    told = subprocess.run(
        [node, str(script), json.dumps(command), str(EXTENSION / "extension.js")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[list[object]] = json.loads(told.stdout)
    return found


def test_the_extension_starts_the_server_and_starts_it_again(tmp_path: Path) -> None:
    said = run_extension(tmp_path, ["medrules", "lsp"])
    assert [each[0] for each in said] == ["made", "started", "stopped"] * 3
    assert said[0][1:] == [{"command": "medrules", "args": ["lsp"]}, [{"language": "medrules"}]]
    assert said[3][1] == {"command": "other", "args": ["lsp"]}


def test_the_extension_says_what_to_do_where_there_is_no_server(tmp_path: Path) -> None:
    said = run_extension(tmp_path, ["missing", "lsp"])
    assert [each[0] for each in said] == ["made", "shown", "executed"]
    assert 'pip install "medrules[editor]"' in str(said[1][1])


def test_nothing_else_needs_the_extra() -> None:
    """The package and its other commands are used without pygls."""
    program = (
        "import sys; import medrules; from medrules.cli import check, lint, format, lsp;"
        "sys.exit(any(name.split('.')[0] in ('pygls', 'lsprotocol') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_code_leads_to_a_heading() -> None:
    for code in (*language_catalogue(), *lint_catalogue()):
        page = entry(code)
        assert page is not None
        address = _address(page)
        assert address is not None
        file, _, anchor = address.removeprefix("file://").partition("#")
        headings = re.findall(r"^### (.*)$", Path(file).read_text("utf-8"), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert anchor in slugs, code
