"""What is written about a concept, a rung, a hazard or a rule where it is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medrules.language.desk import find, name, parts, tokens_of, unquoted, word
from medrules.language.parsing import Declared, Parsed


class Described(NamedTuple):
    """One declaration."""

    keyword: str
    name: str
    title: str | None
    phrases: tuple[str, ...]
    """As they are written; names of other concepts among them."""
    start: int
    end: int
    """Its characters, without what follows its last word."""


def described(made: Parsed) -> Iterator[Described]:
    """Every declaration of a file that can be read and has a name."""
    for each in made.declared:
        if each.keyword in ("concept", "escalation", "hazard", "rule", "weights", "sign-off"):
            yield _described(made, each)


def title_of_pack(made: Parsed) -> str | None:
    """The title on a file's title page."""
    pages = [each.node for each in made.declared if each.keyword == "pack"]
    title = find(pages[0], "title") if pages else None
    return unquoted(word(title)) if title is not None else None


def _described(made: Parsed, each: Declared) -> Described:
    title, terms = find(each.node, "title"), find(each.node, "terms")
    ends = [token.end_pos or 0 for token in tokens_of(each.node)]
    return Described(
        each.keyword,
        name(parts(each.node)[0]),
        unquoted(word(title)) if title is not None else None,
        tuple(_written(made, each, part) for part in parts(terms)) if terms is not None else (),
        each.base,
        each.base + max(ends),
    )


def _written(made: Parsed, each: Declared, part: object) -> str:
    tokens = list(tokens_of(part))  # type: ignore[arg-type]
    start = min(token.start_pos or 0 for token in tokens)
    end = max(token.end_pos or 0 for token in tokens)
    return " ".join(made.source.text[each.base + start : each.base + end].split())
