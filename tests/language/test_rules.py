"""Rules as the model holds them: each construct by example, for and against."""

from __future__ import annotations

from datetime import date

import pytest

from medrules.model.phrase import Named
from medrules.model.rule import (
    And,
    Escalates,
    Given,
    Metadata,
    MustEscalate,
    MustInclude,
    MustNotEscalateAbove,
    MustSay,
    MustStayUnder,
    Not,
    Or,
    Says,
)

from .reading import HEAD, codes, condition, obligation, read, rule, sound


def names(target: object) -> list[str]:
    return [term.name for term in target.terms if isinstance(term, Named)]  # type: ignore[attr-defined]


# ------------------------------------------------------------------ obligations


@pytest.mark.parametrize("verb", ["mention", "say", "advise", "advise against", "ask about"])
@pytest.mark.parametrize("never", [False, True])
def test_verbs(verb: str, never: bool) -> None:
    found = obligation(f"must {'never ' if never else ''}{verb} a")
    assert isinstance(found, MustSay)
    assert (found.verb, found.never, names(found.target)) == (verb, never, ["t/a"])
    assert found.text == f"must {'never ' if never else ''}{verb} a"


@pytest.mark.parametrize(
    ("text", "quantity", "least"),
    [
        ("must say a", "any", 1),
        ("must say any of a, b", "any", 1),
        ("must say all of a, b", "all", 1),
        ("must say at least 2 of a, b, c", "at least", 2),
        ("must never say a, b", "any", 1),
        ("must never say all of a, b", "all", 1),
    ],
)
def test_quantities(text: str, quantity: str, least: int) -> None:
    found = obligation(text)
    assert isinstance(found, MustSay)
    assert (found.target.quantity, found.target.least) == (quantity, least)
    assert found.text == text


def test_placements() -> None:
    text = (
        "must advise a unconditionally before any of b, c within the first 2 sentences "
        'in section "Plan" in the same sentence as all of b, c'
    )
    found = obligation(text)
    assert isinstance(found, MustSay)
    assert found.unconditionally
    assert found.before is not None and names(found.before) == ["t/b", "t/c"]
    assert found.placement.first_sentences == 2
    assert found.placement.section == "Plan"
    assert found.placement.same_sentence_as is not None
    assert found.placement.same_sentence_as.quantity == "all"


def test_escalation() -> None:
    found = obligation("must escalate to emergency within 90 minutes")
    assert isinstance(found, MustEscalate)
    assert (found.level, found.within_hours) == ("emergency", 1.5)
    ceiling = obligation("must not escalate above routine")
    assert isinstance(ceiling, MustNotEscalateAbove)
    assert ceiling.level == "routine"


@pytest.mark.parametrize(
    ("time", "hours"),
    [("1 hour", 1), ("24 hours", 24), ("2 days", 48), ("1 week", 168), ("30 min", 0.5), ("2h", 2)],
)
def test_times(time: str, hours: float) -> None:
    found = obligation(f"must escalate to urgent within {time}")
    assert isinstance(found, MustEscalate)
    assert found.within_hours == hours


def test_sections_and_length() -> None:
    found = obligation('must include sections any of "Plan", "Next steps" before a')
    assert isinstance(found, MustInclude)
    assert (found.sections, found.quantity) == (("Plan", "Next steps"), "any")
    assert found.before is not None
    single = obligation('must include section "Plan"')
    assert isinstance(single, MustInclude)
    assert single.text == 'must include sections "Plan"'
    short = obligation("must stay under 300 words")
    assert isinstance(short, MustStayUnder)
    assert short.words == 300


def test_unless_and_harm_belong_to_the_obligation_before() -> None:
    book = sound(rule("must say a unless output says b in the same sentence with harm death must say c"))
    first, second = book.rules[0].obligations
    assert isinstance(first.unless, Says)
    assert first.unless.placement.same_sentence
    assert (first.harm, second.harm) == ("death", "mild")
    assert second.unless is None
    assert (first.number, second.number) == (1, 2)
    assert first.text == "must say a unless output says b in the same sentence with harm death"


