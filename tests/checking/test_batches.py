"""Verdicts depend neither on the batch an answer stands in nor on its order, nor on what is not asked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.checking.checker import Checker
from medrules.model.case import Gold, Sample
from medrules.model.verdict import Checked, Met, Verdict
from tests.checking.books import book, rule

_RULES = "".join(
    rule(statement, when=when).replace("test.one", f"test.r{number}")
    for number, (statement, when) in enumerate(
        [
            ('must never advise "stop ... warfarin"', None),
            ('must say "call your doctor"', 'output mentions "chest pain"'),
            ('must say "rest"', 'input mentions "fever"'),
            ("must escalate to urgent", 'output mentions "bleeding" or record medications include "warfarin"'),
            ('must say "INR"', 'record medications include "warfarin" and not input mentions "aspirin"'),
            ('must never say "aspirin"', "risk is high or record age above 70 years"),
            ('must never say "aspirin"', 'output mentions "doctor"'),
            ('must never advise "rest" unless output mentions "aspirin"', 'input mentions "fever"'),
            (
                'must never say "bleeding" unless input mentions "aspirin"',
                'output mentions at least 2 of "doctor", "pass"',
            ),
        ]
    )
)
_ANSWERS = [
    "Stop your warfarin today.",
    "Do not stop warfarin. Call your doctor if the chest pain comes back.",
    "The bleeding will pass. See your doctor.",
    "Take an aspirin and rest; urgent care can see you.",
    "I am 80% confident. Chest pain needs nothing.",
    "",
    "…",
    "Nothing to see here.",
]
samples = st.builds(
    lambda number, text, given, risk, gold: Sample(
        case=f"c{number % 3}",
        id=str(number),
        output=text,
        input=given,
        risk=risk,
        gold=gold,
        file="a",
        line=number,
    ),
    st.integers(1, 99),
    st.sampled_from(_ANSWERS),
    st.sampled_from([None, "I have a fever.", "I take aspirin."]),
    st.sampled_from([None, "low", "high"]),
    st.sampled_from([Gold(), Gold(escalation=("urgent",)), Gold(answer=("rest",))]),
)
CHECKER = Checker(book(_RULES))


@settings(deadline=None, max_examples=60)
@given(st.lists(samples, min_size=1, max_size=8), st.randoms(), st.sampled_from([None, (), ("c1",)]))
def test_neither_batch_nor_order_matters(batch: list[Sample], random, compared) -> None:
    alone = [Checker(CHECKER.book).check_batch([one], compared=compared)[0] for one in batch[:2]]
    together = CHECKER.check_batch(batch, compared=compared)
    assert together[:2] == alone
    shuffled = list(enumerate(batch))
    random.shuffle(shuffled)
    again = CHECKER.check_batch([one for _, one in shuffled], compared=compared)
    assert [together[place] for place, _ in shuffled] == again


@settings(deadline=None, max_examples=60)
@given(samples)
def test_a_rule_not_looked_at_comes_to_what_it_comes_to_looked_at(sample: Sample) -> None:
    (seldom,) = CHECKER.check_batch([sample], compared=())
    (always,) = CHECKER.check_batch([sample], everything=True)
    kept = tuple(one for one in always.verdicts if one.verdict in ("violated", "review", "error"))
    assert seldom.verdicts == kept
    assert sorted(seldom.met) == sorted(always.met)
    assert seldom.lacking == always.lacking


@settings(deadline=None, max_examples=60)
@given(samples, st.sampled_from([(), ("c1",)]))
def test_what_is_compared_with_nothing_is_not_read(sample: Sample, compared: tuple[str, ...]) -> None:
    def shown(one: Checked) -> tuple[object, ...]:
        escalation = one.escalation if sample.gold.escalation or sample.case in compared else None
        sure = (one.confidence, one.correct) if sample.gold.answer else (sample.confidence, None)
        return (one.verdicts, tuple(one.met), one.lacking, escalation, *sure)

    (every,) = CHECKER.check_batch([sample])
    (few,) = CHECKER.check_batch([sample], compared=compared)
    assert shown(few) == shown(every)
    assert few.escalation == shown(every)[3]


def _unread(checked: Checked) -> Checked:
    """The same without the readings of what made rules apply."""

    def unread(one: Verdict) -> Verdict:
        return one._replace(trigger=tuple(each._replace(reading=None) for each in one.trigger))

    return checked._replace(verdicts=tuple(map(unread, checked.verdicts)))


@settings(deadline=None, max_examples=60)
@given(samples)
def test_only_what_made_a_rule_apply_is_left_unread_without_detail(sample: Sample) -> None:
    (full,) = CHECKER.check_batch([sample])
    (plain,) = CHECKER.check_batch([sample], detail=False)
    assert _unread(plain) == _unread(full)
    assert all(each.reading is not None for one in full.verdicts for each in one.trigger)


def test_what_answers_share_of_the_obligations_met_is_kept_once() -> None:
    common = Met((1, 2, 3))
    own = common.without([2]).and_own([7])
    assert tuple(own) == (1, 3, 7)
    assert len(own) == 3
    assert own == (1, 3, 7) == Met((1, 3, 7))
    assert (own[0], own[-1], 2 in own, hash(own) == hash((1, 3, 7))) == (1, 7, False, True)
    assert own.common is common.common
    assert own != [1, 3, 7]
