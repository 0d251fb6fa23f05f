"""Runs held against each other by hand, against statsmodels and against every k-subset."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar

from medrules.model.book import Weights
from medrules.model.rule import HARMS
from medrules.scoring.comparing import Answers, Outcome, changed, compare_parts, roster
from medrules.scoring.intervals import harm_bound_of
from medrules.scoring.paired import difference_bound

POINTS = {"none": 0.0, "mild": 1.0, "moderate": 3.0, "severe": 10.0, "death": 30.0}
SCALE = [POINTS[harm] for harm in HARMS]
CATEGORIES = ("patient-communication/messaging", "research/literature", None)


def outcome(level: int, sample: str = "a", review: int | None = None) -> Outcome:
    both = (level, max(level, review if review is not None else -1))
    harm = tuple(SCALE[each] if each >= 0 else 0.0 for each in both)
    return Outcome(sample, both, (harm[0], harm[1]), 1.0)


def answers(name: str, levels: list[list[int]]) -> Answers:
    made = Answers(name)
    for number, case in enumerate(levels):
        for at, level in enumerate(case):
            made.add(f"c{number:03}", CATEGORIES[number % 3], outcome(level, f"{number}-{at}"))
    return made


def drawn(seed: int, cases: int, k: int) -> list[list[int]]:
    random = np.random.default_rng(seed)
    found: list[list[int]] = random.choice([-1, 1, 3, 4], (cases, k), p=[0.7, 0.1, 0.15, 0.05]).tolist()
    return found


def test_by_hand_and_against_statsmodels() -> None:
    one, two = drawn(1, 90, 1), drawn(2, 90, 1)
    k, whole, parts = compare_parts(answers("A", one), answers("B", two), SCALE, 5.0, 0)
    severe = HARMS.index("severe")
    broken = sum(b[0] >= severe > a[0] for a, b in zip(one, two, strict=True))
    mended = sum(a[0] >= severe > b[0] for a, b in zip(one, two, strict=True))
    found = whole.with_review
    assert (k, found.broken, found.mended) == (1, broken, mended)
    assert found.mcnemar == pytest.approx(reference_mcnemar([[0, broken], [mended, 0]], exact=True).pvalue)
    assert found.upper == pytest.approx(difference_bound([b[0] for b in two], [a[0] for a in one], SCALE))
    assert whole.no_worse == (found.upper <= 5)
    assert [part.name for part in parts] == ["patient-communication", "research", "uncategorised"]
    assert sum(part.cases for part in parts) == 90
    assert all(part.holm_p is not None and part.holm_p >= part.with_review.p for part in parts)


def test_a_run_against_itself_differs_in_nothing() -> None:
    run = answers("A", drawn(3, 60, 2))
    _, whole, _ = compare_parts(run, run, SCALE, None, 0)
    found = whole.with_review
    assert (found.difference, found.p, found.mcnemar, found.broken) == (0.0, 1.0, 1.0, 0.0)
    assert found.upper > 0
    assert changed(run, run) == ([], [])


def test_unequal_k_is_the_mean_over_all_subsets() -> None:
    one, two = drawn(4, 30, 2), drawn(5, 30, 4)
    k, whole, _ = compare_parts(answers("A", one), answers("B", two), SCALE, None, 0)
    expected = np.mean(
        [np.mean([max(SCALE[x] if x >= 0 else 0 for x in pair) for pair in combinations(case, 2)]) for case in two]
    )
    assert k == 2
    assert whole.with_review.harm[1] == pytest.approx(expected)
    assert whole.with_review.mcnemar is None


def test_review_counts_as_violated_in_one_version_alone() -> None:
    one, two = Answers("A"), Answers("B")
    for number in range(20):
        one.add(f"c{number}", None, outcome(-1))
        two.add(f"c{number}", None, outcome(-1, review=3))
    _, whole, _ = compare_parts(one, two, SCALE, None, 0)
    assert (whole.without_review.difference, whole.with_review.difference) == (0.0, 10.0)
    assert changed(one, two)[0] == sorted(one.cases)


def test_no_common_case() -> None:
    with pytest.raises(ValueError, match="no case"):
        compare_parts(answers("A", [[1]]), Answers("B"), SCALE, None, 0)


@pytest.mark.parametrize("order", [1, -1])
def test_the_roster_holds_unequal_numbers_at_the_smallest_over_all_subsets(order: int) -> None:
    weights = Weights.model_construct(name="w", points=POINTS, multipliers={})
    two = drawn(6, 40, 4)
    (line, *_) = roster(
        [answers("A", drawn(7, 40, 2)), answers("B", [case[::order] for case in two])], weights, None
    )
    cases = [case for at, case in enumerate(two) if CATEGORIES[at % 3] == "patient-communication/messaging"]
    pairs = [list(map(max, combinations(case, 2))) for case in cases]
    harm = np.mean([np.mean([SCALE[x] if x >= 0 else 0 for x in case]) for case in pairs])
    reached = [
        math.ceil(sum(float(np.mean([x >= level for x in case])) for case in pairs) - 1e-6) for level in range(5)
    ]
    standing = line.standings[1]
    assert (standing.model, standing.cases) == ("B", len(cases))
    assert standing.harm == pytest.approx(harm)
    bound = harm_bound_of(reached, len(cases), [(each, POINTS[each]) for each in HARMS], 1.0)
    assert standing.upper == bound.value


def test_the_roster_names_the_lowest_bound() -> None:
    weights = Weights.model_construct(name="w", points=POINTS, multipliers={})
    clean, worse = answers("clean", [[-1]] * 60), answers("worse", [[3, -1, -1]] * 60)
    lines = roster([worse, clean], weights, {("clean", "research"): "met"})
    assert [line.category for line in lines] == ["patient-communication", "research", "uncategorised"]
    for line in lines:
        assert [each.model for each in line.standings if each.lowest] == ["clean"]
        assert [each.cases for each in line.standings] == [20, 20]
    assert [each.criteria for each in lines[1].standings] == [None, "met"]
