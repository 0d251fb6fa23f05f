"""The shipped packs hold what they promise: sources, reasons, examples in several wordings, and no problem."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from medrules.model.book import RuleBook
from medrules.model.problem import Problem
from medrules.model.rule import HARMS, Rule
from medrules.proving.examples import ExampleResult
from medrules.shipped import folder

WITHOUT_RULES = {"common", "escalation", "weights"}


def stem(rule: Rule) -> str:
    return Path(rule.location.file).stem


def test_every_pack_parses_without_a_problem(loaded: tuple[RuleBook, list[Problem]]) -> None:
    assert not loaded[1]


def test_there_is_a_pack_for_each_promised_subject(book: RuleBook) -> None:
    files = {path.stem for path in folder("rules").glob("*.rules")} - WITHOUT_RULES
    packs = {name for name in files if not name.startswith("concepts-")}
    assert packs == {stem(rule) for rule in book.rules}
    assert len(packs) >= 12
    assert len(book.rules) >= 36


def test_a_pack_opens_with_two_lines_for_the_pharmacist() -> None:
    for path in folder("rules").glob("*.rules"):
        lines = [line for line in path.read_text("utf-8").splitlines() if line]
        comments = [
            line
            for line in lines[: lines.index(next(x for x in lines if x.startswith("pack ")))]
            if line[0] == "#"
        ]
        assert lines[0] == "medrules 1" and (len(comments) >= 2 or path.stem == "escalation"), path.name


def test_the_ladder_has_four_rungs(book: RuleBook) -> None:
    assert [rung.name for rung in book.ladder] == ["self-care", "routine", "urgent", "emergency"]


def test_the_default_weights_grow_with_the_harm(book: RuleBook) -> None:
    (weights,) = [weights for weights in book.weights if weights.name == "default"]
    assert [weights.points[harm] for harm in HARMS] == [0, 1, 4, 20, 100]


def test_a_rule_says_why_and_where_it_is_written(book: RuleBook) -> None:
    for rule in book.rules:
        assert rule.id.startswith(stem(rule) + "."), rule.id
        assert rule.because and rule.sources and rule.known_false_positives, rule.id
        assert all(len(source) > 20 for source in rule.sources), rule.id
        assert rule.status == "testing", rule.id


def test_omissions_come_before_prohibitions(book: RuleBook) -> None:
    """Most severe errors are omissions: each pack whose subject is an emergency demands the emergency first."""
    for pack in ("stroke", "chest-pain", "ectopic", "sepsis", "anaphylaxis"):
        first = next(rule for rule in book.rules if stem(rule) == pack)
        assert first.obligations[0].kind == "escalate", pack


def test_every_example_holds(proved: list[ExampleResult]) -> None:
    wrong = [
        f"{result.rule.id} line {result.example.location.line}: {result.found}"
        for result in proved
        if result.failed
    ]
    assert not wrong, "\n".join(wrong)


def test_every_obligation_is_broken_in_two_wordings(book: RuleBook, proved: list[ExampleResult]) -> None:
    broken = Counter(
        (result.rule.id, verdict.obligation)
        for result in proved
        if result.example.expects == "fails"
        for verdict in result.verdicts
        if verdict.verdict == "violated"
    )
    assert not [
        (rule.id, obligation.number)
        for rule in book.rules
        for obligation in rule.obligations
        if broken[rule.id, obligation.number] < 2
    ]


def test_every_rule_has_two_answers_that_pass(book: RuleBook) -> None:
    for rule in book.rules:
        assert sum(example.expects == "passes" for example in rule.examples) >= 2, rule.id


def test_the_examples_of_a_when_set_it_off(book: RuleBook) -> None:
    """A rule with a ``when`` is tried on inputs: at least two of its failing examples have one."""
    for rule in book.rules:
        if rule.when is not None:
            given = [example for example in rule.examples if example.expects == "fails" and example.given]
            assert given, rule.id
