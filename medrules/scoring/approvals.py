"""What of a hospital's waivers and adoptions holds on a day: everything expires by one date, and fails closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from medrules.model.approval import (
    Adoption,
    AdoptionStanding,
    Approvals,
    Standing,
    Waiver,
    WaiverStanding,
)
from medrules.model.book import Pack, RuleBook
from medrules.model.rule import Rule, Status

Subject = tuple[str, str]
"""``("pack", title)`` or ``("rule", id)``, as an adoption names it."""


def in_force(book: RuleBook, as_of: date, texts: Mapping[Subject, str] | None = None) -> Approvals:
    """The standing of every waiver and adoption of a book on a day, and the effective status of its rules.

    Args:
        book: the rules of a run.
        as_of: the day; a waiver or adoption still holds on its last day.
        texts: the hash of each adopted text as it is now (``medrules.language.adopting``); an adoption whose
            text is not among them cannot be held against it, and has lapsed.
    """
    rules = {rule.id: rule for rule in book.rules}
    adoptions = tuple(_adoption(each, book, rules, as_of, texts or {}) for each in book.adoptions)
    return Approvals(
        as_of=as_of,
        waivers=tuple(_waiver(each, rules, as_of) for each in book.waivers),
        adoptions=adoptions,
        statuses=_statuses(book.rules, adoptions),
    )


def _waiver(waiver: Waiver, rules: Mapping[str, Rule], as_of: date) -> WaiverStanding:
    rule = rules.get(waiver.rule)
    standing: Standing = "lapsed"
    if rule is None:
        standing, reason = "not loaded", f"No rule of this run has the id {waiver.rule}."
    elif rule.not_waivable:
        standing, reason = "not waivable", f"The rule {waiver.rule} says of itself that it cannot be waived."
    elif waiver.until is None:
        reason = f"“{waiver.until_written}” is no date." if waiver.until_written else "It names no date."
    elif waiver.until < as_of:
        reason = f"It held until {waiver.until}."
    else:
        standing, reason = "in force", f"It holds until {waiver.until}."
    return WaiverStanding(waiver=waiver, standing=standing, reason=reason)


def _adoption(
    adoption: Adoption, book: RuleBook, rules: Mapping[str, Rule], as_of: date, texts: Mapping[Subject, str]
) -> AdoptionStanding:
    packs = [pack for pack in book.packs if pack.title == _title(adoption, rules)]
    covered = _covered(adoption, rules)
    if not covered or not packs:
        what = f"The {adoption.subject} “{adoption.name}” is not among those of this run."
        return AdoptionStanding(adoption=adoption, standing="not loaded", reason=what)
    lapsed = next(_reasons(adoption, packs, as_of, texts), None)
    return AdoptionStanding(
        adoption=adoption,
        standing="lapsed" if lapsed else "in force",
        reason=lapsed or f"It holds until {adoption.review_by}.",
        rules=covered,
    )


def _title(adoption: Adoption, rules: Mapping[str, Rule]) -> str:
    if adoption.subject == "pack":
        return adoption.name
    rule = rules.get(adoption.name)
    return rule.pack if rule is not None else ""


def _covered(adoption: Adoption, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    if adoption.subject == "rule":
        return (adoption.name,) if adoption.name in rules else ()
    return tuple(rule.id for rule in rules.values() if rule.pack == adoption.name)


def _reasons(
    adoption: Adoption, packs: Sequence[Pack], as_of: date, texts: Mapping[Subject, str]
) -> Iterator[str]:
    """Why an adoption of something loaded does not hold; nothing where it does."""
    versions = sorted({pack.version or "none" for pack in packs})
    now = texts.get((adoption.subject, adoption.name))
    if adoption.subject == "pack" and len(packs) > 1:
        yield "Several packs of this run have the title."
    if not adoption.approved_by:
        yield "It does not say who approved it."
    if adoption.approved_on is None:
        yield "It does not say when it was approved."
    elif adoption.approved_on > as_of:
        yield f"It was approved on {adoption.approved_on}, which is after {as_of}."
    if adoption.review_by is None:
        written = adoption.review_by_written
        yield f"“{written}” is no date." if written else "It names no date of review."
    elif adoption.review_by < as_of:
        yield f"It was to be reviewed by {adoption.review_by}."
    if adoption.version is not None and versions != [adoption.version]:
        yield f"It adopts version {adoption.version}; the version of this run is {', '.join(versions)}."
    if adoption.text is None:
        yield "It does not hold the hash of the adopted text; 'medrules format' fills it in."
    elif now is None or adoption.text.lower() != now.lower():
        yield "The adopted text has changed since it was approved."


def _statuses(rules: Iterable[Rule], adoptions: Sequence[AdoptionStanding]) -> dict[str, Status]:
    """A rule's own adoption goes before its pack's; of several alike the last one written counts."""
    statuses = {rule.id: rule.status for rule in rules}
    for subject in ("pack", "rule"):
        for each in adoptions:
            if each.standing == "in force" and each.adoption.subject == subject:
                statuses.update(dict.fromkeys(each.rules, each.adoption.status))
    return statuses
