"""The formats of answers, in the order in which they are tried on a file; one module each.

A format is a module with ``NAME`` (what ``--format`` says), ``TITLE``, ``SUFFIXES``, ``TABLE`` (the columns are
the user's own, so that one of them has to hold the answers), ``recognises(source)`` and ``items(source)``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medrules.sources.source import Source

_MODULES = {
    "csv": "delimited",
    "inspect": "inspect_log",
    "xlsx": "xlsx",
    "parquet": "parquet",
    "arrow": "arrow",
    "helm": "helm",
    "promptfoo": "promptfoo",
    "lm-eval": "lm_eval",
    "openai-batch": "openai_batch",
    "anthropic-batch": "anthropic_batch",
    "healthbench": "healthbench",
    "conversations": "conversations",
    "jsonl": "json_lines",
    "json": "json_array",
}
NAMES = (*_MODULES, "tsv")
"""What ``--format`` takes."""
SUFFIXES = frozenset(
    {".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".json", ".eval", ".xlsx", ".xlsm"}
    | {".parquet", ".pq", ".arrow", ".arrows", ".feather", ".ipc"}
)
"""The endings of files that a folder stands for."""


def module(name: str) -> Any:
    """The module of a format by its name."""
    return import_module(f"medrules.sources.{_MODULES['csv' if name == 'tsv' else name]}")


def recognised(source: Source) -> Any | None:
    """The module of the format that the user names, else of the first that recognises the file; else None."""
    if source.columns.format is not None:
        return module(source.columns.format)
    return next((found for name in _MODULES if (found := module(name)).recognises(source)), None)
