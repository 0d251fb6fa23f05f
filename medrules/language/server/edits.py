"""Changes of files as an editor makes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from medrules.language.server.places import Places
from medrules.language.server.projects import Projects


def difference(places: Places, text: str, line_end: str = "\n") -> list[TextEdit]:
    """The one change that makes another text of a file; none where they are the same.

    Lines that begin and end both texts are left alone, so that the editor's cursor, folds and marks stay.
    """
    before, after = places.source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    same = _common(before, after)
    tail = _common(before[same:][::-1], after[same:][::-1])
    old, new = before[same : len(before) - tail], after[same : len(after) - tail]
    if not old and not new:
        return []
    start = sum(map(len, before[:same]))
    end = start + sum(map(len, old))
    return [replacement(places, start, end, "".join(new), line_end)]


def replacement(places: Places, start: int, end: int, text: str, line_end: str = "\n") -> TextEdit:
    """Some characters replaced by a text, in the file's own line ends."""
    return TextEdit(range=places.range(start, end), new_text=text.replace("\n", line_end))


def in_files(projects: Projects, edits: Mapping[Path, list[TextEdit]], versioned: bool) -> WorkspaceEdit:
    """The changes of several files; ``versioned``: the editor checks that no file has changed meanwhile."""
    if not versioned:
        return WorkspaceEdit(changes={projects.uri(path): changes for path, changes in edits.items()})
    return WorkspaceEdit(
        document_changes=[
            TextDocumentEdit(
                text_document=OptionalVersionedTextDocumentIdentifier(
                    uri=projects.uri(path),
                    version=projects.opened[path].version if path in projects.opened else None,
                ),
                edits=list(changes),
            )
            for path, changes in edits.items()
        ]
    )


def _common(left: list[str], right: list[str]) -> int:
    """How many items begin both lists alike."""
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return number
    return min(len(left), len(right))
