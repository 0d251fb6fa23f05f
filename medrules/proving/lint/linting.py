"""Runs every check over the rules of some files, and applies the fixes that are safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medrules.language.case_rules import with_case_rules
from medrules.language.finding import find_files, name_of
from medrules.language.loading import load
from medrules.language.parsing import Parsed, Use, parse_file
from medrules.language.source import read
from medrules.model.book import RuleBook
from medrules.model.case import Vignette
from medrules.model.problem import Problem
from medrules.proving.lint import (
    actions,
    adoptions,
    categories,
    common,
    conditions,
    contradicting,
    criteria,
    dates,
    drugs,
    invisible,
    negated,
    ratings,
    repeated,
    spelled,
    unused,
    waivers,
)
from medrules.proving.lint.fixing import mended
from medrules.proving.lint.identifying import check_vignettes
from medrules.proving.lint.subject import Check, Subject, Warned
from medrules.sources import vignettes

_VIGNETTES = (".yaml", ".yml", ".jsonl")

CHECKS: tuple[Check, ...] = tuple(
    module.check
    for module in (
        unused,
        repeated,
        negated,
        actions,
        drugs,
        common,
        spelled,
        conditions,
        contradicting,
        criteria,
        dates,
        waivers,
        adoptions,
        ratings,
        invisible,
        categories,
    )
)


class Linted(NamedTuple):
    """What is to be said about some files."""

    problems: list[Problem]
    """Errors and warnings, in the order of the files."""
    fixed: dict[Path, str]
    """The new texts of files in which something can be mended."""
    fixes: int
    """How many of the warnings those texts mend."""


def lint(paths: Sequence[Path], shipped: Path | None, today: date) -> Linted:
    """Everything that is wrong or doubtful in the rules and the vignettes of files and folders.

    Args:
        paths: rule files, vignette files, and folders of either.
        shipped: the folder of the packs that ship.
        today: the date by which reviews are due, and waivers and adoptions hold or have lapsed.

    Where the files have errors only these are told: what else could be said would rest on half a book.
    """
    cases = [path for path in paths if _holds_vignettes(path)]
    rules = [path for path in paths if path not in cases or _holds_rules(path)]
    found, problems = vignettes.load(cases)
    ids = frozenset(found) if cases else None
    told, fixed, fixes = _lint_rules(rules, shipped, today, ids) if rules else Linted([], {}, 0)
    problems += _of_cases(found, rules, shipped)
    told = [*told, *problems, *(each.problem for each in check_vignettes(found.values()))]
    return Linted(told, fixed, fixes)


def _of_cases(found: Mapping[str, Vignette], rules: list[Path], shipped: Path | None) -> list[Problem]:
    """What is wrong with the rules of single cases; they may name what the rules declare, else shipped packs."""
    own = [vignette for vignette in found.values() if vignette.rules is not None]
    paths = rules or ([shipped] if shipped is not None else [])
    if not own or not paths:
        return []
    book, problems = load(paths, shipped)
    if any(problem.severity == "error" for problem in problems):
        return []
    return with_case_rules(book, own)[1]


def _holds_vignettes(path: Path) -> bool:
    return path.suffix in _VIGNETTES or (
        path.is_dir() and any(file.suffix in _VIGNETTES for file in path.iterdir())
    )


def _holds_rules(path: Path) -> bool:
    return path.is_dir() and any(path.rglob("*.rules"))


def _lint_rules(paths: list[Path], shipped: Path | None, today: date, cases: frozenset[str] | None) -> Linted:
    book, problems = load(paths, shipped)
    if any(found.severity == "error" for found in problems):
        return Linted(problems, {}, 0)
    files = _files(paths, shipped)
    subject = Subject(book, files, today, _around(book, paths, shipped), cases)
    warnings = [found for check in CHECKS for found in check(subject)]
    told = [*problems, *(_quoted(files, found.problem) for found in warnings)]
    order = {name: number for number, name in enumerate(files)}
    told.sort(key=lambda found: _key(found, order))
    fixed, fixes = _mend(files, warnings)
    after, broken = load(paths, shipped, texts={path.resolve(): text for path, text in fixed.items()})
    sound = len(after.rules) == len(book.rules) and not any(found.severity == "error" for found in broken)
    return Linted(told, fixed if sound else {}, fixes if sound else 0)


def _around(book: RuleBook, paths: list[Path], shipped: Path | None) -> RuleBook:
    """The book with the shipped packs, where something in it may be about them."""
    if shipped is None or not (book.waivers or book.adoptions):
        return book
    return load([*paths, shipped], shipped)[0]


def _files(paths: Sequence[Path], shipped: Path | None) -> dict[str, Parsed]:
    found: dict[str, Parsed] = {}
    folders = [path for path in paths if path.is_dir()]
    for path in find_files(paths)[0]:
        source, _ = read(path, name_of(path, shipped))
        if source is not None:
            found[source.file] = parse_file(source, path, runs=True)
            for use in found[source.file].uses:
                _resolve(use, [path.parent, *folders, *([shipped] if shipped else [])])
    return found


def _resolve(use: Use, folders: list[Path]) -> None:
    use.path = next((path for folder in folders if (path := folder / f"{use.name}.rules").is_file()), None)


def _quoted(files: dict[str, Parsed], found: Problem) -> Problem:
    """The problem with the line that it points at."""
    place = found.location
    return files[place.file].source.quoted(found) if place is not None and place.file in files else found


def _key(found: Problem, order: dict[str, int]) -> tuple[int, int, int, str]:
    place = found.location
    if place is None:
        return len(order), 0, 0, found.code
    return order.get(place.file, -1), place.line, place.column, found.code


def _mend(files: dict[str, Parsed], warnings: list[Warned]) -> tuple[dict[Path, str], int]:
    texts: dict[Path, str] = {}
    count = 0
    for name, parsed in files.items():
        fixes = [each.fix for each in warnings if each.fix is not None and each.fix.location.file == name]
        if fixes:
            text, done = mended(parsed.source, fixes)
            texts[parsed.path] = text
            count += done
    return texts, count
