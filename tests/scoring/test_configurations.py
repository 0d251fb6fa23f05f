"""How models were asked, as rows state it: told apart, counted exactly, bounded, whatever the order of rows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from synthetic import WEIGHTS, book, checked, must_never, rule, sample

from medrules.scoring.configurations import MOST, Asked, Configurations, asked
from medrules.scoring.keeping import kept, restore
from medrules.scoring.tally import Tally

BOOK = book(rule("calm", must_never(1, "calm", "mild")))


def tally_of(*metadata: dict[str, Any]) -> Tally:
    made = Tally(BOOK, WEIGHTS)
    for number, said in enumerate(metadata):
        made.add(checked(sample(f"c{number}").model_copy(update={"metadata": said})))
    return made


def test_what_rows_state_is_counted_per_model() -> None:
    hot = {
        "decoding": {"temperature": 1, "seed": 7, "more": {"top_k": 3}},
        "system_sha256": "ab" * 32,
        "note": "x",
    }
    (answered,) = tally_of(hot, {"decoding": "greedy"}, hot, {}).scorecard().answered
    assert answered.rows == 4
    assert [(each.stated, each.rows) for each in answered.configurations] == [
        ({"decoding.more.top_k": "3", "decoding.temperature": "1", "system_sha256": "ab" * 32}, 2),
        ({"decoding": "greedy"}, 1),
    ]


def test_a_long_value_is_cut() -> None:
    said = asked(sample("c").model_copy(update={"metadata": {"prompt_hash": "x" * 10_000}})).stated
    assert len(said) < 300


@given(st.lists(st.integers(0, 60), max_size=200), st.integers(0, 200))
def test_the_order_of_rows_and_where_they_were_counted_do_not_matter(rows: list[int], cut: int) -> None:
    one, left, right = Configurations(), Configurations(), Configurations()
    for at, row in enumerate(rows):
        one.add(Asked("m", None, f'{{"decoding": "{row}"}}'))
        (left if at < cut else right).add(Asked("m", None, f'{{"decoding": "{row}"}}'))
    right.merge(left)
    assert one.of("m", None) == right.of("m", None)
    assert len(one.of("m", None)) == min(MOST, len(set(rows)))
    for each in one.of("m", None):
        assert each.rows == rows.count(int(each.stated["decoding"]))


def test_a_run_that_goes_on_later_keeps_them() -> None:
    first, again = tally_of({"decoding": {"temperature": 0.5}}), Tally(BOOK, WEIGHTS)
    restore(again, kept(first))
    assert again.scorecard() == first.scorecard()
