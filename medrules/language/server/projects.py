"""The files that an editor has open, and the runs that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from lsprotocol.types import Position, Range
from pygls.uris import to_fs_path

from medrules.language.finding import name_of
from medrules.language.parsing import Parsed
from medrules.language.server.analysis import Analysis, Parses, analyse
from medrules.language.server.folders import is_ours, root_of, rule_files
from medrules.language.server.places import Places, plain
from medrules.language.source import Source, read
from medrules.model.book import RuleBook


class Opened(NamedTuple):
    """A file as the editor holds it."""

    uri: str
    """As the editor writes it."""
    text: str
    """With line ends as ``\\n``."""
    version: int | None
    line_end: str


class File(NamedTuple):
    """One file at one moment, with all that is known of the run it belongs to."""

    path: Path
    analysis: Analysis
    places: Places

    @property
    def parsed(self) -> Parsed:
        """The file's declarations."""
        return self.analysis.parsed[self.path]

    @property
    def source(self) -> Source:
        """The file's text."""
        return self.places.source

    def offset(self, position: Position) -> int:
        """The character at a position."""
        return self.places.offset(position)

    def range(self, start: int, end: int) -> Range:
        """The range of some characters."""
        return self.places.range(start, end)


class Projects:
    """The files that are open and those beside them, read when they are asked for."""

    def __init__(self, shipped: Path) -> None:
        self.shipped = shipped
        self.encoding = "utf-16"
        self.opened: dict[Path, Opened] = {}
        self._workspace: list[Path] = []
        self._parses: dict[Path, Parses] = defaultdict(Parses)
        self._beside = Parses()
        self._roots: dict[Path, Path] = {}
        self._files: dict[Path, list[Path]] = {}
        self._analyses: dict[Path, Analysis] = {}

    def set_workspace(self, uris: Iterable[str]) -> None:
        """Take the folders that the editor works in."""
        self._workspace = [path_of(uri) for uri in uris]
        self.look_again()

    def open(self, uri: str, text: str, version: int | None) -> None:
        """Take the text of a file as the editor holds it now."""
        path = path_of(uri)
        new = path not in self.opened
        self.opened[path] = Opened(uri, plain(text), version, "\r\n" if "\r\n" in text else "\n")
        self._analyses.clear()
        if new:
            self._files.clear()
            self._roots.clear()

    def close(self, uri: str) -> None:
        """What counts is the file on disk again."""
        self.opened.pop(path_of(uri), None)
        self.look_again()

    def look_again(self) -> None:
        """Forget what was read from disk: something there has changed."""
        self._files.clear()
        self._roots.clear()
        self._analyses.clear()

    def root(self, path: Path) -> Path:
        """What the run of a file is known by: the folder of its files, or the file itself where it runs alone."""
        if path not in self._roots:
            self._roots[path] = root_of(path, [*self._workspace, self.shipped.resolve()]) or path
        return self._roots[path]

    def analysis(self, root: Path) -> Analysis:
        """The analysis of a run, made anew where a text has changed since."""
        if root not in self._analyses:
            self._analyses[root] = self.imagine(root, {})
        return self._analyses[root]

    def imagine(self, root: Path, changed: Mapping[Path, str]) -> Analysis:
        """The analysis of a run as it would be if some files had other texts."""
        return self._analyse(root, self._files_of(root), changed)

    def around(self, root: Path) -> RuleBook:
        """The book of a run with the packs that ship, which waivers and adoptions may be about."""
        book = self.analysis(root).book
        if not book.waivers and not book.adoptions:
            return book
        return self._analyse(root, [*self._files_of(root), *rule_files(self.shipped)], {}).book

    def folders(self, root: Path) -> list[Path]:
        """Where ``use`` looks after the folder of the file itself, and before the packs that ship."""
        return [root] if root.is_dir() else []

    def _analyse(self, root: Path, files: list[Path], changed: Mapping[Path, str]) -> Analysis:
        texts = {path: opened.text for path, opened in self.opened.items()} | dict(changed)
        return analyse(files, self.folders(root), self.shipped, texts, self._parses[root])

    def file(self, uri: str) -> File | None:
        """A file, by its address; None where it cannot be read."""
        path = path_of(uri)
        analysis = self.analysis(self.root(path))
        made = analysis.parsed.get(path)
        return File(path, analysis, Places(made.source, self.encoding)) if made is not None else None

    def packs(self, file: File) -> dict[str, Parsed]:
        """The packs that a file can use, by name: beside it, in the folder of its run, and those that ship."""
        root = self.root(file.path)
        folders = [file.path.parent, *self.folders(root), self.shipped]
        paths = [path for folder in folders for path in sorted(folder.glob("*.rules"))]
        found: dict[str, Parsed] = {}
        for path in paths:
            if path.stem not in found:
                made = self._pack(file.analysis, path)
                found |= {path.stem: made} if made is not None else {}
        return found

    def _pack(self, analysis: Analysis, path: Path) -> Parsed | None:
        """One file as a pack; the one of the analysis, if it is there."""
        known = analysis.parsed.get(path.resolve())
        if known is not None:
            return known
        opened = self.opened.get(path.resolve())
        name = name_of(path, self.shipped)
        source = Source(name, opened.text) if opened is not None else read(path, name)[0]
        return self._beside(source, path, runs=False) if source is not None else None

    def places(self, analysis: Analysis, path: Path) -> Places:
        """The places of one file of a run; of one that cannot be read, an empty one's."""
        made = analysis.parsed.get(path)
        return Places(made.source if made is not None else Source(str(path), ""), self.encoding)

    def uri(self, path: Path) -> str:
        """The address of a file, as the editor writes it where it has it open."""
        opened = self.opened.get(path)
        return opened.uri if opened is not None else path.as_uri()

    def is_shipped(self, path: Path) -> bool:
        """Whether a file is one of the packs that ship, in no workspace where somebody works on them."""
        return path.is_relative_to(self.shipped.resolve()) and not any(
            is_ours(path, folder) for folder in self._workspace
        )

    def _files_of(self, root: Path) -> list[Path]:
        if root not in self._files:
            on_disk = rule_files(root) if root.is_dir() else [root]
            unsaved = [path for path in self.opened if path not in on_disk and self.root(path) == root]
            self._files[root] = list(dict.fromkeys([*(path.resolve() for path in on_disk), *unsaved]))
        return self._files[root]


def path_of(uri: str) -> Path:
    """The resolved path of a file; of an editor's unsaved page, a path that no file has."""
    path = to_fs_path(uri)
    if path is None or not uri.startswith("file:"):
        return Path("/", "unsaved", uri.replace("/", "_").replace(":", "-")).resolve()
    return Path(path).resolve()
