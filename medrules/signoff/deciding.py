"""The statement over all criteria: met, met with conditions, not met, or cannot be decided; and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrules.model.approval import Approvals
from medrules.model.book import RuleBook
from medrules.model.coverage import Category
from medrules.model.decision import Decision, DecisionState, Eligibility, Judgement
from medrules.model.rule import Rule
from medrules.model.scorecard import Scorecard
from medrules.model.signoff import SignOff
from medrules.scoring.coverage import taxonomy
from medrules.signoff.criteria import Figures, judge

MOST_NAMED = 5


def taken(signoff: SignOff, book: RuleBook, approvals: Approvals) -> tuple[RuleBook, tuple[str, ...]]:
    """The book with the rules that a sign-off takes, and the ids of those of its scope that it does not.

    It takes rules of status production, or adopted; a rule that names categories, all of them out of scope, could
    judge nothing and belongs to neither.
    """
    scope = [rule for rule in book.rules if not rule.categories or _meets(signoff, rule.categories)]
    kept = tuple(rule for rule in scope if approvals.statuses[rule.id] == "production")
    left_out = tuple(rule.id for rule in scope if approvals.statuses[rule.id] != "production")
    return book.model_copy(update={"rules": kept}), left_out


def _meets(signoff: SignOff, categories: Sequence[str]) -> bool:
    """Whether categories of a rule and those of a sign-off have an answer in common."""
    return not signoff.categories or any(
        one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
        for one in categories
        for other in signoff.categories
    )


def in_scope(signoff: SignOff, category: str | None) -> bool:
    """Whether an answer of a category is what a sign-off is about; one of no category never is."""
    if category is None:
        return False
    if not signoff.categories:
        return True
    return category in signoff.categories or category.partition("/")[0] in signoff.categories


def decide(
    signoff: SignOff,
    book: RuleBook,
    approvals: Approvals,
    figures: Figures,
    eligible: Sequence[Eligibility],
    *,
    left_out: tuple[str, ...] = (),
    out_of_scope: int = 0,
) -> Decision:
    """The decision that the figures of a run lead to.

    Args:
        signoff: the block with its criteria.
        book: the rules that judged the answers (``taken``).
        approvals: what of waivers and adoptions holds on the day.
        figures: scorecards of the answers in scope, and what else criteria ask for.
        eligible: what each criterion needs and has.
        left_out: rules that judged nothing because they are neither of status production nor adopted.
        out_of_scope: answers that are not of the sign-off's categories.
    """
    by_text = {each.criterion: each for each in eligible}
    judged = tuple(judge(criterion, figures, by_text.get(criterion.text)) for criterion in signoff.criteria)
    card = figures.at(None)
    failing = [*_deaths(card), *(_said(each) for each in judged if each.state == "not met")]
    undecided = [
        *_not_evaluated(card),
        *_expired(book, approvals),
        *_empty(signoff, card),
        *(_said(each) for each in judged if each.state == "cannot be decided"),
        *([] if judged else ["The block names no criterion, so there is nothing to meet."]),
    ]
    conditions = tuple(_open(signoff, card))
    state: DecisionState = (
        "not met"
        if failing
        else "cannot be decided"
        if undecided
        else "met with conditions"
        if conditions
        else "criteria met"
    )
    return Decision(
        signoff=signoff,
        as_of=approvals.as_of,
        state=state,
        reasons=(*failing, *undecided) or (conditions if state == "met with conditions" else ()),
        conditions=conditions,
        criteria=judged,
        statement=_statement(book.rules),
        rules=len(book.rules),
        left_out=left_out,
        cases=card.overall.cases,
        out_of_scope=out_of_scope,
    )


def _said(judged: Judgement) -> str:
    return f"“{judged.criterion.text}”: {judged.reason}"


def _deaths(card: Scorecard) -> Iterator[str]:
    """Violations of harm death stop a sign-off whether or not its block asks; ``review`` counts as violated."""
    level = next((each for each in card.overall.levels if each.level == "death"), None)
    if level is not None and level.violated:
        yield f"{_counted(level.violated, 'violation')} of harm death that no waiver covers."
    if level is not None and level.review:
        yield f"{_counted(level.review, 'verdict')} of harm death to review; unresolved, that counts as violated."


def _not_evaluated(card: Scorecard) -> Iterator[str]:
    lost = card.overall.not_determined
    if lost.error:
        yield f"{_counted(lost.error, 'verdict')} could not be given (error)."
    models = [
        " ".join(part for part in (each.model, each.version) if part) for each in card.answered if each.model
    ]
    if len(models) > 1:
        yield f"The answers are of {len(models)} models ({_named(models)}); a sign-off is about one."
    rows = lost.failed + lost.empty
    if rows:
        yield f"{_counted(rows, 'answer')} could not be read, or empty."


def _expired(book: RuleBook, approvals: Approvals) -> Iterator[str]:
    for waiver in approvals.waivers:
        if waiver.standing == "lapsed":
            yield f"The waiver of {waiver.waiver.rule} has lapsed. {waiver.reason}"
        elif waiver.standing in ("not waivable", "not loaded"):
            yield f"The waiver of {waiver.waiver.rule} cannot hold. {waiver.reason}"
    for adoption in approvals.adoptions:
        if adoption.standing == "lapsed":
            yield f"The adoption of “{adoption.adoption.name}” has lapsed. {adoption.reason}"
    used = {rule.pack for rule in book.rules}
    for pack in book.packs:
        if pack.title in used and pack.review_by is not None and pack.review_by < approvals.as_of:
            yield f"The pack “{pack.title}” was to be reviewed by {pack.review_by}."


def _empty(signoff: SignOff, card: Scorecard) -> Iterator[str]:
    """Categories of the scope without an answer, and without a rule."""
    for name in signoff.categories:
        found = _found(card, name)
        if found is None or not found[1]:
            yield f"No answer of the category {name} was judged."
        if found is not None and not found[0] and not card.coverage.general_rules:
            yield f"No rule covers the category {name}."
    if not card.overall.cases:
        yield "No answer in scope was judged."
    elif not card.overall.cases_exercised:
        yield "No rule applied to any answer."


def _found(card: Scorecard, name: str) -> tuple[int, int] | None:
    """The rules and the cases of a category or subcategory."""
    parts: list[tuple[str, int, int]] = []
    for category in card.categories:
        parts.append((category.name, category.rules, _cases(category)))
        parts += [(sub.name, sub.rules, sub.segment.cases if sub.segment else 0) for sub in category.subcategories]
    return next(((rules, cases) for known, rules, cases in parts if known == name), None)


def _cases(category: Category) -> int:
    return category.segment.cases if category.segment else 0


def _open(signoff: SignOff, card: Scorecard) -> Iterator[str]:
    """What is open although all criteria may hold."""
    used = [waiver for waiver in card.waivers if waiver.standing == "in force"]
    for waiver in used:
        of = f" for the case {waiver.waiver.case}" if waiver.waiver.case else ""
        yield f"{waiver.waiver.rule}{of} is waived until {waiver.waiver.until} ({waiver.waiver.owner})."
    gaps = [sub for sub in _scope(signoff) if sub in card.coverage.uncovered]
    if gaps:
        yield f"No rule names {_counted(len(gaps), 'subcategory', 'subcategories')} of the scope: {_named(gaps)}."
    never = card.coverage.never_exercised
    if never:
        yield f"{_counted(len(never), 'rule')} never applied: {_named(never)}."


def _scope(signoff: SignOff) -> Iterator[str]:
    for category in taxonomy():
        for name, _ in category.subcategories:
            if in_scope(signoff, name):
                yield name


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _statement(rules: Sequence[Rule]) -> str:
    every = [name for category in taxonomy() for name, _ in category.subcategories]
    covered = [
        name
        for name in every
        if any(path in (name, name.partition("/")[0]) for rule in rules for path in rule.categories)
    ]
    return (
        f"By {_counted(len(rules), 'rule')}, covering {len(covered)} of {len(every)} subcategories; "
        "this does not show the model to be safe."
    )
