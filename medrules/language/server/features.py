"""What an editor can ask for, each request handed to the file that answers it."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from medrules.language.server import actions
from medrules.language.server.completing import complete
from medrules.language.server.edits import in_files
from medrules.language.server.formatting import errors, format_file
from medrules.language.server.hovering import hover
from medrules.language.server.navigating import definitions, highlights, references
from medrules.language.server.outline import find, folds, outline
from medrules.language.server.projects import Projects
from medrules.language.server.publishing import Publisher
from medrules.language.server.renaming import CannotRename, rename, renamed_at

_REFUSED = -32803
"""LSP's RequestFailed: the request was understood and cannot be granted; the editor shows the message."""


def add_features(server: LanguageServer, projects: Projects, publisher: Publisher) -> None:
    """Let the server answer every request that it can."""
    _add_reading(server, projects, publisher)
    _add_names(server, projects)
    _add_changes(server, projects, publisher)


def _add_reading(server: LanguageServer, projects: Projects, publisher: Publisher) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["<", "/"]))
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        file = projects.file(params.text_document.uri)
        if file is None:
            return None
        items = complete(projects, file, file.offset(params.position))
        return types.CompletionList(is_incomplete=False, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        file = projects.file(params.text_document.uri)
        if file is None:
            return None
        found = publisher.found(file.analysis, projects.root(file.path)).get(file.path, [])
        said = hover(file, file.offset(params.position), [each.problem for each in found])
        if said is None:
            return None
        text = types.MarkupContent(kind=types.MarkupKind.Markdown, value=said.markdown)
        return types.Hover(contents=text, range=file.range(said.start, said.end))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        file = projects.file(params.text_document.uri)
        return outline(file) if file is not None else []

    @server.feature(types.WORKSPACE_SYMBOL)
    def search(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return find(projects, params.query)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        file = projects.file(params.text_document.uri)
        return folds(file) if file is not None else []


def _add_names(server: LanguageServer, projects: Projects) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        file = projects.file(params.text_document.uri)
        return definitions(projects, file, file.offset(params.position)) if file is not None else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def uses(params: types.ReferenceParams) -> list[types.Location]:
        file = projects.file(params.text_document.uri)
        if file is None:
            return []
        return references(projects, file, file.offset(params.position), params.context.include_declaration)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlighted(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        file = projects.file(params.text_document.uri)
        if file is None:
            return []
        kinds = {True: types.DocumentHighlightKind.Write, False: types.DocumentHighlightKind.Read}
        found = highlights(file, file.offset(params.position))
        return [types.DocumentHighlight(file.range(each.start, each.end), kinds[own]) for each, own in found]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        file = projects.file(params.text_document.uri)
        if file is None:
            return None
        try:
            place = renamed_at(projects, file, file.offset(params.position))
        except CannotRename as reason:
            raise JsonRpcException(str(reason), code=_REFUSED) from None
        written = file.source.text[place.start : place.end]
        return types.PrepareRenamePlaceholder(range=file.range(place.start, place.end), placeholder=written)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        file = projects.file(params.text_document.uri)
        if file is None:
            return None
        try:
            edits = rename(projects, file, file.offset(params.position), params.new_name)
        except CannotRename as reason:
            raise JsonRpcException(str(reason), code=_REFUSED) from None
        return in_files(projects, edits, _takes_versions(server))


def _add_changes(server: LanguageServer, projects: Projects, publisher: Publisher) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: types.DocumentFormattingParams) -> Sequence[types.TextEdit] | None:
        file = projects.file(params.text_document.uri)
        if file is None:
            return None
        if found := errors(file):
            first = found[0]
            line = first.location.line if first.location is not None else 1
            count = "an error" if len(found) == 1 else f"{len(found)} errors"
            message = (
                f"{file.path.name} has {count} and was left as it is. Line {line}: {first.code} {first.message}"
            )
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
            return None
        return format_file(projects, file, _line_end(projects, params.text_document.uri))

    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, actions.FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        file = projects.file(params.text_document.uri)
        if file is None or projects.is_shipped(file.path):
            return []
        found = publisher.found(file.analysis, projects.root(file.path)).get(file.path, [])
        asked = actions.Asked(file, found, params.range, params.context.only)
        line_end = _line_end(projects, params.text_document.uri)
        return actions.code_actions(asked, projects, line_end, _takes_versions(server))


def _line_end(projects: Projects, uri: str) -> str:
    return next((opened.line_end for opened in projects.opened.values() if opened.uri == uri), "\n")


def _takes_versions(server: LanguageServer) -> bool:
    """Whether the editor takes changes of files that say which version of the file they are for."""
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace is not None else None
    return bool(edit is not None and edit.document_changes)
