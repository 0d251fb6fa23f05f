"""A file of answers as pytest collects it: a test for each row, and one that some rule applied at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from medrules.plugins.judging import Judged, checker_of, judge
from medrules.plugins.problems import said
from medrules.plugins.pytest import conclude
from medrules.plugins.quoting import plain
from medrules.public import RulesError, Sample, Unreadable, read_answers

if TYPE_CHECKING:
    from medrules.plugins.pytest import Settings

_LONGEST_NAME = 60


class AnswersFile(pytest.File):
    """One file of answers."""

    def __init__(self, *, settings: Settings, **more: Any) -> None:
        super().__init__(**more)
        self.settings = settings

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each row, in the order of the file, and after them the one that some rule applied."""
        try:
            checker_of(self.settings.rules)
            rows = list(
                read_answers(self.path, vignettes=self.settings.vignettes, category=self.settings.category)
            )
        except RulesError as error:
            raise self.CollectError(f"medrules: {error}") from None
        for row in rows:
            yield Answer.from_parent(self, name=_name(row), row=row)
        readable = [row for row in rows if isinstance(row, Sample)]
        yield Applied.from_parent(self, name="some rule applies", rows=readable)


def _name(row: Sample | Unreadable) -> str:
    """The case and the answer; every answer of a file has an id of its own."""
    return f"{plain(row.case or 'unreadable', _LONGEST_NAME)}[{plain(row.id, _LONGEST_NAME)}]"


class _OfTheFile(pytest.Item):
    parent: AnswersFile
    funcargs: Mapping[str, Any] = MappingProxyType({})
    """No fixtures; other plugins look for them in every test."""

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where a report says that the test stands."""
        return self.path, None, self.name


class Answer(_OfTheFile):
    """One row: fails where a rule is violated, and is an error where it could not be read or evaluated."""

    def __init__(self, *, row: Sample | Unreadable, **more: Any) -> None:
        super().__init__(**more)
        self._row = row
        self._judged: Judged | None = None

    def setup(self) -> None:
        """Judges; what could not be evaluated is an error of pytest, not a failure."""
        row = self._row
        if isinstance(row, Unreadable):
            hint = f"\n  hint: {plain(row.hint)}" if row.hint else ""
            pytest.fail(f"{row.code}: {plain(row.reason)}{hint}", pytrace=False)
        settings = self.parent.settings
        self._judged = judge(checker_of(settings.rules), row, settings.as_of)
        if self._judged.outcome == "error":
            pytest.fail(self._judged.message(), pytrace=False)

    def runtest(self) -> None:
        """Fails or warns, as the verdicts come to."""
        if self._judged is None:
            return
        if failure := conclude(self._judged, self.parent.settings.review):
            pytest.fail(failure, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The row's line in the file."""
        return self.path, self._row.line - 1, self.name


class Applied(_OfTheFile):
    """Fails where no rule applies to any answer of the file: that many passed tests would say nothing."""

    def __init__(self, *, rows: list[Sample], **more: Any) -> None:
        super().__init__(**more)
        self._rows = rows

    def runtest(self) -> None:
        """Stops at the first answer that a rule applies to, mostly the first."""
        checker = checker_of(self.parent.settings.rules)
        if all(judge(checker, row).outcome == "not applicable" for row in self._rows):
            pytest.fail(said("P104", path=self.path.name), pytrace=False)
