"""The lists of a text, with their items in order and what their headings say of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text.document import Document
from medrules.text.lists import Listing, find_lists
from medrules.text.lists_rank import find_most_likely
from medrules.text.words import split


def lists(text: str) -> list[Listing]:
    return find_lists(Document(split(text)))


def names(text: str) -> list[list[str]]:
    return [[text[item.name_start : item.name_end] for item in found.items] for found in lists(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Angina\n2. Reflux\n3. Costochondritis", [["Angina", "Reflux", "Costochondritis"]]),
        ("1) Angina\n2) Reflux", [["Angina", "Reflux"]]),
        ("- Angina\n- Reflux", [["Angina", "Reflux"]]),
        ("* **Angina**: worse on effort\n* **Reflux** burning", [["Angina", "Reflux"]]),
        ("1. Angina – worse on effort\n2. Reflux, given the burning", [["Angina", "Reflux"]]),
        ("1. Most likely: angina\n2. Less likely: reflux", [["angina", "reflux"]]),
        ("- Diagnosis 1: angina\n- Diagnosis 2: reflux", [["angina", "reflux"]]),
        ("1. Acute coronary syndrome (ACS)\n2. Reflux", [["Acute coronary syndrome (ACS", "Reflux"]]),
        ("- Angina (less likely than reflux)\n- Cold", [["Angina", "Cold"]]),
        ("- Migraine with aura\n- Pain in the chest wall", [["Migraine with aura", "Pain in the chest wall"]]),
        ("1. Angina\n\nIt comes on effort.\n\n2. Reflux", [["Angina", "Reflux"]]),
        ("**1. Angina**\nOn effort.\n\n**2. Reflux**\nAt night.", [["Angina", "Reflux"]]),
        ("1. Angina\n1. Reflux", [["Angina", "Reflux"]]),
        ("1. Angina\n2. Reflux\n\nThen:\n\n1. Rest\n2. Water", [["Angina", "Reflux"], ["Rest", "Water"]]),
        ("- Angina\n- Reflux\n\nDo this now.\n\n- Rest\n- Water", [["Angina", "Reflux"], ["Rest", "Water"]]),
        ("1. Angina\n   - on effort\n2. Reflux", [["Angina", "Reflux"], ["on effort"]]),
        ("1. Angina\n- on effort\n2. Reflux", [["Angina", "Reflux"], ["on effort"]]),
        ("No list here. Only words.", []),
        ("", []),
    ],
)
def test_lines(text: str, expected: list[list[str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The differential includes angina, reflux, and anxiety.", [["angina", "reflux", "anxiety"]]),
        ("Differential: angina, reflux.", [["angina", "reflux"]]),
        ("Possible causes are angina or reflux, which is common.", [["angina", "reflux"]]),
        ("The differential diagnosis is angina.", [["angina"]]),
        ("Your diagnosis is angina.", []),
        ("Differential: 1) angina 2) reflux", [["angina", "reflux"]]),
        ("In order: (1) angina; (2) reflux, given the pain", [["angina", "reflux"]]),
        ("First, angina; second, reflux.", [["angina", "reflux"]]),
        ("First take water.", []),
        ("Take water, bread and salt.", []),
        ("Your diagnosis is made through blood tests, imaging and a biopsy.", []),
        ("Conditions such as lupus, gout and scabies itch.", []),
        ("The symptoms of these conditions include fever, cough and rash.", []),
        ("At 1 the pain was 2 out of 10.", []),
    ],
)
def test_sentences(text: str, expected: list[list[str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "ordered"),
    [
        ("| Diagnosis | Why |\n|---|---|\n| Angina | effort |\n| Reflux | night |", ["Angina", "Reflux"], False),
        ("| # | Diagnosis |\n|---|---|\n| 1 | Angina |\n| 2 | Reflux |", ["Angina", "Reflux"], True),
        ("| Why | Possible cause |\n|---|---|\n| effort | Angina |\n| | Reflux |", ["Angina", "Reflux"], False),
    ],
)
def test_tables(text: str, expected: list[str], ordered: bool) -> None:
    (found,) = lists(text)
    assert [text[item.name_start : item.name_end] for item in found.items] == expected
    assert found.ordered is ordered


def test_headings_under_a_heading_that_speaks_of_diagnoses() -> None:
    text = "# Differential diagnosis\n## Angina\nOn effort.\n## Reflux\nAt night.\n# Next steps\nRest."
    (found,) = lists(text)
    assert (found.kind, found.ordered, found.subject.about) == ("headings", False, "diagnoses")
    assert names(text) == [["Angina", "Reflux"]]
    assert text[found.items[0].start : found.items[0].end] == "Angina\nOn effort"


def test_numbered_headings_have_an_order() -> None:
    (found,) = lists("## 1. Angina\nOn effort.\n## 2. Reflux\nAt night.")
    assert found.ordered


def test_headings_that_only_rank_are_no_items() -> None:
    text = "# Causes\n## Most likely\n- Angina\n## Less likely\n- Reflux\n- Cold"
    assert [(found.subject.rank, len(found.items)) for found in lists(text)] == [
        ("most likely", 1),
        ("less likely", 2),
    ]
    assert {found.subject.about for found in lists(text)} == {"diagnoses"}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Differential diagnosis:\n- a\n- b", "diagnoses"),
        ("## Possible causes\n\nHere they are:\n\n- a\n- b", "diagnoses"),
        ("Conditions that could cause this:\n- a\n- b", "diagnoses"),
        ("Orders:\n- a\n- b", "orders"),
        ("## Workup\n- a\n- b", "orders"),
        ("Tests to confirm the diagnosis:\n- a\n- b", "orders"),
        ("Questions to narrow the differential:\n- a\n- b", None),
        ("## Differential\n\nRed flags:\n- a\n- b", None),
        ("Based on your symptoms, possible causes include:\n- a\n- b", "diagnoses"),
        ("- a\n- b", None),
    ],
)
def test_what_a_list_is_of(text: str, about: str | None) -> None:
    assert [found.subject.about for found in lists(text)] == [about]


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("1. a\n2. b", True),
        ("- a\n- b", False),
        ("In no particular order:\n1. a\n2. b", False),
        ("Causes in order of likelihood:\n- a\n- b", True),
        ("Causes, least likely first:\n1. a\n2. b", False),
    ],
)
def test_order(text: str, ordered: bool) -> None:
    assert [found.ordered for found in lists(text)] == [ordered]


@pytest.mark.parametrize(
    ("item", "out"),
    [
        ("Ectopic pregnancy has been ruled out", True),
        ("Ectopic pregnancy – excluded by the test", True),
        ("Ruled out: ectopic pregnancy", True),
        ("No evidence of ectopic pregnancy", True),
        ("Ectopic pregnancy must be ruled out", False),
        ("Ectopic pregnancy, not yet excluded", False),
        ("Ectopic pregnancy, less likely", False),
        ("Appendicitis with fever and pain, since the other causes were ruled out", False),
    ],
)
def test_ruled_out(item: str, out: bool) -> None:
    assert [found.items[0].ruled_out for found in lists(f"- {item}\n- Another")] == [out]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("The most likely diagnosis is angina, given the pain.", ["angina"]),
        ("Angina is most likely.", ["Angina"]),
        ("This is most likely a migraine.", ["migraine"]),
        ("Your pain is most likely due to reflux.", ["reflux"]),
        ("Reflux (most likely)", ["Reflux"]),
        ("Reflux is the most likely cause of your pain.", ["Reflux"]),
        ("The most likely explanation for your pain is reflux.", ["reflux"]),
        ("**Angina.** Most likely, given the effort.", ["Angina"]),
        ("Angina is not the most likely cause.", []),
        ("Angina is less likely.", []),
        ("Angina is most likely to improve with rest.", []),
        ("Ask your primary care doctor.", []),
        ("Angina is likely.", []),
    ],
)
def test_what_is_called_most_likely(text: str, called: list[str]) -> None:
    document = Document(split(text))
    assert [text[found.start : found.end] for found in find_most_likely(document)] == called


PIECES = st.lists(
    st.sampled_from(
        ["1. ", "2) ", "- ", "  - ", "## ", "| ", " |", "|---|", "**", "\n", "\n\n", ": ", ", ", "and ", "angina ",
         "differential ", "includes ", "most likely ", "ruled out ", "first, ", "second, ", "(", ")", "no ", "of ",
         "\t", "\\n", "…", "é", "\u200b", "1) 2) 3) "]
    ),
    max_size=60,
)  # fmt: skip


@settings(deadline=None)
@given(PIECES)
def test_any_text_can_be_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = Document(split(text))
    for found in find_lists(document):
        assert found.items
        for item in found.items:
            assert 0 <= item.start <= item.name_start < item.name_end <= item.end <= len(text)
    for called in find_most_likely(document):
        assert 0 <= called.start < called.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "- angina\n",
        "1. angina\n",
        "- x:\n  - angina\n",
        "## angina\n",
        "| angina | x |\n",
        "angina, ",
        "1) angina ",
        "most likely angina. ",
        "Differential: ",
    ],
)
def test_the_work_grows_with_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from medrules.text import lists_words

    asked = [0]
    longest = lists_words.longest

    def counted(*arguments: object) -> object:
        asked[0] += 1
        return longest(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(lists_words, "longest", counted)
    counts = []
    for many in (200, 2000):
        asked[0] = 0
        document = Document(split("# Differential\nThe differential includes " + piece * many))
        find_lists(document)
        list(find_most_likely(document))
        counts.append(asked[0])
    assert counts[1] <= 11 * counts[0] + 100


def test_ten_thousand_items_and_deep_lists() -> None:
    assert [len(found.items) for found in lists("- angina\n" * 10_000)] == [10_000]
    deep = lists("".join("  " * depth + "- angina\n" for depth in range(200)))
    assert [len(found.items) for found in deep] == [1] * 200
