"""Verdicts that ``medrules check --verdicts FILE --verdicts-all`` wrote, taken in place of checking again.

A verdict says neither what the answer's text is nor by which vocabulary it was judged. So what can be held against
the rules at hand is: every verdict is of an obligation that they hold, in the same words and of the same harm, and
no obligation of any answer is missing. Whatever does not fit is refused.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from medrules.model.case import Sample, Unreadable
from medrules.model.verdict import OUTCOMES, Checked, Verdict
from medrules.proving.explaining.rows import NotAVerdict, read_rows
from medrules.scoring.charging import multiplier
from medrules.scoring.events import obligations
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from medrules.model.book import RuleBook, Weights
    from medrules.model.verdict import Evidence

_NAMES = frozenset({"case", "sample", "rule", "obligation", "statement", "verdict", "harm", "evidence", "trigger"})
_UNSTATED = ("setting", "supervision")
"""Multipliers that depend on what no verdict says."""


class Written(NamedTuple):
    """The verdicts on one answer, as the file has them."""

    case: str
    sample: str
    model: str | None
    category: str | None
    verdicts: tuple[Verdict, ...]
    """Of the rules that count, *met* and *not applicable* included; nothing is waived."""

    def key(self) -> tuple[str, str, str | None]:
        """What tells it from other answers of its file."""
        return self.case, self.sample, self.model


def is_verdicts(path: Path) -> bool:
    """Whether a file holds verdicts, by its first line."""
    try:
        with path.open(encoding="utf-8") as stream:
            row = json.loads(next((line for line in stream if line.strip()), "null"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and row.keys() >= _NAMES


def verdict_files(paths: Iterable[Path]) -> list[Path]:
    """Those of some paths that are files of verdicts."""
    return [path for path in paths if path.is_file() and is_verdicts(path)]


class Recorded:
    """The answers of a file of verdicts, in its order; memory does not grow with the file.

    Args:
        path: the file.
        book: the rules whose verdicts count.
        left_out: ids of other rules whose verdicts may stand there.
    """

    def __init__(self, path: Path, book: RuleBook, left_out: Collection[str] = ()) -> None:
        self.path = path
        self._left_out = frozenset(left_out)
        self._stated = {(rule.id, item.number): item for rule, item in obligations(book)}
        self._position = {pair: at for at, pair in enumerate(self._stated)}
        self._general = {(rule.id, item.number) for rule, item in obligations(book) if rule.case is None}
        self._own: dict[str, set[tuple[str, int]]] = {}
        for rule, item in obligations(book):
            if rule.case is not None:
                self._own.setdefault(rule.case, set()).add((rule.id, item.number))

    def asked_of(self, case: str) -> AbstractSet[tuple[str, int]]:
        """The obligations that an answer to this case has a verdict of."""
        own = self._own.get(case)
        return self._general | own if own else self._general

    def all_have_verdicts(self) -> None:
        """Makes sure that every answer that was checked is in such a file.

        Raises:
            SourceError: all rules are of single cases, so that answers to others left no trace (R164).
        """
        if not self._general:
            self.refuse("all rules are of single cases, so that it does not name the answers to others")

    def __iter__(self) -> Iterator[Written | Unreadable]:
        """Every answer, and every row that could not be read.

        Raises:
            SourceError: the file cannot be read or is of other rules (R164), or lacks verdicts (R163).
        """
        some_kept = False
        for each in self._grouped():
            if isinstance(each, Written):
                some_kept |= any(one.verdict in ("met", "not applicable") for one in each.verdicts)
            yield each
        if not some_kept:
            self._lacks("none is met or not applicable")

    def checked(self, written: Written, sample: Sample) -> Checked:
        """What a check of this answer came to."""
        position = self._position
        flagged = tuple(each for each in written.verdicts if each.verdict in ("violated", "review", "error"))
        met = tuple(position[each.rule, each.obligation] for each in written.verdicts if each.verdict == "met")
        return Checked(sample, flagged, met, None)

    def refuse(self, why: str) -> NoReturn:
        """Ends with the reason for which the file cannot be used.

        Raises:
            SourceError: always (R164).
        """
        raise SourceError(problem("R164", path=self.path, why=why))

    def _lacks(self, why: str) -> NoReturn:
        raise SourceError(problem("R163", path=self.path, why=why))

    def _grouped(self) -> Iterator[Written | Unreadable]:
        found: list[Verdict] = []
        seen: set[tuple[str, int]] = set()
        for row in chain(self._rows(), [None]):
            ends = not isinstance(row, Verdict) or not found or _key(row) != _key(found[0])
            if found and (ends or (isinstance(row, Verdict) and (row.rule, row.obligation) in seen)):
                yield self._whole(found, seen)
                found, seen = [], set()
            if isinstance(row, Unreadable):
                yield row
            elif row is not None:
                self._fits(row)
                found.append(row)
                seen.add((row.rule, row.obligation))

    def _rows(self) -> Iterator[Verdict | Unreadable]:
        try:
            yield from read_rows(self.path)
        except OSError as error:
            self.refuse(error.strerror or str(error))
        except (NotAVerdict, UnicodeDecodeError) as error:
            self.refuse(str(error))

    def _fits(self, row: Verdict) -> None:
        """Makes sure that a verdict is of an obligation that the rules hold."""
        named = f"rule {row.rule}, obligation {row.obligation}"
        if row.verdict not in OUTCOMES:
            self.refuse(f"'{row.verdict}' is no verdict")
        if row.rule in self._left_out:
            return
        stated = self._stated.get((row.rule, row.obligation))
        if stated is None:
            self.refuse(f"it is of other rules: {named} is not among them")
        if row.statement != stated.text:
            self.refuse(f"it is of other rules: {named} is '{stated.text}' now, and was '{row.statement}'")
        if row.harm != stated.harm:
            self.refuse(f"it is of other rules: {named} is of harm {stated.harm} now, and was of {row.harm}")

    def _whole(self, found: list[Verdict], seen: set[tuple[str, int]]) -> Written:
        case, sample, model = _key(found[0])
        asked = self.asked_of(case)
        missing = sorted(asked - seen)
        if missing:
            rule, obligation = missing[0]
            self._lacks(f"there is none of rule {rule}, obligation {obligation}, on the answer {sample}")
        kept = tuple(each._replace(waived=False) for each in found if (each.rule, each.obligation) in asked)
        return Written(case, sample, model, found[0].category, kept)


def as_sample(written: Written, file: str) -> Sample:
    """What places an answer in the figures; its text is not known."""
    return Sample(
        case=written.case,
        id=written.sample,
        model=written.model,
        category=written.category,
        output="",
        file=file,
        line=1,
    )


def not_evaluated(written: Written) -> bool:
    """Whether no verdict could be given on an answer, as on one that is empty."""
    outcomes = {each.verdict for each in written.verdicts} - {"not applicable"}
    return outcomes == {"error"}


def charged_alike(recorded: Recorded, written: Written, weights: Weights) -> None:
    """Makes sure that the weights in force charge what the file says was charged.

    Raises:
        SourceError: they do not, or depend on what no verdict states (R164).
    """
    for field in _UNSTATED:
        if any(value != 1 for value in weights.multipliers.get(field, {}).values()):
            recorded.refuse(f"the weights {weights.name} depend on the {field}, which no verdict states")
    factor = multiplier(weights, written.category, None, None)
    for each in written.verdicts:
        worth = weights.points.get(each.harm, 0.0) * factor
        if each.verdict == "violated" and not isclose(each.points, worth, rel_tol=1e-9, abs_tol=1e-9):
            recorded.refuse(
                f"it is of other weights: harm {each.harm} was {each.points:g} points, and is {worth:g}"
            )


def on_these_answers(
    recorded: Recorded, rows: Iterable[Sample | Unreadable]
) -> Iterator[tuple[Sample | Unreadable, Checked]]:
    """Every row of the answers with what the file says of it; both are in the same order.

    Raises:
        SourceError: the file is of other answers, of more or of fewer (R164), or as ``Recorded`` says.
    """
    lines = iter(recorded)
    line = next(lines, None)
    for row in rows:
        if isinstance(row, Sample) and isinstance(line, Written) and line.key() == (row.case, row.id, row.model):
            _quotes(recorded, line, row)
            yield row, recorded.checked(line, row)
        elif isinstance(row, Unreadable) and isinstance(line, Unreadable) and line.line == row.line:
            yield row, Checked(row, (), (), None)
        elif isinstance(row, Sample) and not recorded.asked_of(row.case):
            yield row, Checked(row, (), (), None)
            continue
        else:
            recorded.refuse(f"it is of other answers: {row.id} is not where it stands in them")
        line = next(lines, None)
    if line is not None:
        recorded.refuse("it is of more answers than these")


def _quotes(recorded: Recorded, written: Written, sample: Sample) -> None:
    """Makes sure that what the verdicts quote stands in the answer."""
    texts: Mapping[str, str | None] = {"output": sample.output, "input": sample.input}
    for each in written.verdicts:
        for quoted in (*each.evidence, *each.trigger):
            if not _stands(quoted, texts):
                recorded.refuse(f"it is of other answers: what it quotes of {sample.id} is not there")


def _stands(quoted: Evidence, texts: Mapping[str, str | None]) -> bool:
    if quoted.side not in texts:
        return True
    text = texts[quoted.side]
    return text is not None and text[quoted.start : quoted.end] == quoted.text


def _key(verdict: Verdict) -> tuple[str, str, str | None]:
    return verdict.case, verdict.sample, verdict.model
