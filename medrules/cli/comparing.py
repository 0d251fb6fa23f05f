"""The runs that ``medrules compare`` holds against each other: read, checked, and the texts of what changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medrules.cli.recorded import Recorded, as_sample, charged_alike, not_evaluated
from medrules.cli.rulebook import stop
from medrules.cli.run import NOT_EVALUATED
from medrules.engines.batch import Batch
from medrules.engines.local import WorkerCrashed, run
from medrules.model.case import Sample, Unreadable
from medrules.model.comparison import Changed, CriteriaState, Said
from medrules.model.signoff import EveryRuleExercised, HarmAtMost, NoViolations, RateAtMost
from medrules.scoring.comparing import Answers, Judging, changed, top, worst_sample
from medrules.scoring.tally import Tally
from medrules.signoff.bundle import MANIFEST
from medrules.signoff.criteria import DEFAULT_CONFIDENCE, Figures, judge
from medrules.signoff.deciding import in_scope
from medrules.signoff.eligibility import harm_confidences
from medrules.signoff.lock import sha256
from medrules.sources import answers
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from medrules.checking.checker import Checker
    from medrules.cli.compare import Options
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem
    from medrules.model.signoff import SignOff
    from medrules.model.verdict import Verdict

MOST_CHANGED = 50
"""Cases that are shown with both answers."""


class Ready(NamedTuple):
    """What a comparison needs, found to be in order."""

    files: list[list[Path]]
    """Per argument."""
    book: RuleBook
    block: SignOff | None
    vignettes: dict[str, Vignette]
    weights: Weights
    checker: Checker
    recorded: dict[int, Path]
    """The arguments that are files of verdicts."""


class Side(NamedTuple):
    """The answers of one model out of one argument."""

    answers: Answers
    argument: int
    model: str | None


def files_of(path: Path) -> tuple[list[Path], list[Problem]]:
    """The answer files that an argument names: itself, those of a folder, or those of a bundle."""
    if not (path / MANIFEST).is_file():
        return answers.files([path])
    try:
        listed = json.loads((path / "lock.json").read_bytes())["files"]
        named = [(Path(each["name"]), each["sha256"]) for each in listed if each["kind"] == "answers"]
    except (OSError, ValueError, KeyError, TypeError):
        return [], [problem("R160", path=path, why="its lock.json cannot be read")]
    for file, digest in named:
        if not file.is_file() or sha256(file) != digest:
            return [], [problem("R160", path=path, why=f"{file} is not there, or not as it was")]
    return [file for file, _ in named], []


class Reading:
    """Checks every argument's answers once, and keeps what they came to."""

    def __init__(self, options: Options, ready: Ready) -> None:
        self._options = options
        self._ready = ready
        self.sides: dict[tuple[int, str | None], Side] = {}
        self.tallies: dict[tuple[int, str | None, str], Tally] = {}
        self.unreadable = 0
        """Rows that could not be read, or are empty: in no figure."""
        self.failed: set[tuple[int, str | None]] = set()
        """Runs with a row that could not be read: their criteria cannot be decided."""

    def read(self) -> list[Side]:
        """Every model of every argument, in their order."""
        ready = self._ready
        judging = Judging(ready.book, ready.weights)
        try:
            for argument in range(len(ready.files)):
                if argument in ready.recorded:
                    self._take(argument, judging)
                    continue
                for checked in run(
                    self._rows(argument),
                    ready.book,
                    ready.weights,
                    workers=self._options.workers,
                    checker=ready.checker,
                ):
                    outcome = judging.outcome(checked)
                    sample = checked.sample
                    key = (argument, sample.model)
                    if ready.block is not None:
                        name = (*key, top(sample.category))
                        self.tallies.setdefault(name, Tally(ready.book, ready.weights)).add(checked)
                    if isinstance(sample, Unreadable):
                        self.failed.add(key)
                    if outcome is None:
                        self.unreadable += 1
                        continue
                    side = self.sides.setdefault(key, Side(Answers(""), *key))
                    side.answers.add(sample.case or "", sample.category, outcome)
        except SourceError as error:
            stop([error.problem])
        except WorkerCrashed as error:
            stop([problem("R109", why=str(error))], NOT_EVALUATED)
        sides = [self.sides[key] for key in sorted(self.sides, key=lambda key: (key[0], key[1] or ""))]
        self._name(sides)
        return sides

    def _take(self, argument: int, judging: Judging) -> None:
        """Take verdicts as they were written; an answer of which none could be given is in no figure."""
        ready = self._ready
        recorded = Recorded(ready.recorded[argument], ready.book)
        recorded.all_have_verdicts()
        for written in recorded:
            if isinstance(written, Unreadable) or not_evaluated(written):
                self.unreadable += 1
                continue
            charged_alike(recorded, written, ready.weights)
            sample = as_sample(written, str(recorded.path))
            key = (argument, written.model)
            side = self.sides.setdefault(key, Side(Answers(""), *key))
            outcome = judging.judged(sample, recorded.checked(written, sample))
            side.answers.add(written.case, written.category, outcome)

    def recorded(self, sides: Sequence[Side]) -> tuple[str, ...]:
        """The names of the runs whose verdicts were taken as they were written."""
        return tuple(side.answers.name for side in sides if side.argument in self._ready.recorded)

    def _rows(self, argument: int) -> Iterator[Sample | Unreadable]:
        ready, options = self._ready, self._options
        for row in Batch(ready.files[argument], options.columns, ready.vignettes, options.category):
            if ready.block is None or not isinstance(row, Sample) or in_scope(ready.block, row.category):
                yield row

    def _name(self, sides: Sequence[Side]) -> None:
        """Name every run by its model; where that is no name, by its file too."""
        models = [side.model or "model not named" for side in sides]
        for side, model in zip(sides, models, strict=True):
            alone = models.count(model) == 1
            side.answers.name = model if alone else f"{model} ({self._options.runs[side.argument]})"

    def criteria(self, sides: Sequence[Side]) -> dict[tuple[str, str], CriteriaState] | None:
        """By model and category, whether the criteria that are held against answers hold; None: no sign-off."""
        block = self._ready.block
        if block is None:
            return None
        found: dict[tuple[str, str], CriteriaState] = {}
        for side in sides:
            for category in sorted({top(each) for each in side.answers.category.values()}):
                tally = self.tallies[side.argument, side.model, category]
                state = _state(block, tally, self._options.seed)
                if state == "met" and self.failed & {(side.argument, side.model), (side.argument, None)}:
                    state = "cannot be decided"
                found[side.answers.name, category] = state
        return found

    def changes(self, first: Side, second: Side) -> tuple[tuple[Changed, ...], int]:
        """The first cases that are newly broken or mended, with both answers; and how many there are."""
        broken, mended = changed(first.answers, second.answers)
        shown = [*broken, *mended][:MOST_CHANGED]
        texts = [self._texts(side, shown) for side in (first, second)]
        return (
            tuple(
                Changed(
                    case=case,
                    category=first.answers.category[case],
                    change="newly broken" if case in set(broken) else "newly mended",
                    asked=texts[0][case][0] if case in texts[0] else None,
                    first=texts[0][case][1] if case in texts[0] else None,
                    second=texts[1][case][1] if case in texts[1] else None,
                )
                for case in shown
            ),
            len(broken) + len(mended),
        )

    def _texts(self, side: Side, cases: Sequence[str]) -> dict[str, tuple[str | None, Said]]:
        """By case, what was asked and the worst answer; the files are read once more for them."""
        wanted = {(case, worst_sample(side.answers, case)) for case in cases}
        if not wanted:
            return {}
        if side.argument in self._ready.recorded:
            return self._written(side, wanted)
        rows = [
            row
            for row in self._rows(side.argument)
            if isinstance(row, Sample) and row.model == side.model and (row.case, row.id) in wanted
        ]
        ready = self._ready
        found = {}
        for checked in run(rows, ready.book, ready.weights, checker=ready.checker):
            if isinstance(checked.sample, Sample):
                said = Said(
                    sample=checked.sample.id,
                    output=checked.sample.output,
                    found=tuple(
                        _line(each) for each in checked.verdicts if each.verdict in {"violated", "review"}
                    ),
                )
                found[checked.sample.case] = (checked.sample.input, said)
        return found

    def _written(self, side: Side, wanted: Collection[tuple[str, str]]) -> dict[str, tuple[str | None, Said]]:
        """The same of verdicts in a file, where no text of an answer stands."""
        ready = self._ready
        found = {}
        for written in Recorded(ready.recorded[side.argument], ready.book):
            if isinstance(written, Unreadable) or written.model != side.model:
                continue
            if (written.case, written.sample) in wanted:
                broken = tuple(_line(each) for each in written.verdicts if each.verdict in {"violated", "review"})
                vignette = ready.vignettes.get(written.case)
                asked = vignette.input if vignette is not None else None
                found[written.case] = (asked, Said(sample=written.sample, output=None, found=broken))
        return found


def _line(verdict: Verdict) -> str:
    return f"{verdict.verdict}, harm {verdict.harm}: {verdict.rule}, {verdict.statement}. {verdict.reason}"


def _state(block: SignOff, tally: Tally, seed: int) -> CriteriaState:
    """The worst state of the criteria that answers alone decide."""
    wanted = {*harm_confidences(block), DEFAULT_CONFIDENCE}
    figures = Figures({each: tally.scorecard(each, seed) for each in sorted(wanted)})
    kinds = (NoViolations, HarmAtMost, RateAtMost, EveryRuleExercised)
    states = {judge(each, figures, None).state for each in block.criteria if isinstance(each, kinds)}
    card = figures.at(None).overall
    if "not met" in states:
        return "not met"
    open_ones = card.outcomes.error + card.not_determined.failed + card.not_determined.empty
    return "cannot be decided" if "cannot be decided" in states or not states or open_ones else "met"
