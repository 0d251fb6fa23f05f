"""What checking the sample answers touches, counted and not timed: cost that grows with the rules is seen here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import generated
from medrules import Checker, load_rules
from medrules.checking import applying
from medrules.model.case import Sample
from medrules.model.verdict import Checked
from medrules.shipped import folder
from medrules.sources import answers, vignettes
from medrules.sources.joining import join
from medrules.text import assertion_context
from medrules.text.scan_batch import Cutter
from medrules.text.scan_match import Match
from medrules.text.words import Words

Counts = dict[str, int]
ACTIVE = 100
IDLE = (900, 9_900)
"""Rules that no answer meets, beside the active ones: 1,000 and 10,000 rules together."""
GROWTH = 1.01
"""What idle rules may cost: a hundredth more of anything."""
PACKS = {"rules": 1_600, "patterns": 11_950, "words cut": 25_750, "words read": 28_300, "sentences": 1_090}
"""The most that the shipped packs may touch in the sample answers: what is counted, and a tenth more.

A new pack or new samples raise them. Then run this test: it tells what was counted; write that and a tenth more.
Where nothing was added to the packs or the samples, a count above these is a change that made checking dearer.
"""


@pytest.fixture(scope="module")
def rows() -> list[Sample]:
    cases, problems = vignettes.load([folder("vignettes")])
    assert not problems
    joined = [join(row, cases) for path in sorted(folder("samples").glob("*.jsonl")) for row in answers.read(path)]
    return [row for row in joined if isinstance(row, Sample)]


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Counts, while the test runs, of what is touched.

    ``rules`` applied to an answer; ``patterns`` that an anchor called for; ``words cut`` of whole batches;
    ``words read`` one by one, of texts in which something has to be judged; ``sentences`` analysed.
    """
    counts = dict.fromkeys(PACKS, 0)
    apply, try_at, cut, made = applying.apply, Match.try_at, Cutter.cut, Words.__init__
    analyse = vars(assertion_context)["analyse"]

    def counted_apply(*arguments: Any, **options: Any) -> Any:
        counts["rules"] += 1
        return apply(*arguments, **options)

    def counted_try_at(self: Match, called: Iterable[Any], anchor: int) -> list[int]:
        every = list(called)
        counts["patterns"] += len(every)
        return try_at(self, every, anchor)

    def counted_cut(self: Cutter, texts: Sequence[str]) -> Any:
        batch = cut(self, texts)
        counts["words cut"] += len(batch.numbers)
        return batch

    def counted_words(self: Words, source: str, forms: list[str], *places: list[int]) -> None:
        counts["words read"] += len(forms)
        made(self, source, forms, *places)

    def counted_analyse(*arguments: Any) -> Any:
        counts["sentences"] += 1
        return analyse(*arguments)

    monkeypatch.setattr(applying, "apply", counted_apply)
    monkeypatch.setattr(Match, "try_at", counted_try_at)
    monkeypatch.setattr(Cutter, "cut", counted_cut)
    monkeypatch.setattr(Words, "__init__", counted_words)
    monkeypatch.setattr(assertion_context, "analyse", counted_analyse)
    return counts


def check(checker: Checker, rows: Sequence[Sample], touched: Counts) -> tuple[list[Checked], Counts]:
    """The rows checked, and what that touched; not that phrases are compiled when first looked for."""
    checker.check_batch(rows, compared=())
    touched.update(dict.fromkeys(touched, 0))
    checked = checker.check_batch(rows, compared=())
    return checked, touched.copy()


def too_much(counted: Mapping[str, int], allowed: Mapping[str, float]) -> list[str]:
    return [
        f"{name}: {counted[name]}, allowed {allowed[name]:.0f}"
        for name in allowed
        if counted[name] > allowed[name]
    ]


def generated_checker(texts: Sequence[str], idle: int, path: Path) -> Checker:
    path.write_text(generated.rules(texts, ACTIVE, idle).text, encoding="utf-8")
    return Checker(load_rules(path))


def findings(checked: Iterable[Checked]) -> list[tuple[str, str, str]]:
    return [(verdict.sample, verdict.rule, verdict.verdict) for one in checked for verdict in one.verdicts]


def test_rules_that_are_never_met_cost_nothing(rows: list[Sample], touched: Counts, tmp_path: Path) -> None:
    texts = [row.output for row in rows]
    plain = [row.model_copy(update={"input": None, "record": None}) for row in rows]
    alone, base = check(generated_checker(texts, 0, tmp_path / "alone.rules"), plain, touched)
    assert findings(alone) and min(base.values()) > 0, base
    for idle in IDLE:
        more, counted = check(generated_checker(texts, idle, tmp_path / f"{idle}.rules"), plain, touched)
        assert findings(more) == findings(alone)
        assert not too_much(counted, {name: count * GROWTH for name, count in base.items()}), f"{idle} idle rules"


def test_the_shipped_packs_touch_no_more_than_they_did(rows: list[Sample], touched: Counts) -> None:
    _, counted = check(Checker(load_rules()), rows, touched)
    assert not too_much(counted, PACKS), f"counted {counted}"
    assert all(counted[name] * 2 > most for name, most in PACKS.items()), f"bounds guard nothing: {counted}"
