"""Goes from a name to where it is declared, and to everywhere it is used."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import Location

from medrules.language.server.described import described, title_of_pack
from medrules.language.server.names import Named, Place
from medrules.language.server.places import Places
from medrules.language.server.projects import File, Projects
from medrules.language.source import tokens

_GUESSED = ("concept", "rung", "hazard", "rule")


def named_at(file: File, offset: int) -> Named | None:
    """What the name at a character names.

    In a statement that cannot be read, a word is taken for what is declared under that name.
    """
    found = file.analysis.index.at(file.path, offset)
    if found is not None:
        return found[0]
    word = word_at(file, offset)
    if word is None:
        return None
    concept = file.analysis.index.concept(file.path, word)
    guesses = [concept, *(Named(kind, word) for kind in _GUESSED[1:])]
    return next((each for each in guesses if file.analysis.index.declarations(each)), None)


def word_at(file: File, offset: int) -> str | None:
    """The word at a character, in lower case; None in a text, in a comment or between words."""
    chunk = next((each for each in file.source.chunks if each.start <= offset <= each.end), None)
    if chunk is None:
        return None
    for token in tokens(file.source.code, chunk.start, chunk.end):
        if token.start <= offset <= token.end and token.kind == "word":
            return token.text.lower()
    return None


def definitions(projects: Projects, file: File, offset: int) -> list[Location]:
    """Where what is named at a character is declared; of a rung, in every pack that adds to it.

    What an adoption or a waiver names may stand in a pack that the file does not use.
    """
    named = named_at(file, offset)
    if named is None:
        return []
    places = file.analysis.index.declarations(named)
    return [_location(projects, file, place) for place in places] or list(_in_packs(projects, file, named))


def _in_packs(projects: Projects, file: File, named: Named) -> Iterator[Location]:
    for made in projects.packs(file).values():
        places = Places(made.source, projects.encoding)
        if named.kind == "title" and title_of_pack(made) == named.name:
            page = next(each for each in made.declared if each.keyword == "pack")
            yield Location(projects.uri(made.path.resolve()), places.range(page.base, page.base + len("pack")))
        for each in described(made):
            if named.kind == each.keyword == "rule" and each.name == named.name:
                yield Location(projects.uri(made.path.resolve()), places.range(each.start, each.end))


def references(projects: Projects, file: File, offset: int, declarations: bool) -> list[Location]:
    """Everywhere in the run that the name at a character stands; ``declarations``: there too."""
    named = named_at(file, offset)
    if named is None:
        return []
    places = file.analysis.index.places(named)
    return [_location(projects, file, place) for place in places if declarations or not place.declares]


def highlights(file: File, offset: int) -> list[tuple[Place, bool]]:
    """Where the name at a character stands in the same file, and whether it is declared there."""
    named = named_at(file, offset)
    places = file.analysis.index.places(named) if named is not None else []
    return [(place, place.declares) for place in places if place.path == file.path]


def _location(projects: Projects, file: File, place: Place) -> Location:
    places = projects.places(file.analysis, place.path)
    return Location(uri=projects.uri(place.path), range=places.range(place.start, place.end))
