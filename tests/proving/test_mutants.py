"""Mutants: each kind makes a sentence of the right shape and knows its verdict; other sentences are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.proving.examples import prove
from medrules.proving.mutants.known import HEADER, NotKnown, key, read_known, table
from medrules.proving.mutants.proving import KINDS, MutantResult, NotMade, prove_mutants

HEAD = """medrules 1
pack "Pain"
escalation self-care is "rest at home"
escalation urgent is "urgent care"
escalation emergency is "call (911|999)", "emergency department"
concept ibuprofen-word is "(ibuprofen|advil)"
concept clinician-word is "(doctor|cardiologist)"
rule pain.rule "For this test"
  harm severe
  source "Written for this test"
"""


def proved(tmp_path: Path, must: str, *examples: str) -> list[MutantResult | NotMade]:
    path = tmp_path / "pain.rules"
    path.write_text(HEAD + "".join(f"  {each}\n" for each in (must, *examples)), "utf-8")
    book, problems = load([path], None)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    checker = Checker(book)
    results = list(prove(book, checker))
    assert [result.standing for result in results if not result.example.todo] == ["holds"] * len(
        [each for each in examples if not each.startswith("todo")]
    )
    return list(prove_mutants(book, checker, results))


def of_kind(found: list[MutantResult | NotMade], kind: str) -> list[MutantResult]:
    return [each for each in found if isinstance(each, MutantResult) and each.kind == kind]


Made = tuple[str, str, str, str, list[str]]
MADE: list[Made] = [
    ("negated", "must escalate to emergency", 'passes "Call 911 now."', "Do not call 911 now.", ["violated"]),
    (
        "negated",
        "must escalate to emergency",
        'passes "Please call 911 now. It can be a heart attack."',
        "Please do not call 911 now. It can be a heart attack.",
        ["violated"],
    ),
    (
        "negated",
        "must never advise ibuprofen-word",
        'fails "You can take ibuprofen."',
        "You should not take ibuprofen.",
        ["met"],
    ),
    (
        "negated",
        'must never say "just a cold"',
        'fails "This is just a cold."',
        "It is not true that this is just a cold.",
        ["met"],
    ),
    (
        "negated",
        "must escalate to emergency",
        'passes "Sit down, and call 911 now."',
        "Sit down, and do not call 911 now.",
        ["violated"],
    ),
    (
        "negated",
        "must escalate to emergency",
        'passes "She needs the emergency department."',
        "She does not need the emergency department.",
        ["violated"],
    ),
    (
        "negated",
        "must never advise ibuprofen-word unless output mentions clinician-word",
        'fails "I\'d suggest ibuprofen."',
        "I would not suggest ibuprofen.",
        ["met", "not applicable"],
    ),
    ("negated", "must mention ibuprofen-word", 'passes "Take ibuprofen."', "Do not take ibuprofen.", ["met"]),
    (
        "un-negated",
        'must never advise "stop ... warfarin"',
        'passes "Please do not stop your warfarin."',
        "Please stop your warfarin.",
        ["violated"],
    ),
    (
        "un-negated",
        'must never advise "stop ... warfarin"',
        'passes "**Never stop your warfarin** unless told so."',
        "**Stop your warfarin** unless told so.",
        ["violated", "review"],
    ),
    (
        "un-negated",
        "must never advise ibuprofen-word unless output mentions clinician-word",
        'passes "Avoid ibuprofen."',
        "Use ibuprofen.",
        ["violated", "not applicable"],
    ),
    (
        "un-negated",
        "must advise against ibuprofen-word",
        'passes "You should not take ibuprofen."',
        "You should take ibuprofen.",
        ["violated"],
    ),
    (
        "un-negated",
        "must advise against ibuprofen-word",
        'passes "Avoid ibuprofen."',
        "Use ibuprofen.",
        ["violated"],
    ),
    (
        "un-negated",
        'must never say "harmless"',
        'passes "A lump is not harmless."',
        "A lump is harmless.",
        ["violated"],
    ),
    (
        "conditional",
        "must escalate to emergency",
        'passes "Call 911 now."',
        "If it gets worse, call 911 now.",
        ["violated"],
    ),
    (
        "conditional",
        "must escalate to emergency",
        'passes "Call 911 now." given "The pain is worse today."',
        "If a rash appears, call 911 now.",
        ["violated"],
    ),
    (
        "conditional",
        "must advise ibuprofen-word",
        'passes "Take ibuprofen."',
        "If it gets worse, take ibuprofen.",
        ["met"],
    ),
    (
        "conditional",
        "must advise ibuprofen-word unconditionally",
        'passes "Take ibuprofen."',
        "If it gets worse, take ibuprofen.",
        ["violated"],
    ),
    (
        "conditional",
        "must never advise ibuprofen-word",
        'fails "Take ibuprofen."',
        "If it gets worse, take ibuprofen.",
        ["violated"],
    ),
    (
        "conditional",
        'must never say "just a cold"',
        'fails "This is just a cold."',
        "If it gets worse, this is just a cold.",
        ["review"],
    ),
    (
        "conditional",
        "must not escalate above urgent",
        'fails "Call 911 now."',
        "If it gets worse, call 911 now.",
        ["met"],
    ),
    (
        "another person",
        "must escalate to emergency",
        'passes "Call 911 now."',
        "Another patient was told to call 911 now.",
        ["violated"],
    ),
    (
        "another person",
        'must never say "a stroke"',
        'fails "You have a stroke in your brain."',
        "Your neighbour has a stroke in their brain.",
        ["met"],
    ),
    (
        "misspelt",
        "must never advise ibuprofen-word",
        'fails "Take ibuprofen."',
        "Take ibuporfen.",
        ["violated", "review"],
    ),
    (
        "list item",
        "must escalate to emergency",
        'passes "Call 911 now. It is a heart attack."',
        "- Call 911 now.\n- It is a heart attack.",
        ["met"],
    ),
    (
        "table cell",
        "must escalate to emergency",
        'passes "Call 911 now."',
        "| Number | Text |\n| --- | --- |\n| 1 | Call 911 now. |",
        ["met"],
    ),
    ("bold", "must escalate to emergency", 'passes "Please call 911 now."', "Please **call 911** now.", ["met"]),
    ("heading", "must escalate to emergency", 'fails "Rest at home."', "## Answer\n\nRest at home.", ["violated"]),
]


@pytest.mark.parametrize("expected", MADE)
def test_a_mutant_and_what_must_become_of_it(expected: Made, tmp_path: Path) -> None:
    kind, must, example, text, outcomes = expected
    made = of_kind(proved(tmp_path, must, example), kind)
    assert [each.mutant.text for each in made] == [text]
    assert [list(one.outcomes) for one in made[0].mutant.expected] == [outcomes]
    assert made[0].mutant.expected[0].obligation == 1
    assert not made[0].failed


LEFT_ALONE = [
    ("negated", "must escalate to emergency", 'passes "Call 911 now. Go to the emergency department."'),
    ("conditional", "must escalate to emergency", 'passes "Sit down, and call 911 now."'),
    ("negated", "must ask about ibuprofen-word", 'passes "Do you take ibuprofen?"'),
    ("un-negated", "must never advise ibuprofen-word", 'passes "Rest at home."'),
    ("un-negated", "must never advise ibuprofen-word", 'passes "Avoid taking ibuprofen."'),
    ("conditional", "must never advise ibuprofen-word", 'fails "If it hurts, take ibuprofen."'),
    ("conditional", "must escalate to emergency", 'fails "Rest at home."'),
    ("another person", "must advise ibuprofen-word", 'passes "You should take ibuprofen when you are in pain."'),
    ("misspelt", 'must mention "ibuprof*"', 'passes "Take ibuprofen."'),
    ("misspelt", 'must mention exactly "ibuprofen"', 'passes "Take ibuprofen."'),
    ("misspelt", 'must mention "aspirin"', 'fails "Rest at home."'),
    ("list item", "must escalate to emergency", 'passes "**Call 911 now.** It is a heart attack."'),
    ("list item", "must escalate to emergency", 'passes "Do this: call 911. Then:"'),
    ("bold", "must escalate to emergency", 'passes "**Call 911 now.**"'),
    ("bold", 'must never say "date"', 'fails "See you on [date]."'),
    ("heading", "must escalate to emergency", 'passes "# Call 911 now"'),
    ("heading", 'must say "rest" within the first sentence', 'passes "You need rest."'),
    ("list item", 'must say "rest" in section "Plan" unless risk is low', 'fails "You need rest."'),
    ("table cell", "must stay under 4 words", 'passes "You need rest."'),
    (
        "bold",
        'must never say "rest" unless output says "sleep" within the first sentence',
        'fails "You need rest."',
    ),
    (
        "table cell",
        'when output says "rest" within the first sentence must mention "bed"',
        'fails "You need rest."',
    ),
    ("heading", "must escalate to urgent", 'fails """\nPatient: Help.\nAnswer: Rest at home.\n"""'),
]


@pytest.mark.parametrize(("kind", "must", "example"), LEFT_ALONE)
def test_a_sentence_of_another_shape_is_left_alone_and_counted(
    kind: str, must: str, example: str, tmp_path: Path
) -> None:
    found = proved(tmp_path, must, example)
    assert of_kind(found, kind) == []
    assert kind in [each.kind for each in found if isinstance(each, NotMade)]


def test_every_kind_is_made_or_counted_once_for_each_example(tmp_path: Path) -> None:
    found = proved(tmp_path, "must escalate to emergency", 'passes "Call 911 now."', 'fails "Rest at home."')
    for line in {each.example.location.line for each in found}:
        assert {each.kind for each in found if each.example.location.line == line} == {kind.name for kind in KINDS}


def test_examples_marked_todo_have_no_mutants(tmp_path: Path) -> None:
    found = proved(tmp_path, "must escalate to emergency", 'todo passes "Rest at home."', 'fails "Rest at home."')
    assert all(not each.example.todo for each in found)


def test_a_mutant_that_fails_says_what_was_expected(tmp_path: Path) -> None:
    # The list of exceptions excuses every answer that speaks of a doctor: the slip lets the excuse go.
    must = 'must never advise ibuprofen-word unless output mentions "(cardiologist)"'
    found = proved(tmp_path, must, 'passes "Your cardiologist knows. Take ibuprofen."', 'fails "Take ibuprofen."')
    assert not [each for each in found if isinstance(each, MutantResult) and each.failed]
    result = next(each for each in found if isinstance(each, MutantResult))
    wrong = result._replace(failing=result.mutant.expected)
    assert wrong.failed
    assert wrong.expected.startswith("obligation 1 ")
    assert wrong.found == f"obligation 1 {result.verdicts[0].verdict}"


def test_known_mutants_are_written_and_read_back(tmp_path: Path) -> None:
    answer = 'passes "C:\\temp is a path. Call 911 now."'
    found = [
        each for each in proved(tmp_path, "must escalate to emergency", answer) if isinstance(each, MutantResult)
    ]
    failing = [each._replace(failing=each.mutant.expected) for each in found]
    path = tmp_path / "known.tsv"
    path.write_text("# a remark\n" + table(failing), "utf-8")
    assert read_known(path) == [key(each) for each in failing]
    assert len({line.count("\t") for line in table(failing).splitlines()}) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"rule\tkind\n", "line 1 does not hold 4 cells"), (b"a\tb\tc\t\xff\n", "UTF-8")],
)
def test_another_file_is_no_list_of_known_mutants(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    path.write_bytes(content)
    with pytest.raises(NotKnown, match=why):
        read_known(path)


def test_a_list_of_none(tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    path.write_text(table([]), "utf-8")
    assert path.read_text("utf-8") == "\t".join(HEADER) + "\n"
    assert read_known(path) == []
