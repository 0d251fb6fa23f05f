"""Files: how they are found, read, used by one another, and what hostile ones do."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.language.loading import load
from medrules.language.problems import problem
from medrules.language.showing import show
from medrules.language.source import DECLARATIONS, Source, tokens
from medrules.model.book import RuleBook
from medrules.model.problem import Location, Problem
from medrules.shipped import folder

from .reading import HEAD, codes, read, rule, sound

CONCEPT = 'medrules 1\nconcept {0} is "{0} words"\n'
RULE = 'medrules 1\nuse {use}\nrule {id} "T" harm mild must say {says} source "s" fails "f"\n'


def write(where: Path, name: str, text: str) -> Path:
    path = where / f"{name}.rules"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(paths: list[Path], shipped: Path | None = None) -> RuleBook:
    book, problems = load(paths, shipped)
    assert problems == []
    return book


# ------------------------------------------------------------------ files, folders, packs


def test_a_folder_and_those_below_it(tmp_path: Path) -> None:
    write(tmp_path, "b", RULE.format(use="vocab", id="b.rule", says="pain"))
    write(tmp_path, "below/a", 'medrules 1\nrule a.rule "T" harm mild must say "x" source "s" fails "f"')
    write(tmp_path, "vocab", CONCEPT.format("pain"))
    (tmp_path / "notes.txt").write_text("no rules")
    book = loaded([tmp_path])
    assert [each.id for each in book.rules] == ["b.rule", "a.rule"]
    assert list(book.concepts) == ["vocab/pain"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a", 'medrules 1\nrule a "T" harm mild must say "x" source "s" fails "f"')
    assert len(loaded([path, tmp_path, path]).rules) == 1


def test_a_pack_is_looked_for_beside_the_file_then_in_the_folders_then_among_the_shipped(tmp_path: Path) -> None:
    file = write(tmp_path / "own", "mine", RULE.format(use="vocab", id="r", says="pain"))
    shipped = write(tmp_path / "shipped", "vocab", 'medrules 1\nconcept pain is "shipped"')
    assert "shipped" in str(loaded([file], shipped.parent).concepts["vocab/pain"].terms)
    given_folder = write(tmp_path / "folder", "vocab", 'medrules 1\nconcept pain is "folder"').parent
    assert "folder" in str(loaded([file, given_folder], shipped.parent).concepts["vocab/pain"].terms)
    write(tmp_path / "own", "vocab", 'medrules 1\nconcept pain is "beside"')
    assert "beside" in str(loaded([file], shipped.parent).concepts["vocab/pain"].terms)


def test_a_used_packs_rules_do_not_run(tmp_path: Path) -> None:
    write(tmp_path, "vocab", CONCEPT.format("pain") + 'rule w "T" harm mild must say pain source "s" fails "f"\n')
    file = write(tmp_path, "mine", RULE.format(use="vocab", id="r", says="pain"))
    assert [each.id for each in loaded([file]).rules] == ["r"]
    assert [each.id for each in loaded([tmp_path]).rules] == ["r", "w"]


def test_a_used_pack_lends_its_rungs_and_weights(tmp_path: Path) -> None:
    write(
        tmp_path,
        "ladder",
        'medrules 1\nescalation low is "rest"\nescalation high is "911"\n'
        "weights w harm none 0, mild 1, moderate 2, severe 3, death 4\n",
    )
    own = 'medrules 1\nuse ladder\nescalation middle is "soon"\nescalation high is "112"\n'
    book = loaded([write(tmp_path, "mine", own)])
    assert [rung.name for rung in book.ladder] == ["middle", "low", "high"]
    assert len(book.ladder[-1].terms) == 2
    assert [weights.name for weights in book.weights] == ["w"]


def test_concepts_are_seen_where_their_pack_is_used_and_not_beyond(tmp_path: Path) -> None:
    write(tmp_path, "inner", CONCEPT.format("pain"))
    write(tmp_path, "outer", 'medrules 1\nuse inner\nconcept chest-pain is "chest <pain>"\n')
    file = write(tmp_path, "mine", RULE.format(use="outer", id="r", says="chest-pain"))
    assert set(loaded([file]).concepts) == {"inner/pain", "outer/chest-pain"}
    file = write(tmp_path, "mine", RULE.format(use="outer", id="r", says="pain"))
    _, problems = load([file], None)
    assert [(found.code, found.hint) for found in problems] == [
        ("E401", "the pack inner declares it: write 'use inner' at the top of the file")
    ]


def test_packs_may_use_each_other(tmp_path: Path) -> None:
    write(tmp_path, "a", 'medrules 1\nuse b\nconcept one is "one", two\n')
    write(tmp_path, "b", 'medrules 1\nuse a\nconcept two is "two"\nconcept three is one\n')
    assert len(loaded([tmp_path]).concepts) == 3


def test_two_files_of_one_name_keep_their_concepts_apart(tmp_path: Path) -> None:
    for name in ("x", "y"):
        write(tmp_path / name, "vocab", CONCEPT.format("pain"))
        write(tmp_path / name, name, RULE.format(use="vocab", id=name, says="pain"))
    book = loaded([tmp_path])
    assert len(book.concepts) == 2
    keys = [each.obligations[0].target.terms[0].name for each in book.rules]  # type: ignore[union-attr]
    assert len(set(keys)) == 2
    assert set(keys) == set(book.concepts)


def test_a_missing_pack_is_one_problem_not_one_for_each_of_its_names(tmp_path: Path) -> None:
    file = write(tmp_path, "mine", RULE.format(use="lost", id="r", says="all of pain, ache"))
    _, problems = load([file], None)
    assert [found.code for found in problems] == ["E409"]


def test_a_concept_with_a_mistake_is_not_unknown_as_well() -> None:
    assert codes('medrules 1\nconcept pain "pain"\nrule x "T" harm mild must say pain source "s"') == ["E201"]


def test_problems_of_all_files_come_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(tmp_path, name, 'medrules 1\nconcept x is "*y"\nrule r "T" must say zz\nuse lost\n')
    _, problems = load([tmp_path], None)
    errors = [found for found in problems if found.severity == "error"]
    places = [(Path(found.location.file).stem, found.location.line) for found in errors if found.location]
    assert places == sorted(places)
    assert {found.code for found in errors} == {"E302", "E409", "E410", "E504"}


def test_rule_ids_are_unique_over_a_run(tmp_path: Path) -> None:
    write(tmp_path, "a", 'medrules 1\nrule twin "T" harm mild must say "x" source "s" fails "f"')
    write(tmp_path, "b", 'medrules 1\nrule twin "T" harm mild must say "x" source "s" fails "f"')
    _, problems = load([tmp_path], None)
    assert [found.code for found in problems] == ["E410"]
    assert "a.rules, line 2" in problems[0].message


def test_hazards_of_rules_that_run_join_the_book(tmp_path: Path) -> None:
    write(tmp_path, "hazards", 'medrules 1\nhazard one "1"\nhazard two "2"\n')
    text = 'medrules 1\nuse hazards\nrule r "T" harm mild leads to two must say "x" source "s" fails "f"'
    assert list(loaded([write(tmp_path, "mine", text)]).hazards) == ["two"]


def test_the_collector_is_on_again_after_loading(tmp_path: Path) -> None:
    loaded([write(tmp_path, "a", "medrules 1\n")])
    assert gc.isenabled()


def test_the_shipped_packs_have_no_error() -> None:
    _, problems = load([folder("rules")], folder("rules"))
    assert [found for found in problems if found.severity == "error"] == []


# ------------------------------------------------------------------ encodings and line ends


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks(tmp_path: Path, ending: str, mark: bytes) -> None:
    text = 'medrules 1\nrule x "T"\n harm mild must say "x" source "s"\n fails """a\nb"""\n must say zz\n'
    path = tmp_path / "x.rules"
    path.write_bytes(mark + text.replace("\n", ending).encode())
    _, problems = load([path], None)
    assert [(found.code, found.location and found.location.line) for found in problems] == [("E401", 6)]
    path.write_bytes(mark + text.replace(" must say zz\n", "").replace("\n", ending).encode())
    assert loaded([path]).rules[0].examples[0].text == "a\nb"


def test_invalid_utf8_names_the_file_and_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.rules"
    path.write_bytes("medrules 1\n# né\n".encode() + b'concept x is "\xff"')
    _, problems = load([path], None)
    assert problems[0].code == "E102"
    assert str(path) in problems[0].message
    assert "byte 31 is 0xff" in problems[0].message
    assert problems[0].location is not None
    assert (problems[0].location.line, problems[0].location.column) == (3, 15)


# ------------------------------------------------------------------ hostile text

LINES = [
    'rule concept pack use must say never "x" “y” """ " “ # , ( ) a.b 5 2027-01-01 harm mild is when input',
    "mentions unless or and not passes fails given source escalation weights sign-off require % / – \\ near",
]
WORDS = [word for line in LINES for word in line.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule(f"when {'(' * 3000}risk is high{')' * 3000} must say a"), []),
        (rule(f"when {'not ' * 3000}risk is high must say a"), ["E209"]),
        (rule(f"when {'(' * 3000}risk is high must say a"), ["E201"]),
        (rule(f'must say "{"(" * 3000}a{")" * 3000}"'), ["E311"]),
        (rule(f'must say "{"[a " * 3000}"'), ["E311"]),
        (rule(f"must say any of {', '.join(['a'] * 3000)}"), []),
        (rule(f"when {' and '.join(['risk is high'] * 3000)} must say a"), []),
        (f"medrules 1 {'x' * 100_000}", ["E201"]),
        ("medrules 1 " + '"' * 50_001, ["E201"]),
        ("medrules 1 " + "(" * 50_000, ["E201"]),
        (f"medrules 1 weights w harm none 0, mild 1, moderate 4, severe 20, death {'9' * 500}", ["E506", "E512"]),
        (f'medrules 1 sign-off s "S" require harm at most {"9" * 500} per case', ["E506"]),
        (
            f'medrules 1 sign-off s "S" require under-triage at most {"9" * 500}% with {"9" * 500}% confidence',
            ["E506"] * 2,
        ),
        (rule(f"must escalate to emergency within {'9' * 500} hours"), ["E506"]),
        (rule(f"must stay under {'9' * 5000} words"), ["E506"]),
        ("medrules 1 #" + "x" * 100_000, []),
        ("rule " * 3000, ["E201"] * 3000),
        ("medrules 1\n" + 'concept "' * 300 + "\n", ["E214"] * 150),
    ],
    ids=range(18),
)
def test_hostile_text_gives_problems_and_no_traceback(text: str, expected: list[str]) -> None:
    _, problems = read(text)
    assert [found.code for found in problems if found.severity == "error" and found.code != "E210"] == expected
    assert all(len(show(found)) < 2000 for found in problems)


