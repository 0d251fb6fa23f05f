"""What every set has in common: its rows, what a reader makes of one, and the figures counted over them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NamedTuple

from benchmarks.folder import Folder, is_left_out
from benchmarks.metrics import Counts, Statistic
from benchmarks.readers import Cannot, Reader
from medrules.model.reading import Cue


class Row(NamedTuple):
    """One labelled thing: a mention, an answer or a sentence."""

    key: str
    """What a person finds it by in the file."""
    case: str
    """Rows of one case are not independent: intervals resample cases."""
    left_out: bool
    text: str
    gold: Any
    span: tuple[int, int] | None = None
    group: str = "all"
    """``small`` where small models are reported apart."""
    asked: str | None = None


class Answer(NamedTuple):
    """What a reader makes of a row, and the cue that made it do so."""

    label: Any
    cue: Cue | None = None
    span: tuple[int, int] | None = None
    """What it rests on, where the row marks nothing."""


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    counts: Callable[[Row, Any], Counts | None]
    """From a row and a label to the row's counts; None: the row has no part in this figure."""
    statistic: Statistic
    target: float | None = None
    at_most: bool = False
    """The target is a ceiling."""
    proportion: bool = False
    """A share of rows: Wilson's interval where rows share no case."""
    group: str | None = None
    points: bool = False
    """In percentage points; else a share or coefficient."""
    needs: str | None = None
    """A part of the answer that not every reader has: the figure is left blank for readers without it."""
    within: float | None = None
    """Left-out rows should come within so much of the rest."""
    compared: bool = True
    """Whether more (or less) of it alone is better, so that readers may be ranked by it."""


class LabelledSet(ABC):
    """A set of labelled rows."""

    name: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    """Names of the files without which the set is skipped."""

    @abstractmethod
    def rows(self, folder: Folder) -> Iterator[Row]:
        """The labelled rows in the order of the file."""

    @abstractmethod
    def answer(self, reader: Reader, row: Row) -> Answer:
        """What the reader makes of a row. Raises ``Cannot`` where it has no answer of this kind."""

    @property
    @abstractmethod
    def figures(self) -> tuple[Figure, ...]:
        """The lines of the table."""

    def is_wrong(self, row: Row, label: Any) -> bool:
        """Whether the answer differs from the gold label."""
        return bool(row.gold != label)

    def kind(self, row: Row, label: Any) -> str:
        """The kind of error, for counting."""
        return f"{self.show(row.gold)} → {self.show(label)}"

    def show(self, label: Any) -> str:
        """A label as a word or two."""
        return str(label)


__all__ = ["Answer", "Cannot", "Figure", "LabelledSet", "Reader", "Row", "is_left_out"]
