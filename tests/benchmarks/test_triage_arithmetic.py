"""The comparison with published figures of triage, on made-up rows."""

from __future__ import annotations

from benchmarks.triage_arithmetic import Row, apps_that_differ, outcomes_that_differ

GOLD_AND_OUTPUT = [
    ("Emergency", "Emergency"),
    ("Emergency", "Self-care"),
    ("Self-care", "Emergency"),
    ("Non-Emergency", "Non-Emergency"),
    ("Non-Emergency", None),
]
REFERENCE = {
    "app": {
        "n": 4,
        "accuracy": 0.5,
        "safety_of_advice": 0.75,
        "inclination_to_overtriage": 0.5,
        "under": 1,
        "over": 1,
    }
}
REFERENCE["ALL"] = REFERENCE["app"]


def rows(pairs: list[tuple[str, str | None]], outcomes: list[str] | None = None) -> list[Row]:
    return [
        {
            "id": str(number),
            "output": output,
            "system": "app",
            "labels": {"gold": gold, "outcome": (outcomes or [""] * len(pairs))[number]},
            "meta": {"case_id": number},
        }
        for number, (gold, output) in enumerate(pairs)
    ]


def test_figures_of_an_app() -> None:
    assert apps_that_differ(rows(GOLD_AND_OUTPUT), REFERENCE) == (12, 0)
    wrong = {**REFERENCE, "app": {**REFERENCE["app"], "accuracy": 0.6}}
    assert apps_that_differ(rows(GOLD_AND_OUTPUT), wrong) == (12, 1)


def test_outcomes_of_models() -> None:
    pairs: list[tuple[str, str | None]] = [("em", "ne"), ("sc", "ne"), ("ne", "ne"), ("ne", "I cannot say.")]
    assert outcomes_that_differ(rows(pairs, ["under", "over", "ok", "unparsed"])) == (4, 0)
    assert outcomes_that_differ(rows(pairs, ["under", "over", "ok", "ok"])) == (4, 2)
