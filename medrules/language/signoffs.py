"""From the tree of a ``sign-off`` to the model: the criteria that a deployment must meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token

from medrules.language.conditions import category
from medrules.language.desk import Desk, did_you_mean, find, name, parts
from medrules.language.grammar import Node
from medrules.language.obligations import harm
from medrules.language.printing import number
from medrules.language.slots import all_texts, first, once, one_text
from medrules.language.targets import amount, whole
from medrules.model.signoff import (
    CasesReviewed,
    Criterion,
    EveryRuleExercised,
    HarmAtMost,
    NoViolations,
    NoWorse,
    RateAtMost,
    SignOff,
)

FIGURES = ("under-triage", "over-triage")
_MANY = 1_000_000_000
_REPEATABLE = frozenset({"require", "guardrail"})
Made = tuple[type[Any], dict[str, Any], str] | None


def sign_off(desk: Desk, node: Node) -> SignOff:
    """A sign-off, without criteria that cannot work."""
    slots = once(desk, parts(node)[2:], _REPEATABLE, "sign-off")
    scope = first(slots, "for_categories")
    paths = [category(desk, part) for part in parts(scope)] if scope is not None else []
    made = [_criterion(desk, parts(slot)[0]) for slot in slots.get("require", ())]
    return SignOff(
        name=name(parts(node)[0]),
        title=desk.text(parts(node)[1]) or "",
        categories=tuple(path for path in paths if path),
        intended_use=one_text(desk, slots, "intended_use"),
        guardrails=all_texts(slots, "guardrail"),
        regulatory=one_text(desk, slots, "regulatory"),
        criteria=tuple(each for each in made if each is not None),
        not_for=all_texts(slots, "do_not_use_for"),
        void_when=all_texts(slots, "void_when"),
        monitoring=all_texts(slots, "monitoring"),
        signed_by=all_texts(slots, "signed_by"),
        location=desk.place(parts(node)[0]),
    )


def _criterion(desk: Desk, node: Node) -> Criterion | None:
    made = _KINDS[str(node.data)](desk, node)
    if made is None:
        return None
    shape, fields, text = made
    criterion: Criterion = shape.model_validate(fields | {"text": text, "location": desk.place(node)})
    return criterion


def _numbers(node: Node) -> list[Token]:
    return [child for child in node.children if isinstance(child, Token) and child.type == "NUMBER"]


def _share(desk: Desk, written: Token, percent: bool) -> float | None:
    """A share from 0 to 1; ``percent``: written from 0 to 100."""
    value = float(written) / (100 if percent else 1)
    if value > 1:
        desk.complain(
            "E506",
            f"{written} is more than the whole",
            written,
            "write 100% or less" if percent else "write a number from 0 to 1",
        )
        return None
    return value


def _confidence(desk: Desk, node: Node) -> tuple[float | None, str]:
    found = find(node, "confidence")
    if found is None:
        return None, ""
    value = _share(desk, _numbers(found)[0], percent=True)
    if value is None:
        return None, ""
    if value == 1:
        desk.complain(
            "E506", "No finite number of cases gives 100% confidence", found, "write: with 95% confidence"
        )
    return value, f" with {_plain(_numbers(found)[0])}% confidence"


def _plain(written: Token) -> str:
    return number(float(written))


def _no_violations(desk: Desk, node: Node) -> Made:
    level = harm(desk, parts(node)[0])
    return (NoViolations, {"harm": level}, f"no violations of harm {level}") if level else None


def _harm_at_most(desk: Desk, node: Node) -> Made:
    written = _numbers(node)[0]
    points = amount(desk, written)
    confidence, text = _confidence(desk, node)
    if points is None:
        return None
    fields = {"points": points, "confidence": confidence}
    return HarmAtMost, fields, f"harm at most {_plain(written)} per case{text}"


def _rate_at_most(desk: Desk, node: Node) -> Made:
    figure = name(parts(node)[0])
    if figure not in FIGURES:
        hint = did_you_mean(figure, FIGURES, "write one of")
        desk.complain("E408", f"There is no figure '{figure}'", parts(node)[0], hint)
        return None
    limit = _numbers(parts(node)[1])[0]
    share = _share(desk, limit, percent=True)
    confidence, text = _confidence(desk, node)
    if share is None:
        return None
    fields = {"figure": figure, "share": share, "confidence": confidence}
    return RateAtMost, fields, f"{figure} at most {_plain(limit)}%{text}"


def _exercised(desk: Desk, node: Node) -> Made:
    times = whole(desk, _numbers(node)[0], _MANY)
    text = f"every rule exercised at least {times} time" + ("" if times == 1 else "s")
    return (EveryRuleExercised, {"times": times}, text) if times else None


def _reviewed(desk: Desk, node: Node) -> Made:
    cases = whole(desk, _numbers(node)[0], _MANY)
    least = _numbers(node)[1]
    agreement = _share(desk, least, percent=False)
    if cases is None or agreement is None:
        return None
    text = f"at least {cases} case{'' if cases == 1 else 's'} reviewed with agreement at least {_plain(least)}"
    return CasesReviewed, {"cases": cases, "agreement": agreement}, text


def _no_worse(desk: Desk, node: Node) -> Made:
    written = _numbers(node)[0]
    margin = amount(desk, written)
    if margin is None:
        return None
    text = f"no worse than the last signed run by {_plain(written)} harm per case"
    return NoWorse, {"margin": margin}, text


_KINDS: dict[str, Callable[[Desk, Node], Made]] = {
    "no_violations": _no_violations,
    "harm_at_most": _harm_at_most,
    "rate_at_most": _rate_at_most,
    "every_rule_exercised": _exercised,
    "reviewed": _reviewed,
    "no_worse": _no_worse,
}
