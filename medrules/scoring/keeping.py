"""A tally and the worst findings as plain data, and back: what a batch that is interrupted goes on with."""

from __future__ import annotations

import base64
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter

from medrules.model.finding import Finding
from medrules.model.scorecard import RowErrors
from medrules.scoring.configurations import Asked
from medrules.scoring.profile import Cell, Profile
from medrules.scoring.signatures import Signature

if TYPE_CHECKING:
    from medrules.scoring.log import Log
    from medrules.scoring.tally import Tally
    from medrules.scoring.worst import Worst

_LOGS = ("samples", "verdicts", "stated", "compared")


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    """How each part is written and read."""
    return {
        "cells": TypeAdapter(list[Cell]),
        "profiles": TypeAdapter(list[Profile]),
        "signatures": TypeAdapter(list[Signature]),
        "errors": TypeAdapter(list[RowErrors]),
        "findings": TypeAdapter(list[Finding]),
    }


def _plain(part: str, value: list[Any]) -> Any:
    return _adapters()[part].dump_python(value, mode="json")


def _read(part: str, value: Any) -> Any:
    return _adapters()[part].validate_python(value)


def kept(tally: Tally) -> dict[str, Any]:
    """Everything that a tally has counted."""
    return {
        "cells": _plain("cells", list(tally.cells)),
        "profiles": _plain("profiles", list(tally.profiles)),
        "signatures": _plain("signatures", list(tally.signatures)),
        "errors": _plain("errors", list(tally.errors.values())),
        "answered": [[*key, count] for key, count in tally.answered.items()],
        "configurations": [[*way, rows] for way, rows in tally.configurations.items()],
        "lacking": [[*key, count] for key, count in tally.lacking.items()],
        **{name: _log(getattr(tally, name)) for name in _LOGS},
    }


def restore(tally: Tally, state: dict[str, Any]) -> None:
    """Makes a new tally count on from there; both are of one rule book and one set of weights."""
    tally.cells.update({cell: index for index, cell in enumerate(_read("cells", state["cells"]))})
    tally.profiles.update({made: index for index, made in enumerate(_read("profiles", state["profiles"]))})
    tally.signatures.update({made: index for index, made in enumerate(_read("signatures", state["signatures"]))})
    tally.errors.update({errors.code: errors for errors in _read("errors", state["errors"])})
    tally.answered = Counter({(model, version): count for model, version, count in state["answered"]})
    for model, version, text, rows in state["configurations"]:
        tally.configurations.add(Asked(model, version, text), rows)
    tally.lacking = Counter({(rule, of): count for rule, of, count in state["lacking"]})
    for name in _LOGS:
        log: Log = getattr(tally, name)
        log.merge(*(_array(text) for text in state[name]))


def kept_findings(worst: Worst) -> dict[str, Any]:
    """The worst findings, and how many there were in all."""
    charged, waived, counts = worst.state()
    return {
        "kept": _plain("findings", [_without_metadata(each) for each in charged]),
        "waived": _plain("findings", [_without_metadata(each) for each in waived]),
        "counts": counts,
    }


def _without_metadata(finding: Finding) -> Finding:
    """What a file says beyond the columns that are read is shown nowhere, and may be of any type."""
    return finding._replace(sample=finding.sample.model_copy(update={"metadata": {}}))


def restore_findings(worst: Worst, state: dict[str, Any]) -> None:
    """Makes new worst findings go on from there."""
    worst.restore(_read("findings", state["kept"]), _read("findings", state["waived"]), state["counts"])


def _log(log: Log) -> list[str]:
    return [base64.b64encode(part.astype("<i8").tobytes()).decode() for part in log.counts()]


def _array(text: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.frombuffer(base64.b64decode(text), "<i8").astype(np.int64)
