"""The reservoir: every element with the same chance, the same for the same seed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from medrules.reviewing.reservoir import Reservoir


def sample(sizes: list[int], size: int, seed: str) -> list[int]:
    reservoir: Reservoir[int] = Reservoir(size, seed)
    seen = 0
    for count in sizes:
        reservoir.offer(count, lambda at, before=seen: before + at)  # type: ignore[misc]
        seen += count
    return reservoir.kept


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 12))
def test_it_keeps_as_many_as_there_are_each_once(sizes: list[int], size: int) -> None:
    kept = sample(sizes, size, "s")
    assert len(kept) == len(set(kept)) == min(size, sum(sizes))
    assert all(0 <= each < sum(sizes) for each in kept)


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 12))
def test_how_the_stream_is_cut_changes_nothing(sizes: list[int], size: int) -> None:
    assert sample(sizes, size, "s") == sample([sum(sizes)], size, "s")


def test_every_element_has_the_same_chance() -> None:
    counts = Counter(each for seed in range(4000) for each in sample([30], 6, str(seed)))
    expected = 4000 * 6 / 30
    chi = sum((counts[at] - expected) ** 2 / expected for at in range(30))
    assert chi < 58.3  # 0.999 quantile of chi-squared with 29 degrees of freedom
