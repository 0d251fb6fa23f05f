"""Doses in the words that people use: how much, how often, of what body, for what time."""

from __future__ import annotations

import pytest

from medrules.text.doses import read_doses
from medrules.text.doses_model import Dose

WEEKLY = 1 / 7


def doses(text: str) -> list[Dose]:
    return read_doses(text, 0, len(text))


def the(text: str) -> Dose:
    found = doses(text)
    assert len(found) == 1, found
    return found[0]


# What is said; the least and the most of one dose; its unit; the fewest and the most times a day.
REGULAR = [
    ("two 500 mg tablets every 4–6 hours", 1000, 1000, "mg", 4, 6),
    ("two 500-mg tablets every 4 to 6 hours", 1000, 1000, "mg", 4, 6),
    ("1–2 g QID", 1, 2, "g", 4, 4),
    ("1 to 2 g four times a day", 1, 2, "g", 4, 4),
    ("1-2g q.i.d.", 1, 2, "g", 4, 4),
    ("650mg q4-6h prn", 650, 650, "mg", 4, 6),
    ("650 mg q 4 h", 650, 650, "mg", 6, 6),
    ("650 mg q4", 650, 650, "mg", 6, 6),
    ("500 mg twice a day for 7 days", 500, 500, "mg", 2, 2),
    ("500 mg bd", 500, 500, "mg", 2, 2),
    ("500 mg BID x 10 days", 500, 500, "mg", 2, 2),
    ("400 mg tds po", 400, 400, "mg", 3, 3),
    ("400 mg po TID with food", 400, 400, "mg", 3, 3),
    ("300 mg qds", 300, 300, "mg", 4, 4),
    ("20 mg od", 20, 20, "mg", 1, 1),
    ("20 mg once daily", 20, 20, "mg", 1, 1),
    ("20 mg once a day", 20, 20, "mg", 1, 1),
    ("20 mg every day", 20, 20, "mg", 1, 1),
    ("20 mg daily", 20, 20, "mg", 1, 1),
    ("20 mg nightly", 20, 20, "mg", 1, 1),
    ("20 mg nocte", 20, 20, "mg", 1, 1),
    ("20 mg mane", 20, 20, "mg", 1, 1),
    ("20 mg qhs", 20, 20, "mg", 1, 1),
    ("20 mg at bedtime", 20, 20, "mg", 1, 1),
    ("20 mg in the morning", 20, 20, "mg", 1, 1),
    ("20 mg every morning", 20, 20, "mg", 1, 1),
    ("20 mg with breakfast", 20, 20, "mg", 1, 1),
    ("20 mg in the morning and at bedtime", 20, 20, "mg", 2, 2),
    ("20 mg morning and night", 20, 20, "mg", 2, 2),
    ("20 mg at 8 am and 8 pm", 20, 20, "mg", 2, 2),
    ("20 mg with each meal", 20, 20, "mg", 3, 3),
    ("20 mg before meals", 20, 20, "mg", 3, 3),
    ("20 mg twice daily with meals", 20, 20, "mg", 2, 2),
    ("10 units at bedtime", 10, 10, "units", 1, 1),
    ("10 U SC daily", 10, 10, "U", 1, 1),
    ("5,000 IU daily", 5000, 5000, "IU", 1, 1),
    ("1.2 million units every 6 hours", 1.2, 1.2, "million units", 4, 4),
    ("5000 international units every 12 hours", 5000, 5000, "international units", 2, 2),
    ("half a tablet daily", 0.5, 0.5, "tablet", 1, 1),
    ("½ tablet daily", 0.5, 0.5, "tablet", 1, 1),
    ("1/2 tablet daily", 0.5, 0.5, "tablet", 1, 1),
    ("1½ tablets daily", 1.5, 1.5, "tablets", 1, 1),
    ("1 1/2 tablets daily", 1.5, 1.5, "tablets", 1, 1),
    ("1-1/2 tablets daily", 1.5, 1.5, "tablets", 1, 1),
    ("one and a half tablets daily", 1.5, 1.5, "tablets", 1, 1),
    ("one or two tablets 3 or 4 times a day", 1, 2, "tablets", 3, 4),
    ("half a 500 mg tablet twice daily", 250, 250, "mg", 2, 2),
    ("2 puffs every 4 hours as needed", 2, 2, "puffs", 6, 6),
    ("1 drop three times daily", 1, 1, "drop", 3, 3),
    ("5 mL of 250 mg/5 mL three times a day", 250, 250, "mg", 3, 3),
    ("10 mL (160 mg/5 mL) every 6 hours", 320, 320, "mg", 4, 4),
    ("160 mg/5 mL: 10 mL every 6 hours", 320, 320, "mg", 4, 4),
    ("1 teaspoon every 6 hours", 1, 1, "teaspoon", 4, 4),
    ("1,000 mg every 8 hours", 1000, 1000, "mg", 3, 3),
    ("1000 milligrams every eight hours", 1000, 1000, "milligrams", 3, 3),
    ("five hundred milligrams twice daily", 500, 500, "milligrams", 2, 2),
    ("twenty-five mg daily", 25, 25, "mg", 1, 1),
    ("1.5g daily", 1.5, 1.5, "g", 1, 1),
    ("0.125 mg daily", 0.125, 0.125, "mg", 1, 1),
    ("3.375 g every 6 hours", 3.375, 3.375, "g", 4, 4),
    ("٥٠٠ mg daily", 500, 500, "mg", 1, 1),
    ("５００ ｍｇ daily", 500, 500, "ｍｇ", 1, 1),
    ("500 µg daily", 500, 500, "µg", 1, 1),
    ("500 micrograms daily", 500, 500, "micrograms", 1, 1),
    ("**500 mg** *twice* daily", 500, 500, "mg", 2, 2),
    ("7.5 to 25 mg once a week", 7.5, 25, "mg", WEEKLY, WEEKLY),
    ("15 mg every Monday", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg on Mondays", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg weekly", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg once weekly", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg once per week", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg every 7 days", 15, 15, "mg", WEEKLY, WEEKLY),
    ("15 mg weekly, not daily", 15, 15, "mg", WEEKLY, WEEKLY),
    ("20 mg on Mondays and Thursdays", 20, 20, "mg", 2 * WEEKLY, 2 * WEEKLY),
    ("20 mg Monday, Wednesday and Friday", 20, 20, "mg", 3 * WEEKLY, 3 * WEEKLY),
    ("20 mg Monday through Friday", 20, 20, "mg", 5 * WEEKLY, 5 * WEEKLY),
    ("20 mg twice weekly", 20, 20, "mg", 2 * WEEKLY, 2 * WEEKLY),
    ("20 mg 3 times a week", 20, 20, "mg", 3 * WEEKLY, 3 * WEEKLY),
    ("5 mg every other day", 5, 5, "mg", 0.5, 0.5),
    ("5 mg on alternate days", 5, 5, "mg", 0.5, 0.5),
    ("5 mg qod", 5, 5, "mg", 0.5, 0.5),
    ("5 mg every 2 days", 5, 5, "mg", 0.5, 0.5),
    ("70 mg every 2 weeks", 70, 70, "mg", WEEKLY / 2, WEEKLY / 2),
    ("70 mg fortnightly", 70, 70, "mg", WEEKLY / 2, WEEKLY / 2),
    ("150 mg once a month", 150, 150, "mg", 1 / 30, 1 / 30),
    ("150 mg monthly", 150, 150, "mg", 1 / 30, 1 / 30),
    ("25 mcg every 72 hours", 25, 25, "mcg", 1 / 3, 1 / 3),
    ("400 mg every 5 hours", 400, 400, "mg", 4.8, 5),
    ("1 g 6 hourly", 1, 1, "g", 4, 4),
    ("1 g 6-hourly", 1, 1, "g", 4, 4),
    ("1 g every six hours", 1, 1, "g", 4, 4),
    ("1 g each 6 hours", 1, 1, "g", 4, 4),
    ("1 g once every 6 hours", 1, 1, "g", 4, 4),
    ("1 g 4x/day", 1, 1, "g", 4, 4),
    ("1 g 4x daily", 1, 1, "g", 4, 4),
    ("1 g four times in 24 hours", 1, 1, "g", 4, 4),
    ("1 g 4 times in any 24-hour period", 1, 1, "g", 4, 4),
    ("1 g hourly", 1, 1, "g", 24, 24),
    ("1 g at least 4 hours apart", 1, 1, "g", 1, 6),
    ("1 g every 4-6 hours, up to 4 times a day", 1, 1, "g", 4, 4),
    ("up to 1 g every 4 hours", 1, 1, "g", 6, 6),
    ("1 tablet (500 mg) up to 4 times daily", 500, 500, "mg", 4, 4),
    ("1 tab 500 mg twice daily", 500, 500, "mg", 2, 2),
    ("2 tablets of 500 mg twice daily", 1000, 1000, "mg", 2, 2),
    ("2 tablets (500 mg each) twice daily", 1000, 1000, "mg", 2, 2),
    ("2 tablets (1,000 mg total) twice daily", 1000, 1000, "mg", 2, 2),
    ("1-2 tablets (500 mg) twice daily", 500, 1000, "mg", 2, 2),
    ("1-2 tablets (500–1000 mg) twice daily", 500, 1000, "mg", 2, 2),
    ("two extra strength (500 mg) tablets twice daily", 1000, 1000, "mg", 2, 2),
    ("2 x 500 mg twice daily", 1000, 1000, "mg", 2, 2),
    ("500 mg × 2 twice daily", 1000, 1000, "mg", 2, 2),
    ("500 mg tablets: take 2 every 4 hours", 1000, 1000, "mg", 6, 6),
    ("500 mg, 2 tablets every 6 hours", 1000, 1000, "mg", 4, 4),
    ("500 mg per tablet, 2 tablets every 6 hours", 1000, 1000, "mg", 4, 4),
    ("one tablet every day (2.5 mg)", 2.5, 2.5, "mg", 1, 1),
    ("100 mcg/actuation, 2 puffs twice daily", 200, 200, "mcg", 2, 2),
    ("500 mg to 1 g every 6 hours", 0.5, 1, "g", 4, 4),
    ("500 mg-1 g every 6 hours", 0.5, 1, "g", 4, 4),
    ("1 g (1000 mg) every 4 hours", 1, 1, "g", 6, 6),
    ("1000 mg (two 500 mg tablets) every 6 hours", 1000, 1000, "mg", 4, 4),
    ("increase from 500 mg to 1 g daily", 0.5, 1, "g", 1, 1),
    ("reduce from 1 g every 4 hours to 500 mg every 6 hours", 500, 500, "mg", 4, 4),
    ("500 mg daily instead of 1 g", 500, 500, "mg", 1, 1),
    ("every 6 hours 500 mg", 500, 500, "mg", 4, 4),
    ("twice daily take 500 mg", 500, 500, "mg", 2, 2),
    ("500 mg biweekly", 500, 500, "mg", WEEKLY / 2, 2 * WEEKLY),
    ("40 mEq of it twice daily", 40, 40, "mEq", 2, 2),
    ("20 mmol twice daily", 20, 20, "mmol", 2, 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "much", "often"), [(row[0], row[1:4], row[4:]) for row in REGULAR])
def test_how_much_and_how_often(text: str, much: tuple[float, float, str], often: tuple[float, float]) -> None:
    dose = the(text)
    assert dose.kind == "dose"
    assert dose.amount is not None and dose.often is not None
    assert dose.amount[:3] == much
    assert dose.often[:2] == pytest.approx(often)
    assert dose.missing == ()


# What is said; how much; its unit; for what body; for how many hours.
RATES = [
    ("10 mcg/kg/min", 10, "mcg", "kg", 1 / 60),
    ("10 μg/kg/minute", 10, "μg", "kg", 1 / 60),
    ("10 micrograms per kg per minute", 10, "micrograms", "kg", 1 / 60),
    ("2 units/hour", 2, "units", "", 1),
    ("8 mg/h", 8, "mg", "", 1),
    ("10 mU/min", 10, "mU", "", 1 / 60),
    ("4 g a day", 4, "g", "", 24),
    ("4 g/day", 4, "g", "", 24),
    ("4 g per day", 4, "g", "", 24),
    ("4 g of it per day", 4, "g", "", 24),
    ("4 g in 24 hours", 4, "g", "", 24),
    ("4 g in any 24-hour period", 4, "g", "", 24),
    ("1,200mg/24hr", 1200, "mg", "", 24),
    ("15 mg/week", 15, "mg", "", 168),
    ("15 mg a week", 15, "mg", "", 168),
    ("75 mg/kg/day", 75, "mg", "kg", 24),
    ("75 mg per kg of body weight per day", 75, "mg", "kg", 24),
    ("75 mg/m²/day", 75, "mg", "m2", 24),
    ("75 mg/m2 per day", 75, "mg", "m2", 24),
    ("2 tablets a day", 2, "tablets", "", 24),
    ("a total of 3 g daily in divided doses", 3, "g", "", 24),
    ("3 g daily in divided doses", 3, "g", "", 24),
]


@pytest.mark.parametrize(("text", "most", "unit", "body", "hours"), RATES)
def test_an_amount_for_a_time(text: str, most: float, unit: str, body: str, hours: float) -> None:
    dose = the(text)
    assert dose.amount is not None
    assert (dose.kind, dose.amount.most, dose.amount.unit, dose.body) == ("dose", most, unit, body)
    assert dose.hours == pytest.approx(hours)
    assert dose.missing == ()


@pytest.mark.parametrize(
    ("text", "body", "each"),
    [
        ("75 mg/kg/day divided every 8 hours", "kg", 25),
        ("75 mg/kg/day in 3 divided doses", "kg", 25),
        ("3 g daily divided into 4 doses", "", 0.75),
        ("3 g/day split into three doses", "", 1),
        ("15 mg/kg/dose every 6 hours", "kg", 15),
        ("0.1 mg/kg", "kg", 0.1),
    ],
)
def test_one_dose_of_a_divided_amount(text: str, body: str, each: float) -> None:
    dose = the(text)
    assert dose.per_dose is not None
    assert (dose.body, dose.per_dose.most) == (body, pytest.approx(each))


@pytest.mark.parametrize("text", ["4 g a day", "10 mcg/kg/min", "once weekly"])
def test_one_dose_that_cannot_be_worked_out(text: str) -> None:
    assert the(text).per_dose is None


# A limit is no dose. What is said; how much; its unit; for how many hours.
LIMITS = [
    ("no more than 3,000 mg in 24 hours", 3000, "mg", 24),
    ("do not exceed 4 g", 4, "g", None),
    ("do not exceed 4 g a day", 4, "g", 24),
    ("don't take more than 4,000 milligrams per day", 4000, "milligrams", 24),
    ("don’t exceed 4 g per day", 4, "g", 24),
    ("you should not exceed 4 g in a day", 4, "g", 24),
    ("not to exceed 4 g/day", 4, "g", 24),
    ("max 4 g/day", 4, "g", 24),
    ("max. 4 g/day", 4, "g", 24),
    ("maximum of 4 g daily", 4, "g", 24),
    ("maximum daily dose is 4 g", 4, "g", 24),
    ("maximum daily dose: 4 g", 4, "g", 24),
    ("maximum dose is 4 g per day", 4, "g", 24),
    ("daily maximum of 4 g", 4, "g", 24),
    ("at most 4 g a day", 4, "g", 24),
    ("limited to 4 g a day", 4, "g", 24),
    ("stay under 3 g per day", 3, "g", 24),
    ("keep it below 3 g per day", 3, "g", 24),
    ("less than 3 g per day", 3, "g", 24),
    ("never take more than 8 tablets in 24 hours", 8, "tablets", 24),
    ("never exceed 8 tablets a day", 8, "tablets", 24),
    ("4 g is the maximum", 4, "g", None),
    ("8 tablets at most", 8, "tablets", None),
    ("avoid more than 2 g a day", 2, "g", 24),
]


@pytest.mark.parametrize(("text", "most", "unit", "hours"), LIMITS)
def test_a_stated_maximum_is_no_dose(text: str, most: float, unit: str, hours: float | None) -> None:
    dose = the(text)
    assert dose.amount is not None
    assert (dose.kind, dose.amount.most, dose.amount.unit, dose.hours) == ("limit", most, unit, hours)


def test_a_limit_of_how_often() -> None:
    dose = the("no more than 4 doses in 24 hours")
    assert (dose.kind, dose.amount, dose.often and dose.often.most) == ("limit", None, 4)


def test_a_limit_beside_a_dose() -> None:
    one, other = doses("1 tablet (500 mg) up to 4 times daily, max 4 g/day")
    assert (one.kind, other.kind) == ("dose", "limit")
    assert one.amount is not None and one.amount.most == 500
    assert other.amount is not None and (other.amount.most, other.hours) == (4, 24)


@pytest.mark.parametrize(
    "text", ["more than 10 g can harm", "doses above 10 g", "over 7.5 g", "exceeding 4 g a day"]
)
def test_a_threshold_is_neither(text: str) -> None:
    assert the(text).kind == "threshold"


@pytest.mark.parametrize(
    ("text", "most", "misread"),
    [
        ("1.0 mg", 1, 10),
        ("5.0 mg", 5, 50),
        (".5 mg", 0.5, 5),
        ("10.000 mg", 10, 10000),
        ("1,5 mg", 1.5, 15),
        ("2 tablets (500 mg)", 500, 1000),
        ("0.5 mg", 0.5, None),
        ("1.25 mg", 1.25, None),
        ("10 mg", 10, None),
        ("1,000 mg", 1000, None),
    ],
)
def test_look_alikes(text: str, most: float, misread: float | None) -> None:
    dose = the(text)
    assert dose.amount is not None
    assert (dose.amount.most, dose.amount.misread) == (most, misread)


def test_what_is_missing() -> None:
    assert the("500 mg").missing == ("frequency",)
    assert the("once weekly").missing == ("amount",)
    assert the("500 mg stat").missing == ()
    assert the("a single dose of 500 mg").missing == ()


def test_several_times_of_day_add_up() -> None:
    morning, night = doses("500 mg in the morning and 1000 mg at night")
    assert morning.regimen == night.regimen != 0


def test_a_choice_does_not_add_up() -> None:
    one, other = doses("500 mg in the morning or 1000 mg at night")
    assert (one.regimen, other.regimen) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "loading dose of 1 g, then 500 mg every 6 hours",
        "1 g loading dose followed by 500 mg q6h",
        "1 g now, then 500 mg q6h",
    ],
)
def test_loading_then_maintenance(text: str) -> None:
    loading, then = doses(text)
    assert (loading.once, then.once) == (True, False)
    assert loading.often is None
    assert then.often is not None and then.often.most == 4


