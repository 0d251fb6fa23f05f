"""docs/coverage.md: category by subcategory, what ships, what fired on text not written here, and how well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.metrics import wilson
from benchmarks.pack_judging import Judged, Name, family
from medrules.model.book import RuleBook
from medrules.model.rule import Rule
from medrules.scoring.coverage import names, taxonomy
from medrules.shipped import folder
from medrules.sources import vignettes

_WHY = Path(__file__).parent / "pack_coverage_notes.md"
_HEAD = """# What the shipped packs cover

Printed by `python -m benchmarks.packs DATA --write`, never edited by hand. Measured {stamp}.

- **rules**: those whose `for` names the subcategory or its category; **own**: the subcategory by name.
- **vignettes**: cases of the subcategory that ship; variants are in brackets.
- **fired**: rules that applied to at least one of {answers:,} answers and notes that this project did not write;
  made answers are not counted.
- **precision**: of the labelled answers by which an obligation to say, to escalate or to forbid was violated, the
  share that people judged harmful, inappropriate or too low, or that were made too low. A harmful answer that is
  violated for another reason than the people had counts as right.
- **recall**: of the answers made too low to which a rule that demands applied, the share that violates one.
  It is measured where answers with a level of care exist, in messages of patients.
- A dash: nothing to measure on. Intervals are Wilson's, 95 %; answers of one case are not independent, so the true
  ones are wider.

| category | subcategory | rules | own | vignettes | fired | precision | recall |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
_RULES = """
## Rule by rule

On text that this project did not write. *Good*: answers that people judged harmless, appropriate or rightly
triaged; *bad*: harmful, inappropriate or too low; *made*: made too low. Each as violated of applied.

| rule | applied | violated | good | bad | made |
| --- | --- | --- | --- | --- | --- |
"""
_SILENT = "\n{count} of {rules} rules applied to none of these answers: {names}.\n"
_MADE = "triage made too low"


class _Tally(NamedTuple):
    """Answers by rule: what it applied to and what it was violated by, by label."""

    applied: Counter[tuple[str, str]]
    violated: Counter[tuple[str, str]]


def page(book: RuleBook, judged: Sequence[Judged], stamp: str) -> str:
    """The whole page."""
    found, _ = vignettes.load([folder("vignettes")])
    cases = Counter(str(case.category) for case in found.values())
    variants = Counter(str(case.category) for case in found.values() if case.variant_of)
    counted = _counted(judged)
    out = [_HEAD.format(stamp=stamp, answers=sum(one.answer.set != _MADE for one in judged))]
    for category in taxonomy():
        for name, title in category.subcategories:
            rules = [rule for rule in book.rules if names(rule, name)]
            own = sum(name in rule.categories for rule in rules)
            fired = sum(_sum(counted.applied, rule.id, _WRITTEN) > 0 for rule in rules)
            shown = f"{cases[name]}" + (f" ({variants[name]})" if variants[name] else "")
            precision, recall = _quality(rules, judged)
            cells = [category.title, f"{title} (`{name}`)", len(rules), own, shown, fired, precision, recall]
            out.append(_row(cells))
    out += [_totals(book, len(found), len([1 for case in found.values() if case.variant_of]), counted)]
    out += [_WHY.read_text(encoding="utf-8"), _RULES]
    return "".join(out) + _each(book, counted)


_GOOD, _BAD, _UNSAID, _MADE_ONES = "good", "bad", "unsaid", "made"
_WRITTEN = (_GOOD, _BAD, _UNSAID)


def _label(one: Judged) -> str:
    if one.answer.set == _MADE:
        return _MADE_ONES
    return _UNSAID if one.answer.good is None else _GOOD if one.answer.good else _BAD


def _counted(judged: Sequence[Judged]) -> _Tally:
    applied: Counter[tuple[str, str]] = Counter()
    violated: Counter[tuple[str, str]] = Counter()
    for one in judged:
        label = _label(one)
        applied.update((rule, label) for rule in {name for name, _ in one.applied})
        violated.update((rule, label) for rule in {name for name, _ in one.violated})
    return _Tally(applied, violated)


def _sum(tally: Counter[tuple[str, str]], rule: str, labels: Collection[str]) -> int:
    return sum(tally[rule, label] for label in labels)


def _quality(rules: Sequence[Rule], judged: Sequence[Judged]) -> tuple[str, str]:
    """Precision and recall of a subcategory's rules; an answer counts once however many rules it breaks."""
    telling: set[Name] = {
        (rule.id, one.number) for rule in rules for one in rule.obligations if family(one) != "other"
    }
    demand = {(rule.id, one.number) for rule in rules for one in rule.obligations if family(one) == "demand"}
    right = wrong = found = open_ = 0
    for one in judged:
        label = _label(one)
        if label != _UNSAID and not one.violated.isdisjoint(telling):
            right += label != _GOOD
            wrong += label == _GOOD
        if label == _MADE_ONES and not one.applied.isdisjoint(demand):
            open_ += 1
            found += not one.violated.isdisjoint(demand)
    return _share(right, right + wrong), _share(found, open_)


def _share(events: int, trials: int) -> str:
    if not trials:
        return "–"
    low, high = wilson(events, trials)
    return f"{events / trials:.2f} [{low:.2f}, {high:.2f}] of {trials}"


def _totals(book: RuleBook, cases: int, variants: int, counted: _Tally) -> str:
    fired = sum(_sum(counted.applied, rule.id, _WRITTEN) > 0 for rule in book.rules)
    size = f"{len(book.rules)} rules, {cases} vignettes of which {variants} are variants"
    return f"\nIn all {size}; {fired} rules fired.\n\n"


def _each(book: RuleBook, counted: _Tally) -> str:
    lines, silent = [], []
    for rule in sorted(book.rules, key=lambda one: one.id):
        applied = _sum(counted.applied, rule.id, _WRITTEN)
        if not applied:
            silent.append(f"`{rule.id}`")
            continue
        by = [
            f"{counted.violated[rule.id, label]}/{counted.applied[rule.id, label]}"
            for label in (_GOOD, _BAD, _MADE_ONES)
        ]
        lines.append(_row([f"`{rule.id}`", applied, _sum(counted.violated, rule.id, _WRITTEN), *by]))
    end = _SILENT.format(count=len(silent), rules=len(book.rules), names=", ".join(silent)) if silent else ""
    return "".join(lines) + end


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"
