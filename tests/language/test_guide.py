"""The guide, docs/language.md: every example is read, and nothing of the language is missing in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.language.grammar import reserved
from medrules.language.loading import load
from medrules.proving.examples import prove
from medrules.shipped import folder

GUIDE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```medrules([^\n]*)\n([^`]*)^```$", re.MULTILINE)
EXAMPLES = [(number, match.group(1).strip(), match.group(2)) for number, match in enumerate(BLOCK.finditer(GUIDE))]


@pytest.mark.parametrize(("number", "kind", "text"), EXAMPLES, ids=[str(number) for number, _, _ in EXAMPLES])
def test_example(number: int, kind: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "lesson.rules"
    path.write_text(text, encoding="utf-8")
    book, problems = load([path], folder("rules"))
    expected = kind.split()[1:] if kind else []
    errors = [found.code for found in problems if found.severity == "error"]
    assert errors == expected
    if not kind:
        assert problems == []
        standings = {result.standing for result in prove(book, Checker(book))}
        assert standings <= {"holds", "known failure"}


def test_every_lesson_has_an_example() -> None:
    lessons = [part for part in GUIDE.split("\n## ") if part.startswith("Lesson")]
    assert len(lessons) >= 12
    assert all("```medrules\n" in lesson for lesson in lessons)


def test_every_word_of_the_language_is_listed() -> None:
    listed = " ".join(line[2:] for line in GUIDE.split("\n") if line.startswith("> "))
    assert set(listed.split()) == reserved()


def test_every_word_of_the_language_stands_in_a_lesson() -> None:
    lessons = GUIDE.split("## Words of the language")[0].lower()
    known = set(re.findall(r"[a-z][a-z-]*", lessons))
    assert reserved() - known <= {"time"}
