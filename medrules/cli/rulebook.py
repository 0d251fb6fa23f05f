"""Loads the rule files that a command names, and stops it where they cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from medrules.cli.screen import console, counted, show_problems
from medrules.sources.problems import listed, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from medrules.checking.checker import Checker
    from medrules.model.book import RuleBook, Weights
    from medrules.model.problem import Problem
    from medrules.model.rule import Rule

USAGE = 2
"""Exit code where the command line, the rules or the files named cannot be used."""


def stop(problems: Iterable[Problem], exit_code: int = USAGE) -> NoReturn:
    """Prints problems and ends the command."""
    errors = show_problems(problems, console(error=True))
    click.echo(f"{counted(errors, 'error')}: stopped.", err=True)
    raise click.exceptions.Exit(exit_code)


def load_book(paths: Sequence[Path], *, kept: bool = False) -> tuple[RuleBook, list[Problem]]:
    """The rule book of the paths, else of the shipped packs, with all problems found (errors and warnings).

    ``kept``: as it was read the last time, where nothing has changed since.
    """
    from medrules.shipped import folder

    shipped = folder("rules")
    if kept:
        from medrules.caching.books import load as load_kept

        book, problems = load_kept(list(paths) or [shipped], shipped)
    else:
        from medrules.language.loading import load

        book, problems = load(list(paths) or [shipped], shipped)
    if not book.rules and not problems:
        problems = [problem("R104", paths=", ".join(str(path) for path in paths) or str(shipped))]
    return book, problems


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The errors among problems."""
    return [found for found in problems if found.severity == "error"]


def build_checker(book: RuleBook, weights: Weights | None = None, *, kept: bool = False) -> Checker:
    """The checker of a book; stops the command where the book cannot work.

    ``kept``: with the forms of its words as they were worked out the last time.
    """
    from medrules.checking import checker

    try:
        if not kept:
            return checker.Checker(book, weights)
        from medrules.caching.vocabularies import vocabulary

        return checker.Checker(book, weights, vocabulary)
    except checker.RulesError as error:
        stop(error.problems)


def one_rule(name: str, paths: Sequence[Path]) -> tuple[RuleBook, Rule]:
    """A rule by its id with the book that holds it alone; stops the command where there is none, or errors."""
    from medrules.sources.problems import meant

    book, problems = load_book(paths)
    if errors := errors_of(problems):
        stop(errors)
    found = next((rule for rule in book.rules if rule.id == name.lower()), None)
    if found is None:
        stop([problem("R110", rule=name, meant=meant(name.lower(), [rule.id for rule in book.rules]))])
    return book.model_copy(update={"rules": (found,)}), found


def choose_weights(book: RuleBook, name: str | None) -> tuple[Weights, list[Problem]]:
    """The one set of weights in force: the one named, the only one declared, else the product's own."""
    from medrules.checking.weights import DEFAULT
    from medrules.sources.problems import meant

    declared = {weights.name: weights for weights in book.weights}
    declared.setdefault(DEFAULT.name, DEFAULT)
    if name is not None and name in declared:
        return declared[name], []
    if name is not None:
        return DEFAULT, [problem("R102", name=name, meant=meant(name, declared), known=listed(declared))]
    if len(book.weights) > 1:
        names = [weights.name for weights in book.weights]
        return DEFAULT, [problem("R103", known=listed(names), first=names[0])]
    return (book.weights or (DEFAULT,))[0], []
