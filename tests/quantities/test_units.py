"""Units: what people write, what it converts to, and what never converts."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.text.units.analytes import find_analyte
from medrules.text.units.converting import convert, convertible, read_quantity
from medrules.text.units.reading import CATALOGUE, Unit, UnitProblem, parse_unit

FOLDER = files("medrules.text.units")
SPELLINGS = tomllib.loads(FOLDER.joinpath("spellings.toml").read_text(encoding="utf-8"))
ANALYTES = tomllib.loads(FOLDER.joinpath("analytes.toml").read_text(encoding="utf-8"))
KINDS = {name: kind for kind, names in SPELLINGS.items() if kind != "compound" for name in names}
WORDS = [
    (word, name)
    for kind, names in SPELLINGS.items()
    if kind != "compound"
    for name in names
    for word in names[name]
]

WEIGHTS = {
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Na": 22.990, "Mg": 24.305, "P": 30.974, "Cl": 35.45,
    "K": 39.098, "Ca": 40.078, "Fe": 55.845, "I": 126.90, "Li": 6.94, "Pb": 207.2,
}  # fmt: skip
"""Abridged standard atomic weights, IUPAC CIAAW 2021."""


def unit(text: str) -> Unit:
    found = parse_unit(text)
    assert isinstance(found, Unit), found
    return found


def code(found: object) -> str:
    assert isinstance(found, UnitProblem), found
    return found.code


@pytest.mark.parametrize(
    ("amount", "source", "target", "analyte", "expected"),
    [
        (4, "g", "mg", None, 4000),
        (500, "mcg", "mg", None, 0.5),
        (500, "µg", "mg", None, 0.5),
        (500, "μg", "mg", None, 0.5),
        (500, "ug", "micrograms", None, 500),
        (1, "kg", "lb", None, 2.20462262185),
        (10, "stone", "kg", None, 63.5029318),
        (5, "MG", "mg", None, 5),
        (2, "cc", "mL", None, 2),
        (1, "L", "ml", None, 1000),
        (10, "mcg/kg/min", "mg/kg/h", None, 0.6),
        (2, "mg/24 h", "mg/day", None, 2),
        (1, "mg per kg per day", "mg/kg/d", None, 1),
        (98.6, "°F", "°C", None, 37),
        (37, "℃", "fahrenheit", None, 98.6),
        (150, "×10⁹/L", "K/µL", None, 150),
        (150, "x10^9/L", "/mm³", None, 150_000),
        (7, "10*9/L", "cells/mm3", None, 7000),
        (72, "bpm", "beats/min", None, 72),
        (20, "breaths/minute", "/min", None, 20),
        (120, "mm Hg", "mmHg", None, 120),
        (120, "mm[Hg]", "kPa", None, 15.9986864898),
        (45, "%", "", None, 0.45),
        (6, "ft", "cm", None, 182.88),
        (70, "inches", "cm", None, 177.8),
        (2, "years", "months", None, 24),
        (400, "mg·h/L", "mg*h/L", None, 400),
        (5, "mU/min", "U/h", None, 0.3),
        (1, "mIU/L", "µIU/mL", None, 1),
        (180, "mg/dL", "mmol/L", "glucose", 9.99134083794),
        (1.2, "mg/dL", "µmol/L", "creatinine", 106.082036775),
        (20, "mg/dL", "mmol/L", "BUN", 7.13928749911),
        (10, "mg/dL", "mmol/L", "calcium", 2.4951344877),
        (20, "mEq", "mmol", "potassium", 20),
        (4, "mEq/L", "mmol/L", "calcium", 2),
        (20, "mmol", "g", "potassium chloride", 1.49096),
        (30, "mg/g", "mg/mmol", "uacr", 3.3936),
        (9, "%", "mmol/mol", "HbA1c", 74.8578924355),
        (75, "mmol/mol", "%", "hemoglobin A1c", 9.013),
    ],
)
def test_converts(amount: float, source: str, target: str, analyte: str | None, expected: float) -> None:
    assert convert(amount, unit(source), unit(target), analyte) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("source", "target", "analyte", "expected"),
    [
        ("units", "mg", None, "U102"),
        ("units", "mg", "glucose", "U102"),
        ("10 U", "U", None, "U101"),
        ("mg", "mL", None, "U102"),
        ("mL/min", "mL/min/1.73 m²", None, "U102"),
        ("mmol/L", "mg/dL", None, "U103"),
        ("mmol/L", "mg/dL", "kryptonite", "U103"),
        ("mEq", "mmol", "glucose", "U103"),
        ("mEq", "mmol", "phosphate", "U103"),
        ("mmol/mol", "%", None, "U102"),
        ("tablets", "mg", None, "U102"),
        ("tablets", "capsules", None, "U102"),
        ("°C", "mg", None, "U102"),
        ("in", "cm", None, "U101"),
        ("mu", "U", None, "U101"),
        ("Mu", "U", None, "U101"),
        ("mg//kg", "mg", None, "U101"),
        ("/", "mg", None, "U101"),
        ("mg/0 h", "mg", None, "U101"),
        ("x" * 500, "mg", None, "U101"),
        ("furlong", "mg", None, "U101"),
    ],
)
def test_does_not_convert(source: str, target: str, analyte: str | None, expected: str) -> None:
    one, other = parse_unit(source), parse_unit(target)
    if isinstance(one, Unit) and isinstance(other, Unit):
        assert not convertible(one, other, analyte)
        assert code(convert(1.0, one, other, analyte)) == expected
    else:
        assert code(one) == expected
    assert expected in CATALOGUE


def test_an_endless_amount_is_no_number() -> None:
    assert code(convert(math.inf, unit("mg"), unit("g"))) == "U104"
    assert code(convert(1e308, unit("kg"), unit("pg"))) == "U104"


def test_case_counts_where_it_alone_tells_units_apart() -> None:
    assert convert(1, unit("MU"), unit("mU")) == 1e9
    assert unit("ML").factors == unit("ml").factors
    assert unit("Mg").factors == unit("mg").factors


@pytest.mark.parametrize(
    ("text", "amount", "written"),
    [
        ("5.9 mmol/L", 5.9, "mmol/L"),
        ("72kg", 72, "kg"),
        ("7", 7, ""),
        ("-2.5 mmHg", -2.5, "mmHg"),
        ("−1 °C", -1, "°C"),
    ],
)
def test_a_quantity_as_a_record_writes_it(text: str, amount: float, written: str) -> None:
    found = read_quantity(text)
    assert not isinstance(found, UnitProblem)
    assert (found[0], found[1].factors) == (amount, unit(written).factors)


@pytest.mark.parametrize("text", ["", "mg", "1,200 mg", "1,2 mg", "one", "1.2.3 mg"])
def test_no_quantity(text: str) -> None:
    assert code(read_quantity(text)) == "U104"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_dimensions_agree_with_pint(name: str) -> None:
    """The quick table of spellings.toml says what pint finds in definitions.txt."""
    from medrules.text.units.converting import _registry

    found = dict(_registry().get_dimensionality(name))
    expected = {} if KINDS[name] == "ratio" else {f"[{KINDS[name]}]": 1}
    assert found == expected


def test_no_spelling_stands_for_two_units() -> None:
    words = [word for word, _ in WORDS]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("name", sorted(ANALYTES))
def test_molar_mass_follows_from_the_formula(name: str) -> None:
    row = ANALYTES[name]
    if "formula" not in row:
        assert name in ("haemoglobin", "hba1c")
        return
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", row["formula"])
    assert sum(WEIGHTS[element] * int(count or 1) for element, count in parts) == pytest.approx(
        row["molar_mass"], abs=0.03
    )
    assert find_analyte(row["names"][-1]) == find_analyte(name)


@given(st.floats(min_value=1e-6, max_value=1e9), st.sampled_from(WORDS), st.data())
def test_there_and_back(amount: float, word: tuple[str, str], data: st.DataObject) -> None:
    same = [other for other in WORDS if KINDS[other[1]] == KINDS[word[1]]]
    other = data.draw(st.sampled_from(same))
    there = convert(amount, unit(word[0]), unit(other[0]))
    assert isinstance(there, float | int)
    assert convert(there, unit(other[0]), unit(word[0])) == pytest.approx(amount, rel=1e-8, abs=1e-8)


@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    found = parse_unit(text)
    assert isinstance(found, Unit | UnitProblem)
    read_quantity(text)
    if isinstance(found, Unit):
        convert(1.0, found, unit("mg"), text)


def test_pint_is_imported_only_where_amounts_convert() -> None:
    program = (
        "import sys, medrules\n"
        "from medrules.text.units.reading import parse_unit\n"
        "from medrules.text.units.converting import convert, convertible\n"
        "mg, g = parse_unit('mg'), parse_unit('g')\n"
        "assert convertible(mg, g) and convert(1.0, mg, mg) == 1.0\n"
        "assert 'pint' not in sys.modules\n"
        "assert convert(1.0, g, mg) == 1000\n"
        "assert 'pint' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
