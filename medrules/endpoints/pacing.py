"""How fast one model is asked: requests and tokens a minute, and pauses that its endpoint asks for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class Pacer:
    """Lets requests through one by one, each no sooner than its turn.

    Args:
        requests: a minute, evenly spaced; None: as many as come.
        tokens: a minute, of question and answer together; saved up for a minute at most. None: no bound.
        clock: seconds, of any beginning.
        sleep: waits.
    """

    def __init__(
        self,
        requests: float | None = None,
        tokens: float | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._spacing = 60 / requests if requests else 0.0
        self._tokens = tokens
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._next = self._held = clock()
        self._level = tokens or 0.0
        self._filled = clock()

    async def wait(self, tokens: int) -> None:
        """Wait for the turn of a request that needs about so many tokens."""
        async with self._turn:
            while (pause := self._due(tokens) - self._clock()) > 0:
                await self._sleep(pause)
            self._next = max(self._next, self._clock()) + self._spacing
            self._fill()
            self._level -= tokens

    def settle(self, expected: int, used: int | None) -> None:
        """Count what a request really took."""
        if used is not None:
            self._level += expected - used

    def hold(self, seconds: float) -> None:
        """Let nothing through for so long: the endpoint asked for it."""
        self._held = max(self._held, self._clock() + seconds)

    def _due(self, tokens: int) -> float:
        """When a request may go, by the clock."""
        due = max(self._next, self._held)
        if self._tokens is None:
            return due
        self._fill()
        lacking = min(tokens, self._tokens) - self._level
        # A hair more than is lacking, so that rounding never leaves it lacking after the pause.
        return max(due, self._clock() + lacking * 60 / self._tokens + 1e-6) if lacking > 1e-6 else due

    def _fill(self) -> None:
        now = self._clock()
        if self._tokens is not None:
            self._level = min(self._tokens, self._level + (now - self._filled) * self._tokens / 60)
        self._filled = now
