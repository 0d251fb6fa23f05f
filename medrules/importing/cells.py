"""From the text of a cell to a piece of the rule language: phrases, texts, names, words of closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medrules.importing.problems import problem, short
from medrules.importing.table import Cell, Table
from medrules.language.printing import quoted
from medrules.model.problem import Problem
from medrules.model.rule import HARMS
from medrules.sources.problems import listed, meant

_QUANTITY = re.compile(r"(all of|any of|at least [0-9]{1,3} of)(?:: *| +|\n)", re.IGNORECASE)
_CONCEPT = re.compile(r"<[ ]*([a-z][a-z0-9]*(?:[-.][a-z0-9]+)*)[ ]*>", re.IGNORECASE)
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*", re.IGNORECASE)
_NO_ID = re.compile(r"[^a-z0-9.]+")
_LEVEL = re.compile(
    r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)( +within +[0-9]+(?:\.[0-9]+)? +(?:minutes?|hours?|days?|weeks?))?",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"[a-z][a-z-]*(?: */ *[a-z][a-z-]*)?", re.IGNORECASE)
_ESCAPED = re.compile(r'\\.|["“”]|\\$', re.DOTALL)
_MARKS = '"“”'
_STATES = ("testing", "production", "retired")


class BadCell(Exception):
    """A cell that cannot be used; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def pieces(text: str, separators: str = ";\n") -> list[str]:
    """What stands in a cell between semicolons and line breaks, without bullets and blanks around it."""
    cut = re.split(f"[{separators}]", text)
    return [found for piece in cut if (found := piece.strip().removeprefix("• ").removeprefix("- ").strip())]


def any_phrases(table: Table, cell: Cell) -> str:
    """A list of phrases of which any is enough."""
    return _phrases(table, cell, "")


def wanted_phrases(table: Table, cell: Cell) -> str:
    """A list of phrases as it stands behind a positive verb, where one of several says *any of*."""
    return _phrases(table, cell, "any of ")


def commas(table: Table, cell: Cell) -> Iterator[Problem]:
    """The phrases that hold a comma, which separates nothing."""
    for piece in pieces(cell.text):
        if "," in piece:
            yield problem("T406", table.place(cell), cell=cell.name, text=short(piece))


def _phrases(table: Table, cell: Cell, several: str) -> str:
    quantity = _QUANTITY.match(cell.text)
    listed_ = [_phrase(table, cell, piece) for piece in pieces(cell.text[quantity.end() if quantity else 0 :])]
    if not listed_:
        raise BadCell(problem("T308", table.place(cell), **_nothing(cell)))
    opening = f"{quantity[1].lower()} " if quantity else several if len(listed_) > 1 else ""
    return opening + ", ".join(listed_)


def _nothing(cell: Cell) -> dict[str, str]:
    return {
        "cell": cell.name,
        "name": "phrases",
        "what": "there is no phrase in it",
        "said": "E301",
        "hint": "write a phrase, such as: call an ambulance",
    }


def _phrase(table: Table, cell: Cell, text: str) -> str:
    opens, closes = text[:1] in _MARKS, text[-1:] in _MARKS
    if opens != closes or (opens and len(text) == 1):
        raise BadCell(problem("T310", table.place(cell), cell=cell.name, text=short(text)))
    plain = text[1:-1] if opens else text
    concept = _CONCEPT.fullmatch(plain)
    return concept[1].lower() if concept else f'"{_between_quotes(plain)}"'


def _between_quotes(text: str) -> str:
    """A phrase as it stands between quotes: its own quotes with a backslash, and no backslash alone at its end."""
    return _ESCAPED.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", text)


def texts(cell: Cell, separators: str) -> list[str]:
    """The texts of a cell in quotes."""
    return [quoted(piece) for piece in pieces(cell.text, separators)]


def text(cell: Cell) -> str:
    """A cell as one text on one line."""
    return quoted(" ".join(cell.text.split()))


def example(cell: Cell) -> str:
    """A cell as a text that keeps its line breaks."""
    return quoted(cell.text)


def rule_id(table: Table, cell: Cell) -> str:
    """An id, in lower case."""
    if _ID.fullmatch(cell.text) is None:
        made = ".".join(part.strip("-") for part in _NO_ID.sub("-", cell.text.lower()).split(".")).strip("-.")
        usable = made if _ID.fullmatch(made) else "letters, digits, hyphens and points, such as head.on-warfarin"
        raise BadCell(problem("T302", table.place(cell), cell=cell.name, text=short(cell.text), example=usable))
    return cell.text.lower()


def harm(table: Table, cell: Cell) -> str:
    """One of the levels of harm."""
    return _word(table, cell, "harm", HARMS)


def status(table: Table, cell: Cell) -> str:
    """The state of a rule."""
    return _word(table, cell, "status", _STATES)


def _word(table: Table, cell: Cell, name: str, known: tuple[str, ...]) -> str:
    word = cell.text.lower().removeprefix(f"{name} ").strip()
    if word in known:
        return word
    words = {"cell": cell.name, "text": short(cell.text), "name": name}
    raise BadCell(problem("T303", table.place(cell), **words, meant=meant(word, known), known=listed(known)))


def level(table: Table, cell: Cell) -> str:
    """A level of care, perhaps with a time."""
    if _LEVEL.fullmatch(cell.text) is None:
        raise BadCell(problem("T304", table.place(cell), cell=cell.name, text=short(cell.text)))
    return " ".join(cell.text.lower().split())


def categories(table: Table, cell: Cell) -> str:
    """Categories, as they stand behind ``for``."""
    return ", ".join(_categories(table, cell))


def _categories(table: Table, cell: Cell) -> Iterator[str]:
    for piece in pieces(cell.text, ";,\n"):
        if _CATEGORY.fullmatch(piece) is None:
            known = "names such as patient-communication, or patient-communication/messaging"
            words = {"cell": cell.name, "text": short(piece), "name": "category", "meant": "", "known": known}
            raise BadCell(problem("T303", table.place(cell), **words))
        yield piece.lower().replace(" ", "")
