"""The checker as a whole: categories, empty and cut answers, batches, failures, weights and examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.checking.checker import Checker, RulesError
from medrules.checking.obligations.say import SayDuty
from medrules.checking.weights import DEFAULT, points
from medrules.model.book import Weights
from medrules.model.case import Sample, Unreadable
from medrules.model.rule import Harm
from medrules.model.verdict import Checked, Verdict
from medrules.text.scan import Scanned, Scanner
from tests.checking.books import HEAD, book, checker, rule

NEVER = 'must never advise "stop ... warfarin"'
MUST = 'must mention "doctor"'


def sample(output: str, **fields: object) -> Sample:
    return Sample(case="c", id="s", output=output, file="answers.jsonl", line=1, **fields)  # type: ignore[arg-type]


def outcomes(found: list[Verdict] | tuple[Verdict, ...]) -> list[str]:
    return [verdict.verdict for verdict in found]


def test_three_lines_check_one_answer() -> None:
    found = Checker(book(rule(NEVER))).check("Stop your warfarin today.", input="I have a mechanical valve.")
    assert [(verdict.verdict, verdict.evidence[0].text) for verdict in found] == [
        ("violated", "Stop your warfarin")
    ]


@pytest.mark.parametrize("answer", ["", "   \n", "***", "😀"])
def test_an_empty_answer_is_an_error(answer: str) -> None:
    found = checker(NEVER, MUST).check_batch([sample(answer)])[0]
    assert outcomes(found.verdicts) == ["error", "error"]
    assert found.met == ()


def test_an_empty_answer_is_no_error_of_a_rule_that_does_not_apply() -> None:
    one = checker(MUST, when='input mentions "fever"')
    assert outcomes(one.check("", input="Cough.")) == ["not applicable"]
    assert outcomes(one.check("", input="Fever.")) == ["error"]
    assert outcomes(checker(MUST, when='output mentions "fever"').check("")) == ["error"]


@pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
def test_an_absence_in_a_cut_answer_is_reviewed(reason: str) -> None:
    statements = [MUST, "must escalate to routine", 'must include sections all of "Plan"', NEVER]
    found = checker(*statements).check_batch([sample("Rest.", finish_reason=reason)], everything=True)[0]
    assert outcomes(found.verdicts) == ["review", "review", "review", "met"]
    found = checker(NEVER).check_batch([sample("Stop warfarin now.", finish_reason=reason)])[0]
    assert outcomes(found.verdicts) == ["violated"]


def test_a_rule_is_for_its_categories_and_for_uncategorised_samples() -> None:
    text = rule(MUST).replace("  harm", "  for patient-communication/messaging\n  harm")
    one = Checker(book(text))
    found = {
        category: outcomes(one.check("Rest.", category=category))
        for category in (None, "patient-communication/messaging", "patient-communication", "decision-support")
    }
    assert found == {
        None: ["violated"],
        "patient-communication/messaging": ["violated"],
        "patient-communication": ["violated"],
        "decision-support": ["not applicable"],
    }


def test_met_names_positions_in_the_list_of_obligations() -> None:
    one = checker(NEVER, MUST, 'must never mention "x-ray"')
    found = one.check_batch([sample("See a doctor."), sample("Stop warfarin. An x-ray.")])
    assert [checked.met for checked in found] == [(0, 1, 2), ()]
    assert [len(checked.verdicts) for checked in found] == [0, 3]
    assert [obligation.number for _, obligation in one.obligations] == [1, 2, 3]


def test_unreadable_rows_pass_through_in_their_place() -> None:
    bad = Unreadable(file="a.jsonl", line=2, id="x", code="E1", reason="no JSON")
    found = checker(MUST).check_batch([sample("A doctor."), bad, sample("Rest.")])
    assert [len(checked.verdicts) for checked in found] == [0, 0, 1]
    assert found[1] == Checked(bad, (), (), None)


def test_the_advised_rung_comes_with_each_row() -> None:
    found = checker(MUST).check_batch([sample("Call 911 now."), sample("Read a book."), sample("")])
    assert [checked.escalation.rung if checked.escalation else "?" for checked in found] == [
        "emergency",
        None,
        None,
    ]


def test_a_failure_on_one_rule_is_an_error_of_that_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    one = checker(MUST)
    monkeypatch.setattr(SayDuty, "judge", fail)
    (found,) = one.check("Rest.")
    assert found.verdict == "error"
    assert "ZeroDivisionError" in found.reason


def test_a_text_that_cannot_be_scanned_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Scanner.scan

    def scan(self: Scanner, texts: list[str], first: frozenset[str] | None = None) -> list[Scanned]:
        if "poison" in texts:
            raise ZeroDivisionError("oops")
        return real(self, texts, first)

    one = checker(MUST, NEVER)
    monkeypatch.setattr(Scanner, "scan", scan)
    found = one.check_batch([sample("A doctor."), sample("poison"), sample("Rest.")])
    assert [outcomes(checked.verdicts) for checked in found] == [[], ["error", "error"], ["violated"]]


RULES = book(
    rule(NEVER, MUST, "must escalate to urgent", when='input mentions "chest pain", "fever"')
    + rule('must never say "nothing to worry about"', "must stay under 12 words").replace("test.one", "test.two")
    + rule('must never advise "ibuprofen" unless input says "headache"').replace("test.one", "test.three")
)
ANSWERS = [
    "Stop warfarin now and call 911!",
    "Do not stop warfarin. See your doctor today; it is nothing to worry about.",
    "If you have chest pain, call 911. 😀\r\nTake ibuprofen\n- stop the wárfarin",
    "",
    "Nothing to worry about.",
    "Take ibuprofen when needed, dear friend, and sleep well until the next morning comes around.",
]
INPUTS = [None, "I have chest pain.", "I have a fever and a headache.", "Hello."]
samples = st.builds(
    sample,
    st.sampled_from(ANSWERS) | st.lists(st.sampled_from(ANSWERS), max_size=3).map(" ".join),
    input=st.sampled_from(INPUTS),
    category=st.sampled_from([None, "patient-communication", "decision-support/diagnosis"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(samples, max_size=8), st.booleans())
def test_verdicts_do_not_depend_on_the_batch(rows: list[Sample], everything: bool) -> None:
    one = Checker(RULES)
    together = one.check_batch(rows, everything=everything)
    assert together == [one.check_batch([row], everything=everything)[0] for row in rows]


@settings(deadline=None, max_examples=60)
@given(samples)
def test_looking_only_where_something_was_found_changes_nothing(row: Sample) -> None:
    one = Checker(RULES)
    quick = one.check_batch([row])[0]
    full = one.check_batch([row], everything=True)[0]
    assert [v for v in full.verdicts if v.verdict in ("violated", "review", "error")] == list(quick.verdicts)
    met = [position for position, verdict in enumerate(full.verdicts) if verdict.verdict == "met"]
    assert sorted(quick.met) == sorted(full.met) == met


@settings(deadline=None, max_examples=100)
@given(samples)
def test_evidence_cuts_exactly_its_text_out_of_the_original(row: Sample) -> None:
    texts = {"input": row.input, "output": row.output}
    for verdict in Checker(RULES).check_batch([row], everything=True)[0].verdicts:
        for evidence in (*verdict.evidence, *verdict.trigger, *([verdict.nearest] if verdict.nearest else [])):
            text = texts[evidence.side]
            assert text is not None
            assert text[evidence.start : evidence.end] == evidence.text != ""


def test_only_violations_have_points() -> None:
    found = checker(NEVER, MUST).check("See a doctor. Stop the warfrin.")
    assert [(verdict.verdict, verdict.points) for verdict in found] == [("review", 0.0), ("met", 0.0)]


@pytest.mark.parametrize(
    ("harm", "expected"), [("none", 0), ("mild", 1), ("moderate", 4), ("severe", 20), ("death", 100)]
)
def test_default_points(harm: Harm, expected: float) -> None:
    assert points(DEFAULT, harm, sample("x")) == expected


def test_multipliers() -> None:
    weights = Weights(
        name="w",
        points=dict(DEFAULT.points),
        multipliers={"category": {"a": 2, "a/b": 3}, "supervision": {"none": 2}, "setting": {"ward": 0.5}},
    )
    assert points(weights, "mild", sample("x", category="a/c", supervision="none")) == 4
    assert points(weights, "mild", sample("x", category="a/b")) == 3
    assert points(weights, "mild", sample("x", setting="ward")) == 0.5


def test_weights_of_the_book_are_in_force() -> None:
    block = "\nweights {} harm none 0, mild 7, moderate 8, severe 9, death 10\n"
    one = Checker(book(block.format("ours") + rule(MUST)))
    assert [verdict.points for verdict in one.check("Rest.")] == [7.0]
    both = book(block.format("ours") + block.format("theirs") + rule(MUST))
    with pytest.raises(RulesError, match="ours, theirs"):
        Checker(both)
    assert Checker(both, both.weights[1]).weights.name == "theirs"


def test_a_book_that_cannot_work_is_refused_with_every_problem() -> None:
    whole = book(rule("must escalate to urgent") + rule('must mention "x"').replace("test.one", "test.two"))
    with pytest.raises(RulesError, match="C101") as caught:
        Checker(whole.model_copy(update={"ladder": whole.ladder[:1]}))
    assert [problem.code for problem in caught.value.problems] == ["C101"]


EXAMPLES = """
rule test.one "A rule"
  harm mild
  when input mentions "valve" and risk is high
  must never advise "stop ... warfarin"
  source "a guideline"
  fails "Stop warfarin."
  fails "Stop warfarin." given "I have a valve." and risk is high
  passes "Stop warfarin." given "I have a valve." and risk is low
"""


def test_examples_take_when_as_true_where_nothing_is_given() -> None:
    one = Checker(book(EXAMPLES, head=HEAD))
    (only,) = one.book.rules
    found = [outcomes(one.check_example(only, example)) for example in only.examples]
    assert found == [["violated"], ["violated"], ["not applicable"]]


@pytest.mark.parametrize(
    ("field", "word"),
    [("category", "Research"), ("risk", "hihg"), ("setting", "mars"), ("supervision", "")],
)
def test_an_unknown_word_about_an_answer_is_refused_and_never_looks_clean(field: str, word: str) -> None:
    with pytest.raises(ValueError, match=f"there is no {field} '{word}'"):
        checker('must mention "warfarin"').check("Wait.", **{field: word})


def test_an_answer_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="an answer is a text, not NoneType"):
        checker('must mention "warfarin"').check(None)  # type: ignore[arg-type]
