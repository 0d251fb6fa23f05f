"""Pauses the search for reference cycles while many values are made and no cycles among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles inside: of the time of a batch it takes an eighth, of the time to load rules a half.

    Whoever found it on turns it on again, so threads that overlap never leave it off.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The search for cycles only now and then: for a program of our own, which makes few of them."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


_NEW = 50_000
"""New values before a search; Python's own 700 is reached hundreds of times while the program is imported."""
