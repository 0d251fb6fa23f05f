"""The text that an adoption adopts, and its hash: by it an adoption lapses when the adopted text changes.

The text is that of the rule, or of every rule and hazard of the pack, together with the concepts that these name,
directly or through others, and, where a rule judges how urgent an answer is, the rungs that its file and the packs
it uses declare. It is printed in the language's one spelling: comments and layout do not count, and every word of
it does. The title page does not: its version is held against the adoption's by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from medrules.language import writing
from medrules.language.loading import load
from medrules.language.printing import term
from medrules.language.source import Source, tokens
from medrules.model.approval import Adoption
from medrules.model.book import RuleBook, Rung
from medrules.model.phrase import ConceptRef, Named, Term
from medrules.model.rule import Escalates, MustEscalate, MustNotEscalateAbove, Rule

Subject = tuple[str, str]
"""``("pack", title)`` or ``("rule", id)``."""


def text_hash(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def adopted_hashes(book: RuleBook, adoptions: Iterable[Adoption] | None = None) -> dict[Subject, str]:
    """The hash of each adopted text as it is in a book; what the book does not hold has none.

    Args:
        book: the rules of a run.
        adoptions: those asked about; None: the book's own.
    """
    found: dict[Subject, str] = {}
    for each in book.adoptions if adoptions is None else adoptions:
        text = rule_text(book, each.name) if each.subject == "rule" else pack_text(book, each.name)
        if text is not None:
            found[each.subject, each.name] = text_hash(text)
    return found


def rule_text(book: RuleBook, name: str) -> str | None:
    """The text of a rule with all that it names; None where the book does not hold it."""
    rule = next((rule for rule in book.rules if rule.id == name), None)
    return None if rule is None else _joined([_rule(rule)], _vocabulary(book, [rule]))


def pack_text(book: RuleBook, title: str) -> str | None:
    """The text of the rules and hazards of a pack with all that they name; None where the book holds none."""
    rules = [rule for rule in book.rules if rule.pack == title]
    files = {pack.file for pack in book.packs if pack.title == title}
    if not rules:
        return None
    hazards = [writing.hazard(each) for each in book.hazards.values() if each.location.file in files]
    return _joined([*map(_rule, rules), *hazards], _vocabulary(book, rules))


def fill_in(source: Source, book: RuleBook, path: Path, folders: Sequence[Path], shipped: Path | None) -> Source:
    """The file with the hash of the adopted text in each adoption that has none.

    A hash that stands there is left as it is: only the people who approve may take it out. What is adopted is
    looked for in the files beside this one, in ``folders`` and among the packs that ship; where it is not found,
    nothing is filled in.
    """
    bare = [each for each in book.adoptions if each.text is None and each.location.file == source.file]
    if not bare:
        return source
    beside = sorted(path.parent.glob("*.rules"))
    around, _ = load([*beside, *folders, *([shipped] if shipped else [])], shipped)
    hashes = adopted_hashes(around, bare)
    text = source.text
    for each in reversed(bare):
        found = hashes.get((each.subject, each.name))
        if found is not None:
            end = _end(source, each)
            text = f'{text[:end]} text "{found}"{text[end:]}'
    return Source(source.file, text)


def _end(source: Source, adoption: Adoption) -> int:
    """Where the last word of an adoption ends, before comments below it."""
    start = source.starts[adoption.location.line - 1] + adoption.location.column - 1
    chunk = next(each for each in source.chunks if each.start <= start < each.end)
    written = (each for each in tokens(source.code, chunk.start, chunk.end) if each.kind != "comment")
    return max(each.start + len(each.text.rstrip()) for each in written if each.text.strip())


def _joined(owned: Iterable[str], named: Iterable[str]) -> str:
    """The parts in an order of their own, so that moving a declaration changes nothing."""
    return "\n\n".join([*sorted(owned), *named]) + "\n"


def _rule(rule: Rule) -> str:
    """A rule without its status, which is what an adoption decides about."""
    return writing.rule(rule, rule.status)


def _vocabulary(book: RuleBook, rules: Sequence[Rule]) -> Iterator[str]:
    """The concepts that rules name, by name, and the rungs of their packs, lowest first."""
    rungs = _rungs(book, rules)
    keys = _named([*rules, *rungs], book)
    yield from sorted(writing.concept(book.concepts[key]) for key in keys if key in book.concepts)
    yield from ("\n".join([f"escalation {rung.name}", *map(term, rung.terms)]) for rung in rungs)


def _named(parts: Sequence[BaseModel], book: RuleBook) -> set[str]:
    """The keys of all concepts that some rules or rungs name, directly or through others."""
    found: set[str] = set()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        for each in _within(part):
            if isinstance(each, Named | ConceptRef) and each.name not in found:
                found.add(each.name)
                waiting += [book.concepts[each.name]] if each.name in book.concepts else []
    return found


def _rungs(book: RuleBook, rules: Sequence[Rule]) -> list[Rung]:
    """The ladder with the phrases of the rules' own files and the packs they use; none without need."""
    judging = (MustEscalate, MustNotEscalateAbove, Escalates)
    files = {rule.location.file for rule in rules if any(isinstance(each, judging) for each in _within(rule))}
    waiting = list(files)
    uses = {pack.file: pack.uses for pack in book.packs}
    while waiting:
        more = [file for file in uses.get(waiting.pop(), ()) if file not in files]
        files.update(more)
        waiting += more
    own = (rung.model_copy(update={"terms": _declared_in(files, rung.terms)}) for rung in book.ladder)
    return [rung for rung in own if rung.terms]


def _declared_in(files: set[str], terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(each for each in terms if each.location is None or each.location.file in files)


def _within(value: object) -> Iterator[BaseModel]:
    """Every part of a model, itself among them."""
    if isinstance(value, BaseModel):
        yield value
        for field in type(value).model_fields:
            yield from _within(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item)
