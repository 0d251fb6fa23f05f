"""A dossier in which no section of a sign-off's report is empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from made_up_report import rows
from made_up_signoff import DAY, Made, made_up
from robust_run import VARIANTS, robust_rows
from synthetic import WEIGHTS, sample
from waived_run import waived_book

from medrules.model.coverage import Lacking
from medrules.model.decision import LastSigned
from medrules.model.figures import Interval, Rate, Rates
from medrules.model.review import Acceptable, Agreement, Corrected, Detection, Review
from medrules.model.scorecard import FileHash
from medrules.model.trend import Trend, TrendRun
from medrules.model.verdict import Checked
from medrules.reports import jsonl
from medrules.scoring.approvals import in_force
from medrules.scoring.tally import Tally
from medrules.scoring.waiving import Waiving
from medrules.scoring.worst import Worst

_SEGMENT = {"risk": "high", "setting": "outpatient", "supervision": "none", "subgroup": ("older",)}


LAST = LastSigned(
    run="pilot of 2026-05-01 (0123456789ab)",
    as_of=DAY.replace(month=5, day=1),
    difference=0.375,
    without_review=-0.125,
    cases=211,
)


def whole_rows() -> Iterator[Checked]:
    """Rows with findings, one that cannot be read, variants, several answers, two models, stated confidences."""
    yield from rows()
    yield from robust_rows(120)
    yield Checked(sample("empty", output="", **_SEGMENT), (), (), None)  # type: ignore[arg-type]


def whole_signoff(folder: Path, *, quotes: bool = True) -> Made:
    """The dossier, with the lines of its verdicts beside it."""
    made = made_up(folder, [], quotes=quotes)
    book = waived_book().model_copy(update={"packs": made.dossier.book.packs})
    approvals = in_force(book, DAY)
    waiving, worst = Waiving(approvals), Worst(book, WEIGHTS)
    tally = Tally(book, WEIGHTS, approvals, variants=VARIANTS)
    with made.verdicts.open("w", encoding="utf-8", newline="\n") as stream:
        for row in whole_rows():
            marked = waiving.mark(row)
            tally.add(marked)
            worst.add(marked)
            stream.writelines(jsonl.line(each) for each in marked.verdicts)
    card = tally.scorecard()
    lacking = (Lacking(rule="stroke.call", field="record allergies", answers=17),)
    card = card.model_copy(update={"coverage": card.coverage.model_copy(update={"lacking": lacking})})
    requests = FileHash(kind="requests", name="asked.jsonl", sha256="7e" * 32)
    identity = made.dossier.identity
    decision = made.dossier.decision
    block = decision.signoff.model_copy(update={"monitoring": ("Forty a week, by the officer",)})
    parts = vars(made.dossier) | {
        "decision": decision.model_copy(update={"signoff": block}),
        "book": book,
        "scorecard": card,
        "findings": worst.findings(),
        "found": worst.counts,
        "identity": identity.model_copy(update={"files": (*identity.files, requests)}),
        "review": reviewed(),
        "last": LAST,
        "trend": trend(),
    }
    return Made(type(made.dossier)(**parts), made.verdicts)


def _rate(count: int, total: int, low: float, high: float) -> Rate:
    within = Interval(low=low, high=high, confidence=0.95, method="Clopper–Pearson")
    return Rate(
        count=count,
        total=total,
        cases=total,
        value=count / total,
        interval=within,
        lower=low,
        upper=high,
        effective_n=None,
    )


def trend(runs: int = 3) -> Trend:
    """Some runs, a month apart, the first of them signed; nine more are on record."""
    made = []
    for number in range(runs):
        rate = _rate(20 - number, 211, 0.05 - number / 200, 0.15)
        made.append(
            TrendRun(
                digest=None if number == runs - 1 else f"{number}a" * 32,
                as_of=DAY.replace(month=DAY.month - (runs - 1 - number) % 10),
                state="not met" if number else "met with conditions",
                signed=not number,
                models=("model-a 2",),
                tool="medrules 0.0",
                cases=211,
                harm_per_case=7.25 - number,
                harm_per_case_without_review=6.5 - number,
                case_harm=Rates(with_review=rate, without_review=_rate(17 - number, 211, 0.04, 0.13)),
                changed=("rules", "model") if number == 1 else (),
            )
        )
    return Trend(runs=tuple(made), earlier=runs - 1 + 9, last_signed=LAST)


def reviewed() -> Review:
    """A review with a figure of every kind."""
    strict = Agreement(
        one="anna", other="checker", verdicts=97, cases=61, observed=0.9, ac1=0.87, lower=0.79, kappa=0.66
    )
    plain = strict.model_copy(update={"ac1": 0.91, "lower": 0.83, "kappa": 0.72})
    between = strict.model_copy(update={"other": "ben", "ac1": 0.94, "lower": None, "kappa": None})
    corrected = Interval(low=0.0312, high=0.0789, confidence=0.95, method="prediction-powered")
    return Review(
        rules=(),
        answers=(),
        reviewers=("anna", "ben"),
        cases=61,
        verdicts=97,
        unsettled=3,
        cannot_tell=2,
        checker=(strict,),
        checker_without_review=(plain,),
        between=(between,),
        rules_found=(
            Detection(
                rule="stroke.call",
                reviewed=41,
                precision=_rate(19, 23, 0.612, 0.951),
                recall=_rate(19, 21, 0.696, 0.988),
            ),
        ),
        rates=(
            Corrected(name="violation rate", raw=0.0423, corrected=0.0551, interval=corrected, reason=None),
            Corrected(
                name="case harm rate", raw=0.25, corrected=None, interval=None, reason="Too few per stratum."
            ),
        ),
        acceptable=(Acceptable(reviewer="anna", counts={"acceptable": 53, "not acceptable": 8}),),
    )
