"""medrules: check what medical language models say against safety rules that clinicians write in text files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medrules.checking.checker import Checker
    from medrules.public import ReadText, RulesError, load_rules, read, read_record

__version__ = "0.1.0"
__all__ = ["Checker", "ReadText", "RulesError", "__version__", "load_rules", "read", "read_record"]

_HOMES = {"Checker": "medrules.checking.checker"}


def __getattr__(name: str) -> Any:
    """Import a public name at its first use, so that ``medrules --help`` does not wait for the checker."""
    if name not in __all__:
        raise AttributeError(f"module 'medrules' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "medrules.public")), name)
