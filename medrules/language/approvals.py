"""From the trees of ``adopt`` and ``waive`` to the model: what a hospital decides in its own files."""

from __future__ import annotations

from datetime import date
from typing import cast

from lark import Token

from medrules.language.declarations import version_text
from medrules.language.desk import Desk, find, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.language.slots import day_of, first, once, one_text, parsed_date, status
from medrules.language.targets import whole
from medrules.model.approval import Adoption, Waiver

_NOTHING: frozenset[str] = frozenset()
_MOST_RENEWED = 1000
_ADOPTION = {"approved": 'approved by "Clinical safety officer" on 2026-11-01', "review": "review by 2027-11-01"}
_WAIVER = {"until": "until 2027-03-01", "owner": 'owner "Stewardship"', "because": 'because "Under review"'}
"""What an adoption and a waiver have to say, with an example of each."""

Slots = dict[str, list[Node]]


def adoption(desk: Desk, node: Node) -> Adoption | None:
    """A hospital's own approval of a rule or a pack; None where a part of it cannot work."""
    of_pack = cast(Token, node.children[1]).type == "PACK"
    about, *rest = parts(node)
    slots = once(desk, rest, _NOTHING, "adoption")
    before = len(desk.problems)
    _complete(desk, node, slots, _ADOPTION, "adoption")
    approved = first(slots, "approved")
    if approved is not None and find(approved, "date") is None:
        desk.complain("E518", "The adoption does not say when it was approved", approved, "write: … on 2026-11-01")
    version, text = first(slots, "version"), first(slots, "adopted_text")
    until, written = _day(desk, slots, "review", "adoption")
    made = Adoption(
        subject="pack" if of_pack else "rule",
        name=desk.text(about) or "" if of_pack else name(about),
        version=version_text(find(version, "version") or version) if version is not None else None,
        status=_status(desk, slots),
        approved_by=one_text(desk, slots, "approved"),
        approved_on=day_of(desk, slots, "approved"),
        review_by=until,
        review_by_written=written,
        text=unquoted(word(parts(text)[0])) if text is not None and _quoted(text) else _bare(text),
        location=desk.place(node),
    )
    return made if len(desk.problems) == before or not _errors(desk, before) else None


def waiver(desk: Desk, node: Node) -> Waiver | None:
    """A rule, or its findings in one case, accepted until a date; None where a part of it cannot work."""
    about, *rest = parts(node)
    slots = once(desk, rest, _NOTHING, "waiver")
    before = len(desk.problems)
    _complete(desk, node, slots, _WAIVER, "waiver")
    until, written = _day(desk, slots, "until", "waiver")
    renewed = first(slots, "renewed")
    times = whole(desk, cast(Token, renewed.children[-1]), _MOST_RENEWED, least=0) if renewed is not None else 0
    made = Waiver(
        rule=name(about),
        case=one_text(desk, slots, "for_case"),
        until=until,
        until_written=written,
        owner=one_text(desk, slots, "owner"),
        because=one_text(desk, slots, "because"),
        renewed=times or 0,
        location=desk.place(about),
    )
    return None if _errors(desk, before) else made


def _errors(desk: Desk, since: int) -> bool:
    return any(found.severity == "error" for found in desk.problems[since:])


def _complete(desk: Desk, node: Node, slots: Slots, wanted: dict[str, str], what: str) -> None:
    missing = [example for slot, example in wanted.items() if slot not in slots]
    if missing:
        words = [example.split(" ")[0] + (" by" if example.split(" ")[1] == "by" else "") for example in missing]
        message = f"The {what} does not say: {', '.join(words)}"
        desk.complain("E518", message, parts(node)[0], "add: " + " ".join(missing))


def _day(desk: Desk, slots: Slots, slot: str, what: str) -> tuple[date | None, str | None]:
    """The last day on which something holds, and the date as written; one that is no date has lapsed."""
    node = first(slots, slot)
    if node is None:
        return None, None
    token = word(find(node, "date") or node)
    found = parsed_date(token)
    if found is None:
        hint = "write year, month, day: 2027-10-01"
        desk.complain("W502", f"'{token}' is no date, so this {what} has lapsed", token, hint)
    return found, str(token)


def _status(desk: Desk, slots: Slots) -> str:
    renamed = {"status": slots["as_status"]} if "as_status" in slots else {}
    return status(desk, renamed) or "production"


def _quoted(node: Node) -> bool:
    return word(parts(node)[0]).type == "STRING"


def _bare(node: Node | None) -> str | None:
    return str(word(parts(node)[0])).lower() if node is not None else None
