"""How fast a model is asked: by a clock that only sleeping moves."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from medrules.endpoints.pacing import Pacer


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def times(pacer: Pacer, clock: Clock, tokens: list[int]) -> list[float]:
    async def run() -> list[float]:
        found = []
        for each in tokens:
            await pacer.wait(each)
            found.append(clock.now)
        return found

    return asyncio.run(run())


def test_requests_are_spaced() -> None:
    clock = Clock()
    assert times(Pacer(30, None, clock, clock.sleep), clock, [1, 1, 1]) == [0, 2, 4]


def test_without_bounds_nothing_waits() -> None:
    clock = Clock()
    assert times(Pacer(None, None, clock, clock.sleep), clock, [10**9] * 3) == [0, 0, 0]


def test_a_pause_that_is_asked_for_holds_everything() -> None:
    clock = Clock()
    pacer = Pacer(None, None, clock, clock.sleep)
    pacer.hold(7)
    pacer.hold(3)
    assert times(pacer, clock, [1, 1]) == [7, 7]


def test_what_a_request_really_took_counts() -> None:
    clock = Clock()
    pacer = Pacer(None, 60, clock, clock.sleep)
    assert times(pacer, clock, [60]) == [0]
    pacer.settle(60, 10)
    assert times(pacer, clock, [50]) == [0], "fifty of them were not used"
    pacer.settle(50, None)
    (after,) = times(pacer, clock, [30])
    assert round(after) == 30


@given(
    rate=st.integers(1, 500),
    tokens=st.lists(st.integers(1, 400), min_size=1, max_size=30),
)
def test_tokens_keep_to_their_rate(rate: int, tokens: list[int]) -> None:
    clock = Clock()
    found = times(Pacer(None, rate, clock, clock.sleep), clock, tokens)
    for index, now in enumerate(found):
        before = sum(tokens[:index])
        largest = max(tokens[: index + 1])
        assert before <= rate + largest + now * rate / 60 + 1
    assert found == sorted(found)
