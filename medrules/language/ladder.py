"""Merges the rungs that several packs declare into one ladder of escalation, lowest first."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from medrules.language.source import Source
from medrules.model.book import Rung
from medrules.model.problem import Location, Problem


class Ladder:
    """Rungs as the files declare them; phrases of the same rung add up, and the files must agree on the order."""

    def __init__(self) -> None:
        self.merged: dict[str, Rung] = {}
        self.above: dict[str, set[str]] = {}
        """For each rung those that some file puts directly below it."""
        self.previous: str | None = None
        self.problems: list[Problem] = []

    def add(self, rung: Rung, source: Source) -> None:
        """The next rung of the file in hand."""
        below = self.previous
        if below is not None and self._reaches(below, rung.name):
            place = rung.location
            start = source.starts[place.line - 1] + place.column - 1
            message = f"'{rung.name}' stands above '{below}' here and below it in {self._where(rung.name)}"
            hint = "put the rungs in the same order, lowest first, in every file"
            self.problems.append(source.problem("E411", message, start, start + len(rung.name), hint))
        else:
            self.above.setdefault(rung.name, set()).update([below] if below else [])
        self.previous = rung.name
        known = self.merged.get(rung.name)
        self.merged[rung.name] = rung if known is None else _joined(known, rung)

    def end_of_file(self) -> None:
        """The next rung begins another file's ladder."""
        self.previous = None

    def rungs(self) -> tuple[Rung, ...]:
        """The ladder, lowest first; rungs that no file compares stand in the order of their first declaration."""
        order = {name: number for number, name in enumerate(self.merged)}
        sorter: TopologicalSorter[str] = TopologicalSorter({name: self.above[name] for name in self.merged})
        placed: list[Rung] = []
        try:
            sorter.prepare()
        except CycleError:
            return tuple(self.merged.values())
        waiting: list[str] = []
        while sorter.is_active():
            waiting = sorted([*waiting, *sorter.get_ready()], key=order.__getitem__)
            name = waiting.pop(0)
            placed.append(self.merged[name])
            sorter.done(name)
        return tuple(placed)

    def _reaches(self, low: str, high: str) -> bool:
        """Whether ``high`` is already known to stand below ``low`` (or is the same)."""
        waiting, seen = [low], set[str]()
        while waiting:
            current = waiting.pop()
            if current == high:
                return True
            if current not in seen:
                seen.add(current)
                waiting.extend(self.above.get(current, ()))
        return False

    def _where(self, name: str) -> str:
        place: Location = self.merged[name].location
        return f"{place.file}, line {place.line}"


def _joined(known: Rung, more: Rung) -> Rung:
    terms = known.terms + tuple(term for term in more.terms if term not in known.terms)
    return known.model_copy(update={"terms": terms, "title": known.title or more.title})