def test_the_parts_of_a_combination() -> None:
    dose = the("2 tablets of 5/325 mg every 6 hours")
    assert [amount.most for amount in dose.options] == [10, 650]


def test_an_absolute_dose_and_its_basis() -> None:
    absolute, basis = doses("500 mg (10 mg/kg) every 8 hours")
    assert (absolute.body, basis.body) == ("", "kg")
    assert absolute.often == basis.often


@pytest.mark.parametrize(
    "text",
    [
        "drink 240 mL of water",
        "dissolve in 100 mL of saline",
        "potassium was 2.1 mg/dL",
        "she weighs 70 kg",
        "a glucose of 5.5 mmol/L",
        "blood pressure 120/80 mmHg",
        "for 7 days",
        "children under 12 years",
        "on 2026-11-02",
        "dispense 30 tablets",
        "increase by 5 mg",
        "a pulse of 95/min",
        "version 1.2.3",
        "walk 3 km",
        "",
    ],
)
def test_no_dose(text: str) -> None:
    assert doses(text) == []


def test_spans_are_of_the_original() -> None:
    text = "Take  **two** 500 mg tablets\nevery 4–6 hours, please."
    dose = the(text)
    assert text[dose.start : dose.end] == "two** 500 mg tablets\nevery 4–6 hours"
