"""``python -m benchmarks.probes``: how many sentences and answers written by hand are read as a reader would.

Files: ``tests/text/probes/*.tsv``, one probe a line; ⏎ stands for a line break, ⟦…⟧ marks the mention. A
sentence's second column names what is expected of it, a word for each axis that matters (``advice``, ``negated``,
``hedged`` …, two that are both right joined by a stroke). An answer (``answers.tsv``) has the level of care
advised and the highest one advised only conditionally. A last column ``known`` marks a probe that fails so far.

All were written before any was read. First figures: 617 of 843 (0.732); the odd half, which was looked at
afterwards to mend the reader, 314 of 427 (0.735); the even half, which was not, 303 of 416 (0.728); whole answers
86 of 128.

A second set (``asked``, ``conditional``, ``denials``, ``histories``, ``of_patient``, ``passages``, ``replies``,
``uncertain``) was written likewise. First figures: 532 of 712 (0.747); the odd half 246 of 339 (0.726), the even
half 286 of 373 (0.767).

A third (``answers_blind``, ``of_patient_blind``, ``readings_blind``) was written in November 2026 by somebody
who had seen neither the reader nor its cues nor any probe. First figures: level of care 113 of 160 (0.706), of
this patient now 88 of 120 (0.733; of 60 that are, 32 were found), six readings 144 of 160 (0.900). Afterwards
they were looked at and the reader was mended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.ours import of_patient
from medrules.model.reading import Reading
from medrules.public import ReadText, read

FOLDER = Path(__file__).parent.parent / "tests" / "text" / "probes"
ANSWERS = "answers"
LATER = "later"
"""How the names of files begin that hold whole answers, and end that were written later."""
_PERSONS = {"patient": "yes", "patient-past": "past", "another": "other", "no-one": "no"}
WORDS = {
    "act": ("advice", "against", "statement", "question", "quotation"),
    "polarity": ("affirmed", "negated"),
    "certainty": ("plain", "hedged"),
    "condition": ("unconditional", "conditional"),
    "time": ("current", "past", "planned"),
    "of": tuple(_PERSONS),
}
RUNGS = ("none", "self-care", "routine", "urgent", "emergency")


class Probe(NamedTuple):
    """One line of a file. ``text`` is without the marks; ``span`` is the mention, None for a whole answer."""

    group: str
    text: str
    span: tuple[int, int] | None
    expected: tuple[str, ...]
    known: bool
    half: str
    """``odd`` or ``even``, by the hash of the line's text: the even half is not looked at while mending."""

    @property
    def marked(self) -> str:
        """The text as it stands in the file."""
        if self.span is None:
            return self.text.replace("\n", "⏎")
        start, end = self.span
        return f"{self.text[:start]}⟦{self.text[start:end]}⟧{self.text[end:]}".replace("\n", "⏎")


def probes(folder: Path = FOLDER) -> list[Probe]:
    """Every probe of every file."""
    return [probe for path in sorted(folder.glob("*.tsv")) for probe in _of_file(path)]


def _of_file(path: Path) -> Iterator[Probe]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if _is_comment(line):
            continue
        shown, *columns = line.split("\t")
        known = columns[-1] == "known"
        expected = tuple(columns[: len(columns) - known])
        half = "odd" if hashlib.sha256(shown.encode()).digest()[0] % 2 else "even"
        text = shown.replace("⏎", "\n")
        if path.stem.startswith(ANSWERS):
            yield Probe(path.stem, text, None, expected, known, half)
            continue
        start, end = text.index("⟦"), text.index("⟧") - 1
        plain = text.replace("⟦", "").replace("⟧", "")
        yield Probe(path.stem, plain, (start, end), tuple(expected[0].split()), known, half)


def _is_comment(line: str) -> bool:
    return line.startswith("# ") and "\t" not in line


def found(probe: Probe) -> tuple[str, ...]:
    """What the reader makes of a probe, in the words of its expectation."""
    text = read(probe.text)
    if probe.span is None:
        return _levels(text)
    reading = text.at(*probe.span)
    return tuple(_value(_axis(word), reading) for word in probe.expected)


def _levels(text: ReadText) -> tuple[str, str]:
    escalation = text.escalation()
    return escalation.rung or "none", escalation.conditional or "none"


def _axis(word: str) -> str:
    return next(axis for axis, words in WORDS.items() if word.split("/", maxsplit=1)[0] in words)


def _value(axis: str, reading: Reading) -> str:
    if axis == "of":
        return next(word for word, value in _PERSONS.items() if value == of_patient(reading))
    value: str = getattr(reading, axis)
    return "against" if value == "advice against" else value


def holds(probe: Probe, made: Sequence[str]) -> bool:
    """Whether every part is one of those expected."""
    return all(one in wanted.split("/") for one, wanted in zip(made, probe.expected, strict=True))


def mark_known(folder: Path = FOLDER) -> None:
    """Set the column ``known`` of every file by what the reader makes of its probes."""
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        read_now = iter(list(_of_file(path)))
        marked = [line if _is_comment(line) else _marked(line, next(read_now)) for line in lines]
        path.write_text("\n".join(marked) + "\n", encoding="utf-8")


def _marked(line: str, probe: Probe) -> str:
    return line.removesuffix("\tknown") + ("" if holds(probe, found(probe)) else "\tknown")


@click.command()
@click.option("--half", type=click.Choice(["odd", "even"]), help="Only this half.")
@click.option("--group", multiple=True, help="Only this file (may be repeated).")
@click.option("--list/--no-list", "listing", default=True, help="List the probes that fail.")
@click.option(
    "--mark", is_flag=True, help="Write into the files which probes fail (known), and which no longer do."
)
def main(*, half: str | None, group: tuple[str, ...], listing: bool, mark: bool) -> None:
    """Read every probe: the share that hold, by group and half, and those that fail."""
    if mark:
        mark_known()
    chosen = [one for one in probes() if half in (None, one.half) and (not group or one.group in group)]
    made = [(probe, found(probe)) for probe in chosen]
    for name in dict.fromkeys(probe.group for probe in chosen):
        _echo(name, [(probe, one) for probe, one in made if probe.group == name], listing)
    for part, members in halves(made).items():
        if part != LATER:
            _echo(part, members, False)
    _echo("all", made, False)


def halves(made: Sequence[tuple[Probe, tuple[str, ...]]]) -> dict[str, list[tuple[Probe, tuple[str, ...]]]]:
    """The probes written before any was read, by half; the file ``later`` apart."""
    parts: dict[str, list[tuple[Probe, tuple[str, ...]]]] = {"odd half": [], "even half": [], LATER: []}
    for probe, one in made:
        parts[LATER if probe.group.endswith(LATER) else f"{probe.half} half"].append((probe, one))
    return parts


def _echo(name: str, made: Sequence[tuple[Probe, tuple[str, ...]]], listing: bool) -> None:
    if not made:
        return
    failing = [(probe, one) for probe, one in made if not holds(probe, one)]
    good = len(made) - len(failing)
    click.echo(f"{name:16} {good:4d} of {len(made):4d}  {good / len(made):.3f}")
    for probe, one in failing if listing else ():
        click.echo(f"    {probe.marked}\n        expected {', '.join(probe.expected)}; read {', '.join(one)}")


if __name__ == "__main__":
    main()
