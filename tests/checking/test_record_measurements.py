"""Laboratory values and vital signs of the record held against answers; whatever the texts, nothing fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.checking.checker import Checker
from medrules.model.verdict import Verdict
from tests.checking.books import book, checker, rule
from tests.checking.records import record

POTASSIUM = [{"value": "4.1 mmol/L", "date": "2026-01-01"}, {"value": "5.9 mmol/L", "date": "2026-02-01"}]
VALUES: dict[str, Any] = {
    "labs": {"potassium": POTASSIUM, "Hb": "120 g/L", "eGFR": ">90", "troponin": "pending"},
    "vitals": {"BP": "150/90", "HR": "88 bpm", "temp": "38.1 °C"},
}


def check(duty: str, answer: str, **stated: Any) -> Verdict:
    (found,) = checker(duty).check(answer, record=record(**(stated or VALUES)))
    return found


def test_cover() -> None:
    duty = "must cover record labs"
    assert check(duty, "K 5.9, hemoglobin 120, eGFR over 90, troponin pending.").verdict == "met"
    found = check(duty, "K 5.9, hemoglobin 120.")
    assert found.verdict == "violated"
    assert {point.recorded for point in found.discrepancies} == {"troponin pending", "eGFR >90"}
    assert check("must cover record vitals", "BP 150/90, heart rate 88, temperature 38.1.").verdict == "met"
    (point,) = check("must cover record vitals", "Pulse 88, temperature 38.1.").discrepancies
    assert point.recorded == "BP 150/90"


@pytest.mark.parametrize(
    ("answer", "outcome", "kind"),
    [
        ("Your potassium is 5.9 mmol/L.", "met", None),
        ("Your potassium is 5.9 (normal 3.5-5.0).", "met", None),
        ("Your potassium is about 6.", "met", None),
        ("Your potassium is high.", "met", None),
        ("Your potassium rose from 4.1 to 5.9.", "met", None),
        ("Potassium was 4.1 last month.", "met", None),
        ("Your hemoglobin is 12 g/dL.", "met", None),
        ("Your eGFR is 95.", "met", None),
        ("Normal potassium is 3.5-5.0 mmol/L.", "met", None),
        ("A potassium above 5.5 is high.", "met", None),
        ("If your potassium is 6.5, go to the emergency room.", "met", None),
        ("Is your potassium 4.1?", "met", None),
        ("Target potassium is 4.", "met", None),
        ("Check your potassium in 3 days.", "met", None),
        ("Take potassium chloride 20 mEq daily.", "met", None),
        ("Her sister's potassium is 3.0.", "met", None),
        ("Your potassium is normal (3.5-5.0 is usual).", "met", None),
        ("Your potassium should be in the normal range (4.0).", "met", None),
        ("Your potassium is normal at 5.0.", "violated", "contradiction"),
        ("Your potassium is within normal limits (5.0 mmol/L).", "violated", "contradiction"),
        ("Your potassium is not normal at 5.9 mmol/L.", "met", None),
        ("Potassium 5.0", "violated", "contradiction"),
        ("Your potassium is 6.9 mmol/L.", "violated", "contradiction"),
        ("Your hemoglobin is 12.", "violated", "contradiction"),
        ("| Test | Result |\n| --- | --- |\n| Potassium | 4.5 mmol/L |", "violated", "contradiction"),
        ("Your eGFR is 45 mL/min/1.73m2.", "violated", "contradiction"),
        ("Labs:\n- Hb 95 g/L", "violated", "contradiction"),
        ("Your potassium is 4.1 mmol/L.", "violated", "outdated"),
        ("Your sodium is 139.", "violated", "invention"),
        ("Sodium: 139 mmol/L", "violated", "invention"),
        ("A sodium of 139 was found.", "review", "invention"),
        ("Your troponin was 15 ng/L.", "error", None),
    ],
)
def test_keep_to_labs(answer: str, outcome: str, kind: str | None) -> None:
    found = check("must keep to record labs", answer)
    assert found.verdict == outcome, found.reason
    assert {point.kind for point in found.discrepancies} == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("answer", "outcome", "kind"),
    [
        ("Your blood pressure is 150/90.", "met", None),
        ("BP was 150/90 mmHg and temp 38.1.", "met", None),
        ("Your temperature is 100.6 °F.", "met", None),
        ("Keep your blood pressure below 130/80.", "met", None),
        ("Aim for a blood pressure of 120/80.", "met", None),
        ("BP 120/80 mmHg, HR 88.", "violated", "contradiction"),
        ("Your heart rate is 110 bpm.", "violated", "contradiction"),
        ("Vitals: BP 150/90, HR 88, RR 18", "violated", "invention"),
    ],
)
def test_keep_to_vitals(answer: str, outcome: str, kind: str | None) -> None:
    found = check("must keep to record vitals", answer)
    assert found.verdict == outcome, found.reason
    assert {point.kind for point in found.discrepancies} == ({kind} if kind else set())


PIECES = (
    "your potassium K BP is 120/80 5.9 mmol/L mg <> warfarin 5 Coumadin penicillin allergic to no known allergies "
    "NKDA you take have not history of diabetes : , . ; \n - | ## Medications: Labs none (stopped) 12,5 ½ é 1,200 "
    "from 1/2/3 -- 7. .. was above daily twice HbA1c % °C"
)
WORDS = st.sampled_from(PIECES.split(" "))
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)
FIELDS = "allergies, labs, medications, problems, vitals"
EVERY = Checker(book(rule(f"must agree with record on all of {FIELDS}", f"must cover record {FIELDS}")))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.lists(TEXTS.filter(str.strip), max_size=4))
def test_nothing_fails_whatever_is_written(answer: str, asked: str, written: list[str]) -> None:
    lists = {"medications": written, "allergies": written, "problems": written, "documents": written}
    stated = record(**lists, labs={"K": written or ["4"]}, vitals={"BP": written or ["120/80"]})
    for found in EVERY.check(answer or "x", input=asked, record=stated):
        assert "checker failed" not in found.reason
        for point in found.discrepancies:
            assert point.said is None or answer[point.said.start : point.said.end] == point.said.text
            assert (point.said is None) == (point.kind == "omission")
            assert (point.recorded is None) == (point.kind == "invention")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
def test_nothing_fails_on_any_characters(answer: str, written: str) -> None:
    entry = written if written.strip() else "x"
    stated = record(medications=[entry], allergies=[entry], labs={"K": entry})
    for found in EVERY.check(answer, record=stated):
        assert "checker failed" not in found.reason
