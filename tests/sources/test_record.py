"""The structured record: strict in its names, forgiving in its values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.model.case import Sample, Vignette
from medrules.model.quantity import Quantity
from medrules.model.record import Measured, Record
from medrules.records import entries
from medrules.records.values import age, dated, measured, pair
from medrules.records.vocabulary import names, simple, vocabulary
from medrules.sources.joining import join
from medrules.sources.record import RecordReader, read_record
from medrules.sources.vignettes import load
from medrules.sources.yaml_tree import from_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "vignettes.md").read_text("utf-8")


def read(**stated: Any) -> Record:
    record, problems = read_record({name.replace("_", "-"): value for name, value in stated.items()})
    assert record is not None and problems == []
    return record


def wrong(**stated: Any) -> list[tuple[str, str]]:
    _, problems = read_record(stated)
    return [(problem.code, problem.message) for problem in problems]


def test_the_page_is_read_without_a_problem() -> None:
    block = next(
        match for match in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if match.startswith("record:")
    )
    body = "\n".join(line[2:] for line in block.splitlines()[1:])
    reader = RecordReader("page")
    tree = from_yaml(body, "page")
    assert tree is not None
    record = reader.record(tree)
    assert record is not None and reader.problems == []
    assert record.medications and [one.status for one in record.medications] == [
        "current",
        "current",
        "stopped",
        "held",
    ]
    assert record.labs and [one.name for one in record.labs].count("potassium") == 2
    assert record.vitals and {"systolic", "diastolic", "heart-rate"} < {one.name for one in record.vitals}
    assert all(value is not None for _, value in record)


def test_the_page_names_every_test_and_vital_sign() -> None:
    for kind in ("labs", "vitals", "pairs"):
        assert all(f"`{name}`" in PAGE for name in vocabulary()[kind]), kind
    assert all(f"`{word}`" in PAGE for words in vocabulary()["statuses"].values() for word in words)
    assert len(vocabulary()["labs"]) >= 60


def test_no_name_stands_for_two_things() -> None:
    seen: dict[str, str] = {}
    for kind in ("labs", "vitals", "pairs"):
        for spelling, name in names(kind).items():
            assert seen.setdefault(spelling, name) == name
    assert not set(seen) & {simple(field) for field in vocabulary()["fields"]}


@pytest.mark.parametrize(
    ("text", "amount", "unit", "bound"),
    [
        ("5.9 mmol/L", 5.9, "mmol/L", "exact"),
        ("5.9mmol/L", 5.9, "mmol/L", "exact"),
        ("1,200 mg", 1200, "mg", "exact"),
        ("120 g/L (L)", 120, "g/L", "exact"),
        ("11.2 x10^9/L", 11.2, "x10^9/L", "exact"),
        (">90", 90, None, "above"),
        ("≤ 5 ng/L", 5, "ng/L", "at most"),
        ("-2.5 mmol/L", -2.5, "mmol/L", "exact"),
    ],
)
def test_values(text: str, amount: float, unit: str | None, bound: str) -> None:
    found = measured(text)
    assert (found.quantity, found.bound, found.text) == (Quantity(amount=amount, unit=unit), bound, text)


@pytest.mark.parametrize("text", ["see chart", "5,9 mmol/L", "5-10 mg", "", "12:30", "about 5"])
def test_what_cannot_be_read_is_kept(text: str) -> None:
    assert measured(text) == Measured(text=text)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("71", 71, "years"),
        ("71 years old", 71, "years"),
        ("3 years 2 months", 38, "months"),
        ("6 weeks", 6, "weeks"),
    ],
)
def test_ages(text: str, amount: float, unit: str) -> None:
    assert age(text).quantity == Quantity(amount=amount, unit=unit)


def test_pairs_and_dates() -> None:
    high, low = pair("120/80", "mmHg")
    assert (high.quantity, low.quantity) == (Quantity(amount=120, unit="mmHg"), Quantity(amount=80, unit="mmHg"))
    assert pair("high", "mmHg") == (Measured(text="high"), Measured(text="high"))
    assert dated("5.9 mmol/L on 2026-02-01") == ("5.9 mmol/L", "2026-02-01")
    assert dated("5.9 mmol/L") == ("5.9 mmol/L", None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("warfarin 5 mg daily", ("warfarin", "5 mg", None, "daily", "current")),
        ("metformin", ("metformin", None, None, None, "current")),
        ("omeprazole daily", ("omeprazole", None, None, "daily", "current")),
        ("aspirin 81mg by mouth once daily", ("aspirin", "81mg", "by mouth", "once daily", "current")),
        ("insulin glargine 20 units at night", ("insulin glargine", "20 units", None, "at night", "current")),
        ("salbutamol 2 puffs inhaled as needed", ("salbutamol", "2 puffs", "inhaled", "as needed", "current")),
        ("vitamin B12 1000 mcg", ("vitamin B12", "1000 mcg", None, None, "current")),
        ("5-fluorouracil", ("5-fluorouracil", None, None, None, "current")),
        ("warfarin 5 mg daily (stopped 2026-05-01)", ("warfarin", "5 mg", None, "daily", "stopped")),
        ("warfarin 5 mg daily, on hold", ("warfarin", "5 mg", None, "daily", "held")),
        ("aspirin (enteric coated)", ("aspirin (enteric coated)", None, None, None, "current")),
    ],
)
def test_medicines(text: str, parts: tuple[str | None, ...]) -> None:
    """Name, dose, route, frequency, status."""
    found = entries.medication(text)
    written = found.dose.text if found.dose else None
    assert (found.name, written, found.route, found.frequency, found.status) == parts
    assert found.text == text


def test_entries_with_names() -> None:
    record = read(
        medications=[
            {"name": "lisinopril", "dose": "10 mg", "status": "perhaps"},
            {"name": "x", "stopped": "May"},
        ],
        allergies=[{"substance": "latex", "reaction": "rash"}, "penicillin: hives", "eggs - swelling", "nuts"],
        problems={"name": "gout", "status": "resolved", "since": 2019},
    )
    assert record.medications and [one.status for one in record.medications] == [None, "stopped"]
    assert record.allergies
    assert [(one.substance, one.reaction) for one in record.allergies] == [
        ("latex", "rash"),
        ("penicillin", "hives"),
        ("eggs", "swelling"),
        ("nuts", None),
    ]
    assert record.problems and (record.problems[0].status, record.problems[0].since) == ("resolved", "2019")


def test_nothing_stated_and_none_are_two_things() -> None:
    record = read(allergies="NKDA", medications=[], problems="unknown", labs=None, sex="", age="not recorded")
    assert (record.allergies, record.medications) == ((), ())
    assert (record.problems, record.labs, record.sex, record.age) == (None, None, None, None)


def test_values_over_time() -> None:
    record = read(
        labs={"K": [{"value": "5.9", "date": "2026-02-01"}, {"value": "4.1", "date": "2026-01-01"}]},
        vitals=[{"name": "HR", "value": "88"}, "BP 120/80", "SpO2 97 %"],
    )
    assert record.labs and [one.value.text for one in record.labs] == ["4.1", "5.9"]
    undated = read(labs={"K": [{"value": "5.9", "date": "2026-02-01"}, "4.1"]})
    assert undated.labs and [one.value.text for one in undated.labs] == ["5.9", "4.1"]
    assert record.vitals and [one.name for one in record.vitals] == [
        "heart-rate",
        "systolic",
        "diastolic",
        "oxygen-saturation",
    ]


def test_wrong_names_are_problems_and_wrong_values_are_not() -> None:
    assert wrong(medication=["a"]) == [("V107", "a record has no 'medication'")]
    assert wrong(labs={"potasium": 4}) == [("V107", "'labs' has no 'potasium'")]
    assert wrong(medications=[{"nam": "a"}]) == [
        ("V107", "an entry of 'medications' has no 'nam'"),
        ("V108", "an entry of 'medications' has no 'name'"),
    ]
    assert wrong(labs={"K": {"valeu": 4}})[0] == ("V107", "'K' has no 'valeu'")
    assert wrong(age=[71]) == [("V109", "'age' is a list, expected one value")]
    assert wrong(age="old", sex="?", labs={"K": "haemolysed"}, vitals={"BP": "high"}) == []


def test_a_test_outside_its_place_is_sent_there() -> None:
    _, (found,) = read_record({"potassium": 5.9})
    assert found.hint is not None and found.hint.startswith("It stands under labs: labs: {potassium: …}.")
    _, (found,) = read_record({"BP": "120/80"})
    assert found.hint is not None and found.hint.startswith("It stands under vitals")


def test_every_problem_of_a_vignette_has_its_place(tmp_path: Path) -> None:
    text = "- id: a\n  turns: [{role: patient, text: Hm?}]\n  record:\n    ages: 4\n    labs:\n      foo: 3\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    vignettes, problems = load([tmp_path])
    assert vignettes == {}
    assert [(one.code, one.location.line if one.location else 0) for one in problems] == [("V107", 4), ("V107", 6)]


def test_the_rows_own_record_comes_before_the_vignettes() -> None:
    own, other = read(age=4), read(age=71)
    vignette = Vignette(id="a", record=other)
    bare = Sample(case="a", id="1", output="x", file="f", line=1)
    joined = join(bare, {"a": vignette})
    assert isinstance(joined, Sample) and joined.record == other
    joined = join(bare.model_copy(update={"record": own}), {"a": vignette})
    assert isinstance(joined, Sample) and joined.record == own


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "status", "K", "dose", "unit", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*vocabulary()["fields"], "potassium", "foo"]), anything, max_size=5))
def test_any_record_is_read_or_a_problem(stated: dict[str, Any]) -> None:
    record, _ = read_record(stated)
    assert record is not None and hash(record) == hash(Record.model_validate(record.model_dump()))


@given(st.text(max_size=40))
def test_any_entry_is_read(text: str) -> None:
    for reader in (entries.medication, entries.allergy, entries.problem, entries.document):
        assert reader(text).text == text
