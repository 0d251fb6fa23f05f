"""``medrules explain``: a rule in plain English, or why answers got their verdicts."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from medrules.model.verdict import Verdict

_PATH = click.Path(path_type=Path)


class _Asked(NamedTuple):
    """Which verdicts of a file are meant."""

    case: str | None
    sample: str | None
    rule: str | None
    obligation: int | None

    def fits(self, verdict: Verdict) -> bool:
        """Whether a verdict is meant; nothing asked for: each that is not met or not applicable."""
        if not any(self):
            return verdict.verdict in ("violated", "review", "error")
        return all(wanted is None or getattr(verdict, field) == wanted for field, wanted in self._asdict().items())

    def __str__(self) -> str:
        wanted = (f"{field} {value}" for field, value in self._asdict().items() if value is not None)
        return ", ".join(wanted) or "a violation, a review or an error"


@click.command(short_help="Say a rule in plain English, or why an answer got its verdict.")
@click.argument("what", metavar="RULE | VERDICTS.jsonl")
@click.option("--rules", type=_PATH, multiple=True, metavar="PATH", help="Rule files (default: shipped).")
@click.option("--case", metavar="ID", help="Verdicts on answers to this case.")
@click.option("--sample", metavar="ID", help="Verdicts on this answer.")
@click.option("--rule", metavar="ID", help="Verdicts by this rule.")
@click.option("--obligation", type=int, metavar="N", help="Verdicts by its Nth obligation.")
@click.option("--most", type=click.IntRange(1), default=10, show_default=True, help="Verdicts shown at most.")
def explain(what: str, rules: tuple[Path, ...], most: int, **asked: Any) -> None:
    """Say in plain English what a rule asks for, or why answers got their verdicts.

    RULE is the id of a rule, such as stroke.call-emergency. VERDICTS.jsonl is a file that check --verdicts wrote;
    --case, --sample, --rule and --obligation pick verdicts from it. What a rule says of its known false positives
    is shown too, if the rule is among those of --rules.
    """
    if Path(what).suffix == ".jsonl" or Path(what).is_file():
        _verdicts(Path(what), _Asked(**asked), most, rules)
    else:
        _rule(what, rules)


def _rule(name: str, paths: tuple[Path, ...]) -> None:
    from medrules.cli.rulebook import build_checker, one_rule
    from medrules.cli.screen import clean, console, say
    from medrules.proving.examples import prove
    from medrules.proving.explaining.rules import explain_rule

    book, rule = one_rule(name, paths)
    out = console()
    for text in explain_rule(book, rule, list(prove(book, build_checker(book)))):
        say(out, clean(text))


def _known_false_positives(paths: tuple[Path, ...]) -> dict[str, str]:
    """By rule, what it says of its own mistakes; a verdict does not carry it."""
    from medrules.cli.rulebook import errors_of, load_book, stop

    book, problems = load_book(paths)
    if paths and (errors := errors_of(problems)):
        stop(errors)
    return {rule.id: rule.known_false_positives for rule in book.rules if rule.known_false_positives}


def _verdicts(path: Path, asked: _Asked, most: int, rules: tuple[Path, ...]) -> None:
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import clean, console, counted, say
    from medrules.proving.explaining.rows import NotAVerdict, read_verdicts
    from medrules.proving.explaining.verdicts import explain_verdict
    from medrules.sources.problems import problem

    out = console()
    shown, known = 0, _known_false_positives(rules)
    try:
        fitting = (verdict for verdict in read_verdicts(path) if asked.fits(verdict))
        for verdict in islice(fitting, most):
            for text in explain_verdict(verdict, known_false_positives=known.get(verdict.rule)):
                say(out, clean(text))
            say(out)
            shown += 1
        left = sum(1 for _ in fitting)
    except OSError as error:
        stop([problem("R111", path=path, why=error.strerror or str(error))])
    except (NotAVerdict, UnicodeDecodeError) as error:
        stop([problem("R111", path=path, why=str(error))])
    if not shown:
        stop([problem("R112", path=path, asked=str(asked), meant=_nearest(path, asked))])
    if left:
        say(out, f"{counted(left, 'verdict')} more: --most shows them, --case and --rule pick some.")


def _nearest(path: Path, asked: _Asked) -> str:
    """The name in the file that is nearest to one that was asked for."""
    from medrules.proving.explaining.rows import read_verdicts
    from medrules.sources.problems import meant

    for field in ("rule", "case", "sample"):
        wanted = getattr(asked, field)
        known = {str(getattr(verdict, field)) for verdict in read_verdicts(path)} if wanted else set[str]()
        if wanted and wanted not in known:
            return meant(wanted, known)
    return ""