def test_a_long_chain_of_concepts() -> None:
    chain = "\n".join(f"concept c{n} is c{n + 1}" for n in range(3000))
    assert len(sound(f'medrules 1\n{chain}\nconcept c3000 is "end"').concepts) == 3001
    assert codes(f"medrules 1\n{chain}\nconcept c3000 is c0") == ["E412"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=30,
    )
)
def test_any_words_give_a_book_or_problems(words: list[str]) -> None:
    _, problems = read(" ".join(words))
    for found in problems:
        assert show(found)
        assert found.hint


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_book_or_problems(text: str) -> None:
    _, problems = read(text.replace("\r", "\n"))
    for found in problems:
        assert "\x1b" not in show(found)


# ------------------------------------------------------------------ showing


def test_show_names_place_line_caret_and_hint() -> None:
    found = Problem(
        code="E401",
        severity="error",
        message="There is no concept 'x'",
        location=Location(file="a.rules", line=12, column=3, end_line=12, end_column=4),
        source_line="  x  ",
        hint="one\ntwo",
    )
    assert show(found) == (
        "a.rules:12:3: error E401: There is no concept 'x'\n  12 |   x\n     |   ^\n  hint: one\n        two"
    )


def test_show_without_a_place() -> None:
    assert show(problem("W501", "m")) == "warning W501: m"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\tb", "a    b"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\x9bb", "a<U+009B>b"),
        ("naïve – “x” 漢", "naïve – “x” 漢"),
    ],
)
def test_control_characters_do_not_pass(line: str, shown: str) -> None:
    place = Location(file=line, line=1, column=1)
    found = Problem(code="E1", severity="error", message=line, location=place, source_line=line, hint=line)
    assert shown in show(found)
    assert not any(ord(character) < 32 and character != "\n" for character in show(found))
    assert "\x9b" not in show(found)


