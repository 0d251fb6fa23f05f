"""The code actions of an editor: one for each quick fix at a place, and one that makes all that are sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lsprotocol.types import CodeAction, CodeActionKind, Range

from medrules.language.server.diagnostics import diagnostics
from medrules.language.server.edits import difference, in_files
from medrules.language.server.fixes import QuickFix, fixes
from medrules.language.server.projects import File, Projects
from medrules.proving.lint.fixing import mended
from medrules.proving.lint.subject import Warned

FIX_ALL = "source.fixAll.medrules"


class Asked(NamedTuple):
    """What the editor asks about."""

    file: File
    found: list[Warned]
    """The problems of the file."""
    range: Range
    only: Sequence[CodeActionKind | str] | None
    """The kinds of actions that are wanted; None: all that belong to the place."""


def code_actions(asked: Asked, projects: Projects, line_end: str, versioned: bool) -> list[CodeAction]:
    """The actions at a place; ``versioned``: as ``in_files`` takes it."""
    made: list[CodeAction] = []
    if _wanted(asked, CodeActionKind.QuickFix.value, explicitly=False):
        here = [each for each in asked.found if _touches(asked, each)]
        made += [_action(asked.file, fix, projects, versioned) for fix in fixes(asked.file, here, line_end)]
    if _wanted(asked, FIX_ALL, explicitly=True):
        text, count = mended(asked.file.source, [each.fix for each in asked.found if each.fix is not None])
        if count:
            edits = {asked.file.path: difference(asked.file.places, text, line_end)}
            edit = in_files(projects, edits, versioned)
            made.append(CodeAction(title="Mend what lint can mend", kind=FIX_ALL, edit=edit))
    return made


def _wanted(asked: Asked, kind: str, *, explicitly: bool) -> bool:
    if asked.only is None:
        return not explicitly
    wanted = [each.value if isinstance(each, CodeActionKind) else each for each in asked.only]
    return any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _touches(asked: Asked, each: Warned) -> bool:
    if each.problem.location is None:
        return False
    start, end = asked.file.places.span(each.problem.location)
    return start <= asked.file.offset(asked.range.end) and asked.file.offset(asked.range.start) <= end


def _action(file: File, fix: QuickFix, projects: Projects, versioned: bool) -> CodeAction:
    return CodeAction(
        title=fix.title,
        kind=CodeActionKind.QuickFix,
        diagnostics=diagnostics([fix.problem], file.places),
        is_preferred=fix.sure or None,
        edit=in_files(projects, {file.path: fix.edits}, versioned),
    )
