"""The made-up run with waivers, an adoption and a hazard log."""

from __future__ import annotations

from datetime import date

from made_up_report import CALL, HOSTILE, IDLE, WAIT, Run, rows
from synthetic import WEIGHTS, book, place

from medrules.model.approval import Adoption, Waiver
from medrules.model.book import Hazard, RuleBook
from medrules.scoring.approvals import in_force
from medrules.scoring.tally import Tally
from medrules.scoring.waiving import Waiving
from medrules.scoring.worst import Worst

TODAY = date(2026, 11, 22)
HAZARD = Hazard(
    id="missed-stroke",
    title="Stroke treated as harmless",
    cause="Symptoms read as benign",
    effect="Reperfusion missed",
    control="Nurse reads every reply",
    owner="Acute stroke service",
    residual_severity="major",
    residual_likelihood="low",
    location=place(2),
)


def waiver(rule: str, **more: object) -> Waiver:
    stated = {"rule": rule, "until": date(2027, 3, 1), "owner": "Stewardship", "because": "Under review"}
    return Waiver(**{**stated, **more}, location=place(3))  # type: ignore[arg-type]


def waived_book() -> RuleBook:
    rules = (CALL.model_copy(update={"hazard": HAZARD.id}), WAIT, IDLE)
    spare = HAZARD.model_copy(update={"id": "spare", "title": "Nothing leads here", "residual_severity": None})
    adoption = Adoption(subject="pack", name="Made up", version="2.0.0", location=place(4))
    return book(*rules).model_copy(
        update={
            "hazards": {HAZARD.id: HAZARD, "spare": spare},
            "waivers": (
                waiver("stroke.call", case="case-1", renewed=2),
                waiver("wait"),
                waiver("idle", renewed=1),
                waiver("wait", case="case-2", until=date(2026, 1, 1)),
                waiver("gone", until=None, until_written="2027-13-01"),
            ),
            "adoptions": (adoption,),
        }
    )


def waived_run(made: RuleBook | None = None, most: int = 500) -> Run:
    found = waived_book() if made is None else made
    approvals = in_force(found, TODAY)
    waiving, tally, worst = Waiving(approvals), Tally(found, WEIGHTS, approvals), Worst(found, WEIGHTS, most)
    for row in rows():
        marked = waiving.mark(row)
        tally.add(marked)
        worst.add(marked)
    return tally.scorecard(), worst.findings(), worst.counts


def hostile_waivers() -> Run:
    """Everything that a waiver, an adoption or a hazard can say is hostile."""
    made = waived_book()
    bad = {"cause": HOSTILE, "effect": HOSTILE, "control": HOSTILE, "owner": HOSTILE, "title": HOSTILE}
    rated = {"residual_severity": HOSTILE, "residual_likelihood": HOSTILE}
    said = {"owner": HOSTILE, "because": HOSTILE, "until_written": HOSTILE}
    written = {"name": HOSTILE, "version": HOSTILE, "approved_by": HOSTILE, "text": HOSTILE}
    return waived_run(
        made.model_copy(
            update={
                "hazards": {HAZARD.id: HAZARD.model_copy(update={**bad, **rated})},
                "waivers": tuple(each.model_copy(update=said) for each in made.waivers),
                "adoptions": tuple(each.model_copy(update=written) for each in made.adoptions),
            }
        )
    )
