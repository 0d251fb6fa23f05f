"""One answer judged for another tool: what its verdicts come to, and what people have to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from medrules.plugins.quoting import plain, quoted
from medrules.public import (
    Checker,
    Evidence,
    Outcome,
    Record,
    RuleBook,
    Sample,
    Verdict,
    answer,
    load_rules,
    outcome,
    verdict_row,
    waived,
)

Rules = str | Path | Sequence[str | Path] | RuleBook | Checker | None
"""Files and folders of rules, rules that are loaded already, or None: the shipped packs."""
_SHOWN = ("violated", "error", "review")
_MOST = 10
"""Findings that a message shows in full."""


class Judged(NamedTuple):
    """The verdicts on one answer, *met* and *not applicable* among them."""

    sample: Sample
    verdicts: tuple[Verdict, ...]
    checker: Checker

    @property
    def outcome(self) -> Outcome:
        """What the verdicts come to; waived ones do not count."""
        return outcome(self.verdicts)

    @property
    def findings(self) -> list[Verdict]:
        """What people should look at: violated first, then errors, then review; waived ones last."""
        found = [verdict for verdict in self.verdicts if verdict.verdict in _SHOWN]
        return sorted(found, key=lambda each: (each.waived, _SHOWN.index(each.verdict)))

    @property
    def points(self) -> float:
        """Harm points of all violations, added up (``medrules check`` charges violations of one event once)."""
        return sum(verdict.points for verdict in self.verdicts)

    def rows(self) -> list[dict[str, Any]]:
        """The findings as plain data, in the form that ``medrules check --verdicts`` writes."""
        return [verdict_row(verdict) for verdict in self.findings]

    def message(self) -> str:
        """The findings for people: rule, reason, the words of the answer with carets, why, and by which source."""
        found = self.findings
        if not found:
            return "No rule had anything to say." if self.outcome == "not applicable" else "No rule is violated."
        left = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
        return "\n\n".join([_counted(found), *map(self._finding, found[:_MOST]), *left])

    def _finding(self, verdict: Verdict) -> str:
        rule = next(each for each in self.checker.book.rules if each.id == verdict.rule)
        what = "waived" if verdict.waived else verdict.verdict
        lines = [
            f"{verdict.rule}, obligation {verdict.obligation}: {what} (harm {verdict.harm})",
            f"  {plain(verdict.statement)}",
            f"  {plain(verdict.reason)}",
            *(f"  | {line}" for each in self._rests_on(verdict) for line in each),
        ]
        lines += [f"  because: {plain(verdict.because)}"] if verdict.because else []
        lines += [f"  source: {plain(source)}" for source in rule.sources]
        return "\n".join([*lines, f"  rule: {plain(verdict.file)}:{verdict.line}"])

    def _rests_on(self, verdict: Verdict) -> Iterable[list[str]]:
        shown: Sequence[Evidence] = verdict.evidence[:3] or [each for each in (verdict.nearest,) if each]
        for each in shown:
            text = self.sample.output if each.side == "output" else self.sample.input
            if text is not None and text[each.start : each.end] == each.text:
                yield quoted(text, each.start, each.end)


def _counted(found: Sequence[Verdict]) -> str:
    """How many findings of which kind: *1 violated, 2 to review*."""
    said = {"violated": "violated", "error": "not evaluated", "review": "to review"}
    counts = [
        f"{number} {words}"
        for kind, words in said.items()
        if (number := sum(each.verdict == kind and not each.waived for each in found))
    ]
    hidden = sum(each.waived for each in found)
    return "medrules: " + ", ".join(counts + ([f"{hidden} waived"] if hidden else []))


def checker_of(rules: Rules = None) -> Checker:
    """The checker of rules; those of files are read once a process.

    Raises:
        RulesError: the rules cannot be used; its text says why, where, and what to write instead.
    """
    if isinstance(rules, Checker):
        return rules
    if isinstance(rules, RuleBook):
        return Checker(rules)
    named = [rules] if isinstance(rules, str | Path) else list(rules or ())
    return _of_files(tuple(str(Path(path).absolute()) for path in named))


@lru_cache(maxsize=8)
def _of_files(paths: tuple[str, ...]) -> Checker:
    return Checker(load_rules(*map(_near, paths)))


def _near(path: str) -> Path:
    """The path from here, so that messages name a file as its user does."""
    given = Path(path)
    return given.relative_to(Path.cwd()) if given.is_relative_to(Path.cwd()) else given


def judge(checker: Checker, sample: Sample, as_of: date | None = None) -> Judged:
    """Every verdict on a sample; waivers hold by the day ``as_of`` (None: today)."""
    (checked,) = checker.check_batch([sample], everything=True)
    verdicts: Sequence[Verdict] = checked.verdicts
    if checker.book.waivers:
        verdicts = waived(verdicts, checker.book, as_of or date.today())
    return Judged(sample, tuple(verdicts), checker)


def judge_answer(
    checker: Checker,
    text: str,
    *,
    record: Record | Mapping[str, Any] | None = None,
    as_of: date | None = None,
    **stated: Any,
) -> Judged:
    """Every verdict on one answer and what is stated of it, as ``medrules.public.answer`` takes it.

    Raises:
        ValueError: a record or a word of the vocabularies is wrong.
    """
    return judge(checker, answer(text, record=record, **stated), as_of)
