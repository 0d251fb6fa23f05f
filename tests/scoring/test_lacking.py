"""What records lacked is added up, whatever the order of counting."""

from __future__ import annotations

from synthetic import WEIGHTS, book, checked, must_never, rule, sample

from medrules.scoring.tally import Tally

BOOK = book(rule("stop", must_never(1, "stop", "death")), rule("start", must_never(1, "start", "mild")))


def tally(*lacking: tuple[tuple[str, str], ...]) -> Tally:
    counted = Tally(BOOK, WEIGHTS)
    for number, each in enumerate(lacking):
        counted.add(checked(sample(f"c{number}"))._replace(lacking=each))
    return counted


def test_fields_are_counted_for_each_rule_most_first() -> None:
    one = tally((("stop", "age"),), (), (("start", "sex"), ("stop", "age")))
    one.merge(tally((("start", "age"),)))
    found = [(each.rule, each.field, each.answers) for each in one.scorecard().coverage.lacking]
    assert found == [("stop", "age", 2), ("start", "age", 1), ("start", "sex", 1)]


def test_nothing_lacking() -> None:
    assert tally((), ()).scorecard().coverage.lacking == ()
