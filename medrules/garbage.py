"""Pauses the search for reference cycles while many values are made and no cycles among them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NEW = 50_000
"""New values before a search; Python's own 700 is reached hundreds of times while the program is imported."""


class _Pause:
    """The pauses under way in all threads: the first turns the search off, the last turns it on again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._was_on = False

    def begin(self) -> None:
        with self._lock:
            if self._depth == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._depth += 1

    def end(self) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0 and self._was_on:
                gc.enable()


_pause = _Pause()


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles inside: of the time of a batch it takes an eighth, of the time to load rules a half.

    Afterwards it is as it was before, once no other thread is inside.
    """
    _pause.begin()
    try:
        yield
    finally:
        _pause.end()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The search for cycles only now and then: for a program of our own, which makes few of them."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def lasting() -> Iterator[None]:
    """As ``uncollected``; and what was made stays until the program ends, so that no later search goes through it.

    For a program of our own: what others made before is not searched again either.
    """
    with uncollected():
        yield
        gc.freeze()
