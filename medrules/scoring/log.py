"""A log of numbers, equal ones counted together: its memory grows with the distinct ones alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_FEWEST_TO_COMPACT = 1 << 16


class Log:
    """How often each number was seen; equal ones are merged whenever the log has doubled."""

    def __init__(self) -> None:
        self._new: list[int] = []
        self._keys: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._counts: npt.NDArray[np.int64] = np.empty(0, np.int64)

    def extend(self, keys: Sequence[int]) -> None:
        """Count each of these once."""
        self._new.extend(keys)
        if len(self._new) >= max(_FEWEST_TO_COMPACT, len(self._keys)):
            self.counts()

    def merge(self, keys: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> None:
        """Count each key as often as said."""
        self.counts()
        merged, where = np.unique(np.concatenate([self._keys, keys]), return_inverse=True)
        totals = np.zeros(len(merged), np.int64)
        np.add.at(totals, where, np.concatenate([self._counts, counts]))
        self._keys, self._counts = merged, totals

    def counts(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The distinct numbers, sorted, and how often each was seen."""
        if self._new:
            new, self._new = self._new, []
            keys, counts = np.unique(np.array(new, np.int64), return_counts=True)
            self.merge(keys, counts.astype(np.int64))
        return self._keys, self._counts
