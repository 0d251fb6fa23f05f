"""``record …`` in conditions: what is stated, what is not, and what cannot be read."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules import read_record
from medrules.checking.checker import Checker
from medrules.checking.record.comparing import Fault, compare
from medrules.engines.local import run
from medrules.model.case import Sample
from medrules.model.quantity import Quantity
from medrules.model.record import Measured, Record
from medrules.model.rule import Comparison
from medrules.model.verdict import Verdict
from medrules.records.values import measured
from tests.checking.books import book, checker, rule
from tests.checking.records import record

DUTY = 'must mention "ambulance"'
APPLIES, NOT, ERROR = "violated", "not applicable", "error"


def check(when: str | None, stated: Record | None, duty: str = DUTY, answer: str = "Rest.") -> Verdict:
    (found,) = checker(duty, when=when).check(answer, record=stated)
    return found


AGES = [
    ("record age below 5 years", "18 months", APPLIES),
    ("record age below 5 years", "4 years 11 months", APPLIES),
    ("record age below 5 years", "60 months", NOT),
    ("record age at least 5 years", "60 months", APPLIES),
    ("record age at most 5 years", "60 months", APPLIES),
    ("record age above 5 years", "60 months", NOT),
    ("record age is 5 years", "5", APPLIES),
    ("record age below 28 days", "3 weeks", APPLIES),
    ("record age below 28 days", "28 days", NOT),
    ("record age above 64 years", "71-year-old", APPLIES),
    ("record age above 64 years", "adult", ERROR),
    ("record age above 64 years", "71 mg", ERROR),
]
LABS = [
    ("record potassium above 5.5 mmol/L", "5.9 mmol/L", APPLIES),
    ("record potassium above 5.5 mmol/L", "5.9 mEq/L", APPLIES),
    ("record potassium above 5.5 mmol/L", "5.5 mmol/L", NOT),
    ("record potassium above 5.5 mmol/L", "5.9", ERROR),
    ("record potassium above 5.5 mmol/L", "5.9 kg", ERROR),
    ("record potassium above 5.5 mmol/L", "5.9 zorks", ERROR),
    ("record potassium above 5.5 mmol/L", "haemolysed", ERROR),
    ("record potassium above 5.5 mmol/L", "5.9 mmol/L (H)", APPLIES),
    ("record egfr below 30 mL/min/1.73m2", "> 90", NOT),
    ("record egfr below 30 mL/min/1.73m2", "<15", APPLIES),
    ("record egfr below 30 mL/min/1.73m2", "<60", ERROR),
    ("record egfr at least 90 mL/min/1.73m2", ">=90", APPLIES),
    ("record egfr above 90 mL/min/1.73m2", ">=90", ERROR),
    ("record glucose above 10 mmol/L", "200 mg/dL", APPLIES),
    ("record inr above 3", "3.4", APPLIES),
    ("record inr above 3", [{"value": "3.4", "date": "2026-02-01"}, {"value": "2.1", "date": "2026-03-01"}], NOT),
    (
        "record inr above 3",
        [{"value": "3.4", "date": "2026-03-01"}, {"value": "2.1", "date": "2026-02-01"}],
        APPLIES,
    ),
]
LISTS: list[tuple[str, dict[str, Any], str]] = [
    ('record medications include "warfarin"', {"medications": ["warfarin 5 mg daily"]}, APPLIES),
    ('record medications include "warfarin"', {"medications": ["Coumadin 5 mg daily"]}, APPLIES),
    ('record medications include "Coumadin"', {"medications": ["warfarin 5 mg daily"]}, APPLIES),
    ('record medications include "acetaminophen"', {"medications": ["paracetamol 1 g"]}, APPLIES),
    ('record medications include "warfarin"', {"medications": ["warfrin 5 mg daily"]}, APPLIES),
    ('record medications include "warfarin"', {"medications": ["apixaban 5 mg twice daily"]}, NOT),
    ('record medications include "warfarin"', {"medications": ["warfarin 5 mg daily (stopped 2026-05-01)"]}, NOT),
    (
        'record medications include "warfarin"',
        {"medications": [{"name": "warfarin", "stopped": "2026-05-01"}]},
        NOT,
    ),
    ('record medications include "warfarin"', {"medications": ["warfarin (held)"]}, APPLIES),
    ('record medications include "warfarin"', {"medications": ["warfarin (planned)"]}, APPLIES),
    ('record medications include "warfarin"', {"medications": [{"name": "warfarin", "status": "eh"}]}, ERROR),
    ('record medications include "warfarin"', {"medications": [{"name": "aspirin", "status": "eh"}]}, NOT),
    ('record medications include "warfarin"', {"medications": "none"}, NOT),
    ('record medications include "aspirin", "warfarin"', {"medications": ["warfarin"]}, APPLIES),
    ('record problems include "hypertension"', {"problems": ["HTN"]}, APPLIES),
    ('record problems include "pneumonia"', {"problems": ["pneumonia (resolved)"]}, NOT),
    ('record problems include "stroke"', {"problems": ["previous stroke"]}, APPLIES),
    ('record problems include "stroke"', {"problems": ["family history of stroke"]}, NOT),
    ('record problems include "diabetes"', {"problems": ["no diabetes"]}, NOT),
    ('record allergies include "penicillin"', {"allergies": ["Penicillins (anaphylaxis)"]}, APPLIES),
    ('record allergies include "penicillin"', {"allergies": "NKDA"}, NOT),
    ('record labs include "troponin"', {"labs": {"hs-troponin": "pending"}}, APPLIES),
    ('record documents include "do not resuscitate"', {"documents": ["Do not resuscitate order"]}, APPLIES),
    (
        'record documents include "lives alone"',
        {"documents": [{"title": "Letter", "text": "She lives alone.", "status": "superseded"}]},
        NOT,
    ),
]
WORDS: list[tuple[str, dict[str, Any], str]] = [
    ("record pregnant is yes", {"pregnant": True}, APPLIES),
    ("record pregnant is yes", {"pregnant": "no"}, NOT),
    ("record pregnant is no", {"pregnant": "not pregnant"}, APPLIES),
    ("record pregnant is yes", {"pregnant": "perhaps"}, ERROR),
    ("record breast-feeding is yes", {"breast-feeding": "yes"}, APPLIES),
    ("record sex is female", {"sex": "F"}, APPLIES),
    ("record sex is female", {"sex": "male"}, NOT),
]
VITALS = [
    ("record systolic above 180 mmHg", {"BP": "190/100"}, APPLIES),
    ("record diastolic above 100 mmHg", {"blood pressure": "190/100 mmHg"}, NOT),
    ("record diastolic above 100 mmHg", {"blood pressure": "high"}, ERROR),
    ("record oxygen-saturation below 92 %", {"SpO2": 88}, APPLIES),
    ("record oxygen-saturation below 92 %", {"SpO2": "97 %"}, NOT),
    ("record temperature above 38 °C", {"temp": "101.5 °F"}, APPLIES),
    ("record heart-rate above 100 bpm", {"HR": "110 bpm"}, APPLIES),
    ("record gcs below 9", {"GCS": "8/15"}, APPLIES),
]


@pytest.mark.parametrize(("when", "age", "outcome"), AGES)
def test_age(when: str, age: str, outcome: str) -> None:
    assert check(when, record(age=age)).verdict == outcome


@pytest.mark.parametrize(("when", "value", "outcome"), LABS)
def test_laboratory_values(when: str, value: object, outcome: str) -> None:
    name = when.split()[1]
    assert check(when, record(labs={name: value})).verdict == outcome


@pytest.mark.parametrize(("when", "vitals", "outcome"), VITALS)
def test_vital_signs(when: str, vitals: dict[str, object], outcome: str) -> None:
    assert check(when, record(vitals=vitals)).verdict == outcome


@pytest.mark.parametrize(("when", "stated", "outcome"), LISTS + WORDS)
def test_lists_and_words(when: str, stated: dict[str, Any], outcome: str) -> None:
    assert check(when, record(**stated)).verdict == outcome


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ("record age below 5 years", "age"),
        ("record potassium above 5 mmol/L", "potassium"),
        ('record allergies include "latex"', "allergies"),
        ("record pregnant is yes", "pregnant"),
        ("not record pregnant is yes", "pregnant"),
    ],
)
@pytest.mark.parametrize(
    "stated", [None, record(), record(age="unknown", pregnant=None, labs={"potassium": None})]
)
def test_what_is_not_stated_is_unknown(when: str, field: str, stated: Record | None) -> None:
    found = check(when, stated)
    assert (found.verdict, found.reason) == (NOT, f"The record lacks {field}.")


T, F, U, E = record(pregnant="yes"), record(pregnant="no"), record(), record(pregnant="perhaps")
TRUTHS = {"T": "yes", "F": "no", "U": None, "E": "perhaps"}
AND = {
    "TT": "T",
    "TF": "F",
    "FF": "F",
    "TU": "U",
    "FU": "F",
    "UU": "U",
    "TE": "E",
    "FE": "F",
    "UE": "E",
    "EE": "E",
}
OR = {"TT": "T", "TF": "T", "FF": "F", "TU": "T", "FU": "U", "UU": "U", "TE": "T", "FE": "E", "UE": "E", "EE": "E"}
OUTCOMES = {"T": APPLIES, "F": NOT, "U": NOT, "E": ERROR}


@pytest.mark.parametrize(("one", "other"), list(product("TFUE", repeat=2)))
@pytest.mark.parametrize(("word", "table"), [("and", AND), ("or", OR)])
def test_truth_tables(word: str, table: dict[str, str], one: str, other: str) -> None:
    expected = table.get(one + other) or table[other + one]
    stated = {"pregnant": TRUTHS[one], "breast-feeding": TRUTHS[other]}
    found = check(f"record pregnant is yes {word} record breast-feeding is yes", record(**stated))
    assert found.verdict == OUTCOMES[expected]
    assert ("The record lacks" in found.reason) == (expected == "U")


@pytest.mark.parametrize(("value", "expected"), [("T", "F"), ("F", "T"), ("U", "U"), ("E", "E")])
def test_not(value: str, expected: str) -> None:
    found = check("not record pregnant is yes", record(pregnant=TRUTHS[value]))
    assert found.verdict == OUTCOMES[expected]


@pytest.mark.parametrize(
    ("stated", "outcome"), [(T, NOT), (F, "violated"), (U, "violated"), (None, "violated"), (E, ERROR)]
)
def test_an_exception_that_is_not_known_excuses_nothing(stated: Record | None, outcome: str) -> None:
    found = check(None, stated, f"{DUTY} unless record pregnant is yes")
    assert found.verdict == outcome
    assert ("the record lacks pregnant" in found.reason) == (outcome == "violated" and stated is not F)


def test_an_empty_answer_is_an_error_where_the_rule_applies() -> None:
    assert check("record pregnant is yes", T, answer="").verdict == ERROR
    assert check("record pregnant is yes", F, answer="").verdict == NOT


def test_what_is_lacking_is_told_for_each_rule_whatever_the_number_of_workers() -> None:
    rules = book(rule(DUTY, when="record potassium above 5 mmol/L and record age above 18 years"))
    samples = [
        Sample(case="c", id=str(number), output="Rest.", file="a", line=number, record=stated)
        for number, stated in enumerate([None, record(age="3"), record(age="30"), record(labs={"K": "9 mmol/L"})])
    ]
    lacking = [found.lacking for found in run(samples, rules)]
    both = (("test.one", "potassium"), ("test.one", "age"))
    assert lacking == [both, (), (("test.one", "potassium"),), (("test.one", "age"),)]
    assert [found.lacking for found in run(samples, rules, workers=2)] == lacking


EXAMPLES = """
concept blood-thinner is "(warfarin|apixaban)", "<heparin>"
concept heparin is "heparin"
rule test.given "A rule"
  harm severe
  when record medications include blood-thinner and record age above 64 years
  must mention "bleeding"
  source "a guideline"
  passes "Watch for bleeding."  given record medications include blood-thinner and record age is 71 years
  fails  "Rest."                given record medications include "heparin 5000 units" and record age is 71 years
  passes "Rest."                given record medications include "heparin (stopped)" and record age is 71 years
  passes "Rest."                given record medications include blood-thinner and record age is 700 months
  passes "Rest."                given record medications include blood-thinner
