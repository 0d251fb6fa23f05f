"""The closed vocabularies of a case: categories, risk, setting, supervision, roles, kinds of variant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_MODEL = Path(__file__).parent.parent / "model"


@cache
def categories() -> frozenset[str]:
    """Every CATEGORY and CATEGORY/SUBCATEGORY by the short names of MedHELM's taxonomy."""
    taxonomy = json.loads((_MODEL / "taxonomy.json").read_text("utf-8"))
    names = set()
    for category in taxonomy["categories"]:
        names.add(category["short"])
        names.update(f"{category['short']}/{sub['short']}" for sub in category["subcategories"])
    return frozenset(names)


@cache
def words(vocabulary: str) -> frozenset[str]:
    """The words of ``risk``, ``setting``, ``supervision``, ``variant`` or ``role``."""
    situations = json.loads((_MODEL / "situations.json").read_text("utf-8"))
    return frozenset(situations[vocabulary])
