"""The phrase sub-language: every form by example, for and against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.language.phrases import MOST_DEPTH, parse_phrase
from medrules.model.phrase import ConceptRef, Either, Gap, Maybe, Phrase, Prefix, Word
from medrules.model.problem import Location


def parsed(text: str) -> Phrase:
    phrase, problems = parse_phrase(text)
    assert problems == []
    assert phrase is not None
    return phrase


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text=text) for text in texts)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("chest pain", words("chest", "pain")),
        ("over-the-counter", words("over", "the", "counter")),
        ("2.5 mg/kg", words("2.5", "mg", "kg")),
        ("can't breathe", words("can't", "breathe")),
        ("wait, and see!", words("wait", "and", "see")),
        ("antibiot*", (Prefix(stem="antibiot"),)),
        ("(ER|emergency room)", (Either(options=(words("ER"), words("emergency", "room"))),)),
        ("call [for] help", (Word(text="call"), Maybe(items=words("for")), Word(text="help"))),
        ("stop ... pills", (Word(text="stop"), Gap(most=5), Word(text="pills"))),
        ("stop … pills", (Word(text="stop"), Gap(most=5), Word(text="pills"))),
        ("stop...12 pills", (Word(text="stop"), Gap(most=12), Word(text="pills"))),
        ("stop <blood.thinner-2>", (Word(text="stop"), ConceptRef(name="blood.thinner-2"))),
        ("stop < Opioid >", (Word(text="stop"), ConceptRef(name="opioid"))),
        (r"grade \(A\) \| \[b\] \* \< \>", words("grade", "A", "b")),
        (r"say \"no\"", words("say", "no")),
        (
            "((a|b) c|d)",
            (Either(options=((Either(options=(words("a"), words("b"))), Word(text="c")), words("d"))),),
        ),
        ("[very ...] sore", (Maybe(items=(Word(text="very"), Gap(most=5))), Word(text="sore"))),
        ("crème brûlée", words("crème", "brûlée")),
        ("cre\u0300me", words("cre\u0300me")),
        ("soft\u00adhyphen", words("soft\u00adhyphen")),
    ],
)
def test_a_phrase_reads_as(text: str, items: tuple[object, ...]) -> None:
    assert parsed(text).items == items


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("call 911|999 now", "E301", 9, 'write: "call (911|999) now"'),
        ("*cillin", "E302", 1, "antibiot*"),
        ("anti*otic", "E302", 5, "each word"),
        ("stop * pills", "E302", 6, "..."),
        ("(arm|leg", "E303", 1, ")"),
        ("[arm", "E303", 1, "]"),
        ("arm)", "E304", 4, r"\)"),
        ("(arm]|leg)", "E304", 5, r"\]"),
        ("5 > 3", "E304", 3, r"\>"),
        ("<5", "E305", 1, "less than"),
        ("take < pills", "E305", 6, "<name-of-a-concept>"),
        ("<two words>", "E305", 1, "<name"),
        ("...", "E306", 1, "outside"),
        ("[for]", "E306", 1, "outside"),
        ("[for] [now]", "E306", 1, "outside"),
        ("... pain", "E306", 1, "first"),
        ("[bad] ... pain", "E306", 1, "first"),
        ("pain ...", "E306", 8, "last"),
        ("pain (now|then ...)", "E306", 19, "last"),
        ("pain [...] now", "E306", 6, "outside"),
        ("pain ... ...4 now", "E307", 10, "...9"),
        ("pain ...0 now", "E308", 6, "..."),
        ("pain ...999999999999 now", "E308", 6, "..."),
        ("pain .. now", "E309", 6, "..."),
        ("pain .... now", "E309", 6, "..."),
        (r"pain\n", "E310", 5, "backslash"),
        ("(" * (MOST_DEPTH + 1) + "a" + ")" * (MOST_DEPTH + 1), "E311", MOST_DEPTH + 1, "shorter"),
        ("(a|)", "E312", 1, "[word]"),
        ("()", "E312", 1, "[word]"),
        ("pill[s]", "E313", 5, "space"),
        ("<drug>s", "E313", 1, "space"),
        ("", "E314", 1, "write the words"),
        ("?!", "E314", 1, "write the words"),
        ("(a|b)" + " (a|b)" * 13, "E315", 1, "split"),
    ],
)
def test_a_phrase_that_cannot_work_is_an_error(text: str, code: str, column: int, hint: str) -> None:
    phrase, problems = parse_phrase(text)
    assert phrase is None
    assert [p.code for p in problems] == [code]
    assert problems[0].severity == "error"
    assert problems[0].location is not None
    assert problems[0].location.column == column
    assert hint in (problems[0].hint or "")


def test_all_errors_of_a_phrase_come_at_once() -> None:
    _, problems = parse_phrase("*itis a|b <5")
    assert [p.code for p in problems] == ["E302", "E301", "E305"]


def test_problems_point_into_the_file() -> None:
    _, problems = parse_phrase("chest *pain", Location(file="a.rules", line=7, column=11))
    location = problems[0].location
    assert location is not None
    assert (location.file, location.line, location.column) == ("a.rules", 7, 17)


def test_problems_of_a_phrase_over_several_lines_point_at_its_line() -> None:
    _, problems = parse_phrase("chest\n  *pain", Location(file="a.rules", line=7, column=11))
    location = problems[0].location
    assert location is not None
    assert (location.line, location.column) == (8, 3)


def test_without_a_file_the_problem_quotes_the_phrase() -> None:
    _, problems = parse_phrase("a|b")
    assert problems[0].source_line == "a|b"


def test_concepts_resolve_to_keys() -> None:
    phrase, problems = parse_phrase("stop <drug>", resolve=lambda name, _: f"pack/{name}")
    assert problems == []
    assert phrase is not None
    assert phrase.items[-1] == ConceptRef(name="pack/drug")
    assert phrase.text == "stop <drug>"


@given(st.text(alphabet="ab ()[]|*<>.…\\\"5'-", max_size=40))
def test_any_text_is_a_phrase_or_has_problems(text: str) -> None:
    phrase, problems = parse_phrase(text)
    assert (phrase is None) == bool(problems)
