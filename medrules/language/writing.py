"""Prints whole declarations back as rule files; a file comes in the one canonical shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrules.language.formatting.formatter import formatted
from medrules.language.printing import condition, number, obligation, quantity, quoted, term, word_of_record
from medrules.language.source import Source
from medrules.model.approval import Adoption, Waiver
from medrules.model.book import Concept, Hazard, Pack, RuleBook, Rung, Weights
from medrules.model.phrase import Term
from medrules.model.rule import Example, Given, GivenRecord, Rule, Status
from medrules.model.signoff import SignOff

_INDENT = "  "
_DEEPER = "    "


def _block(head: str, slots: Iterator[str]) -> str:
    return "\n".join([head, *(_INDENT + slot for slot in slots)])


def _text(keyword: str, text: str | None) -> Iterator[str]:
    if text is not None:
        yield f"{keyword} {quoted(text, _DEEPER)}"


def _texts(keyword: str, texts: tuple[str, ...]) -> Iterator[str]:
    if texts:
        yield f"{keyword} {', '.join(quoted(text, _DEEPER) for text in texts)}"


def _titled(keyword: str, name: str, title: str | None) -> str:
    return f"{keyword} {name}" + (f" {quoted(title)}" if title is not None else "")


def pack(page: Pack) -> str:
    """A title page."""
    return _block(f"pack {quoted(page.title)}", _pack_slots(page))


def _pack_slots(page: Pack) -> Iterator[str]:
    yield from _text("version", page.version)
    yield f"status {page.status}"
    yield from _text("owner", page.owner)
    yield from _text("specialist", page.specialist)
    if page.approved_by is not None:
        on = f" on {page.approved_on.isoformat()}" if page.approved_on else ""
        yield f"approved by {quoted(page.approved_by)}{on}"
    if page.review_by is not None:
        yield f"review by {page.review_by.isoformat()}"


def _listed(head: str, terms: tuple[Term, ...]) -> str:
    return f"{head} is\n" + ",\n".join(_INDENT + term(item) for item in terms)


def concept(found: Concept) -> str:
    """A named set of phrases."""
    return _listed(_titled("concept", found.name, found.title), found.terms)


def rung(found: Rung) -> str:
    """One rung of the ladder."""
    return _listed(_titled("escalation", found.name, found.title), found.terms)


def hazard(found: Hazard) -> str:
    """A hazard of the hazard log."""
    return _block(f"hazard {found.id} {quoted(found.title)}", _hazard_slots(found))


def _hazard_slots(found: Hazard) -> Iterator[str]:
    yield from _text("cause", found.cause)
    yield from _text("effect", found.effect)
    if found.initial_severity is not None and found.initial_likelihood is not None:
        yield f"initial severity {quoted(found.initial_severity)} likelihood {quoted(found.initial_likelihood)}"
    yield from _text("control", found.control)
    yield from _text("owner", found.owner)
    if found.residual_severity is not None and found.residual_likelihood is not None:
        yield f"residual severity {quoted(found.residual_severity)} likelihood {quoted(found.residual_likelihood)}"


def weights(found: Weights) -> str:
    """Harm points and multipliers."""
    return _block(_titled("weights", found.name, found.title), _weights_slots(found))


def _weights_slots(found: Weights) -> Iterator[str]:
    yield "harm " + ", ".join(f"{level} {number(points)}" for level, points in found.points.items())
    for field, factors in found.multipliers.items():
        for value, factor in factors.items():
            yield f"{field} {value} times {number(factor)}"


def sign_off(found: SignOff) -> str:
    """The criteria that a deployment must meet."""
    return _block(f"sign-off {found.name} {quoted(found.title)}", _sign_off_slots(found))


def _sign_off_slots(found: SignOff) -> Iterator[str]:
    if found.categories:
        yield f"for {', '.join(found.categories)}"
    yield from _text("intended use", found.intended_use)
    yield from _texts("guardrail", found.guardrails)
    yield from _text("regulatory", found.regulatory)
    for criterion in found.criteria:
        yield f"require {criterion.text}"
    yield from _texts("do not use for", found.not_for)
    yield from _texts("void when", found.void_when)
    yield from _texts("monitoring", found.monitoring)
    yield from _texts("signed by", found.signed_by)


def rule(found: Rule, pack_status: Status) -> str:
    """A rule with its examples; its status stands only where it differs from its pack's."""
    return _block(f"rule {found.id} {quoted(found.title)}", _rule_slots(found, pack_status))


