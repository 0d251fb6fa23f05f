"""The language server: takes what the editor opens and changes, and answers what it asks."""

from __future__ import annotations

import logging
import os

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from medrules.language.server.features import add_features
from medrules.language.server.projects import Projects
from medrules.language.server.publishing import Publisher
from medrules.shipped import folder


def serve(version: str) -> None:
    """Serve one editor over standard input and output until it ends the session."""
    if not os.environ.get("MEDRULES_TRACEBACK"):
        # A refused request is an answer to the editor, and no event to log with a traceback.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    make_server(version).start_io()


def make_server(version: str) -> LanguageServer:
    """A language server that knows every feature.

    Texts come whole at each change: a rule file is small, and lines are then counted in one place alone.
    """
    server = LanguageServer("medrules", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    projects = Projects(folder("rules"))
    publisher = Publisher(server, projects)
    _add_session(server, projects, publisher)
    _add_documents(server, projects, publisher)
    add_features(server, projects, publisher)
    return server


def _add_session(server: LanguageServer, projects: Projects, publisher: Publisher) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(_: types.InitializeParams) -> None:
        encoding = server.workspace.position_encoding or types.PositionEncodingKind.Utf16
        projects.encoding = types.PositionEncodingKind(encoding).value
        folders = [each.uri for each in server.workspace.folders.values()]
        root = server.workspace.root_uri
        projects.set_workspace(folders or ([root] if root else []))

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            await server.client_register_capability_async(_watch_rule_files())

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(_: types.DidChangeWorkspaceFoldersParams) -> None:
        projects.set_workspace(each.uri for each in server.workspace.folders.values())
        publisher.changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_: types.DidChangeWatchedFilesParams) -> None:
        projects.look_again()
        publisher.changed()


def _add_documents(server: LanguageServer, projects: Projects, publisher: Publisher) -> None:
    def take(uri: str) -> None:
        document = server.workspace.get_text_document(uri)
        projects.open(uri, document.source, document.version)
        publisher.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        projects.look_again()
        publisher.changed()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        projects.close(params.text_document.uri)
        publisher.changed()


def _watch_rule_files() -> types.RegistrationParams:
    watchers = [types.FileSystemWatcher(glob_pattern="**/*.rules")]
    return types.RegistrationParams(
        registrations=[
            types.Registration(
                id="medrules-rule-files",
                method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
            )
        ]
    )