def test_harm_may_stand_before_unless() -> None:
    assert obligation("must say a with harm severe unless risk is low").harm == "severe"


# ------------------------------------------------------------------ conditions


def test_says() -> None:
    found = condition('input mentions all of a, "(left|right) arm" within the first sentence in section "History"')
    assert isinstance(found, Says)
    assert (found.side, found.verb, found.target.quantity) == ("input", "mention", "all")
    assert (found.placement.first_sentences, found.placement.section) == (1, "History")


def test_other_clauses() -> None:
    escalates = condition("output escalates to urgent")
    assert isinstance(escalates, Escalates)
    assert escalates.level == "urgent"
    category = condition("category is research, patient-communication/messaging")
    assert isinstance(category, Metadata)
    assert category.values == ("research", "patient-communication/messaging")
    assert condition("supervision is none").values == ("none",)  # type: ignore[union-attr]


def test_and_or_not() -> None:
    found = condition("(input mentions a or not risk is high) and output advises against b")
    assert isinstance(found, And)
    either, second = found.conditions
    assert isinstance(either, Or)
    assert isinstance(either.conditions[1], Not)
    assert isinstance(second, Says)
    assert second.verb == "advise against"


# ------------------------------------------------------------------ a rule's slots


def test_every_slot() -> None:
    book = sound(
        HEAD
        + """rule stroke.call "Call"
          for patient-communication/messaging, decision-support
          harm severe status production leads to missed
          must escalate to emergency
          because "Time." source "One", "Two" source "Three" author "A" keywords "k", "l"
          known false positives "Old strokes" not waivable"""
    )
    found = book.rules[0]
    assert found.categories == ("patient-communication/messaging", "decision-support")
    assert (found.harm, found.status, found.hazard) == ("severe", "production", "missed")
    assert found.sources == ("One", "Two", "Three")
    assert (found.because, found.author, found.keywords) == ("Time.", "A", ("k", "l"))
    assert (found.known_false_positives, found.not_waivable) == ("Old strokes", True)
    assert (found.location.line, found.location.column) == (9, 1)


def test_a_rule_takes_its_packs_status() -> None:
    book = sound('medrules 1 pack "P" status production rule x "T" harm mild must say "a"')
    assert book.rules[0].status == "production"
    assert book.rules[0].pack == "P"


@pytest.mark.parametrize(
    "text",
    [
        'medrules 1 pack "P" status retired rule x "T" harm mild must say "a"',
        'medrules 1 rule x "T" harm mild status retired must say "a"',
    ],
)
def test_retired_rules_do_not_run(text: str) -> None:
    assert sound(text).rules == ()


def test_a_title_page() -> None:
    book = sound(
        'medrules 1 pack "P" version 1.2.0 owner "o" specialist "s" '
        'approved by "a" on 2026-01-02 review by 2027-10-01'
    )
    page = book.packs[0]
    assert (page.title, page.version, page.status, page.owner, page.specialist) == (
        "P",
        "1.2.0",
        "testing",
        "o",
        "s",
    )
    assert (page.approved_by, page.approved_on, page.review_by) == ("a", date(2026, 1, 2), date(2027, 10, 1))


def test_a_file_without_title_page_is_called_by_its_name() -> None:
    assert sound("medrules 1").packs[0].title == "t"


# ------------------------------------------------------------------ examples


def examples(text: str) -> list[tuple[str, bool, str, Given | None, int | None]]:
    found = sound(rule(f"must say a {text}")).rules[0].examples
    return [(each.expects, each.todo, each.text, each.given, each.violating) for each in found]


def test_examples() -> None:
    assert examples('passes "p" fails "f" given "g" violating 1 todo passes "tp" todo fails "tf"') == [
        ("passes", False, "p", None, None),
        ("fails", False, "f", Given(text="g"), 1),
        ("passes", True, "tp", None, None),
        ("fails", True, "tf", None, None),
    ]


