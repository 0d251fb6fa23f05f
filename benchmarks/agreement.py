"""Holds what the product finds of every phrase against the slow and obvious matcher, on every text of a folder.

``python -m benchmarks.agreement DATA [--page docs/agreement.md]``. By the shipped packs and by generated rules;
compared are the place of every finding, the phrase and how it matched, and with them the rules that look for it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import click
from pydantic import BaseModel

from benchmarks import generated, stamp
from benchmarks.folder import Folder
from benchmarks.simple_matcher import SimpleMatcher
from medrules import Checker, load_rules
from medrules.checking.compiling import compile_book
from medrules.checking.ladder import ScannedLadder
from medrules.checking.targets import Groups
from medrules.model.book import RuleBook
from medrules.model.phrase import Target, Term
from medrules.model.rule import Rule
from medrules.shipped import folder as shipped
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.scan import LARGEST, Scanner
from medrules.text.vocabulary import Vocabulary
from medrules.text.words import split

_HEAD = Path(__file__).with_name("agreement_head.md")


class Text(NamedTuple):
    """One text of a file, and where it stands there."""

    place: str
    content: str


@dataclass
class Agreement:
    """What came of comparing one side of a rule book."""

    name: str
    phrases: int
    texts: int = 0
    findings: int = 0
    differences: list[str] = field(default_factory=list)


class Side:
    """The groups of phrases of one side of a rule book, searched for in both ways.

    Args:
        book: the rules.
        groups: the groups of the side, and those of the ladder's rungs.
        scanner: the product's.
        first: the groups that a check looks for in every text.
        vocabulary: the words of the whole book.
    """

    def __init__(
        self,
        book: RuleBook,
        groups: Mapping[str, Sequence[Term]],
        scanner: Scanner,
        first: frozenset[str],
        vocabulary: Vocabulary,
    ) -> None:
        self._scanner, self._first = scanner, first
        self._slow = SimpleMatcher(groups, book.concepts, vocabulary)

    def differences(self, texts: Sequence[Text], rules: Mapping[str, list[str]], into: Agreement) -> None:
        """Count the findings of some texts, and note each on which the two differ."""
        contents = [text.content for text in texts]
        every, asked = self._scanner.scan(contents), self._scanner.scan(contents, self._first)
        for text, whole, parted in zip(texts, every, asked, strict=True):
            slow = set(self._slow.find(Document(split(text.content))))
            quick = {hit for hits in whole.hits.values() for hit in hits}
            groups = {hit.group for hit in slow | quick}
            demanded = {hit for group in sorted(groups) for hit in parted.hits.get(group, ())}
            into.texts += 1
            into.findings += len(slow)
            for kind, found in (("scan", quick), ("scan on demand", demanded)):
                into.differences += [_said(text, hit, f"{kind} alone", rules) for hit in sorted(found - slow)]
                into.differences += [_said(text, hit, f"not by {kind}", rules) for hit in sorted(slow - found)]


def compare(name: str, book: RuleBook, texts: Sequence[Text]) -> list[Agreement]:
    """Both sides of a rule book on every text, whichever side it came from."""
    checker, compiled = Checker(book), compile_book(book)
    rungs = ScannedLadder(book.ladder, book.concepts).groups if book.ladder else {}
    made: list[Agreement] = []
    outputs = {**compiled.groups["output"].terms, **rungs}
    inputs = dict(compiled.groups["input"].terms)
    sides = [("answers", compiled.groups["output"], outputs, checker.scanner, checker.looked_for)]
    if inputs:
        scanner = Scanner(inputs, book.concepts, compiled.vocabulary)
        sides.append(("inputs", compiled.groups["input"], inputs, scanner, frozenset()))
    for side, groups, terms, scanner, first in sides:
        found = Agreement(f"{name}, what is looked for in {side}", len(scanner.index.written))
        both = Side(book, terms, scanner, first, compiled.vocabulary)
        rules = rules_of(book.rules, groups)
        for start in range(0, len(texts), LARGEST):
            both.differences(texts[start : start + LARGEST], rules, found)
            if sys.stderr.isatty():
                click.echo(f"\r{found.name}: {found.texts:,} of {len(texts):,} texts", nl=False, err=True)
        made.append(found)
    return made


def rules_of(rules: Sequence[Rule], groups: Groups) -> dict[str, list[str]]:
    """The rules that look for each group, by its name."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        names = {name for target in _targets(rule) for name in groups.wanted(target).groups}
        for name in names:
            found.setdefault(name, []).append(rule.id)
    return found


def _targets(value: object) -> Iterator[Target]:
    if isinstance(value, Target):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _targets(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _targets(item)


def _said(text: Text, hit: Hit, kind: str, rules: Mapping[str, list[str]]) -> str:
    """One difference; of a text that is not ours, only where it stands."""
    who = ", ".join(rules.get(hit.group, ["a level of care or a section"])[:3])
    return f"{text.place} {hit.start}-{hit.end} {kind}: {hit.phrase!r} ({hit.how}, doubtful {hit.doubtful}): {who}"


def texts_of(folder: Folder) -> list[Text]:
    """Every distinct text of every file, answers and inputs, in the order of the files."""
    found: dict[str, Text] = {}
    for name in sorted(folder.present):
        for number, row in enumerate(folder.rows(name), start=1):
            for key in ("input", "output"):
                content = row.get(key)
                if isinstance(content, str) and content:
                    found.setdefault(content, Text(f"{name}:{number} {key}", content))
    return list(found.values())


def page(found: Sequence[Agreement]) -> str:
    """The page of the result, with the day and the commit."""
    rows = "".join(
        f"| {one.name} | {one.phrases:,} | {one.texts:,} | {one.findings:,} | {len(one.differences):,} |\n"
        for one in found
    )
    table = f"| rules | phrases | texts | findings | differences |\n| --- | ---: | ---: | ---: | ---: |\n{rows}"
    return f"{_HEAD.read_text(encoding='utf-8')}\nMeasured {stamp.stamp()}.\n\n{table}"


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rules", default=10_000, show_default=True, help="Generated rules.")
@click.option("--every", default=1, show_default=True, help="Only each so-manieth text, for a quick look.")
@click.option(
    "--page", "written", type=click.Path(path_type=Path), help="Write the page of the result to this file."
)
def main(data: Path, rules: int, every: int, written: Path | None) -> None:
    """Compare the findings of the product with those of the slow matcher on every text of DATA."""
    folder = Folder(data)
    texts = texts_of(folder)
    bulk = [row["output"] for row in folder.rows("bulk_answers") if row["output"]]
    found = compare("shipped packs", load_rules(shipped("rules")), texts[::every])
    if bulk:
        with tempfile.TemporaryDirectory() as room:
            path = Path(room, "generated.rules")
            path.write_text(generated.rules(bulk, rules).text, encoding="utf-8")
            found += compare(f"{rules:,} generated rules", load_rules(path), texts[::every])
    for one in found:
        for difference in one.differences:
            click.echo(difference)
        click.echo(
            f"{one.name}: {one.texts:,} texts, {one.findings:,} findings, {len(one.differences):,} differences"
        )
    if written is not None:
        written.write_text(page(found), encoding="utf-8")
    if not texts or any(one.differences for one in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
