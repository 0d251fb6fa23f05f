"""The catalogue of warnings about rules: what each code means, an example, and what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from medrules.language.problems import Entry
from medrules.model.problem import Location, Problem
from medrules.proving.lint.subject import Fix, Warned

_CATALOGUE = Path(__file__).with_name("catalogue.toml")
_AREAS = {"L1": "Names", "L2": "Phrases", "L3": "Conditions and rules", "L4": "Files and packs", "L5": "Vignettes"}


@cache
def catalogue() -> dict[str, Entry]:
    """Every warning by its code, in the order of the catalogue's file."""
    with _CATALOGUE.open("rb") as stream:
        pages = tomllib.load(stream)
    return {
        code: Entry(code, **{part: text.strip() for part, text in page.items()}) for code, page in pages.items()
    }


def warned(code: str, message: str, location: Location | None, hint: str, fix: Fix | None = None) -> Warned:
    """A warning of the catalogue."""
    if code not in catalogue():
        raise KeyError(code)
    found = Problem(code=code, severity="warning", message=message, location=location, hint=hint)
    return Warned(found, fix)


def pages() -> Iterator[str]:
    """The lines of ``docs/lint.md``."""
    yield "# Warnings of medrules lint"
    yield ""
    yield "`medrules lint` looks for rules that can never fire, always fire, or do not mean what they seem to say."
    yield "`--fix` mends what can be mended without a change of meaning; `--strict` makes every warning count."
    yield "[Errors and warnings of the language itself](errors.md), an example or a source missing among them, are"
    yield "shown as well."
    yield "This page is made from a catalogue (`python -m medrules.proving.lint.catalogue > docs/lint.md`)."
    for prefix, area in _AREAS.items():
        yield f"\n## {area}"
        for entry in catalogue().values():
            if entry.code.startswith(prefix):
                yield f"\n### {entry.code}: {entry.title}\n\n{entry.explanation}"
                yield f"\nWarns:\n\n```\n{entry.mistake}\n```\n\nWrite instead:\n\n```\n{entry.instead}\n```"


if __name__ == "__main__":
    print("\n".join(pages()))
