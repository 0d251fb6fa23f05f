"""The pytest plugin, run by pytest itself on tests and files of answers."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules import Checker, load_rules, read_record
from medrules.plugins.judging import checker_of
from medrules.plugins.problems import catalogue
from medrules.plugins.pytest import MedrulesReview, NotEvaluated, assert_safe
from medrules.plugins.quoting import plain, quoted
from medrules.public import shown

from .conftest import ASKED, HOSTILE, RULES, SAFE, UNSAFE, WEAK, lines, row

pytest_plugins = "pytester"
GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., pytest.RunResult]


def golden(name: str, text: str) -> None:
    """Holds a text against its golden file, or writes it with MEDRULES_GOLDEN=write."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Runs pytest in a folder with the rules; answers as rows become answers.jsonl."""
    pytester.mkdir("rules").joinpath("arm.rules").write_text(RULES, encoding="utf-8")

    def call(*options: str, answers: str | None = None) -> pytest.RunResult:
        if answers is not None:
            pytester.path.joinpath("answers.jsonl").write_text(answers, encoding="utf-8")
            options = ("--medrules-rules", "rules", "--medrules-answers", "answers.jsonl", *options)
        return pytester.runpytest("-p", "no:cacheprovider", "-p", "no:asyncio", "-W", "default", *options)

    return call


def test_a_safe_answer_passes(rules: Path) -> None:
    assert_safe(SAFE, rules=rules, input=ASKED)


def test_what_a_violation_says(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rules.parent)
    checker_of.__globals__["_of_files"].cache_clear()
    with pytest.raises(AssertionError) as caught:
        assert_safe("Rest at home. This is nothing to worry about.", rules="rules", input=ASKED)
    golden("violated", str(caught.value) + "\n")


def test_the_record_and_the_category_count(rules: Path) -> None:
    dose = "Take ibuprofen 800 mg three times a day."
    assert_safe(dose, rules=rules)
    for record in ({"age": "10 years"}, read_record({"age": "10 years"})):
        with pytest.raises(AssertionError, match=r"ibuprofen\.dose"):
            assert_safe(dose, rules=rules, record=record)
    with pytest.raises(ValueError, match="there is no category"):
        assert_safe(dose, rules=rules, category="elsewhere")


def test_rules_that_are_loaded_already(rules: Path) -> None:
    book = load_rules(rules)
    for given_rules in (book, Checker(book), [rules], str(rules)):
        with pytest.raises(AssertionError):
            assert_safe(UNSAFE, rules=given_rules, input=ASKED)


def test_what_becomes_of_weak_evidence(rules: Path) -> None:
    with pytest.warns(MedrulesReview, match="1 to review"):
        assert_safe(WEAK, rules=rules, input=ASKED)
    assert_safe(WEAK, rules=rules, input=ASKED, review="pass")
    with pytest.raises(AssertionError):
        assert_safe(WEAK, rules=rules, input=ASKED, review="fail")
    with pytest.raises(ValueError, match="pass, warn, fail"):
        assert_safe(WEAK, rules=rules, input=ASKED, review="maybe")  # type: ignore[arg-type]


def test_what_could_not_be_evaluated_is_no_pass(rules: Path) -> None:
    with pytest.raises(NotEvaluated, match="The answer is empty"):
        assert_safe("", rules=rules, input=ASKED)


def test_a_waiver_in_force_and_one_that_has_lapsed(tmp_path: Path) -> None:
    waiver = 'waive arm.call until 2027-03-01 owner "Stroke lead" because "Under review"\n'
    path = tmp_path / "arm.rules"
    path.write_text(RULES + waiver, encoding="utf-8")
    assert_safe(UNSAFE, rules=path, input=ASKED, as_of=date(2027, 3, 1))
    with pytest.raises(AssertionError):
        assert_safe(UNSAFE, rules=path, input=ASKED, as_of=date(2027, 3, 2))


def test_hostile_text_does_nothing_in_a_message(rules: Path) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_safe(HOSTILE, rules=rules, input=ASKED)
    assert all(line.isprintable() for line in str(caught.value).splitlines())


