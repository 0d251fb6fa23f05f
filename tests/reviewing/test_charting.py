"""What a reviewer reads of a record: all of it, in the words it was written in."""

from __future__ import annotations

from medrules.reviewing.charting import charted
from medrules.sources.record import read_record

STATED = {
    "age": "71 years",
    "problems": ["heart failure", "asthma, resolved"],
    "medications": ["bisoprolol 2.5 mg once daily", {"name": "ramipril", "status": "stopped"}],
    "allergies": [],
    "labs": [{"name": "potassium", "value": "5.9 mmol/L"}],
    "documents": [{"title": "Letter", "date": "2026-01-04", "text": "Seen in clinic."}],
}


def test_every_item_of_a_record_is_there() -> None:
    record, problems = read_record(STATED)
    assert problems == []
    assert record is not None
    text = charted(record)
    for said in (
        "71 years",
        "heart failure",
        "bisoprolol 2.5 mg once daily",
        "ramipril",
        "(stopped)",
        "5.9 mmol/L",
    ):
        assert said in text
    assert "allergies: none" in text
    assert "Letter (2026-01-04): Seen in clinic." in text


def test_no_record() -> None:
    assert charted(None) == "no record"
