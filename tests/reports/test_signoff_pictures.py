"""The pictures of a sign-off's report: the matrix of hazards, the map of failure modes, coverage, validity."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from made_up_signoff import made_up, plain_rows
from synthetic import place

from medrules.model.book import Hazard
from medrules.model.rule import MustSay, Obligation
from medrules.model.tallies import HazardTally
from medrules.reports import failure_modes, signoff, signoff_words
from medrules.reports.failure_modes import mode_map
from medrules.reports.findings import rows
from medrules.reports.risk_matrix import matrix
from medrules.scoring.hazards import residual


def tallies(folder: Path, *ratings: tuple[str | None, str | None]) -> list[HazardTally]:
    one = made_up(folder, plain_rows(1)).dossier.scorecard.hazards[0]
    found = []
    for number, (severity, likelihood) in enumerate(ratings):
        hazard = Hazard(
            id=f"h{number}",
            title="H",
            residual_severity=severity,
            residual_likelihood=likelihood,
            location=place(1),
        )
        found.append(one.model_copy(update={"hazard": hazard, "residual": residual(hazard)}))
    return found


def test_each_hazard_stands_in_its_field(tmp_path: Path) -> None:
    found = matrix(
        tallies(
            tmp_path,
            ("major", "low"),
            ("Death", "unlikely"),
            ("minor", "very low"),
            ("catastrophic", "very high"),
            ("major", None),
            ("ghastly", "low"),
        )
    )
    fields = {
        (line.likelihood, severity): field
        for line in found.lines
        for severity, field in zip(found.severity, line.fields, strict=True)
    }
    assert len(fields) == 25
    assert fields["low", "major"] == (3, 2)
    assert fields["very low", "minor"] == (1, 1)
    assert fields["very high", "catastrophic"] == (5, 1)
    assert sum(field.hazards for field in fields.values()) == 4
    assert found.unrated == 2
    assert [(each.rating, each.hazards) for each in found.ratings] == [(5, 1), (4, 0), (3, 2), (2, 0), (1, 1)]
    assert found.lines[0].likelihood == "very high"


def test_the_map_counts_kinds_by_category(tmp_path: Path) -> None:
    made = made_up(tmp_path, plain_rows(200))
    found = mode_map(made.dossier.book, made.dossier.scorecard, rows(made.verdicts))
    assert [line.title for line in found.lines] == ["Patient Communication and Education"]
    modes = dict(zip(found.kinds, found.lines[0].modes, strict=True))
    # Obligation 2 of the one rule and the other rule are both must-never-say: 67 violated, 67 to review.
    assert modes["must never say"][:2] == (67, 67)
    assert modes["must escalate"][:2] == (66, 0)
    assert found.kinds == ("must never say", "must escalate")
    assert modes["must never say"].shade == 9
    assert 0 < modes["must escalate"].shade < 9


def test_what_is_waived_or_of_no_category_is_told_apart(tmp_path: Path) -> None:
    made = made_up(tmp_path, plain_rows(6))
    read = [{**row, "category": None, "waived": number == 0} for number, row in enumerate(rows(made.verdicts))]
    found = mode_map(made.dossier.book, made.dossier.scorecard, read)
    assert [line.title for line in found.lines] == [failure_modes.UNCATEGORISED]
    assert sum(mode.violated + mode.review for mode in found.lines[0].modes) == 5
    assert mode_map(made.dossier.book, made.dossier.scorecard, []).lines == ()


def test_every_kind_of_obligation_has_a_name() -> None:
    kinds = {model.model_fields["kind"].default for model in get_args(get_args(Obligation)[0])}
    assert kinds - {MustSay.model_fields["kind"].default} == set(failure_modes._KINDS)


def test_the_page_holds_each_picture(tmp_path: Path) -> None:
    page = signoff.render(*made_up(tmp_path, plain_rows(20)))
    text = re.sub(r"<[^>]+>", " ", page)
    for heading in ("Hazard matrix", "Failure modes", "Coverage", "Validity of the matcher"):
        assert heading in text
    assert "0 rated 5, 0 rated 4, 1 rated 3" in text
    assert "of 22:" in re.sub(r"\s+", " ", text)
    measured = signoff_words.measured()
    assert measured["commit"] in text
    assert measured["figures"][0]["all"] in text
    assert page.count('class="r3"') > 1
