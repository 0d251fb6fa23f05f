"""What keywords, levels of harm and categories mean, in a line each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from medrules.language.names import vocabulary


@cache
def _meanings() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("meanings.toml").open("rb") as stream:
        loaded: dict[str, dict[str, str]] = tomllib.load(stream)
    return loaded


def _categories() -> dict[str, str]:
    listed: list[dict[str, Any]] = vocabulary("taxonomy.json")["categories"]
    found = {entry["short"]: entry["name"] for entry in listed}
    found |= {
        f"{entry['short']}/{sub['short']}": sub["name"] for entry in listed for sub in entry["subcategories"]
    }
    return found


CATEGORIES = _categories()
"""The full names of CATEGORY and CATEGORY/SUBCATEGORY (MedHELM)."""
HARM_MEANINGS = _meanings()["harm"]
"""What each level of harm means (AHRQ Common Formats)."""
KEYWORDS = {tuple(words.split()): line for words, line in _meanings()["keywords"].items()}
"""From a keyword, as its words, to what it means."""
LONGEST = max(map(len, KEYWORDS))
"""Words of the longest keyword."""
