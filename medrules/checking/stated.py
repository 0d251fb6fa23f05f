"""Refuses what a program states of one answer in words that no rule could know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files


def check_stated(stated: Mapping[str, str | None]) -> None:
    """Holds category, risk, setting and supervision against the closed vocabularies; None states nothing.

    Raises:
        ValueError: a word is unknown; rules that ask for it would silently not apply.
    """
    for field, word in stated.items():
        known = _known(field)
        if word is None or word in known:
            continue
        near = get_close_matches(word, known, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"it is one of {', '.join(known)}"
        raise ValueError(f"there is no {field} {word!r}: {meant}")


@cache
def _known(field: str) -> tuple[str, ...]:
    folder = files("medrules.model")
    if field != "category":
        return tuple(json.loads(folder.joinpath("situations.json").read_text(encoding="utf-8"))[field])
    names = []
    for category in json.loads(folder.joinpath("taxonomy.json").read_text(encoding="utf-8"))["categories"]:
        names += [category["short"], *(f"{category['short']}/{sub['short']}" for sub in category["subcategories"])]
    return tuple(names)
