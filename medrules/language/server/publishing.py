"""Publishes the problems of files while they are typed: what the language says soon, what lint says in a pause."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date
from pathlib import Path

from lsprotocol.types import LogMessageParams, MessageType, PublishDiagnosticsParams
from pygls.lsp.server import LanguageServer

from medrules.language.server.analysis import Analysis
from medrules.language.server.diagnostics import diagnostics
from medrules.language.server.projects import Projects
from medrules.language.server.warnings import Anchored, look, still
from medrules.proving.lint.subject import Warned

SOON = 0.15
"""Seconds without a key press before problems are looked for."""
PAUSE = 0.6
"""Seconds more before lint looks at the whole book."""


class Publisher:
    """What was found in each run, and what the editor was told of it."""

    def __init__(self, server: LanguageServer, projects: Projects) -> None:
        self._server = server
        self._projects = projects
        self._warned: dict[Path, list[Anchored]] = {}
        self._tasks: dict[Path, asyncio.Task[None]] = {}
        self._told: dict[Path, dict[str, Path]] = defaultdict(dict)
        """Of each run the files whose problems the editor shows, by the address that it knows them by."""

    def changed(self) -> None:
        """Look for problems again, in every run of which a file is open."""
        roots = {self._projects.root(path) for path in self._projects.opened}
        for root in {*self._told, *self._tasks} - roots:
            self._forget(root)
        for root in roots:
            task = self._tasks.get(root)
            if task is not None:
                task.cancel()
            self._tasks[root] = asyncio.create_task(self._look(root))

    def found(self, analysis: Analysis, root: Path) -> dict[Path, list[Warned]]:
        """Everything found in each file of a run, in the order of its lines."""
        every: dict[Path, list[Warned]] = defaultdict(list)
        for path, problems in analysis.by_file.items():
            every[path] += [Warned(problem) for problem in problems]
        for path, warned in still(analysis, self._warned.get(root, [])).items():
            every[path] += warned
        return {path: sorted(each, key=_line) for path, each in every.items()}

    async def _look(self, root: Path) -> None:
        await asyncio.sleep(SOON)
        try:
            analysis = self._projects.analysis(root)
            self._publish(analysis, root)
            if analysis.has_errors:
                return
            await asyncio.sleep(PAUSE)
            around = self._projects.around(root)
            warned = await asyncio.to_thread(look, analysis, around, date.today())
            if self._projects.analysis(root) is analysis:
                self._warned[root] = warned
                self._publish(analysis, root)
        except Exception as error:
            message = f"The problems of {root} could not be looked for: {type(error).__name__}: {error}"
            self._server.window_log_message(LogMessageParams(type=MessageType.Error, message=message))

    def _publish(self, analysis: Analysis, root: Path) -> None:
        found = self.found(analysis, root)
        told: dict[str, Path] = {}
        for path in sorted(filter(lambda path: self._speaks_of(root, path), analysis.paths.values())):
            problems = [each.problem for each in found.get(path, ())]
            uri = self._projects.uri(path)
            if problems or path in self._projects.opened:
                opened = self._projects.opened.get(path)
                shown = diagnostics(problems, self._projects.places(analysis, path))
                self._tell(PublishDiagnosticsParams(uri, shown, opened.version if opened else None))
                told[uri] = path
        for uri, path in self._told[root].items():
            if uri not in told and (path not in self._projects.opened or self._speaks_of(root, path)):
                self._tell(PublishDiagnosticsParams(uri, []))
        self._told[root] = told

    def _speaks_of(self, root: Path, path: Path) -> bool:
        """Whether a run tells the problems of a file: an open one only its own run, one that ships none."""
        if path in self._projects.opened:
            return self._projects.root(path) == root
        return not self._projects.is_shipped(path)

    def _forget(self, root: Path) -> None:
        task = self._tasks.pop(root, None)
        if task is not None:
            task.cancel()
        for uri in self._told.pop(root, {}):
            self._tell(PublishDiagnosticsParams(uri, []))
        self._warned.pop(root, None)

    def _tell(self, params: PublishDiagnosticsParams) -> None:
        self._server.text_document_publish_diagnostics(params)


def _line(each: Warned) -> tuple[int, int]:
    place = each.problem.location
    return (place.line, place.column) if place is not None else (0, 0)
