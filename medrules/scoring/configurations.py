"""How the rows say that their models were asked: decoding settings, hashes of prompts, and how many say so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from medrules.model.case import Sample
from medrules.model.scorecard import Configuration

STATED = ("decoding", "endpoint", "prompt_sha256", "prompt_hash", "system_sha256", "template_sha256")
"""What a row can state of its asking, beside model and version: names that ``medrules run`` and others write."""
MOST = 20
"""Configurations of one model and version that are told apart."""
_LONGEST = 200


class Asked(NamedTuple):
    """A configuration of a model."""

    model: str | None
    version: str | None
    stated: str
    """Names and values as JSON in one order; empty: nothing is stated."""


def asked(sample: Sample) -> Asked:
    """How a row says that its model was asked."""
    said = sample.metadata
    found = dict(_flat((name, said[name]) for name in STATED if said.get(name) is not None)) if said else {}
    return Asked(sample.model, sample.version, json.dumps(found, sort_keys=True) if found else "")


def _flat(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if isinstance(value, Mapping) and value:
            yield from _flat((f"{name}.{key}", inner) for key, inner in value.items())
        elif not name.endswith(".seed"):
            text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
            yield name, text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Configurations:
    """Rows by configuration; of many the ``MOST`` with the lowest hashes, whatever the order of rows."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str | None, str | None], Counter[str]] = {}

    def add(self, way: Asked, rows: int = 1) -> None:
        """Count rows."""
        of = self.rows.setdefault((way.model, way.version), Counter())
        of[way.stated] += rows
        if len(of) > MOST:
            # Its hash is above those of all that stay, so it is dropped again whenever it comes back.
            del of[max(of, key=_rank)]

    def merge(self, other: Configurations) -> None:
        """Add what another counted."""
        for way, rows in other.items():
            self.add(way, rows)

    def items(self) -> Iterator[tuple[Asked, int]]:
        """Every configuration with its rows."""
        for (model, version), of in self.rows.items():
            for text, rows in of.items():
                yield Asked(model, version, text), rows

    def of(self, model: str | None, version: str | None) -> tuple[Configuration, ...]:
        """Those of one model and version that state something, most rows first."""
        found = self.rows.get((model, version), Counter())
        told = [(text, rows) for text, rows in found.items() if text]
        return tuple(
            Configuration(stated=json.loads(text), rows=rows)
            for text, rows in sorted(told, key=lambda each: (-each[1], each[0]))
        )


def _rank(text: str) -> bytes:
    """Nothing stated is kept first."""
    return hashlib.sha256(text.encode()).digest() if text else b""
