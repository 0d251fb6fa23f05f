"""Which dose belongs to which medicine."""

from __future__ import annotations

import pytest

from medrules.text.document import Document
from medrules.text.doses_linking import Linked, link_doses
from medrules.text.words import split


def linked(text: str, name: str = "acetaminophen") -> list[Linked]:
    document = Document(split(text))
    words = document.words
    found = [(words.starts[at], words.ends[at]) for at, form in enumerate(words.forms) if form == name]
    return link_doses(document, found)


def quoted(text: str, name: str = "acetaminophen") -> list[str]:
    return [text[one.dose.start : one.dose.end] for one in linked(text, name)]


TWO = "Take ibuprofen 400 mg every 6 hours and acetaminophen 1 g every 4 hours."
BEFORE = "Take 400 mg of ibuprofen with 500 mg of acetaminophen every 6 hours."
RUN_ON = "Celecoxib 200mg Enoxaparin 40mg Lurasidone 80mg"
LIST = "1. Acetaminophen\n   - Dose: 1000 mg\n   - Frequency: every 4 hours\n2. Ibuprofen 400 mg TID"
LINES = "Meds:\nAcetaminophen 1 g q6h\nSenna 2 tablets\nVit D3 5000 units\n"
HEADED = "## Acetaminophen\n\n- Adults: 1 g every 4 hours\n\n## Ibuprofen\n\n400 mg every 8 hours"
TABLE = "| Drug | Dose | How often |\n|---|---|---|\n| Acetaminophen | 1 g | q4h |\n| Ibuprofen | 400 mg | q8h |"


@pytest.mark.parametrize(
    ("text", "name", "doses"),
    [
        ("Take two 500 mg acetaminophen tablets q4h.", "acetaminophen", ["two 500 mg acetaminophen tablets q4h"]),
        ("Give 1 g acetaminophen q4h.", "acetaminophen", ["1 g acetaminophen q4h"]),
        ("½ tablet of acetaminophen daily", "acetaminophen", ["½ tablet of acetaminophen daily"]),
        (TWO, "acetaminophen", ["1 g every 4 hours"]),
        (TWO, "ibuprofen", ["400 mg every 6 hours"]),
        (BEFORE, "acetaminophen", ["500 mg of acetaminophen every 6 hours"]),
        (BEFORE, "ibuprofen", ["400 mg"]),
        (RUN_ON, "celecoxib", ["200mg"]),
        (RUN_ON, "enoxaparin", ["40mg"]),
        (RUN_ON, "lurasidone", ["80mg"]),
        ("Tylenol (acetaminophen) 1 g q4h", "acetaminophen", ["1 g q4h"]),
        ("Acetaminophen (Tylenol) 1 g q4h", "acetaminophen", ["1 g q4h"]),
        ("Insulin glargine 10 units at bedtime", "insulin", ["10 units at bedtime"]),
        (LIST, "acetaminophen", ["1000 mg\n   - Frequency: every 4 hours"]),
        (LIST, "ibuprofen", ["400 mg TID"]),
        (LINES, "acetaminophen", ["1 g q6h"]),
        (HEADED, "acetaminophen", ["1 g every 4 hours"]),
        (HEADED, "ibuprofen", ["400 mg every 8 hours"]),
        (TABLE, "acetaminophen", ["1 g | q4h"]),
        (TABLE, "ibuprofen", ["400 mg | q8h"]),
        ("Take ibuprofen for the pain. The dose is 800 mg every 4 hours.", "ibuprofen", ["800 mg every 4 hours"]),
        ("Take ibuprofen. Acetaminophen 1 g every 4 hours helps too.", "ibuprofen", []),
        ("Take ibuprofen. You also need 400 mg of calcium daily.", "ibuprofen", []),
        ("Take ibuprofen. Limit salt to 2000 mg daily.", "ibuprofen", []),
        ("Take ibuprofen. Do not exceed 1200 mg a day.", "ibuprofen", ["not exceed 1200 mg a day"]),
        ("She takes ibuprofen. She smoked two packs daily for years.", "ibuprofen", []),
        ("Take ibuprofen.\n\nRest.\n\nDrink 500 mL of water every hour.", "ibuprofen", []),
        ("High doses of ibuprofen exceed what is good. Watch the daily intake.", "ibuprofen", []),
        ("Methotrexate daily is dangerous.", "methotrexate", ["daily"]),
        ("Take weekly methotrexate.", "methotrexate", ["weekly"]),
        ("No medicine is named: 500 mg daily.", "acetaminophen", []),
    ],
)  # fmt: skip
def test_a_dose_and_its_medicine(text: str, name: str, doses: list[str]) -> None:
    assert quoted(text, name) == doses


def test_a_combination_is_resolved_by_the_order_of_its_names() -> None:
    (one,) = linked("Take 1-2 tablets of hydrocodone/acetaminophen 5/325 mg every 4 hours.")
    assert one.dose.amount is not None
    assert (one.dose.amount.least, one.dose.amount.most, one.combined) == (325, 650, False)


@pytest.mark.parametrize("text", ["Norco 5/325 mg every 4 hours", "Percocet 10/325 mg twice daily"])
def test_a_brand_with_two_strengths_is_open(text: str) -> None:
    (one,) = linked(text, text.partition(" ")[0].lower())
    assert one.combined
    assert one.dose.amount is not None
    assert one.dose.amount.most == 325


def test_a_dose_is_of_the_mention_before_it() -> None:
    text = "Acetaminophen helps. Take acetaminophen 1 g every 4 hours."
    (one,) = linked(text)
    assert text[one.mention[0] : one.dose.start] == "acetaminophen "
