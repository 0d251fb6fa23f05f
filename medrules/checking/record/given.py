"""The record that an example gives its rule: made of the lines ``given record FIELD …``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medrules.model.book import Concept
from medrules.model.phrase import ConceptRef, Either, Exactly, Named, Near, Phrase, PhraseItem, Prefix, Term, Word
from medrules.model.record import Chosen, Measured, Record, Result
from medrules.model.rule import GivenRecord
from medrules.records import entries
from medrules.records.values import measured
from medrules.records.vocabulary import names, simple, unit_of, vocabulary

_DEEPEST = 10


def record_given(lines: Sequence[GivenRecord], concepts: Mapping[str, Concept]) -> Record | None:
    """The record of an example; None where nothing of it is given.

    Several lines about one list add up; a concept stands for one thing that its first phrase names.
    """
    if not lines:
        return None
    known: dict[str, Any] = {}
    for line in lines:
        kind = vocabulary()["fields"].get(line.field)
        field = line.field.replace("-", "_")
        if kind == "list":
            known[field] = (*known.get(field, ()), *_entries(line, concepts))
        elif kind == "word":
            known[field] = Chosen(text=line.value or "", value=line.value)
        elif kind is not None:
            known[field] = _value(line)
        else:
            home = "labs" if line.field in vocabulary()["labs"] else "vitals"
            result = Result(text=f"{line.field} {_value(line).text}", name=line.field, value=_value(line))
            known[home] = (*known.get(home, ()), result)
    return Record(**known)


def _value(line: GivenRecord) -> Measured:
    if line.quantity is None:
        return Measured(text=line.value or "")
    unit = line.quantity.unit or unit_of(line.field)
    text = f"{line.quantity.amount:g} {line.quantity.unit or ''}".strip()
    return Measured(text=text, quantity=line.quantity.model_copy(update={"unit": unit}))


def _entries(line: GivenRecord, concepts: Mapping[str, Concept]) -> Iterator[Any]:
    """The entries of one list; a value such as *none* lists nothing."""
    reader = {
        "problems": entries.problem,
        "medications": entries.medication,
        "allergies": entries.allergy,
        "documents": entries.document,
    }.get(line.field)
    for term in line.terms:
        text = wording(term, concepts)
        if reader is not None:
            yield reader(text)
        else:
            name, rest = _measured(line.field, text)
            if name is not None:
                yield Result(text=text, name=name, value=measured(rest, unit_of(name)))


def _measured(kind: str, text: str) -> tuple[str | None, str]:
    """The test or vital sign whose name a text opens with, and what follows."""
    pieces = text.split()
    for count in range(len(pieces), 0, -1):
        name = names(kind).get(simple(" ".join(pieces[:count])))
        if name is not None:
            return name, " ".join(pieces[count:])
    return None, text


def wording(term: Term, concepts: Mapping[str, Concept]) -> str:
    """One wording that a term finds: first choices, nothing that may be absent, gaps left empty."""
    return " ".join(_words(term, concepts, _DEEPEST))


def _words(term: Term, concepts: Mapping[str, Concept], deep: int) -> Iterator[str]:
    if isinstance(term, Exactly):
        yield term.text
    elif isinstance(term, Phrase):
        yield from [term.text] if all(map(_is_plain, term.items)) else _of(term.items, concepts, deep)
    elif isinstance(term, Near):
        yield from (*_of(term.left.items, concepts, deep), *_of(term.right.items, concepts, deep))
    elif isinstance(term, Named):
        yield from _of([ConceptRef(name=term.name)], concepts, deep)


def _is_plain(item: PhraseItem) -> bool:
    """A word, or words in brackets that offer no choice: the entry of a record stands as written."""
    single = isinstance(item, Either) and len(item.options) == 1
    return isinstance(item, Word) or (single and all(isinstance(each, Word) for each in item.options[0]))  # type: ignore[union-attr]


def _of(items: Sequence[PhraseItem], concepts: Mapping[str, Concept], deep: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Word):
            yield item.text
        elif isinstance(item, Prefix):
            yield item.stem
        elif isinstance(item, Either):
            yield from _of(item.options[0], concepts, deep)
        elif isinstance(item, ConceptRef) and deep and item.name in concepts:
            yield from _words(concepts[item.name].terms[0], concepts, deep - 1)
