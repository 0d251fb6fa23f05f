"""What commands that judge a batch do first: load the vignettes, judge the category, prove the rules' examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import Console

    from medrules.checking.checker import Checker
    from medrules.model.approval import Approvals
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem
    from medrules.model.signoff import SignOff


class OfABatch(Protocol):
    """What the options of every command that judges a batch say."""

    @property
    def rules(self) -> tuple[Path, ...]:
        """Rule files and folders."""

    @property
    def vignettes(self) -> tuple[Path, ...]:
        """Vignette files and folders."""

    @property
    def category(self) -> str | None:
        """The category of answers that name none."""

    @property
    def weights(self) -> str | None:
        """The name of the weights in force."""


class Loaded(NamedTuple):
    """The rules, cases and weights of a batch, and everything that is wrong with them."""

    book: RuleBook
    vignettes: dict[str, Vignette]
    weights: Weights
    problems: list[Problem]
    """What stops the command."""
    warnings: int
    """Findings about the rules that do not."""
    readable: bool
    """The rule files hold no error, so that what builds on them can be judged as well."""


def load_batch(options: OfABatch, *, kept: bool = False) -> Loaded:
    """What the options name, with all problems at once; the rules of single cases are not among the rules yet.

    ``kept``: rules and vignettes as they were read the last time, where nothing has changed since.
    """
    from medrules.cli.rulebook import choose_weights, errors_of, load_book

    book, found = load_book(options.rules, kept=kept)
    vignettes, problems = vignettes_of(options.vignettes, options.rules, book, kept=kept)
    weights, weight_problems = choose_weights(book, options.weights)
    errors = errors_of(found)
    problems = [*errors, *problems, *weight_problems, *unknown_category(options.category)]
    return Loaded(book, vignettes, weights, problems, len(found) - len(errors), not errors)


def case_rules(
    options: OfABatch, book: RuleBook, vignettes: Mapping[str, Vignette]
) -> tuple[RuleBook, list[Problem]]:
    """The book with the rules of single cases; those of shipped vignettes may name what the user's rules lack."""
    if all(vignette.rules is None for vignette in vignettes.values()):
        return book, []
    from medrules.language.case_rules import with_case_rules

    whole, problems = with_case_rules(book, vignettes.values())
    return whole, problems if options.vignettes or not options.rules else []


class Taken(NamedTuple):
    """What a sign-off takes of a rule book on a day."""

    block: SignOff
    book: RuleBook
    left_out: tuple[str, ...]
    approvals: Approvals


def taken_by(name: str, as_of: date, whole: RuleBook) -> Taken:
    """The rules that the sign-off of a name takes; ends the command where there is no such one, or no rule."""
    from medrules.cli.rulebook import stop
    from medrules.signoff.deciding import taken
    from medrules.sources.problems import problem

    if unknown := unknown_signoff(name, whole):
        stop(unknown)
    block = next(each for each in whole.signoffs if each.name == name.lower())
    approvals = approvals_of(whole, as_of)
    book, left_out = taken(block, whole, approvals)
    if not book.rules:
        title = whole.packs[0].title if whole.packs else "…"
        stop([problem("R131", count=len(whole.rules), pack=title, why=_lapsed(approvals))])
    return Taken(block, book, left_out, approvals)


def approvals_of(book: RuleBook, as_of: date) -> Approvals:
    """What of a book's waivers and adoptions holds on a day."""
    from medrules.scoring.approvals import in_force

    if not book.adoptions:  # what prints rules takes a while to import
        return in_force(book, as_of)
    from medrules.language.adopting import adopted_hashes

    return in_force(book, as_of, adopted_hashes(book))


def unknown_signoff(name: str, book: RuleBook) -> list[Problem]:
    """The problem of a sign-off that no rule file declares."""
    from medrules.sources.problems import listed, meant, problem

    known = [block.name for block in book.signoffs]
    if name.lower() in known:
        return []
    return [problem("R130", name=name, meant=meant(name.lower(), known), known=listed(known))]


def _lapsed(approvals: Approvals) -> str:
    """Why adoptions that are there do not hold."""
    lapsed = [each for each in approvals.adoptions if each.standing != "in force"]
    named = "; ".join(f"the adoption of “{each.adoption.name}”: {each.reason}" for each in lapsed[:3])
    return f" ({named})" if named else ""


def vignettes_of(
    paths: Sequence[Path], rules: Sequence[Path], book: RuleBook, *, kept: bool = False
) -> tuple[dict[str, Vignette], list[Problem]]:
    """The vignettes of some paths, else those that ship.

    The gold rungs of shipped ones need not stand on a ladder that the user declares. ``kept``: as they were read
    the last time, where nothing has changed since.
    """
    from medrules.shipped import folder

    if kept:
        from medrules.caching.vignettes import load as read
    else:
        from medrules.sources.vignettes import load as read
    vignettes, problems = read(list(paths) or [folder("vignettes")])
    if paths or not rules:
        from medrules.sources.vignettes import unknown_rungs

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


def prove_once(rules: Sequence[Path], book: RuleBook, checker: Checker, out: Console) -> None:
    """As ``prove``, unless these rules proved themselves before, and nothing has changed since."""
    from medrules.caching.proofs import held_before, note_held
    from medrules.shipped import folder

    shipped = folder("rules")
    paths = list(rules) or [shipped]
    if not held_before(paths, shipped) and prove(book, checker, out):
        note_held(paths, shipped)


def prove(book: RuleBook, checker: Checker, out: Console) -> bool:
    """Runs the examples of all rules; one that does not hold ends the command. True: there is nothing to say."""
    from medrules.cli.rulebook import stop
    from medrules.cli.trials import show_example
    from medrules.proving import examples
    from medrules.sources.problems import problem

    failed = shown = 0
    for result in examples.prove(book, checker):
        failed += result.failed
        if result.failed or result.standing == "starts to hold":
            shown += 1
            show_example(result, out)
    if failed:
        stop([problem("R108", count=failed)])
    return not shown
