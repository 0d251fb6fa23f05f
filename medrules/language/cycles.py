"""Finds concepts that are made of themselves, directly or through others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medrules.language.printing import short_name
from medrules.language.source import Source
from medrules.model.book import Concept
from medrules.model.phrase import ConceptRef, Either, Maybe, Named, Near, Phrase, PhraseItem, Term
from medrules.model.problem import Problem


def _in_items(items: Sequence[PhraseItem]) -> Iterator[str]:
    for item in items:
        if isinstance(item, ConceptRef):
            yield item.name
        elif isinstance(item, Maybe):
            yield from _in_items(item.items)
        elif isinstance(item, Either):
            for option in item.options:
                yield from _in_items(option)


def named_in(term: Term) -> Iterator[str]:
    """The keys of the concepts that a term names."""
    if isinstance(term, Named):
        yield term.name
    elif isinstance(term, Phrase):
        yield from _in_items(term.items)
    elif isinstance(term, Near):
        yield from _in_items(term.left.items)
        yield from _in_items(term.right.items)


def report_cycles(concepts: Mapping[str, Concept], sources: Mapping[str, Source]) -> list[Problem]:
    """One problem for each circle of concepts, at the first of them."""
    edges = {
        key: list(dict.fromkeys(k for term in concept.terms for k in named_in(term) if k in concepts))
        for key, concept in concepts.items()
    }
    return [_problem(circle, concepts, sources) for circle in _circles(edges)]


def _circles(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    finished: set[str] = set()
    for root in edges:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, Iterator[str]]] = []
        if root not in finished:
            stack.append((root, iter(edges[root])))
            path.append(root)
            on_path.add(root)
        while stack:
            current, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                path.pop()
                on_path.discard(current)
                finished.add(current)
            elif target in on_path:
                yield path[path.index(target) :]
            elif target not in finished:
                stack.append((target, iter(edges[target])))
                path.append(target)
                on_path.add(target)


def _problem(circle: list[str], concepts: Mapping[str, Concept], sources: Mapping[str, Source]) -> Problem:
    place = concepts[circle[0]].location
    source = sources[place.file]
    start = source.starts[place.line - 1] + place.column - 1
    chain = " → ".join(short_name(key) for key in [*circle, circle[0]])
    hint = "take one of these names out of the concept that it leads back to"
    if len(circle) == 1:
        hint = f'if the word itself is meant, put it in quotes: "{short_name(circle[0])}"'
    return source.problem("E412", f"The concept is made of itself: {chain}", start, start + 1, hint)
