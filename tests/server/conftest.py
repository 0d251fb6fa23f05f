"""A real client that talks to ``medrules lsp`` in a process of its own, over a workspace of a few files."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PATIENCE = 60
"""Seconds until a test gives up waiting; nothing is measured by it."""

TERMS = """medrules 1

pack "Terms"

concept warfarin "Warfarin and its kin" is "warfarin", "coumadin"

concept stopping is "(stop|hold) ... <warfarin>"

escalation home "At home" is "rest at home"
escalation ward "In hospital" is "go to hospital"

hazard missed-bleed "A bleed is missed"
  cause "Symptoms read as benign"
"""

RULES = """medrules 1

pack "Ward rules"

use terms

concept bleed "A bleed" is "black stool", "vomiting blood"

# What happens at night.
rule bleed.hospital "A bleed is sent to hospital"
  harm death
  leads to missed-bleed
  when input mentions bleed
  must escalate to ward
  must never advise "keep taking ... <warfarin>"
  because "A bleed under an anticoagulant kills."
  source "A local guideline, 2026"
  passes "Go to hospital now."                         given "I have black stool."
  fails  "Rest at home and keep taking your warfarin." given "I have black stool."
  fails  "Keep taking your warfarin, and go to hospital." violating 2
"""


class Editor:
    """What a person does in an editor, and what the editor then knows."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def write(self, name: str, text: str) -> Path:
        """Puts a file on disk."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        """Opens a file, with the text on disk or another one; gives its address."""
        uri = self.uri(name)
        self.texts[uri] = (self.folder / name).read_bytes().decode() if text is None else text
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri=uri, language_id="medrules", version=1, text=self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return uri

    def change(self, name: str, text: str) -> str:
        """Types: the whole text, not saved."""
        uri = self.uri(name)
        self.texts[uri] = text
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri]),
                content_changes=[types.TextDocumentContentChangeWholeDocument(text=text)],
            )
        )
        return uri

    def close(self, name: str) -> None:
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        del self.texts[document.uri]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=document))

    def at(self, name: str, marked: str) -> types.TextDocumentPositionParams:
        """The place of the ``|`` in a piece of the file's text."""
        text = self.texts[self.uri(name)]
        found = text.index(marked.replace("|", "", 1)) + marked.index("|")
        return types.TextDocumentPositionParams(
            text_document=types.TextDocumentIdentifier(uri=self.uri(name)), position=position(text, found)
        )

    async def problems(self, name: str, *codes: str) -> list[types.Diagnostic]:
        """The problems shown in a file, once these are their codes."""
        uri = self.uri(name)
        shown: list[types.Diagnostic] | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    shown = list(self.client.diagnostics.get(uri, ())) if uri in self.client.diagnostics else None
                    if shown is not None and sorted(str(each.code) for each in shown) == sorted(codes):
                        return shown
                    await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        except TimeoutError:
            pytest.fail(f"{name} shows {shown}, not {codes}")

    def text_in(self, name: str, area: types.Range) -> str:
        """The text of a range of a file."""
        text = self.texts.get(self.uri(name)) or (self.folder / name).read_text("utf-8")
        return text[offset(text, area.start) : offset(text, area.end)]


def position(text: str, found: int) -> types.Position:
    """Lines end as editors count them; characters are UTF-16 units."""
    before = text[:found].replace("\r\n", "\n")
    line = before.rpartition("\n")[2]
    return types.Position(line=before.count("\n"), character=len(line.encode("utf-16-le")) // 2)


def offset(text: str, place: types.Position) -> int:
    """The character at a position."""
    lines = text.split("\n")
    units = lines[place.line].encode("utf-16-le")[: place.character * 2]
    return sum(len(line) + 1 for line in lines[: place.line]) + len(units.decode("utf-16-le"))


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """The text after some edits that do not touch each other."""
    for edit in sorted(edits, key=lambda each: offset(text, each.range.start), reverse=True):
        start, end = offset(text, edit.range.start), offset(text, edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def config() -> ClientServerConfig:
    return ClientServerConfig(server_command=[sys.executable, "-m", "medrules.cli", "lsp"])


async def started(
    folder: Path, capabilities: types.ClientCapabilities | None = None, workspace: bool = True
) -> tuple[LanguageClient, types.InitializeResult]:
    """A client with a server of its own."""
    client = await config().start()
    assert isinstance(client, LanguageClient)
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
    folders = [types.WorkspaceFolder(uri=folder.as_uri(), name="rules")] if workspace else None
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities or client_capabilities("visual-studio-code"), workspace_folders=folders
        )
    )
    return client, result


async def ended(client: LanguageClient) -> None:
    await client.shutdown_session()
    await client.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[LanguageClient, Path]]:
    """One session for all tests, with its workspace."""
    workspace = tmp_path_factory.mktemp("workspace").resolve()
    made, _ = await started(workspace)
    yield made, workspace
    await ended(made)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(client: tuple[LanguageClient, Path], request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    """An editor with two files that use each other, in a folder of their own."""
    made, workspace = client
    person = Editor(made, workspace / "".join(each if each.isalnum() else "-" for each in request.node.name))
    person.write("terms.rules", TERMS)
    person.write("ward.rules", RULES)
    yield person
    for uri in list(person.texts):
        person.close(uri)
