"""Whatever a file of JSON holds, nothing in it acts on the terminal or the editor that shows it."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from medrules.signoff.lock import canonical

TEXTS = st.text(st.characters(codec=None))


@given(st.dictionaries(TEXTS, TEXTS))
@example({"bidirectional \u202e\u2066": "\x1b[2J \x7f \x9b \u2028 \ud800 \u200b"})
def test_only_ascii_that_prints_is_written_and_read_back(value: dict[str, str]) -> None:
    text = canonical(value)
    assert all(" " <= character <= "~" or character == "\n" for character in text)
    assert json.loads(text) == value
