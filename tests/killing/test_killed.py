"""A few kills of each command; ``make kill-test`` makes fifty."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest

from tests.endpoints.server import Server
from tests.killing.harness import (
    CHECK,
    Killer,
    answers,
    questions,
    same_answers,
    same_verdicts,
    unsteady,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no kill -9 there")


def test_ask(tmp_path: Path) -> None:
    killer = Killer(["ask", "run.yaml", "--out", "answers.jsonl"], seed=1)
    with Server() as server:
        server.default, server.delay = unsteady, 0.02
        whole = questions(tmp_path / "whole", server, cases=8)
        seconds = killer.whole(whole)
        numbers = count()
        done = killer.kill(
            3, lambda: questions(tmp_path / str(next(numbers)), server, cases=8), same_answers(whole), seconds
        )
    assert done.kills == 3
    assert done.runs


def test_check(tmp_path: Path) -> None:
    killer = Killer(CHECK, seed=2)
    whole = answers(tmp_path / "whole", rows=200)
    seconds = killer.whole(whole)
    numbers = count()
    done = killer.kill(1, lambda: answers(tmp_path / str(next(numbers)), 200), same_verdicts(whole), seconds)
    assert done.kills == 1
    assert done.runs