"""


def test_an_example_brings_its_record() -> None:
    loaded = book(EXAMPLES)
    (one,) = loaded.rules
    whole = Checker(loaded)
    outcomes = [verdict.verdict for example in one.examples for verdict in whole.check_example(one, example)]
    assert outcomes == ["met", "violated", NOT, NOT, NOT]


texts = st.text(st.sampled_from("0123456789.,<>=/- mglLo%°C(H)"), max_size=14)


@given(texts, st.sampled_from(["is", "above", "below", "at least", "at most"]), st.floats(-1e6, 1e6))
def test_any_value_compares_or_says_why_not(text: str, comparison: Comparison, limit: float) -> None:
    found = compare("potassium", measured(text), comparison, Quantity(amount=limit, unit="mmol/L"))
    assert isinstance(found, bool) or (isinstance(found, Fault) and found.why)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_above_is_not_at_most_and_below_is_not_at_least(amount: float, limit: float) -> None:
    value = Measured(text="x", quantity=Quantity(amount=amount, unit="kg"))
    to = Quantity(amount=limit, unit="kg")
    assert compare("weight", value, "above", to) is not compare("weight", value, "at most", to)
    assert compare("weight", value, "below", to) is not compare("weight", value, "at least", to)
    assert not (compare("weight", value, "above", to) and compare("weight", value, "below", to))


def test_a_program_reads_a_record() -> None:
    stated = read_record({"pregnant": True})
    assert stated == record(pregnant="true")
    assert check("record pregnant is yes", stated).verdict == APPLIES
    with pytest.raises(ValueError, match="a record has no 'medication'"):
        read_record({"medication": []})


def test_tests_and_vital_signs_of_an_example() -> None:
    loaded = book(
        rule(
            DUTY,
            'passes "Rest." given record labs include "troponin T 14 ng/L" and record sex is male',
            'fails "Rest." given record labs include "troponin T 14 ng/L" and record sex is female',
            when='record labs include "troponin" and record sex is female',
        )
    )
    whole = Checker(loaded)
    outcomes = [whole.check_example(loaded.rules[0], one)[0].verdict for one in loaded.rules[0].examples]
    assert outcomes == [NOT, APPLIES]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"allergies": []}, APPLIES),
        ({"allergies": ["NKDA"]}, APPLIES),
        ({"allergies": ["penicillin"]}, NOT),
        ({"age": "7"}, NOT),
    ],
)
def test_a_list_may_be_asked_to_be_empty(stated: dict[str, Any], expected: str) -> None:
    assert check("record allergies is none", read_record(stated)).verdict == expected


def test_what_is_stopped_leaves_a_list_empty() -> None:
    when = "record medications is none"
    assert check(when, read_record({"medications": ["warfarin (stopped)"]})).verdict == APPLIES
    odd = read_record({"medications": [{"name": "warfarin", "status": "see chart"}]})
    assert check(when, odd).verdict == ERROR


def test_an_unreadable_value_beside_the_same_sentence_is_an_error() -> None:
    duty = (
        'must never advise "spironolactone" '
        'unless output advises "call ... cardiologist" in the same sentence and record potassium below 5 mmol/L'
    )
    odd = read_record({"labs": {"potassium": "haemolysed"}})
    together = "Take spironolactone and call your cardiologist."
    assert check(None, odd, duty, together).verdict == ERROR
    assert check(None, odd, duty, "Take spironolactone.").verdict == APPLIES
    assert check(None, odd, duty, f"{together} Take spironolactone.").verdict == APPLIES
    assert check(None, odd, duty, "Do not take spironolactone.").verdict == "met"

    dose = duty.replace('"spironolactone"', '"spironolactone" above 50 mg per day', 1)
    beside = "Take spironolactone 100 mg daily and call your cardiologist."
    assert check(None, odd, dose, beside).verdict == ERROR
    assert check(None, odd, dose, f"{beside} Take spironolactone 200 mg daily.").verdict == APPLIES


@pytest.mark.parametrize(
    ("when", "stated"),
    [
        ('record problems include "heart failure"', {"problems": ["CCF"]}),
        ('record problems include "diabetes"', {"problems": ["DM2"]}),
        ('record problems include "diabetes"', {"problems": ["IDDM"]}),
        ('record problems include "chronic kidney disease"', {"problems": ["CKD3b"]}),
        ('record allergies include "penicillin"', {"allergies": ["Pen V"]}),
        ('record medications include "warfarin"', {"medications": ["Marevan 3 mg"]}),
        ("record creatinine above 2 mg/dL", {"labs": {"creatinine": "250 micromol/L"}}),
    ],
)
def test_short_forms_that_wards_write(when: str, stated: dict[str, Any]) -> None:
    assert check(when, read_record(stated)).verdict == APPLIES
