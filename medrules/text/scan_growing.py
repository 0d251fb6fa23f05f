"""Columns of numbers that grow in Python and are read by numpy, each number copied once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


class Growing:
    """A column of integers; what numpy is shown grows with it and is never copied whole for a few new numbers.

    Args:
        kind: the type of the numbers.
    """

    def __init__(self, kind: npt.DTypeLike = np.int64) -> None:
        self._new: list[int] = []
        self._kept = np.zeros(1024, kind)
        self._size = 0

    def __len__(self) -> int:
        return self._size + len(self._new)

    def append(self, number: int) -> None:
        """One more at the end."""
        self._new.append(number)

    @property
    def array(self) -> npt.NDArray[np.int64]:
        """All numbers so far; not to be written to."""
        if self._new:
            size = self._size + len(self._new)
            if size > len(self._kept):
                grown = np.zeros(2 * size, self._kept.dtype)
                grown[: self._size] = self._kept[: self._size]
                self._kept = grown
            self._kept[self._size : size] = self._new
            self._size = size
            self._new.clear()
        return self._kept[: self._size]
