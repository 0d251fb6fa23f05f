"""``medrules new``: a rule by answering questions; its two examples are tried before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from medrules.cli.drafting import Draft
    from medrules.model.problem import Problem
    from medrules.proving.examples import ExampleResult

_DEMANDS = (
    ("must escalate to", "the answer sends this reader at least to a level of care"),
    ("must advise", "the answer recommends something"),
    ("must say", "the answer says something, and means it"),
    ("must mention", "the answer contains some words"),
    ("must ask about", "the answer asks about something"),
    ("must advise against", "the answer discourages something"),
    ("must never advise", "the answer never recommends something"),
    ("must never say", "the answer never says something"),
    ("must never mention", "the answer never contains some words"),
)
_PLACEHOLDERS = frozenset(
    {"", "text", "todo", "tbd", "tba", "xxx", "example", "passes", "fails", "answer", "lorem ipsum"}
)
_FEWEST = 2
"""Words of an example: one alone is no answer."""


@click.command(short_help="Write a rule by answering questions.")
@click.argument("file", metavar="FILE.rules", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write a rule by answering questions, and add it to FILE.rules (which is made where it is not there).

    The two examples that it asks for are tried at once. Ctrl-C ends it, and nothing is written.

    Exit codes: 0 the rule is written, 1 you stopped, 2 the file cannot be used.
    """
    from medrules.cli.outputs import check_outputs
    from medrules.cli.rulebook import stop

    if file.suffix.lower() != ".rules":
        raise click.UsageError("The name of a rule file ends in .rules.")
    problems = check_outputs([file], [])
    if problems:
        stop(problems)
    draft = _begun(file)
    _ask_what(draft)
    _ask_demand(draft)
    _ask_why(draft)
    _ask_examples(draft)
    _write(draft)


def _begun(file: Path) -> Draft:
    """A draft behind what the file holds; stops the command where that has errors."""
    from medrules.cli.drafting import Draft
    from medrules.cli.rulebook import errors_of, load_book, stop
    from medrules.language.printing import quoted
    from medrules.language.source import read

    if not file.exists():
        title = _asked("Title of the new pack", _filled, default=file.stem.replace("-", " ").capitalize())
        return Draft(file, f"medrules 1\n\npack {quoted(title)}\n")
    source, problems = read(file)
    if source is not None:
        problems = load_book([file])[1]
    if source is None or errors_of(problems):
        stop(problems)
    return Draft(file, source.text)


def _asked(question: str, wrong: Callable[[str], str | None], default: str | None = None) -> str:
    """The answer to a question, asked until nothing is wrong with it; ``default``: what an empty one means."""
    while True:
        answer: str = click.prompt(question, default=default, show_default=bool(default)).strip()
        reason = wrong(answer)
        if reason is None:
            return answer
        click.echo(f"  {reason}")


def _filled(answer: str) -> str | None:
    return None if answer else "Write something."


def _said(problems: Sequence[Problem]) -> str | None:
    """What is wrong, and what to write instead, on one line."""
    if not problems:
        return None
    first = problems[0]
    return f"{first.message} ({first.code}): {first.hint}" if first.hint else f"{first.message} ({first.code})"


def _ask_what(draft: Draft) -> None:
    """Id, title, harm and situation."""
    from medrules.language.printing import quoted
    from medrules.model.rule import HARMS

    taken = draft.names()
    draft.title = quoted(_asked("What the rule says, in one sentence", _filled))
    draft.name = _asked("Its id (such as head.on-warfarin)", lambda answer: _wrong_id(answer, taken)).lower()
    levels = click.Choice(HARMS, case_sensitive=False)
    draft.harm = f"harm {click.prompt('Worst harm if the answer were followed', type=levels)}"
    click.echo("Phrases are separated by ; and written as in docs/language.md: call (911|999); stop ... warfarin")
    opener = "when input mentions "
    answer = _asked("It applies when the question mentions (empty: always)", _phrases(draft, opener), default="")
    draft.when = opener + _listed(answer) if answer else ""


def _wrong_id(answer: str, taken: set[str]) -> str | None:
    from medrules.importing.cells import BadCell, rule_id
    from medrules.importing.table import Cell, Table

    if answer.lower() in taken:
        return "A rule of this file has that id already."
    try:
        rule_id(Table("", [], []), Cell(answer, 1, 1))
    except BadCell as error:
        return error.problem.hint
    return None


def _listed(answer: str, several: str = "") -> str:
    """Phrases as they stand behind a verb. Raises ``BadCell``: quotes that do not pair, or no phrase."""
    from medrules.importing.cells import any_phrases, wanted_phrases
    from medrules.importing.table import Cell, Table

    table, cell = Table("", [], []), Cell(answer, 1, 1)
    return wanted_phrases(table, cell) if several else any_phrases(table, cell)


