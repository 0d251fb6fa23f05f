"""An editor shows what ``medrules lint`` says, at the same places: for every mistake of both catalogues."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from medrules.language.problems import catalogue as language_catalogue
from medrules.language.server.projects import Projects
from medrules.language.server.warnings import look, still
from medrules.proving.lint.catalogue import catalogue as lint_catalogue
from medrules.proving.lint.linting import lint
from medrules.shipped import folder

TODAY = date(2026, 11, 1)
MISTAKES = {
    code: page.mistake
    for code, page in {**language_catalogue(), **lint_catalogue()}.items()
    if not code.startswith(("E1", "L5"))
}
"""Without files that cannot be read, and without vignettes."""


@pytest.mark.parametrize("code", MISTAKES)
def test_same_as_lint(code: str, tmp_path: Path) -> None:
    path = tmp_path.resolve() / "mine.rules"
    text = MISTAKES[code]
    path.write_text(text if text.startswith("medrules") else f"medrules 1\n\n{text}\n", "utf-8")
    projects = Projects(folder("rules"))
    projects.set_workspace([path.parent.as_uri()])
    root = projects.root(path)
    assert root == path.parent
    analysis = projects.analysis(root)
    found = list(analysis.problems)
    if not analysis.has_errors:
        anchored = look(analysis, projects.around(root), TODAY)
        found += [each.problem for warned in still(analysis, anchored).values() for each in warned]
    said = lint([path.parent], folder("rules"), TODAY).problems
    assert sorted((each.code, str(each.location), each.message) for each in found) == sorted(
        (each.code, str(each.location), each.message) for each in said if each.location is not None
    )
