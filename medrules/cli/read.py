"""``medrules read``: prints how one text is read: sentences, mentions with their reading, the level of care."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from medrules.model.book import RuleBook
    from medrules.model.reading import Escalation, Mention
    from medrules.text.document import Document

_MOST = 4 * 2**20
"""Characters of a text."""


@click.command(short_help="Show how one text is read.")
@click.argument("source", metavar="[TEXT | FILE | -]", required=False)
@click.option(
    "--find", "phrases", metavar="PHRASE", multiple=True, help="Show where this phrase occurs, as in a rule."
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Rule files whose ladder of escalation counts (default: the shipped one).",
)
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
def read(source: str | None, phrases: tuple[str, ...], rules: tuple[Path, ...], as_data: bool) -> None:
    """Show how one text is read: its sentences, each mention on all axes with the cue, the level of care.

    Without --find, the mentions shown are those of the ladder of escalation.
    """
    from medrules.cli.screen import as_json, console
    from medrules.text.document import Document
    from medrules.text.escalation import Ladder
    from medrules.text.words import split

    text = text_of(source)
    book = _ladder(rules)
    document = Document(split(text))
    mentions = _mentions(document, book, phrases)
    escalation = Ladder(book.ladder, book.concepts).read(document)
    if as_data:
        click.echo(as_json(_data(document, mentions, escalation)))
    else:
        _show(document, mentions, escalation, console())


def text_of(source: str | None) -> str:
    """The text of the argument: itself, a file's, or what is piped in."""
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import problem

    if source is None and sys.stdin.isatty():
        stop([problem("R107", why="no text, file or - was given")])
    try:
        if source is None or source == "-":
            text = sys.stdin.buffer.read(4 * _MOST).decode("utf-8-sig")
        elif is_file(source):
            with Path(source).open("rb") as stream:
                text = stream.read(4 * _MOST).decode("utf-8-sig")
        else:
            text = source
    except UnicodeDecodeError:
        stop([problem("S105", path=source or "the text", encoding="another encoding")])
    except OSError as error:
        stop([problem("S101", path=source, why=error.strerror or str(error))])
    if not text.strip():
        stop([problem("R107", why="the text is empty")])
    return text[:_MOST]


def is_file(source: str) -> bool:
    """True for the name of a file, also of one that is not there; a text has spaces, or is one plain word."""
    try:
        there = Path(source).exists()
    except (OSError, ValueError):
        there = False
    return there or (not any(character.isspace() for character in source) and bool(Path(source).suffix[1:]))


def _ladder(rules: tuple[Path, ...]) -> RuleBook:
    from medrules.cli.rulebook import errors_of, stop
    from medrules.language.loading import load
    from medrules.shipped import folder

    shipped = folder("rules")
    book, problems = load(list(rules) or [shipped / "escalation.rules"], shipped)
    if errors := errors_of(problems):
        stop(errors)
    return book


def _mentions(document: Document, book: RuleBook, phrases: tuple[str, ...]) -> list[Mention]:
    """The mentions of the phrases, else of the ladder, in the order of the text."""
    from medrules.cli.rulebook import stop
    from medrules.language.phrases import parse_phrase
    from medrules.model.reading import Mention
    from medrules.text.phrases import Matcher

    groups: dict[str, Any] = {rung.name: rung.terms for rung in book.ladder}
    if phrases:
        parsed = {phrase: parse_phrase(phrase) for phrase in phrases}
        problems = [problem for _, found in parsed.values() for problem in found]
        if problems:
            stop(problems)
        groups = {phrase: [term] for phrase, (term, _) in parsed.items()}
    text = document.words.source
    hits = sorted(Matcher(groups, book.concepts).find(document), key=lambda hit: (hit.start, hit.end))
    return [
        Mention(
            hit.start,
            hit.end,
            text[hit.start : hit.end],
            hit.phrase,
            hit.how,
            document.reading(hit.start, hit.end),
            hit.doubtful,
        )
        for hit in hits
    ]


def _show(document: Document, mentions: list[Mention], escalation: Escalation, out: Console) -> None:
    from medrules.cli.mentions import mention_line, reading_line
    from medrules.cli.screen import line, say

    text = document.words.source
    for number, (start, end) in enumerate(document.sentences):
        say(out, f"{number + 1:>3}  {line(text[start:end])}")
        for mention in mentions:
            if document.sentence(mention.start) == number:
                say(out, f"       {mention_line(mention)}", style="bold")
                say(out, f"         {reading_line(mention.reading)}")
    say(out)
    for part in _care(escalation):
        say(out, part)


def _care(escalation: Escalation) -> list[str]:
    from medrules.cli.mentions import mention_line

    weak = " (on weak evidence: to be reviewed)" if escalation.weak else ""
    soon = f", within {escalation.within_hours:g} hours" if escalation.within_hours is not None else ""
    lines = [f"Level of care advised now: {escalation.rung or 'not determined'}{soon}{weak}"]
    lines += [f"       {mention_line(mention)}" for mention in escalation.evidence]
    if escalation.conditional is not None:
        lines.append(f"Only on a condition: {escalation.conditional}")
        lines += [f"       {mention_line(mention)}" for mention in escalation.conditional_evidence]
    return lines


def _data(document: Document, mentions: list[Mention], escalation: Escalation) -> dict[str, Any]:
    from medrules.cli.mentions import mention_row

    text = document.words.source
    return {
        "sentences": [{"start": start, "end": end, "text": text[start:end]} for start, end in document.sentences],
        "mentions": [mention_row(mention) for mention in mentions],
        "escalation": {
            **escalation._asdict(),
            "evidence": [mention_row(mention) for mention in escalation.evidence],
            "conditional_evidence": [mention_row(mention) for mention in escalation.conditional_evidence],
        },
    }
