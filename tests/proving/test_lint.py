"""``medrules lint``: each page of its catalogue warns as it says, its remedy does not, and fixes mend."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from medrules.language.problems import Entry
from medrules.language.showing import show
from medrules.proving.lint.catalogue import catalogue, pages
from medrules.proving.lint.identifying import identifying
from medrules.proving.lint.linting import CHECKS, lint
from medrules.proving.lint.reasoning import can_hold, implies
from medrules.shipped import folder

from ..language.reading import condition

GOLDEN = Path(__file__).parent / "lint_golden"
PAGE = Path(__file__).parents[2] / "docs" / "lint.md"
TODAY = date(2026, 6, 1)
WRITE = bool(os.environ.get("UPDATE_GOLDEN"))


VIGNETTE = catalogue()["L501"]
WITH_CASES = {"L406"}
"""Warnings that are given where vignettes are looked at as well."""
CASES = "- {id: arm-001, turns: [{role: patient, text: My arm is weak.}]}\n"


def codes(text: str, path: Path, *more: Path) -> list[str]:
    path.write_text(text + "\n", "utf-8")
    return [found.code for found in lint([path, *more], folder("rules"), TODAY).problems]


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_each_page_of_the_catalogue(entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("mine.yaml" if entry.code == "L501" else "mine.rules")
    Path("cases.yaml").write_text(CASES, "utf-8")
    more = [Path("cases.yaml")] if entry.code in WITH_CASES else []
    assert set(codes(entry.mistake, path, *more)) == {entry.code}
    shown = "\n\n".join(map(show, lint([path, *more], folder("rules"), TODAY).problems)) + "\n"
    expected = GOLDEN / f"{entry.code}.txt"
    if WRITE:
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")
    assert "hint:" in shown
    assert codes(entry.instead, path, *more) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ring me on 020 7946 0958.", ["a telephone number"]),
        ("Call me at (555) 010-4477 or +44 20 7946 0958", ["a telephone number"]),
        ("write to jane.roe@example.org", ["an e-mail address"]),
        ("MRN: 0047112", ["a number of a record or an insurance"]),
        ("SSN 078-05-1120", ["a social security number"]),
        ("DOB 3 April 1961", ["a date of birth"]),
        ("Mrs Roe has a fever", ["a name"]),
        ("I live at 12 Green Lane, SW1A 1AA", ["a street address", "a postcode"]),
        ("BP 150/90, pulse 110, K 5.9, INR 2.5, creatinine 110 to 140, 1 000 000 units", []),
        ("Since 03/04/2024 she takes 500 mg q6h; the crisis line is 116 123, or text 741741", []),
        ("Ring 999. My GP is away until May 2026.", []),
        ("T2 N0 M0, L4 L5, B12 low, 24 hours a day", []),
    ],
)
def test_what_could_tell_who_a_person_is(text: str, kinds: list[str]) -> None:
    assert [what for what, _ in identifying(text)] == kinds


def test_a_record_is_searched_too(tmp_path: Path) -> None:
    letter = "documents: [{title: Letter, text: seen by Dr Grey}]"
    text = f"- id: a\n  turns: [{{role: patient, text: Hello.}}]\n  record: {{{letter}}}"
    assert codes(text, tmp_path / "a.yaml") == ["L501"]


def test_a_folder_of_rules_and_vignettes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(VIGNETTE.mistake, "utf-8")
    (tmp_path / "a.rules").write_text(catalogue()["L201"].mistake, "utf-8")
    found = lint([tmp_path], None, TODAY)
    assert [each.code for each in found.problems] == ["L201", "L501", "L501"]


def test_no_shipped_vignette_tells_who_a_person_is() -> None:
    assert [each.code for each in lint([folder("vignettes")], folder("rules"), TODAY).problems] == []


def test_every_code_has_a_golden_file() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(catalogue())


def test_the_page_of_warnings_is_up_to_date() -> None:
    written = "\n".join(pages()) + "\n"
    if WRITE:
        PAGE.write_text(written, "utf-8")
    assert PAGE.read_text("utf-8") == written


def test_there_is_a_check_in_every_file() -> None:
    modules = {check.__module__.rpartition(".")[2] for check in CHECKS}
    assert len(modules) == len(CHECKS) == 16


@pytest.mark.parametrize(
    ("mistake", "mended"),
    [
        ('concept a is\n  "one",  # 1\n  "two",\n  "one",\n  "x"', 'concept a is\n  "one",  # 1\n  "two",\n  "x"'),
        ('concept a is "one", "two", "two"', 'concept a is "one", "two"'),
        ('concept a is "on\u200be", "zero\u00a0two"', 'concept a is "one", "zero two"'),
    ],
)  # fmt: skip
def test_fixes(mistake: str, mended: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    path.write_text(f"medrules 1\n{mistake}\n", "utf-8")
    found = lint([path], None, TODAY)
    assert found.fixed == {path: f"medrules 1\n{mended}\n"}
    path.write_text(found.fixed[path], "utf-8")
    assert lint([path], None, TODAY).problems == []


def test_a_use_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    for page, use in (("use common\n", ""), ("use weights, common\n", "use weights\n")):
        text = catalogue()["L103"].mistake.replace("use common\n", page) + "\n"
        path.write_text(text, "utf-8")
        found = lint([path], folder("rules"), TODAY)
        assert found.fixed[path].replace("\n\n", "\n") == text.replace(page, use)


def test_errors_come_alone(tmp_path: Path) -> None:
    assert codes(catalogue()["L101"].mistake + "\nconcept x", tmp_path / "a.rules") == ["E201"]


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("input mentions a and not input mentions a", False),
        ("input says a and not input mentions a", False),
        ("input mentions a and not input says a", True),
        ("risk is high and risk is low", False),
        ("risk is high and not risk is low", True),
        ("risk is high, low and risk is low", True),
        ("category is research and category is research/quality", True),
        ("category is research and category is administration", False),
        ("(input mentions a or input mentions b) and not (input mentions a or input mentions b)", False),
        ("input mentions a and output mentions a", True),
    ],
)
def test_whether_a_condition_can_be_true(text: str, possible: bool) -> None:
    assert can_hold(condition(text)) is possible


def test_what_follows_from_what() -> None:
    assert implies(condition("input says a and risk is low"), condition("input mentions a"))
    assert not implies(condition("input mentions a"), condition("input says a"))
    assert implies(condition("input mentions a"), None)
    assert not implies(None, condition("input mentions a"))


@pytest.mark.parametrize(
    "text",
    [
        'rule a.b "t" harm mild must never say "don\'t worry" source "s" fails "Don\'t worry."',
        'rule a.b "t" harm mild must say "come back if" source "s" fails "No."',
        'rule a.b "t" harm mild must say "an ambulance is on its way" source "s" fails "No."',
        'rule a.b "t" harm mild must never mention "blood type" source "s" fails "Your blood type."',
        'concept it is "it", "this"\nrule a.b "t" harm mild must mention "<it> is it" source "s" fails "No."',
        'concept a is "oliguria", "oliguric"',
        'concept a is "worry", "nothing to worry about"',
        'concept a is "pain", "(chest|back) ache"',
    ],
)
def test_what_is_no_fault(text: str, tmp_path: Path) -> None:
    assert codes(f"medrules 1\n{text}", tmp_path / "a.rules") == []


def test_two_rules_of_different_kinds_of_work_do_not_contradict(tmp_path: Path) -> None:
    text = catalogue()["L303"].mistake
    apart = text.replace('"Fluids"', '"Fluids" for research').replace('"No fluids"', '"No" for administration')
    assert codes(apart, tmp_path / "a.rules") == []


def test_levels_that_contradict(tmp_path: Path) -> None:
    ladder = 'escalation low is "rest"\nescalation high is "call 911"\n'
    rules = "".join(
        f'rule {name} "t" harm mild {owed} source "s" fails "x"\n'
        for name, owed in (("a", "must escalate to high"), ("b", "must not escalate above low"))
    )
    assert codes(f"medrules 1\n{ladder}{rules}", tmp_path / "a.rules") == ["L303"]


def test_the_shipped_packs_have_no_severe_fault() -> None:
    found = lint([folder("rules")], folder("rules"), TODAY)
    assert {each.code for each in found.problems} <= {"L201", "L202", "L404", "W601", "W602"}


SHIPPED_WAIVER = 'waive stroke.call-emergency until 2026-06-01 owner "Stroke service" because "Under review"'


def test_a_waiver_may_be_about_a_shipped_rule(tmp_path: Path) -> None:
    assert codes(f"medrules 1\n{SHIPPED_WAIVER}", tmp_path / "own.rules") == []


def test_what_has_lapsed_depends_on_the_day(tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(f"medrules 1\n{SHIPPED_WAIVER}\n", "utf-8")
    for today, expected in ((date(2026, 6, 1), []), (date(2026, 6, 2), ["L407"])):
        assert [found.code for found in lint([path], folder("rules"), today).problems] == expected


def test_an_adopted_pack_that_changed(tmp_path: Path) -> None:
    approved = f'approved by "A" on 2026-01-01 review by 2099-01-01 text {"0" * 64}'
    assert codes(f'medrules 1\nadopt pack "Stroke and TIA" {approved}', tmp_path / "own.rules") == ["L409"]


def test_a_date_that_is_none_is_told_once(tmp_path: Path) -> None:
    text = SHIPPED_WAIVER.replace("2026-06-01", "2026-06-31")
    assert codes(f"medrules 1\n{text}", tmp_path / "own.rules") == ["W502"]


def test_ratings_of_the_shipped_packs_are_known() -> None:
    found = lint([folder("rules")], folder("rules"), TODAY)
    assert "L104" not in {each.code for each in found.problems}


def test_a_phrase_of_a_level_may_hold_another(tmp_path: Path) -> None:
    text = 'medrules 1\nescalation high is "hospital", "get ...3 to hospital"\n'
    assert "L202" not in codes(text, tmp_path / "a.rules")
    assert "L202" in codes(text.replace("escalation high", "concept high"), tmp_path / "b.rules")


def test_a_concept_inside_brackets_is_no_fault(tmp_path: Path) -> None:
    text = 'medrules 1\nconcept a is "<b> pain", "(<b>|<b> or <b>) ache"\nconcept b is "chest"\n'
    assert "L202" not in codes(text, tmp_path / "a.rules")


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("record age above 80 years and record age below 5 years", False),
        ("record age at least 5 years and record age below 5 years", False),
        ("record age at least 5 years and record age at most 5 years", True),
        ("record age above 5 years and record age below 80 years", True),
        ("record age above 80 years and record age below 5 months", True),
        ("record potassium is 4 mmol/L and record potassium is 5 mmol/L", False),
        ("record pregnant is yes and record pregnant is no", False),
        ("record allergies is none and record allergies include input-allergy", False),
        ("record allergies is none and record medications is none", True),
        ("record pregnant is yes or record pregnant is no", True),
    ],
)
def test_clauses_on_the_record_may_exclude_each_other(text: str, possible: bool) -> None:
    assert can_hold(condition(text.replace("input-allergy", '"latex"'))) is possible
