"""What is known about the files of one run: their trees, their book, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from medrules.language.assembling import assemble
from medrules.language.finding import name_of
from medrules.language.loading import parse_all
from medrules.language.parsing import Parsed, parse_file
from medrules.language.server.names import Index
from medrules.language.source import Source
from medrules.model.book import RuleBook
from medrules.model.problem import Problem
from medrules.proving.lint.subject import Subject


class Parses:
    """Parses files, each text of a file once."""

    def __init__(self) -> None:
        self._made: dict[tuple[Path, bool], Parsed] = {}

    def __call__(self, source: Source, path: Path, *, runs: bool) -> Parsed:
        """The file's declarations; those of the last time where its text is the same."""
        made = self._made.get((path, runs))
        if made is None or made.source.text != source.text or made.source.file != source.file:
            made = self._made[path, runs] = parse_file(source, path, runs=runs)
        for use in made.uses:
            use.path = None
        return made


@dataclass(frozen=True)
class Analysis:
    """The files of one run, read together. Their book is made when it is first asked for: names need none."""

    parsed: dict[Path, Parsed]
    """By resolved path: the files that run, then the packs that they use."""
    unread: list[Problem]
    """What is wrong with the syntax of files, and with reading them."""
    paths: dict[str, Path]
    """From what a file is called in problems to its resolved path."""

    @cached_property
    def _assembled(self) -> tuple[RuleBook, list[Problem]]:
        return assemble(list(self.parsed.values()))

    @property
    def book(self) -> RuleBook:
        """What the files declare, without what has errors."""
        return self._assembled[0]

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that the language finds wrong."""
        return [*self.unread, *self._assembled[1]]

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the rules from being checked."""
        return any(found.severity == "error" for found in self.problems)

    @cached_property
    def index(self) -> Index:
        """Every name in the files, and what it names."""
        return Index(self.parsed)

    @cached_property
    def by_file(self) -> dict[Path, list[Problem]]:
        """The problems of each file; those that stand nowhere are of none."""
        found: dict[Path, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if problem.location is not None and problem.location.file in self.paths:
                found[self.paths[problem.location.file]].append(problem)
        return found

    def subject(self, today: date, around: RuleBook) -> Subject:
        """What lint looks at; ``around``: the book with the packs that ship."""
        running = {made.source.file: made for made in self.parsed.values() if made.runs}
        return Subject(self.book, running, today, around)


def analyse(
    files: list[Path], folders: list[Path], shipped: Path, texts: dict[Path, str], parses: Parses
) -> Analysis:
    """The analysis of some files and of the packs that they use.

    Args:
        files: the files whose rules run.
        folders: where ``use`` looks after the folder of the file itself; the one that ships comes last.
        shipped: the folder of the packs that ship.
        texts: the texts of open files, by resolved path.
        parses: what was parsed before.
    """
    parsed, problems = parse_all(files, [*folders, shipped], shipped, texts, parses)
    paths = {name_of(path, shipped): path.resolve() for path in files}
    paths |= {made.source.file: made.path.resolve() for made in parsed}
    return Analysis({made.path.resolve(): made for made in parsed}, problems, paths)
