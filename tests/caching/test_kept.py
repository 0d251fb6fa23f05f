"""What is kept between runs is the same as worked out anew, and anything else is as if it were not there."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from medrules.caching import books, fingerprints, sealed, vignettes
from medrules.caching.values import dumps, loads
from medrules.caching.vocabularies import vocabulary
from medrules.language.loading import load
from medrules.model.approval import Waiver
from medrules.model.problem import Location
from medrules.shipped import folder
from medrules.sources.vignettes import load as read_vignettes
from medrules.text.vocabulary import Vocabulary

RULES = """medrules 1
pack "Rest"
rule rest.no-aspirin "Aspirin is not advised"
  harm severe
  must never advise "take ... aspirin"
  source "Written for this test"
  passes "Rest."
  fails "Take an aspirin."
"""
SAMPLE = '{"id": "a1", "output": "Take an aspirin."}\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is kept."""
    path = tmp_path / "kept"
    monkeypatch.setenv("MEDRULES_CACHE", str(path))
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules"
    path.mkdir()
    (path / "rest.rules").write_text(RULES, "utf-8")
    return path


def test_the_shipped_book_comes_back_whole() -> None:
    book, problems = load([folder("rules"), folder("demo")], folder("rules"))
    assert loads(dumps((book, tuple(problems)))) == (book, tuple(problems))


def test_values_of_every_kind() -> None:
    place = Location(file="a", line=1)
    waiver = Waiver(rule="a.b", until=date(2026, 1, 31), location=place)
    made = loads(dumps((waiver, {"a": ({"b": 1.5}, None, True)})))
    assert made == (waiver, {"a": ({"b": 1.5}, None, True)})
    assert hash(made[0]) == hash(waiver)


def test_other_types_are_not_kept() -> None:
    class Own(BaseModel):
        x: object

    with pytest.raises(TypeError):
        dumps((Own(x=object()),))
    with pytest.raises(TypeError):
        dumps(["a list"])


@given(st.binary())
def test_bytes_of_another_are_no_value(content: bytes) -> None:
    try:
        made = loads(content)
    except ValueError:
        return
    assert dumps(made)


@pytest.mark.parametrize(
    "content",
    [b'[["Rule"],[0]]', b'[["Path"],[0,"x"]]', b"[[],[0]]", b"[[],[-9]]", b"[" * 100_000, b'[["BaseModel"],[0]]'],
)
def test_only_whole_values_of_the_model_are_made(content: bytes) -> None:
    with pytest.raises(ValueError, match="no value of the model"):
        loads(content)


