"""The worst findings in bounded memory, in one order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import WEIGHTS, book, checked, must_never, rule, sample, unreadable, verdict

from medrules.model.finding import FindingCounts
from medrules.model.verdict import Checked
from medrules.scoring.worst import Worst

RULES = {
    "death": rule("d", must_never(1, "x", "death")),
    "severe": rule("s", must_never(1, "x", "severe"), hazard="h"),
    "mild": rule("m", must_never(1, "x", "mild"), hazard="h"),
}
BOOK = book(*RULES.values(), hazards=["h"])


def row(case: str, number: int, *found: tuple[str, str]) -> Checked:
    answer = sample(case, number)
    return checked(answer, *(verdict(answer, RULES[harm], 1, outcome) for harm, outcome in found))  # type: ignore[arg-type]


def keeping(most: int, rows: list[Checked]) -> Worst:
    worst = Worst(BOOK, WEIGHTS, most)
    for item in rows:
        worst.add(item)
    return worst


def names(worst: Worst) -> list[tuple[str, str, str]]:
    return [(item.verdict.case, item.verdict.rule, item.verdict.verdict) for item in worst.findings()]


def test_harm_goes_before_points_and_error_comes_last() -> None:
    worst = keeping(
        10,
        [
            row("c", 1, ("mild", "violated"), ("death", "error")),
            row("b", 1, ("severe", "review")),
            row("a", 1, ("severe", "violated")),
            row("a", 2, ("death", "violated")),
            checked(unreadable()),
        ],
    )
    assert names(worst) == [
        ("a", "d", "violated"),
        ("a", "s", "violated"),
        ("b", "s", "review"),
        ("c", "m", "violated"),
        ("c", "d", "error"),
    ]
    assert worst.counts == FindingCounts(violated=3, review=1, error=1)


def test_violations_of_one_event_carry_one_charge() -> None:
    worst = keeping(10, [row("a", 1, ("death", "violated"), ("severe", "violated"), ("mild", "violated"))])
    assert [(item.event, item.charged) for item in worst.findings()] == [(1, 100), (2, 20), (2, 20)]


def test_what_is_not_violated_is_not_charged() -> None:
    (found,) = keeping(10, [row("a", 1, ("death", "review"))]).findings()
    assert (found.event, found.charged) == (0, 0)


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from("abc"),
        st.integers(1, 50),
        st.tuples(st.sampled_from(sorted(RULES)), st.sampled_from(["violated", "review", "error"])),
    ),
    max_size=120,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(0, 120), st.integers(1, 6))
def test_the_order_of_looking_and_merging_leave_no_trace(rows: list[Checked], cut: int, most: int) -> None:
    unique = list({item.sample.id: item for item in rows}.values())
    whole = keeping(most, unique)
    merged = keeping(most, unique[cut:][::-1])
    merged.merge(keeping(most, unique[:cut]))
    assert names(merged) == names(whole)
    assert merged.counts == whole.counts
    assert len(whole.findings()) == min(most, len(unique))


def test_memory_is_bounded() -> None:
    worst = keeping(3, [row("a", number, ("death", "violated")) for number in range(1000)])
    assert len(worst._kept) <= 2 * 3 + 64
    assert worst.counts.violated == 1000
