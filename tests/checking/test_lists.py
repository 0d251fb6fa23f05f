"""``must list``, ``must list nothing beyond`` and ``must rank``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checking.books import checker, verdict

TWO = 'must list at least 2 of "appendicitis", "ovarian torsion", "ectopic pregnancy"'
ORDERS = 'must list nothing beyond "troponin", "ECG", "chest x-ray"'
FIRST = 'must rank "ectopic pregnancy" first'


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("1. Appendicitis\n2. Ovarian torsion", "met"),
        ("- **Appendicitis** – pain that moves\n- **Ectopic pregnancy** – a late period", "met"),
        ("The differential includes appendicitis, ovarian torsion and gastritis.", "met"),
        ("| Diagnosis | Why |\n|---|---|\n| Appendicitis | pain |\n| Ovarian torsion | sudden |", "met"),
        ("## Differential\n### Appendicitis\nPain.\n### Ovarian torsion\nSudden.", "met"),
        ("Differential:\n- Bowel:\n  - Appendicitis\n- Ovary:\n  - Ovarian torsion", "met"),
        ("## Differential\n### Bowel\n- Appendicitis\n### Ovary\n- Ovarian torsion", "met"),
        ("### Most likely\n1. Appendicitis\n### Less likely\n1. Ovarian torsion", "met"),
        ("1. Appendicitis\n2. Gastritis", "violated"),
        ("1. Appendicitis\n2. Ovarian torsion has been ruled out.", "violated"),
        ("Differential:\n- Appendicitis\n\nRuled out:\n- Ovarian torsion", "violated"),
        ("- Appendicitis (less likely than ovarian torsion)\n- Gastritis", "violated"),
        ("Rest and drink.", "violated"),
        ("1. Appendicitis\n2. Ovarian torsoin", "review"),
        ("You may have appendicitis or ovarian torsion.", "review"),
    ],
)
def test_list(answer: str, outcome: str) -> None:
    assert verdict(TWO, answer).verdict == outcome


def test_what_is_missing_is_said() -> None:
    found = verdict(TWO, "1. Appendicitis\n2. Ovarian torsion has been ruled out.")
    assert [one.text for one in found.evidence] == ["Appendicitis"]
    assert found.nearest is not None
    assert (found.nearest.text, "as ruled out" in found.reason) == ("Ovarian torsion", True)


def test_any_and_all() -> None:
    assert verdict('must list any of "angina", "reflux"', "- Angina\n- Cold").verdict == "met"
    assert verdict('must list all of "angina", "reflux"', "- Angina\n- Cold").verdict == "violated"


def test_the_list_that_is_meant() -> None:
    """The one whose heading speaks of diagnoses; else the one that holds most of what is wanted."""
    text = "Ask about:\n- fever\n- appendicitis before\n\nPossible causes:\n- Appendicitis\n- Ovarian torsion"
    assert verdict(TWO, text).verdict == "met"
    assert verdict(TWO, "1. Rest\n2. Water\n\nOther:\n- Appendicitis\n- Ovarian torsion").verdict == "met"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Orders:\n- Troponin\n- ECG", "met"),
        ("Orders: troponin, ECG, and a chest x-ray.", "met"),
        ("1. ECG now\n2. Troponin, repeated after three hours", "met"),
        ("Orders:\n- Troponin\n- CT of the chest", "violated"),
        ("Orders: troponin, ECG, and CT.", "violated"),
        ("Orders:\n- CT of the chest", "violated"),
        ("Orders:\n- Troponin and CT of the chest", "review"),
        ("Orders:\n- Troponin\n- Others", "review"),
        (
            "Orders:\n- ECG\n- Pulse oxygen heat weight height urine fluid pain sleep diet skin eyes ears",
            "review",
        ),
        ("Orders:\n- Troponine\n- ECG", "review"),
        ("I would do an ECG.", "review"),
        ("1. Drink water\n2. Sleep", "review"),
        ("Ruled out:\n- CT of the chest\n\nOrders:\n- ECG", "met"),
    ],
)
def test_nothing_beyond(answer: str, outcome: str) -> None:
    assert verdict(ORDERS, answer).verdict == outcome


def test_the_item_beyond_is_quoted() -> None:
    found = verdict(ORDERS, "Orders:\n- Troponin\n- CT of the chest: to see the lungs")
    assert [one.text for one in found.evidence] == ["CT of the chest"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("1. Ectopic pregnancy\n2. Appendicitis", "met"),
        ("Differential, by likelihood: 1) ectopic pregnancy 2) appendicitis", "met"),
        ("| # | Diagnosis |\n|---|---|\n| 1 | Ectopic pregnancy |\n| 2 | Appendicitis |", "met"),
        ("Causes, most likely first:\n- Ectopic pregnancy\n- Appendicitis", "met"),
        ("**Most likely**\n- Ectopic pregnancy\n\n**Less likely**\n- Appendicitis", "met"),
        ("The most likely diagnosis is an ectopic pregnancy.", "met"),
        ("First, ectopic pregnancy; second, appendicitis.", "met"),
        ("### Most likely diagnosis: ectopic pregnancy\n- pain\n- a late period", "met"),
        ("### Most likely cause: appendicitis\n- pain\n### Others\n- Ectopic pregnancy", "violated"),
        ("Going there is most likely the right move. It may be an ectopic pregnancy.", "review"),
        ("1. Appendicitis\n2. Ectopic pregnancy", "violated"),
        ("Most likely is appendicitis; less likely is an ectopic pregnancy.", "violated"),
        ("Rest and drink.", "violated"),
        ("There is no ectopic pregnancy.", "violated"),
        ("- Ectopic pregnancy\n- Appendicitis", "review"),
        ("In no particular order:\n1. Ectopic pregnancy\n2. Appendicitis", "review"),
        ("1. Ectopic pregnancy\n2. Appendicitis (most likely)", "review"),
        ("1. Appendicitis\n2. Ectopic pregnancy (most likely)", "review"),
        ("1. Ectopic pregnency\n2. Appendicitis", "review"),
        ("You may have an ectopic pregnancy.", "review"),
        ("Appendicitis is most likely. Later: an ectopic pregnancy is most likely.", "review"),
        ("1. Ectopic pregnancy has been ruled out\n2. Appendicitis", "violated"),
    ],
)
def test_rank(answer: str, outcome: str) -> None:
    assert verdict(FIRST, answer).verdict == outcome


def test_what_stands_first_is_quoted() -> None:
    found = verdict(FIRST, "1. Appendicitis: pain\n2. Ectopic pregnancy")
    assert [one.text for one in found.evidence] == ["Appendicitis"]
    assert found.nearest is not None
    assert found.nearest.text == "Ectopic pregnancy"


PIECES = st.lists(
    st.sampled_from(
        ["1. ", "2. ", "- ", "  - ", "## ", "| ", "\n", "\n\n", ": ", ", ", "and ", "ECG ", "appendicitis ",
         "other ", "ectopic pregnancy ", "Orders", "Differential", "most likely ", "ruled out ", "no "]
    ),
    max_size=40,
)  # fmt: skip
_ALL = checker(TWO, ORDERS, FIRST, "must state confidence", "must read at grade 8 or below")


@settings(deadline=None)
@given(PIECES)
def test_any_answer_is_judged(pieces: list[str]) -> None:
    text = "".join(pieces)
    for found in _ALL.check(text):
        assert found.verdict in ("met", "violated", "review") or not text.strip(" \n-|#:,")
        assert "failed on this answer" not in found.reason
        for one in found.evidence:
            assert text[one.start : one.end] == one.text


@pytest.mark.parametrize("piece", ["- ECG\n", "- CT\n", "- x:\n  - ECG\n", "ectopic pregnancy, ", "1. CT\n"])
def test_many_items(piece: str) -> None:
    found = _ALL.check("Orders:\n" + piece * 3000)
    assert {one.verdict for one in found} <= {"met", "violated", "review"}