def _rule_slots(found: Rule, pack_status: Status) -> Iterator[str]:
    if found.categories:
        yield f"for {', '.join(found.categories)}"
    yield f"harm {found.harm}"
    if found.status != pack_status:
        yield f"status {found.status}"
    if found.hazard is not None:
        yield f"leads to {found.hazard}"
    if found.when is not None:
        yield f"when {condition(found.when)}"
    for each in found.obligations:
        yield obligation(each, found.harm)
    yield from _text("because", found.because)
    for source in found.sources:
        yield f"source {quoted(source)}"
    yield from _text("author", found.author)
    yield from _texts("keywords", found.keywords)
    yield from _text("known false positives", found.known_false_positives)
    if found.not_waivable:
        yield "not waivable"
    for example in found.examples:
        yield _example(example)


def _example(example: Example) -> str:
    todo = "todo " if example.todo else ""
    text = f"{todo}{example.expects} {quoted(_answer(example), _DEEPER)}"
    given = list(_situation(example.given, bool(example.turns))) if example.given is not None else []
    if given:
        text += f" given {' and '.join(given)}"
    return text + (f" violating {example.violating}" if example.violating is not None else "")


def _answer(example: Example) -> str:
    """The answer; of a conversation its turns, each behind who says it."""
    speakers = {"patient": "Patient", "assistant": "Answer"}
    turns = "\n".join(f"{speakers[turn.role]}: {turn.text}" for turn in example.turns)
    return turns or example.text


def _situation(given: Given, conversation: bool) -> Iterator[str]:
    if given.text is not None and not conversation:
        yield quoted(given.text, _DEEPER)
    for line in given.record:
        yield _recorded(line)
    for field, value in given.metadata:
        yield f"{field} is {value}"


def _recorded(line: GivenRecord) -> str:
    if line.terms:
        return f"record {line.field} include {', '.join(term(item) for item in line.terms)}"
    stated = quantity(line.quantity) if line.quantity is not None else word_of_record(line.value or "")
    return f"record {line.field} is {stated}"


def adoption(found: Adoption) -> str:
    """A hospital's own approval of a rule or a pack."""
    about = f"pack {quoted(found.name)}" if found.subject == "pack" else f"rule {found.name}"
    return _block(f"adopt {about}", _adoption_slots(found))


def _adoption_slots(found: Adoption) -> Iterator[str]:
    yield from _text("version", found.version)
    yield f"as {found.status}"
    if found.approved_by is not None and found.approved_on is not None:
        yield f"approved by {quoted(found.approved_by)} on {found.approved_on.isoformat()}"
    if found.review_by_written is not None:
        yield f"review by {found.review_by_written}"
    yield from _text("text", found.text)


def waiver(found: Waiver) -> str:
    """A rule, or its findings in one case, accepted until a date."""
    return _block(f"waive {found.rule}", _waiver_slots(found))


def _waiver_slots(found: Waiver) -> Iterator[str]:
    yield from _text("for case", found.case)
    if found.until_written is not None:
        yield f"until {found.until_written}"
    yield from _text("owner", found.owner)
    yield from _text("because", found.because)
    if found.renewed:
        yield f"renewed {found.renewed}"


def file(book: RuleBook, path: str, uses: Sequence[str] = ()) -> str:
    """The text of a rule file with everything of a book that one file declares, and the packs that it uses.

    Rungs carry the phrases of all files of the book; comments are not in a book.
    """
    page = next((each for each in book.packs if each.file == path), None)
    own = [each for each in book.concepts.values() if each.location.file == path]
    blocks = ["medrules 1"]
    blocks += [pack(page)] if page is not None else []
    blocks += [f"use {', '.join(uses)}"] if uses else []
    blocks += [concept(each) for each in own]
    blocks += [rung(each) for each in book.ladder if each.location.file == path]
    blocks += [hazard(each) for each in book.hazards.values() if each.location.file == path]
    blocks += [weights(each) for each in book.weights if each.location and each.location.file == path]
    status: Status = page.status if page is not None else "testing"
    blocks += [rule(each, status) for each in book.rules if each.location.file == path]
    blocks += [waiver(each) for each in book.waivers if each.location.file == path]
    blocks += [adoption(each) for each in book.adoptions if each.location.file == path]
    blocks += [sign_off(each) for each in book.signoffs if each.location.file == path]
    return formatted(Source(path, "\n\n".join(blocks) + "\n"))
