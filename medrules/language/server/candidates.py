"""The names that can stand at a place, by what the grammar calls them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from medrules.language.doses import PER
from medrules.language.names import categories, vocabulary
from medrules.language.obligations import MINUTES
from medrules.language.record import LISTED, fields
from medrules.language.server.described import described, title_of_pack
from medrules.language.server.meanings import CATEGORIES, HARM_MEANINGS
from medrules.language.server.projects import File, Projects
from medrules.language.signoffs import FIGURES
from medrules.language.slots import STATUSES
from medrules.model.rule import HARMS


class Candidate(NamedTuple):
    """A name that can stand at a place."""

    name: str
    kind: str
    """What it names: ``concept``, ``rung`` … or ``word`` for one of a closed vocabulary."""
    title: str | None = None
    phrases: tuple[str, ...] = ()
    pack: str | None = None
    """The pack that has to be used first."""


class Asked(NamedTuple):
    """Where a name is asked for."""

    projects: Projects
    file: File
    before: tuple[str, ...]
    """The words and marks of the declaration before it, in lower case."""


def candidates(asked: Asked, kinds: Iterable[str]) -> Iterator[Candidate]:
    """Every name that can stand there, each once."""
    seen: set[str] = set()
    for kind in sorted(kinds):
        for found in _SOURCES.get(kind, _nothing)(asked):
            if found.name not in seen:
                seen.add(found.name)
                yield found


def concepts(asked: Asked) -> Iterator[Candidate]:
    """The concepts that the file can name; then those of packs that it could use."""
    file = asked.file
    known = file.analysis.index.visible(file.path)
    homes = {named.home for named in known if named.home is not None} | {file.path}
    titles = {(home, each.name): each for home in homes for each in described(file.analysis.parsed[home])}
    for named in known:
        each = titles.get((named.home or file.path, named.name))
        yield Candidate(named.name, "concept", each.title if each else None, each.phrases if each else ())
    taken = {named.name for named in known}
    for pack, made in asked.projects.packs(file).items():
        if made.path.resolve() not in homes:
            for each in described(made):
                if each.keyword == "concept" and each.name not in taken:
                    yield Candidate(each.name, "concept", each.title, each.phrases, pack)


def _declared(keyword: str, kind: str) -> Callable[[Asked], Iterator[Candidate]]:
    def found(asked: Asked) -> Iterator[Candidate]:
        for made in asked.file.analysis.parsed.values():
            for each in described(made):
                if each.keyword == keyword:
                    yield Candidate(each.name, kind, each.title, each.phrases)

    return found


def _rungs(asked: Asked) -> Iterator[Candidate]:
    """The rungs of the run; where there are none, those of packs that could be used."""
    own = list(_declared("escalation", "rung")(asked))
    yield from own
    if not own:
        for pack, made in asked.projects.packs(asked.file).items():
            for each in described(made):
                if each.keyword == "escalation":
                    yield Candidate(each.name, "rung", each.title, each.phrases, pack)


def _rules(asked: Asked) -> Iterator[Candidate]:
    """The rules of the run, then those of packs: an adoption or a waiver may be about any."""
    yield from _declared("rule", "rule")(asked)
    for made in asked.projects.packs(asked.file).values():
        for each in described(made):
            if each.keyword == "rule":
                yield Candidate(each.name, "rule", each.title)


def titles(asked: Asked) -> Iterator[Candidate]:
    """The titles of packs, as an adoption names them."""
    for made in asked.projects.packs(asked.file).values():
        title = title_of_pack(made)
        if title is not None:
            yield Candidate(title, "pack", made.source.file)


def _packs(asked: Asked) -> Iterator[Candidate]:
    used = {use.name for use in asked.file.parsed.uses} | set(asked.before)
    for pack, made in asked.projects.packs(asked.file).items():
        if pack not in used and made.path.resolve() != asked.file.path:
            yield Candidate(pack, "pack", title_of_pack(made))


def _categories(_: Asked) -> Iterator[Candidate]:
    for short, subs in categories().items():
        yield Candidate(short, "word", CATEGORIES.get(short))
        for sub in subs:
            yield Candidate(f"{short}/{sub}", "word", CATEGORIES.get(f"{short}/{sub}"))


def _subcategories(asked: Asked) -> Iterator[Candidate]:
    over = asked.before[-2] if len(asked.before) > 1 else ""
    for sub in categories().get(over, ()):
        yield Candidate(sub, "word", CATEGORIES.get(f"{over}/{sub}"))


def _values(asked: Asked) -> Iterator[Candidate]:
    """Words that risk, setting, supervision or a field of the record can be."""
    for number, word in reversed(list(enumerate(asked.before))):
        if word in ("risk", "setting", "supervision"):
            known: dict[str, str] = vocabulary("situations.json")[word]
            yield from (Candidate(value, "word", title) for value, title in known.items())
            return
        if word == "record":
            field = asked.before[number + 1] if number + 1 < len(asked.before) else ""
            yield from _words(vocabulary("record.json")["values"].get(field, ()))(asked)
            return


def _units(asked: Asked) -> Iterator[Candidate]:
    """What time or dose is counted in; units of laboratory values are too many to propose."""
    before = asked.before
    if before[-1:] == ("per",):
        yield from _words(PER)(asked)
    elif len(before) > 1 and before[-2] == "within":
        yield from _words(unit for unit in MINUTES if len(unit) > 1)(asked)


def _fields(asked: Asked) -> Iterator[Candidate]:
    owed = {"cover", "keep", "agree"} & set(asked.before[-5:])
    yield from _words(LISTED if owed else fields())(asked)


def _harms(_: Asked) -> Iterator[Candidate]:
    return (Candidate(level, "word", HARM_MEANINGS[level]) for level in HARMS)


def _words(words: Iterable[str]) -> Callable[[Asked], Iterator[Candidate]]:
    return lambda _: (Candidate(word, "word") for word in words)


def _nothing(_: Asked) -> Iterator[Candidate]:
    return iter(())


_SOURCES: dict[str, Callable[[Asked], Iterator[Candidate]]] = {
    "concept_ref": concepts,
    "rung": _rungs,
    "rung_name": _rungs,
    "hazard_ref": _declared("hazard", "hazard"),
    "rule_ref": _rules,
    "pack_name": _packs,
    "category": _categories,
    "subcategory": _subcategories,
    "value_name": _values,
    "unit": _units,
    "field": _fields,
    "harm": _harms,
    "status": _words(STATUSES),
    "figure": _words(FIGURES),
}
