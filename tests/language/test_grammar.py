"""The grammar: no conflict, every start symbol, every form of the language accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from medrules.language import writing
from medrules.language.desk import tokens_of
from medrules.language.grammar import build, parse, parser, quick_tree, reserved
from medrules.language.source import Source
from medrules.model.rule import Rule
from medrules.shipped import folder

from .test_printing import rules

MODEL = Path(__file__).parents[2] / "medrules" / "model"

ACCEPTED = [
    "medrules 1",
    'pack "T"',
    'pack "T" version 1.2.0 status testing owner "o" specialist "s" approved by "a" on 2026-01-01',
    'pack "T" review by 2027-01-01',
    'pack "T" version "second edition"',
    "use common",
    "use common, escalation, weights",
    'concept a is "b"',
    'concept a "A" is "b", exactly "PE", c, "d" near "e" within 3 words',
    'escalation urgent "Today" is "today", tonight',
    'hazard h "H" initial severity death likelihood likely',
    'hazard h "H" cause "c" effect "e" control "k" owner "o" residual severity minor likelihood "very low"',
    'weights w "W" harm none 0, mild 1.5 category research times 2 setting home times 1 supervision none times 2',
    'adopt pack "T" version 1.2.0 as production approved by "a" on 2026-11-01 review by 2027-11-01 text "ab12"',
    'adopt rule x.y as testing approved by "a" on 2026-11-01 text 9fa1',
    'waive x.y for case "c" until 2027-03-01 owner "o" because "b" renewed 1',
    "waive x.y until 31.12.2027",
    'sign-off p "P" for research intended use "u" guardrail "g", "h" regulatory "r"',
    'sign-off p "P" do not use for "d" void when "v" monitoring "m", "n"',
    'sign-off p "P" require no violations of harm death require harm at most 5 per case with 95% confidence',
    'sign-off p "P" require every rule exercised at least 1 time',
    'sign-off p "P" require at least 1 case reviewed with agreement at least 0.6',
    'sign-off p "P" require no worse than the last signed run by 0.2 harm per case signed by "a", "b"',
    'rule x "T"',
]
CLAUSES = [
    "input mentions a",
    "input says a, b",
    "output advises any of a, b",
    "output advises against all of a, b",
    "output asks about at least 2 of a, b, c",
    "output escalates to urgent",
    "record age below 5 years",
    "record age above 5",
    "record potassium above 5.5 mmol/L",
    "record gfr below 30 mL/min/1.73m2",
    "record wbc at least 12 x10^9/L",
    "record temperature at most 38.5 °C",
    "record troponin above 14 ng/L",
    "record bilirubin above 20 µmol/L",
    "record saturation below 92%",
    "record height above 70 inches",
    "record pregnant is yes",
    "record pregnant is no",
    'record ward is "4 West"',
    'record medications include warfarin, "heparin"',
    "category is research, administration/finance",
    "risk is high",
    "setting is home, portal",
    "supervision is none",
    "not input mentions a",
    "(input mentions a or risk is high) and not (risk is low)",
    'input mentions a in the same sentence within the first 3 sentences in section "Plan"',
    "input mentions a within the first sentence",
]
OBLIGATIONS = [
    "must mention a",
    "must never mention a, b",
    "must say any of a, b before c unconditionally",
    'must advise all of a, b within the first 2 sentences in section "Plan" in the same sentence as c',
    "must advise against at least 2 of a, b, c",
    "must never ask about a",
    "must ask about a in the last answer by turn 2",
    "must never advise a above 4 g per day",
    "must never advise a above 1 g per dose",
    "must never advise a above 15 mg per kg per day",
    "must never advise a above 15 mg per week",
    "must never advise a more often than once per week",
    "must never advise a more often than 2 times per day",
    "must escalate to emergency",
    "must escalate to emergency within 24 hours",
    "must not escalate above routine",
    'must include sections all of "Medications", "Allergies"',
    'must include section "Plan"',
    "must cover record allergies",
    "must keep to record medications, labs",
    "must agree with record on all of allergies, medications",
    "must agree with record on allergies",
    "must read at grade 8 or below",
    "must stay under 300 words",
    "must list at least 3 of a, b, c",
    'must rank "ectopic pregnancy" first',
    "must list nothing beyond a, b",
    "must state confidence",
    "must say a unless output says b with harm severe",
    "must say a with harm severe unless output says b",
]
SLOTS = [
    "for research, patient-communication/messaging",
    "harm death",
    "status retired",
    "leads to missed",
    'because "b"',
    'source "a", "b"',
    'author "a"',
    'keywords "a", "b"',
    'known false positives "f"',
    "not waivable",
    'passes "t"',
    'fails "t" given "i" and risk is high and setting is home violating 2',
    'todo passes "t" given record age is 70 years and record medications include warfarin',
    'todo fails """t\nu""" given category is research/quality and supervision is none',
]


def test_the_grammar_holds_no_conflict() -> None:
    strict = build(strict=True)
    assert strict.options.parser == "lalr"
    assert strict.options.lexer == "contextual"


@pytest.mark.parametrize("text", ACCEPTED)
def test_declaration(text: str) -> None:
    assert parse(text, "declaration").children


@pytest.mark.parametrize("text", CLAUSES)
def test_clause(text: str) -> None:
    parse(f'rule x "T" when {text} must say a unless {text}', "declaration")


@pytest.mark.parametrize("text", OBLIGATIONS)
def test_obligation(text: str) -> None:
    parse(f'rule x "T" {text}', "declaration")
    parse(f"{text}\nharm severe", "statements")


@pytest.mark.parametrize("text", SLOTS)
def test_slot(text: str) -> None:
    parse(f'rule x "T" {text}\nmust say a', "declaration")


def test_a_whole_file() -> None:
    rules = "\n".join(f'rule r{number} "T" {text}' for number, text in enumerate(SLOTS + OBLIGATIONS))
    tree = parse("medrules 1\n" + "\n".join(ACCEPTED[1:]) + "\n" + rules, "start")
    assert len(tree.children) == len(ACCEPTED) + len(SLOTS) + len(OBLIGATIONS)


def test_a_vignettes_own_rules_are_statements() -> None:
    tree = parse('when risk is high must say a must never say b harm severe because "c"', "statements")
    assert [str(child.data) for child in tree.iter_subtrees() if child.data == "obligation"] == ["obligation"] * 2


@pytest.mark.parametrize(
    "text",
    [
        'concept a is "b" harm mild',
        "must say a",
        'rule x "T" passes "t" violating 1',
        "use a/b",
        "usecommon",
        "use 5",
    ],
)
def test_what_is_no_declaration(text: str) -> None:
    with pytest.raises(UnexpectedInput):
        parse(text, "declaration")


@pytest.mark.parametrize("word", sorted(reserved()))
def test_no_word_of_the_language_is_a_name(word: str) -> None:
    with pytest.raises(UnexpectedInput):
        parse(f'concept {word} is "b"', "declaration")
    with pytest.raises(UnexpectedInput):
        parse(f'rule x "T" must say any of a, {word}', "declaration")


def test_the_closed_vocabularies_are_no_words_of_the_language() -> None:
    names: set[str] = set()
    for category in json.loads((MODEL / "taxonomy.json").read_text())["categories"]:
        names.add(category["short"])
        names.update(sub["short"] for sub in category["subcategories"])
    situations = json.loads((MODEL / "situations.json").read_text())
    names.update(*(situations[kind] for kind in ("risk", "setting", "supervision")))
    names.update(["none", "mild", "moderate", "severe", "death", "testing", "production", "retired"])
    assert names & reserved() == set()


def test_every_keyword_is_accepted_in_any_case() -> None:
    text = 'rule x "T" harm mild when input mentions a and not risk is high must never say b unless output says a'
    assert parse(text.upper(), "declaration").children
    assert parse(text.title(), "declaration").children


def test_the_grammar_ships() -> None:
    assert (folder("grammar") / "medrules.lark").is_file()
    assert parser() is parser()


def both_ways(text: str) -> None:
    """What is cut in one pass is parsed as the lexer of the grammar would have it, or left to that."""
    quick = quick_tree(text, "declaration")
    try:
        slow = parser().parse(text, start="declaration")
    except UnexpectedInput:
        assert quick is None
        return
    assert quick == slow
    assert [(t.type, t.start_pos, t.end_pos) for t in tokens_of(quick)] == [
        (t.type, t.start_pos, t.end_pos) for t in tokens_of(slow)
    ]


@pytest.mark.parametrize("path", sorted(folder("rules").glob("*.rules")), ids=lambda path: path.stem)
def test_a_shipped_pack_is_cut_as_the_grammar_cuts_it(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    for chunk in source.chunks:
        both_ways(source.code[chunk.start : chunk.end])


WORDS = [*sorted(reserved()), "a", "x.2", "mg", "mmol/L", "x10^9/L", "5", "5.50", "2027-01-01", "1.2.0", "9f86"]
MARKS = [",", "(", ")", "/", "%", '"a"', '"""b"""', "“c”", "#d\n", "\n", '"', "usecommon", "é", "°C", "-", "="]
pieces = st.sampled_from(WORDS + MARKS)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=14), st.sampled_from([" ", ""]))
def test_any_words_are_cut_as_the_grammar_cuts_them(words: list[str], joiner: str) -> None:
    both_ways('rule a.b "t" harm mild ' + joiner.join(words))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rules(), st.data())
def test_any_rule_is_cut_as_the_grammar_cuts_it(rule: Rule, data: st.DataObject) -> None:
    text = writing.rule(rule, "testing")
    both_ways(text)
    at = data.draw(st.integers(0, len(text)))
    both_ways(text[:at] + data.draw(st.sampled_from(["", " ", '"', "5", "-", "x", ","])) + text[at + 1 :])
