"""A rule that is being written by answering questions: its text so far, its errors, and its trial."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from medrules.cli.rulebook import errors_of

if TYPE_CHECKING:
    from medrules.model.book import RuleBook
    from medrules.model.problem import Problem
    from medrules.proving.examples import ExampleResult

_PROBE = 'rule probe.of-one-statement "Probe" harm mild'
_ANY_DEMAND = 'must never mention "probe of one statement"'
_LADDER = "use escalation"


@dataclass
class Draft:
    """The answers given so far, each a piece of the language's text."""

    file: Path
    before: str
    """What stands in the file already; of a new file its title page."""
    name: str = ""
    title: str = ""
    harm: str = ""
    when: str = ""
    demand: str = ""
    because: str = ""
    source: str = ""
    given: str = ""
    examples: dict[str, str] = field(default_factory=dict)
    """``passes`` and ``fails``, with ``todo`` before one kept as a known failure; the texts stand in quotes."""

    def rule(self) -> str:
        """The rule as text, not yet formatted."""
        given = f" {self.given}" if self.given else ""
        examples = [f"{keyword} {text}{given}" for keyword, text in self.examples.items()]
        opening = f"rule {self.name} {self.title}"
        parts = [opening, self.harm, self.when, self.demand, self.because, self.source, *examples]
        return "\n".join(part for part in parts if part) + "\n"

    def file_text(self) -> str:
        """The whole file: what stood there stays as it is, and the formatted rule follows."""
        from medrules.language.formatting.formatter import formatted
        from medrules.language.source import Source

        ladder = f"{_LADDER}\n\n" if self._lacks_ladder() else ""
        made = formatted(Source(self.file.name, f"medrules 1\n{ladder}{self.rule()}"))
        return f"{self.before.rstrip()}\n\n{made.removeprefix('medrules 1').lstrip()}"

    def _lacks_ladder(self) -> bool:
        return "escalate" in self.demand and not self._loaded(self.before)[0].ladder

    def said_of(self, statement: str, *, demand: bool = False) -> list[Problem]:
        """The errors of one statement, read in a rule of its own behind what stands in the file."""
        ladder = "" if self._loaded(self.before)[0].ladder else f"{_LADDER}\n"
        rest = "" if demand else _ANY_DEMAND
        text = f"{self.before.rstrip()}\n{ladder}{_PROBE}\n{statement}\n{rest}\n"
        return errors_of(self._loaded(text)[1])

    def names(self) -> set[str]:
        """The ids of the rules that the file holds already."""
        return {rule.id for rule in self._loaded(self.before)[0].rules}

    def tried(self) -> tuple[list[ExampleResult], list[Problem]]:
        """What comes out for the examples of the rule, or the errors for which it cannot be tried."""
        from medrules.checking.checker import Checker
        from medrules.proving.examples import prove

        book, problems = self._loaded(self.file_text())
        errors = errors_of(problems)
        rule = next((rule for rule in book.rules if rule.id == self.name), None)
        if errors or rule is None:
            return [], errors
        alone = book.model_copy(update={"rules": (rule,)})
        return [self._placed(result) for result in prove(alone, Checker(alone))], []

    def _placed(self, result: ExampleResult) -> ExampleResult:
        """The result with its place in the file that is being written."""
        place = result.example.location.model_copy(update={"file": str(self.file)})
        return result._replace(example=result.example.model_copy(update={"location": place}))

    def _loaded(self, text: str) -> tuple[RuleBook, list[Problem]]:
        """The book of a text under the file's name, with the packs beside the file."""
        from medrules.language.loading import load
        from medrules.shipped import folder

        with TemporaryDirectory() as place:
            path = Path(place) / self.file.name
            path.write_text(text, "utf-8")
            return load([path], folder("rules"), beside=[self.file.absolute().parent])
