"""``must mention`` where met verdicts are only counted: the same outcome as in full, and nothing read for it."""

from __future__ import annotations

from itertools import product

import pytest

from medrules.model.case import Sample
from medrules.text.document import Document
from tests.checking.books import checker

DEMANDS = (
    'must mention "warfarin"',
    'must mention any of "warfarin", "heparin"',
    'must mention all of "warfarin", "heparin"',
    'must mention at least 2 of "warfarin", "heparin", "aspirin"',
    'must mention "warfarin" within the first 2 sentences',
    'must mention "warfarin" in section "Plan"',
    'must mention "warfarin" in the same sentence as "heparin"',
    'must mention "warfarin" before "heparin"',
    'must mention "warfarin" unless output mentions "heparin"',
)
ANSWERS = (
    "Take warfarin.",
    "Take warfrin.",
    "Never take warfarin. Heparin is safer.",
    "Rest. Rest. Rest. Warfarin and heparin.",
    "Heparin first, then warfarin.",
    "# Plan\n- warfarin\n\n# Notes\n- heparin, aspirin",
    "Rest and\nwar\nfarin.",
    "Rest.",
    "",
)


def sample(answer: str) -> Sample:
    return Sample(case="c", id="1", output=answer, file="x", line=1)


@pytest.mark.parametrize(("demand", "answer"), [*product(DEMANDS, ANSWERS)])
def test_counted_comes_to_what_is_shown(demand: str, answer: str) -> None:
    one = checker(demand)
    (counted,) = one.check_batch([sample(answer)], compared=(), detail=False)
    (shown,) = one.check_batch([sample(answer)], everything=True)
    outcomes = [verdict.verdict for verdict in shown.verdicts]
    assert [verdict.verdict for verdict in counted.verdicts] == [each for each in outcomes if each != "met"] or (
        outcomes == ["not applicable"] and not counted.verdicts
    )
    assert sorted(counted.met) == sorted(shown.met)


def test_the_outcomes_differ_over_these_answers() -> None:
    found = {
        verdict.verdict
        for demand, answer in product(DEMANDS, ANSWERS)
        for verdict in checker(demand).check_batch([sample(answer)], everything=True)[0].verdicts
    }
    assert found == {"met", "violated", "review", "error", "not applicable"}


def test_a_mention_that_meets_a_demand_is_not_read_to_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    one = checker('must mention "warfarin"')
    monkeypatch.setattr(Document, "reading", lambda *_: pytest.fail("read"))
    (counted,) = one.check_batch([sample("Never take warfarin.")], compared=(), detail=False)
    assert not counted.verdicts and len(counted.met) == 1


def test_what_meets_a_demand_is_shown_with_its_reading() -> None:
    (shown,) = checker('must mention "warfarin"').check_batch([sample("Never take warfarin.")], everything=True)
    (verdict,) = shown.verdicts
    assert verdict.evidence[0].reading is not None
    assert verdict.evidence[0].reading.act == "advice against"