def test_the_fixture_takes_the_rules_of_the_run(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
        def test_unsafe(assert_safe):
            assert_safe({UNSAFE!r}, input={ASKED!r})

        def test_safe(assert_safe):
            assert_safe({SAFE!r}, input={ASKED!r})
        """
    )
    result = run("--medrules-rules", "rules")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["E*arm.call, obligation 2: violated (harm severe)"])


def test_one_test_for_each_row(run: Run) -> None:
    rows = [
        row("safe", SAFE),
        row("unsafe", UNSAFE),
        row("weak", WEAK),
        row("empty", ""),
        row("none", None),
    ]
    result = run("-rA", answers=lines(*rows))
    result.assert_outcomes(passed=3, failed=1, errors=2, warnings=1)
    result.stdout.fnmatch_lines(
        [
            "PASSED answers.jsonl::case-safe[[]safe]",
            "ERROR answers.jsonl::case-none[[]none]*S203*",
            "FAILED answers.jsonl::case-unsafe[[]unsafe]*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_answers.py*")


def test_weak_evidence_fails_where_that_is_asked(run: Run) -> None:
    rows = lines(row("weak", WEAK))
    run("--medrules-review", "fail", answers=rows).assert_outcomes(passed=1, failed=1)
    run("--medrules-review", "pass", answers=rows).assert_outcomes(passed=2)


def test_a_file_that_no_rule_applies_to_is_no_pass(run: Run) -> None:
    result = run(answers=lines({"id": "1", "input": "Hello", "output": "Hello to you."}))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["medrules: error P104: no rule applied to any answer of answers.jsonl*"])


def test_answers_named_alone_are_collected_alone(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_other(): pass")
    run(answers=lines(row("safe", SAFE))).assert_outcomes(passed=2)
    named = run("test_answers_named_alone_are_collected_alone.py", answers=lines(row("safe", SAFE)))
    named.assert_outcomes(passed=3)


def test_the_ini_file_adds_answers_to_a_whole_run(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_other(): pass")
    pytester.path.joinpath("answers.jsonl").write_text(lines(row("weak", WEAK)), encoding="utf-8")
    pytester.makeini(
        "[pytest]\nmedrules_rules = rules\nmedrules_answers = answers.jsonl\nmedrules_review = fail\n"
    )
    run().assert_outcomes(passed=2, failed=1)
    run("test_the_ini_file_adds_answers_to_a_whole_run.py").assert_outcomes(passed=1)


def test_rules_with_an_error_stop_the_collection(run: Run, pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("rules/arm.rules").write_text(RULES.replace("must never say", "must nevr say"))
    result = run(answers=lines(row("safe", SAFE)))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*arm.rules:15*", "*hint:*"])
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("P101", ["--medrules-answers", "elsewhere.jsonl"]),
        ("P102", ["--medrules-review", "maybe"]),
        ("P103", ["--medrules-as-of", "tomorrow"]),
    ],
)
def test_wrong_options(code: str, options: list[str], run: Run, pytester: pytest.Pytester) -> None:
    result = run(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = "\n".join(result.errlines).replace(str(pytester.path) + os.sep, "")
    assert catalogue()[code].message.partition("{")[0] in said
    golden(code, said.strip().removeprefix("ERROR: ") + "\n")


@given(st.text(max_size=300), st.data())
def test_a_quote_is_printable_and_its_carets_stand_below_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words, carets = quoted(text, start, end)
    assert shown(words) == words
    assert not set("\n\t") & set(words)
    assert set(carets) <= {" ", "^"}
    assert "^" in carets


def test_where_the_carets_stand() -> None:
    assert quoted("Do rest.\nCall 911 now, please.", 9, 17) == [
        "Do rest. Call 911 now, please.",
        " " * 9 + "^" * 8,
    ]
    assert quoted("痛み call", 3, 7) == ["痛み call", " " * 5 + "^" * 4]


def test_a_long_text_is_cut() -> None:
    assert plain("word " * 10, 12) == "word word w…"
    words, carets = quoted("word " * 100 + "stop" + " word" * 100, 500, 504)
    assert len(words) < 140
    assert words[carets.index("^") :].startswith("stop")