def _phrases(draft: Draft, opener: str, *, several: str = "", demand: bool = False) -> Callable[[str], str | None]:
    """What is wrong with an answer that lists phrases."""
    from medrules.importing.cells import BadCell

    def wrong(answer: str) -> str | None:
        if not answer:
            return "Write at least one phrase." if demand else None
        try:
            return _said(draft.said_of(opener + _listed(answer, several), demand=demand))
        except BadCell as error:
            return error.problem.hint

    return wrong


def _ask_demand(draft: Draft) -> None:
    """What the answer must or must never do."""
    click.echo("What is demanded?")
    for number, (verb, meaning) in enumerate(_DEMANDS, 1):
        click.echo(f"  {number}  {verb}: {meaning}")
    verb, _ = _DEMANDS[click.prompt("Number", type=click.IntRange(1, len(_DEMANDS))) - 1]
    opener = f"{verb} "
    if verb == "must escalate to":
        answer = _asked("Level of care (such as emergency, or urgent within 24 hours)", _levels(draft, opener))
        draft.demand = opener + answer.lower()
        return
    several = "" if " never " in verb else "any of "
    answer = _asked(f"Phrases: {verb}", _phrases(draft, opener, several=several, demand=True))
    draft.demand = opener + _listed(answer, several)


def _levels(draft: Draft, opener: str) -> Callable[[str], str | None]:
    from medrules.importing.cells import BadCell, level
    from medrules.importing.table import Cell, Table

    def wrong(answer: str) -> str | None:
        try:
            return _said(draft.said_of(opener + level(Table("", [], []), Cell(answer, 1, 1)), demand=True))
        except BadCell as error:
            return error.problem.hint

    return wrong


def _ask_why(draft: Draft) -> None:
    """Reason and source."""
    from medrules.language.printing import quoted

    because = _asked("Why, for whoever reads a finding (empty: not said)", lambda _: None, default="")
    draft.because = f"because {quoted(because)}" if because else ""
    draft.source = f"source {quoted(_asked('The guideline or bulletin it rests on', _filled))}"


def _ask_examples(draft: Draft) -> None:
    """The question and one answer each way, tried until both hold or are kept as known failures."""
    from medrules.language.printing import quoted

    if draft.when:
        question = _asked("A question where the rule applies", _real)
        draft.given = f"given {quoted(question)}"
    draft.examples = {keyword: _example(keyword) for keyword in ("passes", "fails")}
    while (failed := _tried(draft)) is not None:
        what = click.prompt(
            f"The example that {failed} does not. Write another example, another demand, or keep it as todo?",
            type=click.Choice(["example", "demand", "todo"]),
        )
        if what == "demand":
            _ask_demand(draft)
        elif what == "todo":
            draft.examples = {
                f"todo {key}" if key == failed else key: text for key, text in draft.examples.items()
            }
        else:
            draft.examples[failed] = _example(failed)


def _example(keyword: str) -> str:
    from medrules.language.printing import quoted

    keeps = "keeps" if keyword == "passes" else "breaks"
    return quoted(_asked(f"An answer that {keeps} the rule ({keyword})", _real))


def _real(answer: str) -> str | None:
    """Why a text is a placeholder and no example."""
    plain = answer.lower().strip(" .…!?-_<>[]\"'")
    if plain in _PLACEHOLDERS or len(plain.split()) < _FEWEST:
        return "Write it as a model or a patient would: a sentence, not a placeholder."
    return None


def _tried(draft: Draft) -> str | None:
    """Tries both examples and shows what came out; ``passes`` or ``fails`` where that one does not hold."""
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import console
    from medrules.cli.trials import show_example

    results, errors = draft.tried()
    if errors:
        stop(errors)
    failed: ExampleResult | None = next((each for each in results if each.failed), None)
    if failed is None:
        return None
    show_example(failed, console())
    return failed.example.expects


def _write(draft: Draft) -> None:
    from medrules.cli.outputs import written
    from medrules.cli.rewriting import rewrite
    from medrules.cli.rulebook import stop
    from medrules.cli.screen import clean, console, line, say
    from medrules.sources.problems import problem

    text = draft.file_text()
    if draft.file.exists():
        rewrite(draft.file, text)
    else:
        try:
            with written(draft.file) as stream:
                stream.write(text)
        except OSError as error:
            stop([problem("R105", path=draft.file, why=error.strerror or str(error))])
    out = console()
    say(out, f"\n{clean(text.removeprefix(draft.before.rstrip()).lstrip())}")
    name = line(str(draft.file))
    say(out, f"Both examples are tried. Written to {name}. Next: medrules test {name}")
