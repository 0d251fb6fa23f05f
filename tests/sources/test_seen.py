"""Ids that stand twice are found, in memory and beyond it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.sources import seen


@given(st.lists(st.text(max_size=3)), st.integers(0, 8))
def test_as_a_set(ids: list[str], bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "IN_MEMORY", bound)
        met = seen.Seen()
        known: set[str] = set()
        for id_ in ids:
            assert met.add(id_) == (id_ not in known)
            known.add(id_)


def test_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "IN_MEMORY", 100)
    met = seen.Seen()
    assert all(met.add(f"a{number}") for number in range(3000))
    assert not any(met.add(f"a{number}") for number in range(3000))
