"""Records for the tests, written as a vignette writes them."""

from __future__ import annotations

from typing import Any

from medrules.model.record import Record
from medrules.sources.record import read_record


def record(**stated: Any) -> Record:
    """A record by the names of a vignette's; ``_`` stands for the hyphen of a name."""
    found, problems = read_record({name.replace("_", "-"): value for name, value in stated.items()})
    assert found is not None and not problems, problems
    return found
