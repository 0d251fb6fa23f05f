"""Headings and labels of an answer under which it lists what the patient takes, has or measured."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from medrules.model.rule import Listed
from medrules.text.document import Document
from medrules.text.words import split

_MOST_WORDS = 8
_LONGEST = 160
"""Characters of a label with its marks."""
_MARKS = "*_#>-•+–—●▪ \t.)("


class Label(NamedTuple):
    """What stands below a heading or behind a label."""

    field: Listed
    status: Literal["current", "stopped", "planned"]
    inline: bool
    """It stands in the same line (``Allergies: penicillin``)."""
    own: bool = False
    """It says that the list is this patient's (``Current medications``, ``Your medicines``)."""


@cache
def _words() -> dict[str, frozenset[str]]:
    read = tomllib.loads(_file())
    found = {field: frozenset(words) for field, words in read["fields"].items()}
    found |= {kind: frozenset(words) for kind, words in read["words"].items()}
    found["not-past"] = frozenset(read["not-past"]["fields"])
    return found


def _file() -> str:
    return files("medrules.checking.record").joinpath("vocabulary", "labels.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def read_label(text: str, *, inline: bool) -> Label | None:
    """The label that a heading is; None: it heads something else, or says more."""
    forms = [form for form in split(text).forms if not form.isdigit()]
    if not forms or len(forms) > _MOST_WORDS:
        return None
    words = _words()
    for field in ("medications", "allergies", "problems", "labs", "vitals"):
        allowed = words[field] | words["beside"] | words["stopped"] | words["planned"]
        if words[field].isdisjoint(forms) or not allowed.issuperset(forms):
            continue
        if field == "problems" and not _is_problems(forms):
            continue
        status: Literal["current", "stopped", "planned"] = "current"
        if not words["planned"].isdisjoint(forms):
            status = "planned"
        elif not words["stopped"].isdisjoint(forms) and field not in words["not-past"]:
            status = "stopped"
        return Label(field, status, inline, not words["own"].isdisjoint(forms))
    return None


def _is_problems(forms: list[str]) -> bool:
    """*History* alone is anything's."""
    return "history" not in forms or "medical" in forms


def label_at(document: Document, position: int, line: int) -> Label | None:
    """The label of a character: on its line, which begins at ``line``, else in what stands above and heads it."""
    source = document.words.source
    colon = source.find(":", line, min(position, line + _LONGEST))
    if colon >= 0:
        found = read_label(source[line:colon].strip(_MARKS + "0123456789"), inline=True)
        if found is not None:
            return found
    return _above(document, position)


def _above(document: Document, position: int) -> Label | None:
    """The nearest block above that heads this one: a lead-in that ends in a colon, or a heading."""
    if not document.blocks:
        return None
    number = document.parts[document.part_of(document.word_at(position))].block
    seen = 0
    while (number := document.parents[number]) >= 0 and seen < _MOST_WORDS:
        block = document.blocks[number]
        short = block.end - block.start <= _LONGEST
        text = document.words.source[block.start : block.end].strip(_MARKS + ":") if short else ""
        found = read_label(text, inline=False)
        if found is not None:
            return found
        if block.kind == "heading":
            return None
        seen += 1
    return None
