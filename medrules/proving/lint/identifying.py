"""What in a vignette could tell who a person is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import re2

from medrules.model.case import Vignette
from medrules.model.problem import Location
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Warned

_KINDS = Path(__file__).with_name("identifying.toml")


def check_vignettes(vignettes: Iterable[Vignette]) -> Iterator[Warned]:
    """Names, numbers and addresses in the title, the turns and the record of each vignette."""
    for vignette in vignettes:
        place = Location(file=vignette.file, line=vignette.line or 1) if vignette.file else None
        for text in _texts(vignette):
            for what, found in identifying(text):
                message = f"The vignette '{vignette.id}' holds {what}: “{found}”"
                hint = "leave it out, or say it in a general way (my neighbour, a clinic, in spring)"
                yield warned("L501", message, place, hint)


def identifying(text: str) -> Iterator[tuple[str, str]]:
    """Each kind of identifier that a text holds, with its first occurrence."""
    for what, pattern in _patterns():
        found = pattern.search(text)
        if found is not None:
            yield what, " ".join(found.group().split())


@cache
def _patterns() -> tuple[tuple[str, Any], ...]:
    kinds = tomllib.loads(_KINDS.read_text("utf-8"))["kind"]
    return tuple((kind["what"], re2.compile(kind["pattern"])) for kind in kinds)


def _texts(vignette: Vignette) -> Iterator[str]:
    yield vignette.title or ""
    for turn in vignette.turns:
        yield turn.text
    yield from _strings(vignette.record.model_dump() if vignette.record is not None else None)


def _strings(value: Any) -> Iterator[str]:
    """Every text of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from (f"{name}: {text}" for text in _strings(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
