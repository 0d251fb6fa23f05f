"""A sample of fixed size from a stream of unknown length: equal chances, constant memory."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Reservoir(Generic[T]):
    """Li's algorithm L (ACM Trans Math Softw 1994;20:481–493): it draws a number for what it keeps alone."""

    def __init__(self, size: int, seed: str) -> None:
        """``seed``: the same seed and stream give the same sample, on every machine."""
        self.size = size
        self.seen = 0
        self.kept: list[T] = []
        self._random = Random(seed)  # noqa: S311 (a sample, not a secret)
        self._chance = 1.0
        self._next = 0

    def offer(self, count: int, make: Callable[[int], T]) -> None:
        """Look at the next ``count`` elements; ``make`` gives the one at a place among them if it is kept."""
        end = self.seen + count
        while self._next < end:
            element = make(self._next - self.seen)
            if len(self.kept) < self.size:
                self.kept.append(element)
            else:
                self.kept[self._random.randrange(self.size)] = element
            self._next += 1 if len(self.kept) < self.size else self._step()
        self.seen = end

    def _step(self) -> int:
        """How far away the next element is that is kept."""
        self._chance *= math.exp(math.log(1 - self._random.random()) / self.size)
        if self._chance >= 1:
            return 1
        return math.floor(math.log(1 - self._random.random()) / math.log1p(-self._chance)) + 1
