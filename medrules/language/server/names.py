"""Every name that rule files declare or refer to, where it stands, and what it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lark import Token

from medrules.language.desk import Part, unquoted
from medrules.language.parsing import Declared, Parsed
from medrules.language.source import tokens

DECLARES = {
    "concept_name": "concept",
    "rung_name": "rung",
    "hazard_name": "hazard",
    "rule_name": "rule",
    "weights_name": "weights",
    "sign_off_name": "sign-off",
}
"""From the grammar's name for a name that is declared to what it names."""
REFERS = {
    "concept_ref": "concept",
    "rung": "rung",
    "hazard_ref": "hazard",
    "rule_ref": "rule",
    "pack_name": "pack",
    "category": "category",
    "harm": "harm",
}
_KEYWORDS = {"escalation": "rung", **{kind: kind for kind in ("concept", "hazard", "rule", "weights", "sign-off")}}
_IN_PHRASE = re.compile(r"\\.|<\s*(?P<name>[^\W\d_][^\W_]*(?:[-.][^\W_]+)*)\s*>", re.DOTALL)


class Named(NamedTuple):
    """What a name names. Concepts have a home; everything else belongs to the whole run."""

    kind: str
    name: str
    home: Path | None = None
    """The file that declares a concept, or that a pack is."""


class Place(NamedTuple):
    """One place where a name stands."""

    path: Path
    start: int
    end: int
    declares: bool


class Index:
    """The names of some files."""

    def __init__(self, parsed: Mapping[Path, Parsed]) -> None:
        self._parsed = parsed
        self._concepts = {path: set(_declared_concepts(made)) for path, made in parsed.items()}
        self._found: dict[Path, list[tuple[int, int, Named]]] = {}
        self._places: dict[Named, list[Place]] = defaultdict(list)
        for path, made in parsed.items():
            self._found[path] = list(self._file(path, made))

    def at(self, path: Path, offset: int) -> tuple[Named, Place] | None:
        """The name at a character, or that ends before it."""
        found = self._found.get(path, [])
        number = bisect_right(found, offset, key=lambda each: each[0])
        for start, end, named in reversed(found[max(number - 2, 0) : number]):
            if start <= offset <= end:
                return named, next(place for place in self._places[named] if place[:2] == (path, start))
        return None

    def places(self, named: Named) -> list[Place]:
        """Where a name stands, in the order of the files."""
        return self._places.get(named, [])

    def declarations(self, named: Named) -> list[Place]:
        """Where what is named is declared; of a pack, its file."""
        if named.kind == "pack":
            return [Place(named.home, 0, 0, True)] if named.home is not None else []
        return [place for place in self.places(named) if place.declares]

    def declared(self, kind: str) -> list[Named]:
        """Everything of a kind that is declared, in the order of the files."""
        of_kind = ((named, places) for named, places in self._places.items() if named.kind == kind)
        return [named for named, places in of_kind if any(place.declares for place in places)]

    def concept(self, path: Path, name: str) -> Named:
        """The concept that a name means in a file: its own before those of the packs it uses."""
        own = self._parsed[path]
        for home in (path, *(use.path for use in own.uses if use.path is not None)):
            if name in self._concepts.get(home, ()):
                return Named("concept", name, home)
        return Named("concept", name)

    def visible(self, path: Path) -> list[Named]:
        """The concepts that a file can name."""
        homes = [path, *(use.path for use in self._parsed[path].uses if use.path is not None)]
        names = {name: None for home in homes for name in sorted(self._concepts.get(home, ()))}
        return [self.concept(path, name) for name in names]

    def _file(self, path: Path, made: Parsed) -> Iterator[tuple[int, int, Named]]:
        for kind, name, start, end, declares in sorted(_names(made), key=lambda found: found[2]):
            named = self._resolved(path, kind, name)
            self._places[named].append(Place(path, start, end, declares))
            yield start, end, named

    def _resolved(self, path: Path, kind: str, name: str) -> Named:
        if kind == "concept":
            return self.concept(path, name)
        if kind == "pack":
            return Named(kind, name, next((use.path for use in self._parsed[path].uses if use.name == name), None))
        return Named(kind, name)


_Found = tuple[str, str, int, int, bool]


def _names(made: Parsed) -> Iterator[_Found]:
    """(kind, name in lower case, start, end, whether it is declared here) of every name in a file."""
    read = set()
    for each in made.declared:
        read.add(each.base)
        yield from _in_tree(each)
    for chunk in made.source.chunks:
        kind = _KEYWORDS.get(chunk.keyword)
        if kind is not None and chunk.start not in read:
            words = [token for token in tokens(made.source.code, chunk.start, chunk.end) if token.kind == "word"]
            for token in words[1:2]:
                yield kind, token.text.lower(), token.start, token.end, True


def _in_tree(each: Declared) -> Iterator[_Found]:
    waiting: list[Part] = [each.node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Token):
            continue
        kind = DECLARES.get(part.data) or REFERS.get(part.data)
        if kind is not None:
            first, last = (_tokens(part)[at] for at in (0, -1))
            start, end = each.base + (first.start_pos or 0), each.base + (last.end_pos or 0)
            written = "/".join(token.lower() for token in _tokens(part))
            yield kind, written, start, end, part.data in DECLARES
        elif part.data == "title" and each.keyword == "adopt":
            yield _title(_tokens(part)[0], each.base)
        elif part.data == "phrase":
            yield from _in_phrase(_tokens(part)[0], each.base)
        else:
            waiting.extend(part.children)


def _tokens(part: Part) -> list[Token]:
    if isinstance(part, Token):
        return [part]
    return [token for child in part.children for token in _tokens(child)]


def _in_phrase(token: Token, base: int) -> Iterator[_Found]:
    for match in _IN_PHRASE.finditer(token):
        if match["name"]:
            start = base + (token.start_pos or 0)
            yield "concept", match["name"].lower(), start + match.start("name"), start + match.end("name"), False


def _title(token: Token, base: int) -> _Found:
    start = base + (token.start_pos or 0)
    return "title", unquoted(token), start, start + len(token), False


def _declared_concepts(made: Parsed) -> Iterator[str]:
    for each in made.declared:
        if each.keyword == "concept":
            yield from (name for kind, name, _, _, declares in _in_tree(each) if declares and kind == "concept")
    yield from (name for keyword, name in made.broken if keyword == "concept")
