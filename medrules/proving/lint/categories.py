"""Kinds of work that no rule covers."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.language.names import categories
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned


def check(subject: Subject) -> Iterator[Warned]:
    """Categories without a rule: those of a sign-off, and of a run over several packs every one."""
    rules = subject.book.rules
    if not rules or any(not rule.categories for rule in rules):
        return
    covered = {category.partition("/")[0] for rule in rules for category in rule.categories}
    hint = "write rules for it, or say in the report that it was not tested"
    asked: set[str] = set()
    for block in subject.book.signoffs:
        for category in dict.fromkeys(each.partition("/")[0] for each in block.categories):
            if category not in covered:
                asked.add(category)
                yield warned("L404", f"No rule covers the category {category}", block.location, hint)
    if len({rule.pack for rule in rules}) > 1:
        for category in categories():
            if category not in covered | asked:
                yield warned("L404", f"No rule covers the category {category}", None, hint)