def test_a_kept_book_is_the_book(home: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = books.load([rules], folder("rules"))
    assert len(list(home.glob("book-*.kept"))) == 1
    monkeypatch.setattr("medrules.language.loading.load", lambda *_: pytest.fail("read anew"))
    assert books.load([rules], folder("rules")) == first
    assert first[0].rules[0].id == "rest.no-aspirin"


def test_a_changed_file_is_read_anew(home: Path, rules: Path) -> None:
    books.load([rules], folder("rules"))
    (rules / "rest.rules").write_text(RULES.replace("severe", "mild"), "utf-8")
    assert books.load([rules], folder("rules"))[0].rules[0].harm == "mild"


def test_a_pack_that_appears_beside_counts(home: Path, rules: Path) -> None:
    before = fingerprints.of_rules("book", [rules / "rest.rules"], folder("rules"))
    (rules / "other.rules").write_text("medrules 1\n", "utf-8")
    assert fingerprints.of_rules("book", [rules / "rest.rules"], folder("rules")) != before


def test_errors_are_not_kept(home: Path, rules: Path) -> None:
    (rules / "rest.rules").write_text(RULES.replace("must never", "must nevver"), "utf-8")
    assert any(problem.severity == "error" for problem in books.load([rules], folder("rules"))[1])
    assert not list(home.glob("*.kept"))


CASE = "- id: rest\n  turns:\n    - role: patient\n      text: May I rest?\n"


def test_vignettes_unchanged_are_not_read_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cases.yaml").write_text(CASE, "utf-8")
    first = vignettes.load([tmp_path])
    monkeypatch.setattr("medrules.sources.vignettes.load", lambda *_: pytest.fail("read anew"))
    assert vignettes.load([tmp_path]) == first
    assert list(first[0]) == ["rest"]


def test_the_shipped_vignettes_come_back_whole(home: Path) -> None:
    read = read_vignettes([folder("vignettes")])
    assert vignettes.load([folder("vignettes")]) == vignettes.load([folder("vignettes")]) == read
    assert list(home.glob("vignettes-*"))


def test_a_changed_vignette_is_read_anew(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(CASE, "utf-8")
    vignettes.load([path])
    path.write_text(CASE.replace("May I", "Must I"), "utf-8")
    assert vignettes.load([path])[0]["rest"].turns[0].text == "Must I rest?"
    (tmp_path / "more.yaml").write_text(CASE.replace("rest", "more", 1), "utf-8")
    assert list(vignettes.load([tmp_path])[0]) == ["rest", "more"]


@pytest.mark.parametrize("content", [CASE.replace("turns", "turnips"), CASE + CASE, ""])
def test_vignettes_with_a_problem_are_not_kept(home: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "cases.yaml").write_text(content, "utf-8")
    first = vignettes.load([tmp_path])
    assert first[1]
    assert vignettes.load([tmp_path]) == first
    assert not list(home.glob("*.kept"))


def test_vignettes_that_are_not_there_are_told_each_time(home: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert [each.code for each in vignettes.load([tmp_path / "none.yaml"])[1]] == ["V101"]


WORDS = ("taking", "lives", "colour", "paracetamol", "antibiotics", "finding", "don't")
FORMS = (*WORDS, "took", "life", "color", "paracetmol", "antibiotic", "findings", "dont", "other", "takes")


def test_a_vocabulary_unchanged_is_not_made_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Vocabulary(WORDS)
    first = vocabulary(WORDS)
    monkeypatch.setattr(Vocabulary, "__init__", lambda *_: pytest.fail("made anew"))
    again = vocabulary(reversed(WORDS))
    for found in (first, again):
        assert found.keys == made.keys
        assert [found.find(form) for form in FORMS] == [made.find(form) for form in FORMS]
        assert [sorted(found.found_by(form)) for form in FORMS] == [sorted(made.found_by(form)) for form in FORMS]


@pytest.mark.parametrize("content", [b"", b"[]", b"[1, 2]", b'{"a": "b"}', b"[{}, []]", b"[[], {}, {}]"])
def test_what_is_no_vocabulary_is_made_anew(home: Path, content: bytes) -> None:
    vocabulary(WORDS)
    (path,) = home.glob("words-*.kept")
    sealed.keep(path.stem, content)
    assert vocabulary(WORDS).keys == Vocabulary(WORDS).keys


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_changed_is_not_there(home: Path, data: st.DataObject) -> None:
    sealed.keep("one", b"held" * 20)
    path = home / "one.kept"
    whole = path.read_bytes()
    assert sealed.kept("one") == b"held" * 20
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    assert sealed.kept("one") is None
    path.write_bytes(whole[:at])
    assert sealed.kept("one") is None
    path.write_bytes(whole)


def test_what_another_put_there_is_not_there(home: Path) -> None:
    sealed.keep("one", b"held")
    (home / "one.kept").rename(home / "two.kept")
    assert sealed.kept("two") is None
    sealed.keep("one", b"held")
    (home / "key").write_bytes(b"k" * 32)
    assert sealed.kept("one") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of folders here")
def test_a_folder_that_others_may_write_to_is_not_used(home: Path) -> None:
    sealed.keep("one", b"held")
    home.chmod(0o777)
    assert sealed.kept("one") is None
    sealed.keep("two", b"held")
    assert not (home / "two.kept").exists()


def test_nothing_is_kept_where_it_is_off(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDRULES_CACHE", "off")
    sealed.keep("one", b"held")
    assert sealed.kept("one") is None
    assert not home.exists()


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("MEDRULES_CACHE", str(tmp_path / "file" / "kept"))
    sealed.keep("one", b"held")
    assert sealed.kept("one") is None


def test_the_oldest_go(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "LARGEST", 500)
    for number in range(5):
        sealed.keep(f"n{number}", b"x" * 150)
        os.utime(home / f"n{number}.kept", (number, number))
    sealed.keep("last", b"x" * 150)
    assert {path.stem for path in home.glob("*.kept")} == {"n4", "last"}


def check(rules: Path, answers: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "medrules.cli", "check", str(answers), "--rules", str(rules)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=answers.parent)


def test_a_second_check_says_the_same(home: Path, rules: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text(SAMPLE, "utf-8")
    first = check(rules, answers)
    assert first.returncode == 1
    assert {path.name.split("-")[0] for path in home.glob("*.kept")} == {"book", "proof", "vignettes", "words"}
    second = check(rules, answers)
    assert (second.returncode, second.stdout, second.stderr) == (first.returncode, first.stdout, first.stderr)


def test_examples_that_do_not_hold_stop_every_run(home: Path, rules: Path, tmp_path: Path) -> None:
    (rules / "rest.rules").write_text(RULES.replace('passes "Rest."', 'passes "Take an aspirin."'), "utf-8")
    answers = tmp_path / "answers.jsonl"
    answers.write_text(SAMPLE, "utf-8")
    for _ in range(2):
        stopped = check(rules, answers)
        assert stopped.returncode == 2
        assert "R108" in stopped.stderr
    assert not list(home.glob("proof-*"))
