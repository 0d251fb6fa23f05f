"""Examples and mutants as JUnit XML, which build servers show: a test suite a pack, a test case each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from medrules.model.rule import Example, Rule
from medrules.model.verdict import Verdict
from medrules.proving.examples import ExampleResult
from medrules.proving.mutants.proving import MutantResult

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold."""
_LONGEST_NAME = 160
_SKIPPED: dict[str, str] = {
    "known failure": "todo: a known failure",
    "starts to hold": "todo, and holds now: take 'todo' away",
}


class _Case(NamedTuple):
    rule: Rule
    example: Example
    name: str
    failure: str | None
    skipped: str | None
    answer: str
    verdicts: tuple[Verdict, ...]


def junit(examples: Iterable[ExampleResult], mutants: Iterable[tuple[MutantResult, bool]]) -> str:
    """The text of a JUnit file, the same for the same results (it holds no time and no name of a machine).

    Args:
        examples: the examples tried.
        mutants: the mutants tried, and whether each is one that is known to fail.
    """
    suites: dict[str, list[_Case]] = defaultdict(list)
    for example in examples:
        suites[example.rule.pack].append(_of_example(example))
    for mutant, known in mutants:
        suites[mutant.rule.pack].append(_of_mutant(mutant, known))
    everything = [case for cases in suites.values() for case in cases]
    root = Element("testsuites", {"name": "medrules test", **_counts(everything)})
    for pack, cases in suites.items():
        suite = SubElement(root, "testsuite", {"name": _clean(pack), **_counts(cases)})
        for case in cases:
            _add(suite, case)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _of_example(result: ExampleResult) -> _Case:
    rule, example = result.rule, result.example
    failure = f"expected: {result.expected}; found: {result.found}" if result.failed else None
    name = f"{example.expects} (line {example.location.line}) {example.text}"
    return _Case(rule, example, name, failure, _SKIPPED.get(result.standing), example.text, result.verdicts)


def _of_mutant(result: MutantResult, known: bool) -> _Case:
    rule, example, text = result.rule, result.example, result.mutant.text
    failure = f"expected: {result.expected}; found: {result.found} ({result.mutant.change})"
    name = f"{example.expects} (line {example.location.line}), mutant {result.kind} {text}"
    if not result.failed:
        return _Case(rule, example, name, None, None, text, result.verdicts)
    if known:
        return _Case(rule, example, name, None, f"known: {failure}", text, result.verdicts)
    return _Case(rule, example, name, failure, None, text, result.verdicts)


def _counts(cases: list[_Case]) -> dict[str, str]:
    failures = sum(case.failure is not None for case in cases)
    skipped = sum(case.skipped is not None for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}


def _add(suite: Element, case: _Case) -> None:
    place = case.example.location
    made = SubElement(
        suite,
        "testcase",
        classname=_clean(case.rule.id),
        name=_short(case.name),
        file=_clean(place.file),
        line=str(place.line),
    )
    if case.failure is not None:
        shown = [f"answer: {case.answer}", *(_verdict(verdict) for verdict in case.verdicts)]
        failure = SubElement(made, "failure", message=_clean(case.failure), type="verdict")
        failure.text = _clean("\n".join(shown))
    elif case.skipped is not None:
        SubElement(made, "skipped", message=_clean(case.skipped))


def _verdict(verdict: Verdict) -> str:
    return f"{verdict.obligation}. {verdict.statement}: {verdict.verdict}. {verdict.reason}"


def _short(text: str) -> str:
    flat = " ".join(_clean(text).split())
    return flat if len(flat) <= _LONGEST_NAME else f"{flat[: _LONGEST_NAME - 2]} …"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
