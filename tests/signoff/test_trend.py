"""Runs of a sign-off beside one another: their figures, and what was changed between them."""

from __future__ import annotations

from datetime import date
from typing import Any

from medrules.model.history import KeptRun, RunSummary
from medrules.model.scorecard import FileHash
from medrules.signoff.lock import Lock, lock_text
from medrules.signoff.trend import digest, earlier_runs


def lock(rules: str = "a", *, weights: str = "w", version: str = "1", answers: str = "x") -> str:
    files = (
        FileHash(kind="rules", name="r.rules", sha256=rules * 64),
        FileHash(kind="weights", name="w", sha256=weights * 64),
        FileHash(kind="answers", name="a.jsonl", sha256=answers * 64),
    )
    return lock_text(
        Lock(
            medrules=version,
            as_of=date(2026, 11, 1),
            seed=0,
            confidence=0.95,
            sign_off="pilot",
            weights="w",
            files=files,
            grammar="g",
            vocabulary="v",
            dependencies={},
        )
    )


def kept(day: int, text: str, **more: Any) -> KeptRun:
    fields: dict[str, Any] = {
        "models": ("m 1",),
        "harm_per_case": 0.5,
        "harm_per_case_without_review": 0.25,
    } | more
    summary = RunSummary(
        digest=f"d{day}",
        sign_off="pilot",
        as_of=date(2026, 11, day),
        state="not met",
        tool="medrules 1",
        cases=40,
        **fields,
    )
    return KeptRun(summary, text, 0, 10)


def test_shares_have_their_exact_interval() -> None:
    (one,) = earlier_runs([kept(1, lock())])
    assert (one.case_harm.with_review.value, one.case_harm.with_review.total) == (0.25, 40)
    assert one.case_harm.without_review.count == 0
    assert one.case_harm.without_review.upper is not None
    assert round(one.case_harm.without_review.upper, 4) == round(1 - 0.05 ** (1 / 40), 4)
    assert one.changed == ()


def test_what_was_changed_is_named() -> None:
    found = earlier_runs(
        [
            kept(1, lock()),
            kept(2, lock(answers="y")),
            kept(3, lock("b", weights="u")),
            kept(4, lock("b", weights="u", version="2"), models=("m 2",)),
            kept(5, "{}", models=("m 2",)),
            kept(6, lock(), models=("m 3",)),
        ]
    )
    assert [each.changed for each in found] == [
        (),
        (),
        ("rules", "harm weights"),
        ("model", "medrules"),
        (),
        ("model",),
    ]


def test_a_run_signed_later_is_another_list() -> None:
    once, later = (digest(earlier_runs([kept(1, lock(), signed=signed)])) for signed in (False, True))
    assert once != later
    assert digest(earlier_runs([kept(1, lock(), signed=True)])) == later


def test_a_run_without_a_case_has_no_share() -> None:
    some = kept(1, lock())
    nothing = some._replace(summary=some.summary.model_copy(update={"cases": 0}), harmful_review=0)
    assert earlier_runs([nothing])[0].case_harm.with_review.value is None
