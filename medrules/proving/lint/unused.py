"""Names that nothing uses: concepts, hazards, packs."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.language.parsing import Parsed, Use
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Fix, Subject, Warned
from medrules.proving.lint.walking import all_terms, named


def check(subject: Subject) -> Iterator[Warned]:
    """Concepts and hazards of files with rules, and packs of which a file uses nothing."""
    book = subject.book
    used = {key for term in all_terms(book) for key in named(term)}
    with_rules = {rule.location.file for rule in book.rules}
    for key, concept in book.concepts.items():
        if key not in used and concept.location.file in with_rules:
            hint = "name it in a rule or another concept, or take it out"
            yield warned("L101", f"Nothing uses the concept '{concept.name}'", concept.location, hint)
    led_to = {rule.hazard for rule in book.rules}
    for hazard in book.hazards.values():
        if hazard.id not in led_to and hazard.location.file in with_rules:
            hint = f"write in the rules that control it: leads to {hazard.id}"
            yield warned("L102", f"No rule leads to the hazard '{hazard.id}'", hazard.location, hint)
    for name, parsed in subject.files.items():
        if name in with_rules:
            for use in parsed.uses:
                if not _needed(subject, name, use):
                    yield _idle(parsed, use)


def _idle(parsed: Parsed, use: Use) -> Warned:
    place = parsed.source.location(use.start, use.end)
    message = f"The file uses nothing of the pack '{use.name}'"
    return warned("L103", message, place, "take it out", Fix("take out", place))


def _needed(subject: Subject, file: str, use: Use) -> bool:
    """Whether a file needs a pack: a concept of it, or what it brings to the whole run (rungs, weights)."""
    book = subject.book
    if use.path is None:
        return True
    stem = f"{use.path.stem}/"
    keys = {key for term in all_terms(book) if term.location and term.location.file == file for key in named(term)}
    if any(key.startswith(stem) for key in keys):
        return True
    places = [rung.location for rung in book.ladder] + [hazard.location for hazard in book.hazards.values()]
    places += [each.location for each in book.weights if each.location]
    return any(place.file.endswith(use.path.name) for place in places)
