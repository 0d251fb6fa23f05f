"""The rows of all answer files of a run, joined to their vignettes, with what is to be said about them counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.model.case import Sample
from medrules.sources.answers import read
from medrules.sources.joining import join, lacks_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from medrules.model.case import Unreadable, Vignette
    from medrules.sources.columns import Columns


class Batch:
    """Every row of the files in order; iterate once, then read the counts."""

    def __init__(
        self,
        files: Sequence[Path],
        columns: Columns,
        vignettes: Mapping[str, Vignette],
        category: str | None = None,
        moved: Callable[[int], object] | None = None,
    ) -> None:
        self._files = files
        self._columns = columns
        self._vignettes = vignettes
        self._category = category
        self._moved = moved
        self.lacking = 0
        """Answers that hold no input and whose case no vignette describes."""
        self.lost_case: str | None = None
        """The first such case."""

    def __iter__(self) -> Iterator[Sample | Unreadable]:
        before = 0
        for file in self._files:
            for row in read(file, self._columns, self._progress(before)):
                if isinstance(row, Sample) and lacks_input(row, self._vignettes):
                    self.lacking += 1
                    self.lost_case = self.lost_case or row.case
                yield join(row, self._vignettes, self._category)
            before += file.stat().st_size

    def _progress(self, before: int) -> Callable[[int], object] | None:
        moved = self._moved
        return None if moved is None else lambda position: moved(before + position)
