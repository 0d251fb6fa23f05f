"""Cues of English clinical advice, read from data files and found by a network; classes of single words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """A place among the cues: the words that may follow, and the cue that may end here.

    ``next`` and ``any`` are made when they are first asked for: the cues spell out to some 400,000 sequences of
    words, and a text meets few of them.
    """

    __slots__ = ("_net", "_states", "any", "kind", "next")

    next: dict[str, Node]
    any: Node | None

    def __init__(self, net: _Net, states: tuple[int, ...], kind: str | None) -> None:
        self._net, self._states, self.kind = net, states, kind

    def __getattr__(self, name: str) -> object:
        if name not in ("next", "any"):
            raise AttributeError(name)
        self.next, self.any = self._net.following(self._states)
        return self.next if name == "next" else self.any


_Edge = tuple[frozenset[str] | None, int]
"""The words that lead on (None: any word), and the state they lead to."""


class _Net:
    """The cues as a network of states, which spells no alternative out; a Node is a set of its states."""

    def __init__(self) -> None:
        self.edges: list[list[_Edge]] = [[]]
        self.free: list[list[int]] = [[]]
        """States that a state leads on to without a word."""
        self.ends: dict[int, tuple[int, str]] = {}
        """The cue that ends in a state, with its place among all cues."""
        self.nodes: dict[tuple[int, ...], Node] = {}

    def state(self) -> int:
        """A new state."""
        self.edges.append([])
        self.free.append([])
        return len(self.edges) - 1

    def enter(self, entry: str, kind: str) -> None:
        """Add a cue; state 0 is where all begin."""
        turned = _turned(kind)
        first = self.state()
        last = self._spell(entry, first)
        self.ends[last] = (len(self.ends), kind)
        edges = [edge for state in self.closed((first,)) for edge in self.edges[state]]
        self.edges[0] += [(words and words - _NEGATED_BE if turned else words, target) for words, target in edges]
        if turned and any(words is not None and not words.isdisjoint(_NEGATED_BE) for words, _ in edges):
            first = self.state()
            last = self._spell(entry, first)
            self.ends[last] = (len(self.ends), turned)
            edges = [edge for state in self.closed((first,)) for edge in self.edges[state]]
            self.edges[0] += [(words & _NEGATED_BE, target) for words, target in edges if words is not None]

    def _spell(self, entry: str, state: int) -> int:
        """The state behind an entry that begins in this one."""
        at = 0
        while at < len(entry):
            character = entry[at]
            if character == " ":
                at += 1
                continue
            behind = self.state()
            if character in "([":
                close = _closing(entry, at)
                for option in _options(entry[at + 1 : close]):
                    self.free[self._spell(option, state)].append(behind)
                if character == "[":
                    self.free[state].append(behind)
                at = close + 1
            else:
                stop = _word_end(entry, at)
                self.edges[state].append((_alternatives(entry[at:stop]), behind))
                at = stop
            state = behind
        return state

    def closed(self, states: Iterable[int]) -> list[int]:
        """The states with all that they lead on to without a word."""
        found, waiting = set(states), list(states)
        while waiting:
            for state in self.free[waiting.pop()]:
                if state not in found:
                    found.add(state)
                    waiting.append(state)
        return sorted(found)

    def node(self, states: Iterable[int]) -> Node:
        """The node of these states."""
        every = tuple(self.closed(states))
        found = self.nodes.get(every)
        if found is None:
            found = self.nodes[every] = Node(self, every, self._kind(every))
        return found

    def _kind(self, states: tuple[int, ...]) -> str | None:
        """The first cue of the files wins, but for a pseudo-cue: the last of them."""
        ends = sorted(self.ends[state] for state in states if state in self.ends)
        pseudo = [kind for _, kind in ends if kind.startswith("pseudo")]
        return pseudo[-1] if pseudo else ends[0][1] if ends else None

    def following(self, states: tuple[int, ...]) -> tuple[dict[str, Node], Node | None]:
        """The nodes behind each word that may follow, and the one behind any word."""
        by_word: dict[str, list[int]] = {}
        behind_any: list[int] = []
        for state in states:
            for words, target in self.edges[state]:
                if words is None:
                    behind_any.append(target)
                    continue
                for word in words:
                    by_word.setdefault(word, []).append(target)
        nodes: dict[tuple[int, ...], Node] = {}
        following = {}
        for word, targets in by_word.items():
            key = tuple(targets)
            following[word] = nodes.get(key) or nodes.setdefault(key, self.node(key))
        return following, self.node(behind_any) if behind_any else None


def _word_end(entry: str, at: int) -> int:
    while at < len(entry) and entry[at] not in " ([":
        at += 1
    return at


def _alternatives(word: str) -> frozenset[str] | None:
    if word == _ANY:
        return None
    return word_class(word[1:-1]) if word.startswith("{") else frozenset((word,))


Heads = dict[str, tuple[tuple[str, Node], ...]]


@cache
def read_sections(name: str) -> Mapping[str, Sequence[str]]:
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
def parted_spellings() -> dict[tuple[str, str], tuple[str, str]]:
    """What stands for two words between which an apostrophe was lost (``don t``)."""
    lines = (line.split() for line in read_sections("plain_spellings.txt")["parted"])
    return {(one, two): (first, second) for one, two, first, second in lines}


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
            stop = _word_end(entry, at)
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


def compile_cues(sections: Mapping[str, Iterable[str]]) -> Node:
    """Where the cues of these sections begin; a cue's kind is its section."""
    net = _Net()
    for kind, entries in sections.items():
        for entry in entries:
            net.enter(entry, kind)
    return Node(net, (0,), None)


def _turned(kind: str) -> str | None:
    """What is recommended by ``is needed`` is discouraged by ``isn't needed``; None for cues of other kinds."""
    return "against" + kind.removeprefix("advice") if kind.startswith("advice") else None


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


def _courteous(index: int, end: int, flags: list[int], last: int) -> tuple[int, str]:
    """``Call me if you like``: no condition; ``if you like it, …`` is one."""
    ends = end >= last or bool(flags[end] & _BREAKS)
    return (end, "no condition") if ends else (index + 1, "condition")


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
            elif match is not None and match[1] == "courtesy":
                match = _courteous(index, match[0], flags, last)
            if match is not None:
                found.setdefault(family, []).append(Found(index, match[0], match[1]))
                free[family] = match[0]
    return found
