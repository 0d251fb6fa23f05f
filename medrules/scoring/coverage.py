"""Coverage: which rules applied, and which of MedHELM's subcategories a rule names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from medrules.model.coverage import Coverage, Lacking
from medrules.model.rule import Rule
from medrules.model.tallies import RuleTally


class TaxonomyCategory(NamedTuple):
    """One MedHELM category by its short name, with (short name, title) of its subcategories."""

    name: str
    title: str
    subcategories: tuple[tuple[str, str], ...]


@cache
def taxonomy() -> tuple[TaxonomyCategory, ...]:
    """MedHELM's five categories and 22 subcategories, in its own order."""
    read = json.loads(files("medrules.model").joinpath("taxonomy.json").read_text(encoding="utf-8"))
    return tuple(
        TaxonomyCategory(
            name=category["short"],
            title=category["name"],
            subcategories=tuple(
                (f"{category['short']}/{item['short']}", item["name"]) for item in category["subcategories"]
            ),
        )
        for category in read["categories"]
    )


def names(rule: Rule, category: str) -> bool:
    """Whether a rule's ``for`` names a category or one of its subcategories; or a subcategory or its category.

    A single case's own rule covers none.
    """
    if rule.case is not None:
        return False
    whole = category.partition("/")[0]
    if whole == category:
        return any(named.partition("/")[0] == category for named in rule.categories)
    return category in rule.categories or whole in rule.categories


def coverage(
    rules: Sequence[Rule], tallies: Sequence[RuleTally], lacking: Mapping[tuple[str, str], int] | None = None
) -> Coverage:
    """What the rules reached; ``lacking`` counts answers by rule and field of the record."""
    subcategories = [name for category in taxonomy() for name, _ in category.subcategories]
    named = {category for rule in rules if rule.case is None for category in rule.categories}
    covered = tuple(name for name in subcategories if name in named or name.partition("/")[0] in named)
    judged = [tally for tally in tallies if tally.outcomes.met + _broken(tally)]
    clean = [tally for tally in judged if tally.outcomes.applicable == tally.outcomes.met]
    return Coverage(
        rules=len(rules),
        general_rules=sum(1 for rule in rules if not rule.categories and rule.case is None),
        exercised=sum(1 for tally in tallies if tally.outcomes.applicable),
        never_exercised=tuple(sorted(tally.id for tally in tallies if not tally.outcomes.applicable)),
        never_violated=tuple(sorted(tally.id for tally in clean)),
        always_violated=tuple(sorted(tally.id for tally in judged if not tally.outcomes.met)),
        covered=covered,
        uncovered=tuple(name for name in subcategories if name not in covered),
        lacking=tuple(
            Lacking(rule=rule, field=field, answers=answers)
            for (rule, field), answers in sorted((lacking or {}).items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _broken(tally: RuleTally) -> int:
    """Violations, waived ones too: whether a rule always fires is a question about the rule."""
    return tally.outcomes.violated + tally.outcomes.waived
