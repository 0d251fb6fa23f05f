"""Readings of sentences that mark their mention with ``<…>``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medrules.model.reading import Reading
from medrules.text.document import Document
from medrules.text.words import split


def read_marked(marked: str) -> Reading:
    """The reading of the words between ``<`` and ``>``."""
    start, end = marked.index("<"), marked.index(">") - 1
    return Document(split(marked.replace("<", "").replace(">", ""))).reading(start, end)


@pytest.fixture
def read() -> Callable[[str], Reading]:
    return read_marked
