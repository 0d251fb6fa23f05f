"""Cost grows with what is found, not with the number of rules: counted, not timed."""

from __future__ import annotations

import pytest

from medrules.checking import applying
from medrules.checking.checker import Checker
from medrules.language.phrases import parse_phrase
from medrules.model.phrase import Phrase
from medrules.text.scan import Match, Scanner
from medrules.text.scan_patterns import Sequence_
from tests.checking.books import book, rule

TEXT = "Please stop taking your warfarin today and call your doctor if the chest pain comes back at home."
WANTED = ["stop ... warfarin", "call your doctor", "chest pain"]


def phrase(text: str) -> Phrase:
    parsed, _ = parse_phrase(text)
    assert parsed is not None
    return parsed


def unrelated(number: int) -> str:
    """A phrase that shares common words with the text, and lacks its rare one there."""
    return [f"your doctor zq{number}", f"(stop|call) ... zq{number}", f"zq{number} today and", f"the zq{number}"][
        number % 4
    ]


def count(monkeypatch: pytest.MonkeyPatch, others: int) -> int:
    counted = 0
    real = Sequence_.ends

    def ends(self: Sequence_, *arguments: object) -> object:
        nonlocal counted
        counted += 1
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Sequence_, "ends", ends)
    phrases = [*WANTED, *(unrelated(number) for number in range(others))]
    found = Scanner({text: [phrase(text)] for text in phrases}, {}).scan([TEXT] * 3)
    monkeypatch.undo()
    assert [sorted(one.hits) for one in found] == [sorted(WANTED)] * 3
    return counted


def test_unrelated_phrases_are_never_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count(monkeypatch, 0) == count(monkeypatch, 400) > 0


def test_an_anchor_calls_only_its_own_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[int] = []
    real = Match.try_at
    monkeypatch.setattr(
        Match, "try_at", lambda self, phrases, *rest: called.append(1) or real(self, phrases, *rest)
    )
    groups = {text: [phrase(text)] for text in (*WANTED, *(unrelated(number) for number in range(400)))}
    Scanner(groups, {}).scan([TEXT])
    assert len(called) == len(WANTED)


def test_rules_that_nothing_calls_for_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(
        rule(f'must never advise "zq{number} today"', when=f'input mentions "zp{number}"').replace(
            "test.one", f"test.r{number}"
        )
        + rule(f'must never say "zr{number} today"').replace("test.one", f"test.s{number}")
        for number in range(50)
    )
    checker = Checker(book(many + rule('must never advise "stop ... warfarin"')))
    looked: list[str] = []
    real = applying.apply

    def apply(compiled, situation, **options):
        looked.append(compiled.rule.id)
        return real(compiled, situation, **options)

    monkeypatch.setattr(applying, "apply", apply)
    answer = checker.check_batch([_sample()])[0]
    assert looked == ["test.one"]
    assert len(answer.met) == 50


def _sample():
    from tests.checking.test_checker import sample

    return sample(TEXT, input="Hello.")
