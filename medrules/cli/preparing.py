"""What commands that judge a batch do first: load the vignettes, judge the category, prove the rules' examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.model.book import RuleBook
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem


def vignettes_of(
    paths: Sequence[Path], rules: Sequence[Path], book: RuleBook
) -> tuple[dict[str, Vignette], list[Problem]]:
    """The vignettes of some paths, else those that ship.

    The gold rungs of shipped ones need not stand on a ladder that the user declares.
    """
    from medrules.shipped import folder
    from medrules.sources.vignettes import load, unknown_rungs

    vignettes, problems = load(list(paths) or [folder("vignettes")])
    if paths or not rules:
        problems = [*problems, *unknown_rungs(vignettes, book.ladder)]
    return vignettes, problems


def vignette_files(vignettes: Mapping[str, Vignette]) -> set[Path]:
    """The files that vignettes come from."""
    return {Path(vignette.file) for vignette in vignettes.values() if vignette.file is not None}


def unknown_category(category: str | None) -> list[Problem]:
    """The problem of a category that is none."""
    from medrules.sources.problems import listed, meant, problem
    from medrules.sources.vocabularies import categories, categories_near

    if category is None or category in categories():
        return []
    known = listed(categories_near(category))
    return [problem("R101", category=category, meant=meant(category, categories()), known=known)]


def prove(book: RuleBook, checker: Checker, out: Console) -> None:
    """Runs the examples of all rules; one that does not hold ends the command."""
    from medrules.cli.rulebook import stop
    from medrules.cli.trials import show_example
    from medrules.proving import examples
    from medrules.sources.problems import problem

    failed = 0
    for result in examples.prove(book, checker):
        failed += result.failed
        if result.failed or result.standing == "starts to hold":
            show_example(result, out)
    if failed:
        stop([problem("R108", count=failed)])