def test_situations() -> None:
    found = examples('fails "f" given risk is high and "g" and category is research and supervision is none')
    metadata = (("risk", "high"), ("category", "research"), ("supervision", "none"))
    assert found[0][3] == Given(text="g", metadata=metadata)


def test_a_text_of_several_lines() -> None:
    text = 'fails """\n    # Plan – “rest”\n\n      - tea \\"hot\\"\n    """'
    assert examples(text)[0][2] == '# Plan – “rest”\n\n  - tea "hot"'
    assert examples('fails """one\ntwo"""')[0][2] == "one\ntwo"
    assert examples("fails ”””He said “go”””” ")[0][2] == "He said “go”"


def test_a_conversation() -> None:
    text = (
        '"""\n Patient: My arm is weak.\n Answer: Since when?\n Patient: An hour.\n answer: Call 911.\n Now.\n """'
    )
    found = examples(f"fails {text} given risk is high")[0]
    assert found[2] == "Since when?\n\nCall 911.\nNow."
    assert found[3] == Given(text="My arm is weak.\n\nAn hour.", metadata=(("risk", "high"),))


def test_an_answer_that_quotes_a_patient_is_no_conversation() -> None:
    assert examples('fails """Patient: rest.\nDrink tea."""')[0][2] == "Patient: rest.\nDrink tea."


# ------------------------------------------------------------------ warnings


def warnings(text: str) -> list[str]:
    _, problems = read(text)
    assert all(problem.severity == "warning" for problem in problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('must say a fails "f"', []),
        ("must say a", ["W601"]),
        ('must say a todo fails "f"', []),
        ('must say a must say b fails "f"', []),
        ('must say a must say b fails "f" violating 2', ["W601"]),
        ('when input mentions b must say a fails "f"', ["W602"]),
        ('when not (risk is high or input mentions b) must say a fails "f"', ["W602"]),
        ('when input mentions b must say a fails "f" given "bb"', []),
        ('when risk is high must say a fails "f"', []),
    ],
)
def test_missing_examples_are_warnings(body: str, expected: list[str]) -> None:
    assert warnings(rule(body)) == expected


def test_a_missing_source() -> None:
    assert warnings(f'{HEAD} rule x "T" harm moderate must say a fails "f"') == ["W501"]
    assert codes(f'{HEAD} rule x "T" harm severe must say a fails "f"') == ["E514"]
    assert codes(f'{HEAD} rule x "T" harm mild must say a with harm death fails "f"') == ["E514"]
    assert codes(f'{HEAD} rule x "T" harm severe must say a fails "f" source " "') == ["E514"]


# ------------------------------------------------------------------ text from word processors


def test_pasted_text() -> None:
    pasted = (
        "MEDRULES 1\nConcept One–Sided is “weak ‘arm’”, “can’t lift”  # a – comment\n"
        "Rule Stroke.One-Sided “A – title” Harm SEVERE\u00a0Must Never Say One–Sided Source “S”"
    )
    book = sound(pasted)
    found = book.rules[0]
    assert (found.id, found.title) == ("stroke.one-sided", "A – title")
    assert names(found.obligations[0].target) == ["t/one-sided"]  # type: ignore[union-attr]


def test_a_hash_in_a_text_is_no_comment() -> None:
    book = sound(rule('must say "grade #3" because "a # b" # and a "comment"'))
    assert book.rules[0].because == "a # b"
    assert obligation('must say "grade #3"').text == 'must say "grade #3"'


def test_white_space_means_nothing() -> None:
    text = HEAD + 'rule x "T" harm mild when input mentions a must say any of a,b fails "f" given "g"'
    spread = text.replace(" ", "\n \t ").replace("make\n \t an\n \t ", "").replace("call\n \t ", "")
    assert len(sound(spread).rules) == len(sound(text).rules) == 1