def test_a_caret_stands_under_wide_characters() -> None:
    found = Problem(
        code="E1",
        severity="error",
        message="m",
        location=Location(file="f", line=1, column=4, end_line=1, end_column=5),
        source_line="漢e\u0301x",
    )
    number, caret = show(found).split("\n")[1:3]
    assert number.startswith("   1 | ")
    assert caret == "     |    ^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    found = Problem(
        code="E1",
        severity="error",
        message="m",
        location=Location(file="f", line=1, column=50_001, end_line=1, end_column=90_000),
        source_line="x" * 50_000 + "y" * 50_000,
    )
    _, shown, caret = show(found).split("\n")
    assert len(shown) < 120
    assert len(caret) < 120
    assert "xy" in shown
    assert shown.index("y") == caret.index("^")


# ------------------------------------------------------------------ cost


RULES = 'rule r{} "T" harm mild source "s" must never say "(stop|hold) ... <a>", "x" near "y" within 3 words\n'


def _steps(count: int) -> int:
    """How many times the parser is asked for a token: a measure of work without a clock."""
    text = HEAD + "".join(RULES.format(number) for number in range(count))
    calls = 0

    def profile(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(profile)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls


def test_work_grows_with_the_text_and_no_faster() -> None:
    read(rule("must say a"))
    few, many = _steps(20), _steps(80)
    assert many < 4.4 * few


_PIECES = [
    *DECLARATIONS,
    "RULE",
    "a",
    "x.rule",
    "sub-pack",
    "use-d",
    "every",
    "adopt",
    "to",
    "intended",
    "not",
]
_MARKS = [
    " ",
    "\n",
    ", ",
    '"a rule b"',
    "“pack”",
    '"""x\nrule\n"""',
    '"rule',
    '"""rule',
    "# rule\n",
    "(",
    "/",
    "-",
    ".",
]


@given(st.lists(st.sampled_from(_PIECES + _MARKS), max_size=14), st.sampled_from([" ", "\n", ""]))
def test_a_file_is_cut_at_every_word_that_opens_a_declaration(pieces: list[str], joiner: str) -> None:
    text = joiner.join(pieces)
    words = [token for token in tokens(text) if token.kind == "word" and token.text.lower() in DECLARATIONS]
    starts = {chunk.start for chunk in Source("t.rules", text).chunks if chunk.keyword}
    assert starts <= {token.start for token in words}
    for token in words:
        before = [each for each in tokens(text, 0, token.start) if each.kind != "comment" and each.text.strip()]
        if not before or before[-1].text.strip().lower() not in (
            "adopt",
            "every",
            "to",
            "intended",
            "not",
            "use",
            ",",
        ):
            assert token.start in starts
