"""Two sections on what answers are worth: how they change when asked differently, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.model.figures import Calibration, Flips
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table

_FLIPS = (
    Column("Kind of variant", 2, "name"),
    Column("Pairs", 0.6, "number"),
    Column("Cases", 0.6, "number"),
    Column("Anything differs", 1.4),
    Column("Level of care differs", 1.4),
    Column("Same question again", 1.2),
)
_CALIBRATION = (Column("Figure", 2.6, "name"), Column("Answers", 1), Column("Value", 1.5))
_BINS = (
    Column("Tenth of the answers", 1, "name"),
    Column("Answers", 1),
    Column("Stated confidence", 1),
    Column("Correct", 1),
)


def flips(dossier: Dossier) -> Section:
    """Flip rates by kind of variant."""
    found = dossier.scorecard.flips
    note = (
        "A variant asks a case in another way. A pair of a case and its variant flips where the level of care or "
        "any verdict differs; beside it stands how often two answers to the same question differ."
    )
    none = "No case and a variant of it were both answered."
    block: Block = Table(_FLIPS, tuple(map(_flip, found)), note=note) if found else Paragraph(none)
    return Section("flips", "Asked differently", (block,))


def _flip(found: Flips) -> tuple[Cell, ...]:
    again = found.same_case.value
    same = "asked once" if again is None else figures.percent(again) if again else "none differed"
    name = "All of them" if found.kind == "all" else found.kind
    return (name, found.any.total, found.any.cases, figures.rate(found.any), figures.rate(found.rung), same)


def calibration(dossier: Dossier) -> Section:
    """Stated confidence against what was right."""
    found = dossier.scorecard.overall.calibration
    title = "Stated confidence"
    if found is None:
        none = "No answer states a confidence to a case with a gold answer."
        return Section("calibration", title, (Paragraph(none),))
    doubtful = f" Of {found.doubtful:,} more it is not certain whether they say it." if found.doubtful else ""
    answers = f"{figures.counted(found.answers, 'answer')} to {figures.counted(found.cases, 'case')}"
    if found.brier is None:
        few = f"{answers} state a confidence and have a gold answer: figures need {found.needed:,}.{doubtful}"
        return Section("calibration", title, (Paragraph(few),))
    note = f"{answers} state a confidence and have a gold answer.{doubtful}"
    bins = tuple(_bins(found))
    return Section(
        "calibration",
        title,
        (Table(_CALIBRATION, tuple(_values(found)), note=note), Table(_BINS, bins, title="By stated confidence")),
    )


def _values(found: Calibration) -> Iterator[tuple[Cell, ...]]:
    answers = figures.number(found.answers)
    if found.accuracy is not None:
        yield ("Correct: says the gold answer", figures.fraction(found.accuracy), figures.rate(found.accuracy))
    yield ("Stated confidence, mean", answers, figures.percent(found.confidence))
    wrong = found.overconfident_wrong
    if wrong is not None:
        name = "Over-confident and wrong: wrong ÷ answers that state at least 80 %"
        yield (name, figures.fraction(wrong), figures.rate(wrong))
    if found.brier is not None:
        yield ("Brier score: 0 is best, 0.25 is a coin", answers, figures.score(found.brier))
    yield ("Expected calibration error: ten bins of equal mass", answers, figures.percent(found.error))


def _bins(found: Calibration) -> Iterator[tuple[Cell, ...]]:
    for number, each in enumerate(found.bins, 1):
        answers = f"{each.answers:.4g}"
        yield (str(number), answers, figures.percent(each.confidence), figures.percent(each.correct))
