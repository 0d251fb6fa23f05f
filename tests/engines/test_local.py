"""A batch comes out in its order and the same, however many processes check it and whatever happens to them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from medrules.checking.checker import Checker
from medrules.engines.local import WorkerCrashed, run
from medrules.engines.pieces import LARGEST_CHUNK
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.model.case import Sample, Unreadable
from medrules.model.verdict import Checked

RULES = """medrules 1
pack "Rest"
rule rest.no-aspirin "Aspirin is not advised"
  harm severe
  must never advise "take ... aspirin"
  source "Written for this test"
  fails "Take an aspirin."
"""
TEXTS = ("Take an aspirin.", "Do not take aspirin.", "Rest.", "", "You could take some aspirin tonight.")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    path = tmp_path_factory.mktemp("rules") / "rest.rules"
    path.write_text(RULES, "utf-8")
    book, problems = load([path], None)
    assert not [problem for problem in problems if problem.severity == "error"]
    return book


def rows(number: int | None = None) -> Iterator[Sample | Unreadable]:
    for line in islice(count(1), number):
        if line % 50 == 0:
            yield Unreadable(file="a.jsonl", line=line, id=f"a{line}", code="S201", reason="no JSON")
        else:
            text = f"{TEXTS[line % len(TEXTS)]} {line}" if line % len(TEXTS) != 3 else ""
            yield Sample(case=f"c{line}", id=f"a{line}", output=text, file="a.jsonl", line=line)


def test_order_and_verdicts_do_not_depend_on_the_workers(book: RuleBook) -> None:
    alone = list(run(rows(700), book))
    assert [checked.sample for checked in alone] == list(rows(700))
    assert any(verdict.verdict == "violated" for checked in alone for verdict in checked.verdicts)
    assert list(run(rows(700), book, workers=2)) == alone


def test_verdicts_do_not_depend_on_the_chunks(book: RuleBook) -> None:
    checker = Checker(book)
    single = [checked for row in rows(100) for checked in run([row], book, checker=checker)]
    assert list(run(rows(100), book, checker=checker)) == single


def test_few_rows_are_held_at_once(book: RuleBook) -> None:
    pulled = 0

    def counted() -> Iterator[Sample | Unreadable]:
        nonlocal pulled
        for row in rows():
            pulled += 1
            yield row

    results = run(counted(), book, workers=2)
    for given in range(1, 2000):
        next(results)
        assert pulled - given <= 2 * 5 * LARGEST_CHUNK
    results.close()  # type: ignore[attr-defined]


def test_closing_early_leaves_no_process(book: RuleBook) -> None:
    others = set(multiprocessing.active_children())
    results = run(rows(), book, workers=2)
    next(results)
    assert set(multiprocessing.active_children()) - others
    results.close()  # type: ignore[attr-defined]
    assert not set(multiprocessing.active_children()) - others


class Bomb:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (9,)


def test_a_process_that_dies_is_an_error_and_no_hang(book: RuleBook) -> None:
    others = set(multiprocessing.active_children())
    bomb = Sample.model_construct(case="c", id="b", output="Rest.", metadata={"x": Bomb()}, file="a", line=1)
    with pytest.raises(WorkerCrashed, match="exit code 9"):
        list(run([*rows(200), bomb, *rows(200)], book, workers=2))
    assert not set(multiprocessing.active_children()) - others


def test_an_answer_on_which_the_checker_fails_costs_no_other(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Checker.check_batch

    def failing(self: Checker, samples: Sequence[Sample | Unreadable], **asked: Any) -> list[Checked]:
        if any(sample.id == "a7" for sample in samples):
            raise ValueError("seven")
        return real(self, samples, **asked)

    whole = list(run(rows(20), book))
    monkeypatch.setattr(Checker, "check_batch", failing)
    results = list(run(rows(20), book))
    failed = results[6].sample
    assert isinstance(failed, Unreadable)
    assert (failed.code, failed.id, failed.line) == ("S216", "a7", 7)
    assert "ValueError: seven" in failed.reason
    assert results[:6] + results[7:] == whole[:6] + whole[7:]


def test_nothing_in_nothing_out(book: RuleBook) -> None:
    assert list(run([], book)) == []
    assert list(run([], book, workers=2)) == []


def test_file_names_are_kept(book: RuleBook, tmp_path: Path) -> None:
    (checked,) = run([Sample(case="c", id="a", output="Rest.", file=str(tmp_path / "x"), line=3)], book, workers=2)
    assert (checked.sample.file, checked.sample.line) == (str(tmp_path / "x"), 3)
