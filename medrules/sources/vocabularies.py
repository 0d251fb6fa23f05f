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


def categories_near(name: str) -> list[str]:
    """The subcategories of the category that a name starts with; the categories where it starts with none."""
    category = name.partition("/")[0]
    inside = sorted(known for known in categories() if known.startswith(f"{category}/"))
    return inside or sorted(known for known in categories() if "/" not in known)
