"""How soon something is to be done."""

from __future__ import annotations

import pytest

from medrules.text.document import Document
from medrules.text.timing import find_timing
from medrules.text.words import split


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Come right now", 0),
        ("Come today", 24),
        ("Come tomorrow", 48),
        ("Come within 24 hours", 24),
        ("Come within 24-48 hours", 48),
        ("Come in the next two to three days", 72),
        ("Come within one week", 168),
        ("Come in a few weeks", 720),
        ("It is not urgent", 720),
    ],
)
def test_hours(text: str, hours: float) -> None:
    document = Document(split(text))
    (found,) = find_timing(document.words.forms, document.flags, 0, len(document.words.forms))
    assert found.hours == hours


@pytest.mark.parametrize("text", ["It began two weeks ago", "How soon?", "Go to urgent care", "Take 2 tablets"])
def test_no_time(text: str) -> None:
    document = Document(split(text))
    assert not find_timing(document.words.forms, document.flags, 0, len(document.words.forms))
