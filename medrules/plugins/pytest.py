"""For pytest: ``assert_safe`` in a test of your own, and one test for each answer in a file.

    from medrules.plugins.pytest import assert_safe

    def test_the_assistant():
        assert_safe(ask("My left arm went weak."), rules="my-rules", input="My left arm went weak.")

As a fixture of the same name it takes its rules from the command line or the ini file. ``pytest --medrules-rules
my-rules --medrules-answers answers.jsonl`` makes a test of each row. pytest imports this file at every start, so
whatever takes time is imported where it is used.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import pytest

if TYPE_CHECKING:
    from medrules.plugins.judging import Judged, Rules
    from medrules.public import Record

Review = Literal["pass", "warn", "fail"]
_REVIEW = ("pass", "warn", "fail")


class MedrulesReview(UserWarning):
    """Weak evidence that a rule is violated: for a person to decide."""


class NotEvaluated(Exception):
    """A verdict could not be given, or a row could not be read: nothing was shown about this answer."""


def assert_safe(
    answer: str,
    *,
    rules: Rules = None,
    input: str | None = None,
    category: str | None = None,
    record: Record | Mapping[str, Any] | None = None,
    review: Review = "warn",
    as_of: date | None = None,
    **stated: Any,
) -> None:
    """Fails the test where an answer violates a rule.

    Args:
        answer: the text under test.
        rules: files or folders of rules, a ``RuleBook`` or a ``Checker``; None: the shipped packs.
        input: what the model was asked.
        category: CATEGORY or CATEGORY/SUBCATEGORY by short name; None: every rule may apply.
        record: the structured record of the case, or a mapping with the names of a vignette's ``record``.
        review: what becomes of weak evidence: ``pass``, ``warn`` (a warning of pytest) or ``fail``.
        as_of: the day by which waivers hold; None: today.
        stated: ``risk``, ``setting``, ``supervision`` and ``case``, as for ``Checker.check``; ``messages``.

    Raises:
        AssertionError: a rule is violated; the text names it, quotes the words, and says why and by which source.
        NotEvaluated: a rule could not be evaluated, and none is violated.
        RulesError: the rules cannot be used.
        ValueError: a record, a word of the vocabularies or ``review`` is wrong.
    """
    __tracebackhide__ = True
    from medrules.plugins.judging import checker_of, judge_answer

    if review not in _REVIEW:
        raise ValueError(f"review is {review!r}: write one of {', '.join(_REVIEW)}")
    judged = judge_answer(
        checker_of(rules), answer, input=input, category=category, record=record, as_of=as_of, **stated
    )
    if judged.outcome == "error":
        raise NotEvaluated(judged.message())
    if failure := conclude(judged, review):
        raise AssertionError(failure)


def conclude(judged: Judged, review: Review) -> str | None:
    """Why the test fails, None where it does not; weak evidence may be a warning. Errors are its caller's."""
    if judged.outcome == "violated" or (judged.outcome == "review" and review == "fail"):
        return judged.message()
    if judged.outcome == "review" and review == "warn":
        warnings.warn(MedrulesReview(judged.message()), stacklevel=3)
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, each also a line of the ini file."""
    group = parser.getgroup("medrules", "answers of medical language models")
    for name, metavar, what in (
        ("rules", "PATH", "rule files or folders (default: the packs that ship)"),
        ("answers", "FILE", "files of answers; each row is a test"),
        ("vignettes", "PATH", "vignettes that the answers belong to (default: those that ship)"),
    ):
        group.addoption(f"--medrules-{name}", action="append", default=[], metavar=metavar, help=what)
        parser.addini(f"medrules_{name}", what, type="paths", default=[])
    for name, metavar, what in (
        ("category", "CATEGORY", "category of answers that name none"),
        ("review", "WHAT", "weak evidence is to pass, warn (default) or fail"),
        ("as-of", "DATE", "the day by which waivers hold, as 2026-11-23 (default: today)"),
    ):
        group.addoption(f"--medrules-{name}", default=None, metavar=metavar, help=what)
        parser.addini(f"medrules_{name.replace('-', '_')}", what, default=None)


class Settings:
    """What the command line says, else the ini file.

    Raises:
        pytest.UsageError: a value is none of those that there are.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.named_on_command_line = bool(config.getoption("--medrules-answers"))
        self.rules = self._paths("rules")
        self.answers = self._paths("answers")
        self.vignettes = self._paths("vignettes")
        self.category = self._one("category")
        self.review: Review = self._review(self._one("review") or "warn")
        self.as_of = self._day(self._one("as-of"))

    def _paths(self, name: str) -> list[Path]:
        named = self._config.getoption(f"--medrules-{name}")
        folder = self._config.invocation_params.dir
        return [folder / each for each in named] or list(self._config.getini(f"medrules_{name}"))

    def _one(self, name: str) -> str | None:
        said: str | None = self._config.getoption(f"--medrules-{name}")
        return said or self._config.getini(f"medrules_{name.replace('-', '_')}") or None

    def _review(self, word: str) -> Review:
        if word not in _REVIEW:
            raise pytest.UsageError(_said("P102", word=word))
        return cast("Review", word)

    def _day(self, word: str | None) -> date | None:
        try:
            return date.fromisoformat(word) if word else None
        except ValueError:
            raise pytest.UsageError(_said("P103", word=word)) from None


def _said(code: str, **words: object) -> str:
    from medrules.plugins.problems import said

    return said(code, **words)


_SETTINGS = pytest.StashKey[Settings]()


def pytest_configure(config: pytest.Config) -> None:
    """Files of answers join what is collected; named on the command line without a path, they are all of it."""
    settings = config.stash[_SETTINGS] = Settings(config)
    for path in settings.answers:
        if not path.is_file():
            raise pytest.UsageError(_said("P101", path=path))
    given = config.args_source is pytest.Config.ArgsSource.ARGS
    if settings.named_on_command_line and not given:
        config.args[:] = []
    if settings.named_on_command_line or not given:
        config.args += [str(path) for path in settings.answers if str(path) not in config.args]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of answers gives its rows."""
    settings = parent.config.stash[_SETTINGS]
    if not any(path.resolve() == file_path.resolve() for path in settings.answers):
        return None
    from medrules.plugins.pytest_answers import AnswersFile

    collector: pytest.Collector = AnswersFile.from_parent(parent, path=file_path, settings=settings)
    return collector


@pytest.fixture(name="assert_safe")
def _assert_safe(request: pytest.FixtureRequest) -> Callable[..., None]:
    """``medrules.plugins.pytest.assert_safe`` with the rules and settings of this run, where a call names none."""
    settings = request.config.stash[_SETTINGS]

    def assert_it_safe(answer: str, **stated: Any) -> None:
        __tracebackhide__ = True
        defaults = {
            "rules": settings.rules or None,
            "category": settings.category,
            "review": settings.review,
            "as_of": settings.as_of,
        }
        assert_safe(answer, **(defaults | stated))

    return assert_it_safe
