"""Whatever stands in a file, every question about it has an answer, and places are found again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from medrules.language.server.completing import complete
from medrules.language.server.diagnostics import diagnostics
from medrules.language.server.edits import difference
from medrules.language.server.fixes import fixes
from medrules.language.server.formatting import errors, format_file
from medrules.language.server.hovering import hover
from medrules.language.server.navigating import definitions, references
from medrules.language.server.outline import folds, outline
from medrules.language.server.places import Places, plain
from medrules.language.server.projects import File, Projects
from medrules.language.server.renaming import CannotRename, rename
from medrules.language.server.warnings import look, still
from medrules.language.source import Source
from medrules.proving.lint.subject import Warned
from medrules.shipped import folder

from .conftest import RULES, TERMS, applied, position

WHOLE = (Path(__file__).parents[1] / "language/formatting/whole-language.rules").read_text("utf-8")
PIECES = st.sampled_from(
    ["", '"', '"""', "<", ">", "rule", "rule ", "#", "\n", "🩸", "must ", "/", "\\", "(", "|", "use x", "\u2028",
     "escalation", 'concept x is "a"', "\x0b", "\r\n", "\ufeff", "“", "unless"]
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 1, 3, 20, 200]), PIECES), max_size=4)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(text: str, changes: list[tuple[float, int, str]]) -> str:
    for where, length, piece in changes:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    return text


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """A workspace of its own."""
    workspace = tmp_path_factory.mktemp("any").resolve()
    (workspace / "terms.rules").write_text(TERMS, "utf-8")
    made = Projects(folder("rules"))
    made.set_workspace([workspace.as_uri()])
    return made


def opened(projects: Projects, text: str) -> File:
    path = next(iter(projects._workspace)) / "any.rules"
    projects.open(path.as_uri(), text, 1)
    file = projects.file(path.as_uri())
    assert file is not None
    return file


@SLOW
@given(st.sampled_from([RULES, WHOLE]), CHANGES, st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_every_question_has_an_answer(
    projects: Projects, text: str, changes: list[tuple[float, int, str]], asked: list[float]
) -> None:
    file = opened(projects, changed(text, changes))
    problems = file.analysis.by_file.get(file.path, [])
    outline(file)
    folds(file)
    for shown in diagnostics(problems, file.places):
        assert file.offset(shown.range.start) <= file.offset(shown.range.end)
    list(fixes(file, [Warned(problem) for problem in problems], "\n"))
    for where in asked:
        offset = int(where * len(file.source.text))
        complete(projects, file, offset)
        hover(file, offset, problems)
        definitions(projects, file, offset)
        references(projects, file, offset, True)
        try:
            rename(projects, file, offset, "another-name")
        except CannotRename as reason:
            assert str(reason)
    if not errors(file):
        done = applied(file.source.text, format_file(projects, file, "\n"))
        assert format_file(projects, opened(projects, done), "\n") == []


LINES = st.text(alphabet=st.sampled_from("aµ🩸\n\r\u2028\x0b é"), max_size=40)


@given(LINES, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_places_are_found_again(text: str, encoding: str) -> None:
    places = Places(Source("a.rules", plain(text)), encoding)
    for offset in range(len(plain(text)) + 1):
        assert places.offset(places.position(offset)) == offset


@given(LINES)
def test_places_are_those_of_an_editor(text: str) -> None:
    text = plain(text)
    places = Places(Source("a.rules", text), "utf-16")
    for offset in range(len(text) + 1):
        assert places.position(offset) == position(text, offset)


@given(LINES, st.integers(0, 50), st.integers(0, 50))
def test_places_outside_the_text_are_its_borders(text: str, line: int, character: int) -> None:
    text = plain(text)
    offset = Places(Source("a.rules", text), "utf-16").offset(types.Position(line, character))
    lines = text.split("\n")
    assert 0 <= offset <= len(text)
    if line < len(lines):
        start = sum(len(each) + 1 for each in lines[:line])
        assert start <= offset <= start + len(lines[line])


@given(LINES, LINES)
def test_a_difference_makes_one_text_of_another(before: str, after: str) -> None:
    before, after = plain(before), plain(after)
    edits = difference(Places(Source("a.rules", before), "utf-16"), after)
    assert applied(before, edits) == after
    assert bool(edits) == (before != after)


@SLOW
@given(st.integers(0, 3))
def test_a_warning_moves_with_its_declaration(projects: Projects, lines: int) -> None:
    """It says the same of the same characters, wherever the declaration stands."""

    text = RULES.replace('"vomiting blood"', '"vomiting blood", "black stool"')
    file = opened(projects, text)
    anchored = look(file.analysis, file.analysis.book, date(2026, 1, 1))
    [first] = still(file.analysis, anchored)[file.path]
    file_later = opened(projects, text.replace("use terms", "use terms" + "\n# µ 🩸" * lines))
    [later] = still(file_later.analysis, anchored)[file.path]
    assert first.problem.location is not None
    assert later.problem.location is not None
    start, end = file.places.span(first.problem.location)
    moved = file_later.places.span(later.problem.location)
    assert file.source.text[start:end] == file_later.source.text[slice(*moved)]
    assert later.problem.location.line == first.problem.location.line + lines
    gone = opened(projects, text.replace('"A bleed" is', '"Bleeding" is'))
    assert still(gone.analysis, anchored).get(file.path, []) == []
