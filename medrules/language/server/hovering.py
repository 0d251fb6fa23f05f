"""Says what stands at a place: a concept's phrases, a rule in plain English, a keyword, an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from medrules.language.names import vocabulary
from medrules.language.server.described import Described, described
from medrules.language.server.diagnostics import entry
from medrules.language.server.meanings import CATEGORIES, HARM_MEANINGS, KEYWORDS, LONGEST
from medrules.language.server.names import Named
from medrules.language.server.navigating import named_at
from medrules.language.server.projects import File
from medrules.language.source import Token, tokens
from medrules.model.problem import Problem
from medrules.proving.explaining.rules import explain_rule

_MARKS = re.compile(r"[\\`*_<>\[\]|#~]")
"""What Markdown would take for mark-up."""
_SHOWN = 20
"""Phrases that are shown."""


class Hovered(NamedTuple):
    """What is said of some characters."""

    start: int
    end: int
    markdown: str


def hover(file: File, offset: int, found: list[Problem]) -> Hovered | None:
    """What is to be said at a character; ``found``: the problems of the file, whose codes are explained too."""
    sayers = (_named, _header, _keyword)
    parts = [said for said in (say(file, offset) for say in sayers) if said is not None][:1]
    for problem in found:
        if problem.location is not None:
            start, end = file.places.span(problem.location)
            if start <= offset < max(end, start + 1):
                parts.append(Hovered(start, end, _explained(problem)))
    if not parts:
        return None
    return Hovered(parts[0].start, parts[0].end, "\n\n---\n\n".join(dict.fromkeys(p.markdown for p in parts)))


def _explained(problem: Problem) -> str:
    page = entry(problem.code)
    if page is None:
        return f"**{problem.code}**"
    instead = f"Write instead:\n\n```medrules\n{page.instead}\n```"
    return f"**{page.code}: {page.title}**\n\n{page.explanation}\n\n{instead}"


def _named(file: File, offset: int) -> Hovered | None:
    named = named_at(file, offset)
    if named is None:
        return None
    lines = list(_SAYERS[named.kind](file, named)) if named.kind in _SAYERS else []
    at = file.analysis.index.at(file.path, offset)
    start, end = (at[1].start, at[1].end) if at is not None else (offset, offset + 1)
    return Hovered(start, end, "\n".join(lines)) if lines else None


def _declarations(file: File, named: Named) -> Iterator[tuple[Described, str]]:
    """What is written where something is declared, with the name of the file."""
    for place in file.analysis.index.declarations(named):
        made = file.analysis.parsed[place.path]
        for each in described(made):
            if each.start <= place.start < each.end:
                yield each, made.source.file


def _phrases(file: File, named: Named) -> Iterator[str]:
    """A concept or a rung; a rung with the phrases of every pack that adds to it."""
    for number, (each, where) in enumerate(_declarations(file, named)):
        if number == 0:
            yield f"**{each.keyword} {each.name}**" + (f": {each.title}" if each.title else "")
        yield ""
        yield f"From `{where}`:"
        yield ""
        yield from (f"- `{phrase}`" for phrase in each.phrases[:_SHOWN])
        if len(each.phrases) > _SHOWN:
            yield f"- and {len(each.phrases) - _SHOWN} more"


def _hazard(file: File, named: Named) -> Iterator[str]:
    hazard = file.analysis.book.hazards.get(named.name)
    for each, where in _declarations(file, named):
        yield f"**hazard {each.name}**" + (f": {each.title}" if each.title else "")
        if hazard is not None:
            for slot in ("cause", "effect", "control", "owner"):
                if text := getattr(hazard, slot):
                    yield f"- {slot}: {text}"
        yield f"\nFrom `{where}`"


def _rule(file: File, named: Named) -> Iterator[str]:
    book = file.analysis.book
    rule = next((each for each in book.rules if each.id == named.name), None)
    if rule is not None:
        for line in explain_rule(book, rule.model_copy(update={"examples": ()})):
            yield _listed(line)
        return
    for each, where in _declarations(file, named):
        yield f"**rule {each.name}**" + (f": {each.title}" if each.title else "")
        yield f"\nFrom `{where}`. It is said in plain English once it has no errors and is not retired."


def _listed(line: str) -> str:
    """A line of an explanation as Markdown: its indentation says how deep it is."""
    text = _MARKS.sub(r"\\\g<0>", line.strip())
    depth = (len(line) - len(line.lstrip(" "))) // 2
    return f"{'  ' * min(depth - 1, 1)}- {text}" if depth and text else f"**{text}**\n" if text else ""


def _pack(file: File, named: Named) -> Iterator[str]:
    made = file.analysis.parsed.get(named.home) if named.home is not None else None
    if made is None:
        return
    title = next((pack for pack in file.analysis.book.packs if pack.file == made.source.file), None)
    yield f"**pack {named.name}**" + (f": {title.title}" if title is not None else "")
    if title is not None:
        stated = (("version", title.version), ("status", title.status), ("owner", title.owner))
        yield from (f"- {slot}: {text}" for slot, text in stated if text)
    names = [each.name for each in described(made) if each.keyword == "concept"]
    yield f"\nConcepts: {', '.join(f'`{name}`' for name in names)}" if names else "\nIt declares no concepts."
    yield f"\nFrom `{made.source.file}`"


def _category(_: File, named: Named) -> Iterator[str]:
    if named.name in CATEGORIES:
        yield f"**{named.name}**: {CATEGORIES[named.name]}"


def _harm(_: File, named: Named) -> Iterator[str]:
    if named.name in HARM_MEANINGS:
        yield f"**harm {named.name}**: {HARM_MEANINGS[named.name]}"


_SAYERS: dict[str, Callable[[File, Named], Iterator[str]]] = {
    "concept": _phrases,
    "rung": _phrases,
    "hazard": _hazard,
    "rule": _rule,
    "pack": _pack,
    "category": _category,
    "harm": _harm,
}


def _pieces(file: File, offset: int) -> list[Token]:
    """The words, texts and marks of the declaration at a character."""
    chunk = next((each for each in file.source.chunks if each.start <= offset < each.end), None)
    every = tokens(file.source.code, chunk.start, chunk.end) if chunk is not None else ()
    return [token for token in every if token.kind != "comment" and token.text.strip()]


def _header(file: File, offset: int) -> Hovered | None:
    """The word ``rule`` and the title that follows the id stand for the rule."""
    pieces = _pieces(file, offset)[:3]
    if len(pieces) < 3 or pieces[0].text.lower() != "rule" or not pieces[0].start <= offset <= pieces[2].end:
        return None
    text = "\n".join(_rule(file, Named("rule", pieces[1].text.lower())))
    return Hovered(pieces[0].start, pieces[2].end, text) if text else None


def _keyword(file: File, offset: int) -> Hovered | None:
    """A word of the language with the words that belong to it, the longest that the catalogue knows."""
    pieces = _pieces(file, offset)
    at = next((number for number, token in enumerate(pieces) if token.start <= offset <= token.end), None)
    if at is None or pieces[at].kind != "word":
        return None
    return _longest(pieces, at) or _situation(pieces, at)


def _longest(pieces: list[Token], at: int) -> Hovered | None:
    words = [token.text.lower() for token in pieces]
    for length in range(min(LONGEST, len(words)), 0, -1):
        for first in range(max(at - length + 1, 0), min(at, len(words) - length) + 1):
            line = KEYWORDS.get(tuple(words[first : first + length]))
            if line is not None:
                shown = " ".join(words[first : first + length])
                return Hovered(pieces[first].start, pieces[first + length - 1].end, f"**{shown}**: {line}")
    return None


def _situation(pieces: list[Token], at: int) -> Hovered | None:
    """A word of risk, setting or supervision."""
    word = pieces[at].text.lower()
    for before in reversed(pieces[:at]):
        known: dict[str, str] = vocabulary("situations.json").get(before.text.lower(), {})
        if word in known:
            return Hovered(pieces[at].start, pieces[at].end, f"**{before.text.lower()} {word}**: {known[word]}")
        if before.kind not in ("word", "rest"):
            return None
    return None
