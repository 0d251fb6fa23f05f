"""The rows of all answer files of a run, joined to their vignettes, with what is to be said about them counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medrules.model.case import Sample
from medrules.sources import answers
from medrules.sources.joining import join, lacks_input
from medrules.sources.parts import Doubles, Part, parts, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from medrules.model.case import Unreadable, Vignette
    from medrules.model.verdict import Checked
    from medrules.sources.columns import Columns
    from medrules.sources.rows import Ids


class Reading(NamedTuple):
    """How the rows of a part of a file come to be, in whatever process."""

    columns: Columns
    vignettes: Mapping[str, Vignette]
    category: str | None

    def rows(self, part: Part, ids: Ids | None = None) -> list[Sample | Unreadable]:
        """The rows of a part, joined to their vignettes."""
        return [join(row, self.vignettes, self.category) for row in read(part, self.columns, ids)]


class Batch:
    """Every row of the files in order; take them once, then read the counts."""

    def __init__(
        self,
        files: Sequence[Path],
        columns: Columns,
        vignettes: Mapping[str, Vignette],
        category: str | None = None,
        moved: Callable[[int], object] | None = None,
    ) -> None:
        self.reading = Reading(columns, vignettes, category)
        self._files = files
        self._moved = moved
        self._before: dict[Path, int] = {}
        self._doubles: tuple[Path, Doubles] | None = None
        self.lacking = 0
        """Answers that hold no input and whose case no vignette describes."""
        self.lost_case: str | None = None
        """The first such case."""

    def __iter__(self) -> Iterator[Sample | Unreadable]:
        for file in self._files:
            yield from self._rows(file)

    def pieces(self) -> Iterator[Part | Iterator[Sample | Unreadable]]:
        """Each file in parts, where it can be read so, else its rows; a part is ``settled`` when it is back."""
        for file in self._files:
            cut = parts(file, self.reading.columns)
            if cut is None:
                yield self._rows(file)
            else:
                self._begin(file)
                yield from cut

    def settled(
        self,
        part: Part,
        results: list[Checked],
        again: Callable[[list[Sample | Unreadable]], list[Checked]],
    ) -> list[Checked]:
        """What came of a part, one after the other; checked ``again`` where an id stood in an earlier one."""
        if self._doubles is None or self._doubles[0] != part.file:
            self._doubles = part.file, Doubles()
        ids = self._doubles[1].stand_in(part, [result.sample for result in results])
        if ids is not None:
            results = again(self.reading.rows(part, ids))
        for result in results:
            self._note(result.sample)
        if self._moved is not None:
            self._moved(self._before[part.file] + part.end)
        return results

    def _begin(self, file: Path) -> int:
        """The bytes of the files before this one."""
        if file not in self._before:
            self._before[file] = sum(each.stat().st_size for each in self._files[: list(self._files).index(file)])
        return self._before[file]

    def _rows(self, file: Path) -> Iterator[Sample | Unreadable]:
        before, moved = self._begin(file), self._moved
        progress = None if moved is None else lambda position: moved(before + position)
        for row in answers.read(file, self.reading.columns, progress):
            self._note(row)
            yield join(row, self.reading.vignettes, self.reading.category)

    def _note(self, row: Sample | Unreadable) -> None:
        if isinstance(row, Sample) and lacks_input(row, self.reading.vignettes):
            self.lacking += 1
            self.lost_case = self.lost_case or row.case
