"""What is looked for only where it is asked for is the same as what is looked for everywhere."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.model.phrase import Term
from medrules.text.scan import Scanner
from medrules.text.scan_growing import Growing
from tests.matching.phrases_and_texts import CONCEPTS, terms, texts

groups = st.lists(st.lists(terms, min_size=1, max_size=3), min_size=1, max_size=4).map(
    lambda found: {str(number): terms for number, terms in enumerate(found)}
)


@settings(deadline=None, max_examples=150)
@given(groups, st.lists(texts(), min_size=1, max_size=4), st.data())
def test_groups_asked_for_are_found_as_in_a_search_for_all(
    groups: dict[str, list[Term]], batch: list[str], data: st.DataObject
) -> None:
    first = frozenset(data.draw(st.sets(st.sampled_from(sorted(groups)))))
    asked = data.draw(st.permutations(sorted(groups)))
    scanner = Scanner(groups, CONCEPTS)
    every = [dict(one.hits) for one in scanner.scan(batch)]
    on_demand = scanner.scan(batch, first)
    assert [{name: one.hits[name] for name in one.hits} for one in on_demand] == [
        {name: hits for name, hits in found.items() if name in first} for found in every
    ]
    assert [{name: found for name in asked if (found := one.hits.get(name, []))} for one in on_demand] == every


def test_an_unknown_group_is_found_nowhere() -> None:
    (scanned,) = Scanner({}, {}).scan(["Stop your warfarin."], frozenset())
    assert scanned.hits.get("nothing", []) == []
    assert not scanned.touched


@given(st.lists(st.lists(st.integers(-5, 5000), max_size=1500), max_size=4))
def test_a_growing_column_holds_what_was_appended(parts: list[list[int]]) -> None:
    column = Growing()
    for part in parts:
        for number in part:
            column.append(number)
        assert len(column.array) == len(column)
    assert column.array.tolist() == [number for part in parts for number in part]
