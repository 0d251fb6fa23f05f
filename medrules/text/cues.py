"""Cues of English clinical advice, read from data files and found in words by a trie; classes of single words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from medrules.text import sentences as marks

FAMILIES = ("act", "negation", "hedge", "condition", "question", "heading", "person")
"""Cues of one family never overlap: the longest wins, and a pseudo-cue silences what stands inside it."""
_FILES = {
    "advice.txt": "act",
    "against.txt": "act",
    "negation.txt": "negation",
    "hedge.txt": "hedge",
    "condition.txt": "condition",
    "question.txt": "question",
    "heading.txt": "heading",
    "person.txt": "person",
}
_ANY = "{any}"
_FORBIDS = ("against", "against always", "against noun")
_NEGATED_BE = frozenset(("isn't", "aren't", "wasn't", "weren't"))
_BREAKS = (
    marks.COMMA | marks.SEMICOLON | marks.COLON | marks.DASH | marks.OPEN | marks.CLOSE | marks.ENDS | marks.CELL
)


class Found(NamedTuple):
    """A cue as positions of words (``end`` exclusive)."""

    start: int
    end: int
    kind: str
    """Its section in the data file: ``advice``, ``against back``, ``no condition``, …"""


class Node:
    """A place in the trie of cues: the words that may follow, and the cue that may end here."""

    __slots__ = ("any", "kind", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.any: Node | None = None
        self.kind: str | None = None


Heads = dict[str, tuple[tuple[str, Node], ...]]


def read_sections(name: str) -> dict[str, list[str]]:
    """The lines of a vocabulary file by section; comments and empty lines left out."""
    text = files("medrules.text").joinpath("vocabulary", "en", "cues", name).read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if (
            entry.startswith("[")
            and entry.endswith("]")
            and entry[1:-1].replace(" ", "").isalnum()
            and "|" not in entry
        ):
            lines = sections.setdefault(entry[1:-1], [])
        elif entry:
            lines.append(entry)
    return sections


@cache
def plain_spellings() -> dict[str, str]:
    """What stands for a word written without its apostrophe."""
    return dict(line.split() for line in read_sections("plain_spellings.txt")["spelling"])


@cache
def words_of(name: str, section: str) -> frozenset[str]:
    """The words of one section of a file that lists single words."""
    return frozenset(" ".join(read_sections(name)[section]).split())


@cache
def word_class(section: str) -> frozenset[str]:
    """The words of one class."""
    return words_of("classes.txt", section)


def expand(entry: str) -> list[tuple[str, ...]]:
    """All word sequences of a cue: ``(a|b)`` either, ``[x]`` with or without, ``{class}`` any of a class."""
    sequences: list[tuple[str, ...]] = [()]
    at = 0
    while at < len(entry):
        character = entry[at]
        if character in "([":
            close = _closing(entry, at)
            options = [sequence for part in _options(entry[at + 1 : close]) for sequence in expand(part)]
            if character == "[":
                options.append(())
            at = close + 1
        elif character == " ":
            at += 1
            continue
        else:
            stop = at
            while stop < len(entry) and entry[stop] not in " ([":
                stop += 1
            word = entry[at:stop]
            options = [(word,)]
            if word.startswith("{") and word != _ANY:
                options = [(form,) for form in sorted(word_class(word[1:-1]))]
            at = stop
        # Optional words in a row give the same sequence in many ways: each is kept once.
        sequences = list(dict.fromkeys(head + tail for head in sequences for tail in options))
    return sequences


def _closing(entry: str, at: int) -> int:
    depth = 0
    for index in range(at, len(entry)):
        depth += (entry[index] in "([") - (entry[index] in ")]")
        if depth == 0:
            return index
    raise ValueError(f"a bracket is not closed: {entry}")


def _options(inner: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(inner):
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            parts.append(inner[start:index])
            start = index + 1
    return [*parts, inner[start:]]


def _insert(root: Node, sequence: tuple[str, ...], kind: str) -> None:
    node = root
    for word in sequence:
        if word == _ANY:
            node.any = node.any or Node()
            node = node.any
        else:
            following = node.next.get(word)
            if following is None:
                following = node.next[word] = Node()
            node = following
    if node.kind is None or kind.startswith("pseudo"):
        node.kind = kind


def compile_cues(sections: Mapping[str, Iterable[str]]) -> Node:
    """A trie of the cues of these sections; a cue's kind is its section."""
    root = Node()
    for kind, entries in sections.items():
        for entry in entries:
            for sequence in expand(entry):
                if sequence:
                    _insert(root, sequence, _turned(sequence, kind))
    return root


def _turned(sequence: tuple[str, ...], kind: str) -> str:
    """What is recommended by ``is needed`` is discouraged by ``isn't needed``."""
    if kind.startswith("advice") and sequence[0] in _NEGATED_BE:
        return "against" + kind.removeprefix("advice")
    return kind


@cache
def heads() -> Heads:
    """For each first word of a cue, the families that know it with their nodes."""
    sections: dict[str, dict[str, list[str]]] = {family: {} for family in FAMILIES}
    for name, family in _FILES.items():
        for kind, entries in read_sections(name).items():
            sections[family].setdefault(kind, []).extend(entries)
    roots = {family: compile_cues(kinds) for family, kinds in sections.items()}
    table: dict[str, list[tuple[str, Node]]] = {}
    for family, root in roots.items():
        for word, node in root.next.items():
            table.setdefault(word, []).append((family, node))
    return {word: tuple(nodes) for word, nodes in table.items()}


def longest(node: Node, forms: list[str], flags: list[int], at: int, stop: int) -> tuple[int, str] | None:
    """Where the longest cue that goes on at ``at`` ends, and its kind. A cue crosses no comma or stop."""
    best = (at, node.kind) if node.kind is not None else None
    if at < stop and not flags[at] & _BREAKS:
        following = node.next.get(forms[at])
        if following is not None:
            found = longest(following, forms, flags, at + 1, stop)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if node.any is not None:
            found = longest(node.any, forms, flags, at + 1, stop)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return best


def _held(match: tuple[int, str], forms: list[str], flags: list[int], last: int) -> tuple[int, str]:
    """``No need to stop``, ``avoid missing``: what must not be left off is to go on."""
    end, kind = match
    if kind in _FORBIDS and end < last and not flags[end] & _BREAKS and forms[end] in word_class("ceasing"):
        return end + 1, "pseudo held"
    return match


def find_cues(forms: list[str], flags: list[int], first: int, last: int) -> dict[str, list[Found]]:
    """The cues among words ``first`` to ``last`` by family, in order."""
    table = heads()
    found: dict[str, list[Found]] = {}
    free: dict[str, int] = {}
    for index in range(first, last):
        nodes = table.get(forms[index])
        if nodes is None:
            continue
        at = index + 1
        follows = forms[at] if at < last and not flags[at] & _BREAKS else None
        for family, node in nodes:
            if node.kind is None and (follows is None or (node.any is None and follows not in node.next)):
                continue  # no cue of this family goes on here; most words only begin cues
            if free.get(family, 0) > index:
                continue
            match = longest(node, forms, flags, at, last)
            if match is not None and family == "act":
                match = _held(match, forms, flags, last)
            if match is not None:
                found.setdefault(family, []).append(Found(index, match[0], match[1]))
                free[family] = match[0]
    return found
