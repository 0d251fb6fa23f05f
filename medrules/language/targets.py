"""From the tree of phrases, concepts and lists of them to the model's targets."""

from __future__ import annotations

from lark import Token

from medrules.language.desk import Desk, did_you_mean, inside, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.language.phrases import parse_phrase
from medrules.language.printing import phrase_text
from medrules.model.phrase import Exactly, Named, Near, Phrase, Target, Term
from medrules.model.problem import Location

MOST_NEAR = 100
MOST_AMOUNT = 1e9


def concept_key(desk: Desk, written: str, location: Location, *, bare: bool = False) -> str | None:
    """The key of a concept that the file can see; an unknown one is a problem.

    ``bare``: it stands outside a phrase, where it may be a phrase that lacks its quotes.
    """
    key = desk.names.concepts.get(written)
    if key is None and not desk.names.incomplete:
        elsewhere = desk.names.elsewhere.get(written)
        declare = f'concept {written} is "…"'
        otherwise = f"declare it: {declare}"
        if bare:
            otherwise = f'a phrase stands in quotes: "{written}"\nfor a concept, declare it: {declare}'
        hint = (
            f"the pack {elsewhere} declares it: write 'use {elsewhere}' at the top of the file"
            if elsewhere
            else did_you_mean(written, desk.names.concepts, otherwise)
        )
        start = desk.source.starts[location.line - 1] + location.column - 1
        end = desk.source.starts[(location.end_line or location.line) - 1] + (location.end_column or 1) - 1
        message = f"There is no concept '{written}'"
        desk.problems.append(desk.source.problem("E401", message, start, end, hint))
    return key


def phrase(desk: Desk, node: Node) -> Phrase | None:
    """The phrase of a ``phrase`` node."""
    token = word(node)
    text, marks = inside(token)
    start = desk.base + (token.start_pos or 0) + marks
    location = desk.source.location(start, start + len(text))
    read, problems = parse_phrase(text, location, resolve=lambda written, place: concept_key(desk, written, place))
    desk.problems += [desk.source.quoted(found) for found in problems]
    spelt = phrase_text(text)
    return read if read is None or spelt == text else read.model_copy(update={"text": spelt})


def term(desk: Desk, node: Node) -> Term | None:
    """One phrase, ``exactly``, ``near`` or named concept; None where it cannot work."""
    if node.data == "phrase":
        return phrase(desk, node)
    if node.data == "concept_ref":
        place = desk.place(node)
        key = concept_key(desk, name(node), place, bare=True)
        return Named(name=key, location=place) if key else None
    if node.data == "exactly":
        return _exactly(desk, node)
    return _near(desk, node)


def _exactly(desk: Desk, node: Node) -> Exactly | None:
    text = unquoted(word(parts(node)[0]))
    if not any(character.isalnum() for character in text):
        desk.complain("E314", "'exactly' needs a text with a letter or a digit", node, 'write: exactly "PE"')
        return None
    return Exactly(text=text, location=desk.place(parts(node)[0]))


def _near(desk: Desk, node: Node) -> Near | None:
    left, right = (phrase(desk, part) for part in parts(node))
    number = next(child for child in node.children if isinstance(child, Token))
    within = whole(desk, number, MOST_NEAR)
    if left is None or right is None or within is None:
        return None
    return Near(left=left, right=right, within=within, location=desk.place(node))


def whole(desk: Desk, number: Token, most: int, least: int = 1) -> int | None:
    """A whole number from ``least`` to ``most``; any other is a problem."""
    value = int(number) if number.isdigit() and len(number) < 10 else None
    if value is None or not least <= value <= most:
        desk.complain("E506", f"'{number}' is no whole number from {least} to {most:,}", number, f"write: {least}")
        return None
    return value


def amount(desk: Desk, number: Token) -> float | None:
    """A number of points, a factor or a limit; one too large to count with is a problem."""
    value = float(number)
    if value > MOST_AMOUNT:
        desk.complain("E506", f"The number is larger than {MOST_AMOUNT:,.0f}", number, "write a smaller number")
        return None
    return value


def terms(desk: Desk, node: Node) -> tuple[Term, ...]:
    """The terms of a ``terms`` node that can work."""
    return tuple(found for part in parts(node) if (found := term(desk, part)) is not None)


def quantity(desk: Desk, node: Node, count: int) -> tuple[str, int]:
    """``any``, ``all`` or ``at least`` with its number, of a list of ``count``."""
    if node.data == "all_of":
        return "all", 1
    if node.data != "at_least":
        return "any", 1
    number = next(child for child in node.children if isinstance(child, Token))
    least = whole(desk, number, 1000)
    if least is not None and least > count:
        message = f"At least {least} of {count} can never be"
        desk.complain("E507", message, number, f"list more after 'of', or write: at least {count} of")
    return "at least", least or 1


def target(desk: Desk, node: Node) -> Target | None:
    """What a clause or an obligation is about; None where a term cannot work."""
    listed = parts(node)[0]
    found = terms(desk, listed)
    kind, least = quantity(desk, node, len(listed.children))
    if len(found) < len(listed.children):
        return None
    return Target.model_validate({"quantity": kind, "least": least, "terms": found})


def bare_list(desk: Desk, node: Node, verb: str) -> None:
    """Note a list of two or more that does not say whether one of them is enough."""
    listed = parts(node)[0]
    if node.data != "plain" or len(listed.children) < 2:
        return
    start, end = desk.span(listed)
    written = " ".join(desk.source.text[start:end].split())
    shown = written if len(written) <= 60 else written[:57].rstrip() + "…"
    message = "A list of two or more says whether one of them is enough or all are needed"
    desk.complain("E503", message, listed, f"write: {verb} any of {shown}\nor: {verb} all of {shown}")
