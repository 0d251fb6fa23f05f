"""Reads a run file: YAML, checked name by name, every problem at its line and column."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import re2
from pydantic import ValidationError

from medrules.endpoints import addresses
from medrules.endpoints.problems import AskingError, problem
from medrules.endpoints.runfile import Decoding, Model, Pace, Price, RunFile
from medrules.endpoints.speaking import PROTOCOL
from medrules.model.problem import Location
from medrules.sources.problems import listed, meant
from medrules.sources.tree import Items, Names, Node, Scalar, TreeError, plain
from medrules.sources.yaml_tree import from_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from medrules.model.problem import Problem

_LARGEST = 2**20
_PARTS: dict[str, tuple[str, type[BaseModel]]] = {
    "models": ("a model", Model),
    "decoding": ("'decoding'", Decoding),
    "price": ("'price'", Price),
}
_PERHAPS_A_KEY = re2.compile(r"(?i)key|token:|secret|password|authori[sz]ation|bearer|://[^/]*@|\?.*=")
_RESERVED = frozenset(
    {"model", "messages", "input", "prompt", "system", "instructions", "seed", "stream", "n", "best_of"}
)
"""What no decoding setting may say beside the run file."""
_At = tuple[str | int, ...]


class Read(NamedTuple):
    """A run file that can be used."""

    run: RunFile
    template: str
    folder: Path
    """Its own folder, from which the paths in it are read."""


def read(path: Path) -> Read:
    """The run file at a path.

    Raises:
        AskingError: everything that is wrong with it.
    """
    text = _text(path)
    tree = _tree(text, path)
    place = _Places(tree, str(path), text.splitlines())
    if twice := list(place.twice(tree)):
        raise AskingError(*twice)
    try:
        run = RunFile.model_validate(plain(tree))
    except ValidationError as error:
        raise AskingError(*_shown(error, place)) from None
    problems = list(_checked(run, place, path.parent))
    template = _template(run, place, path.parent, problems)
    if problems:
        raise AskingError(*problems)
    return Read(run, template, path.parent)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise AskingError(problem("A101", path=path, why="it is larger than a megabyte"))
        return path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise AskingError(problem("A101", path=path, why=why)) from None


def _tree(text: str, path: Path) -> Node:
    try:
        tree = from_yaml(text, str(path))
    except TreeError as error:
        why = error.problem.message.replace("is not used in vignettes", "is not used here")
        raise AskingError(problem("A102", error.problem.location, why=why)) from None
    if not isinstance(tree, Names):
        where = Location(file=str(path), line=tree.line if tree else 1, column=tree.column if tree else 1)
        raise AskingError(problem("A102", where, why="names with values were expected, such as 'models:'"))
    return tree


class _Places:
    """Finds the place of a value in the file by the way to it."""

    def __init__(self, tree: Node, file: str, lines: Sequence[str]) -> None:
        self._tree = tree
        self._file = file
        self._lines = lines

    def problem(
        self, code: str, at: _At, words: Mapping[str, object] | None = None, *, named: bool = False
    ) -> Problem:
        """A problem at the value that a way leads to, or at its name."""
        node = self._node(at, named)
        where = Location(file=self._file, line=node.line, column=node.column)
        return problem(code, where, self._line(node.line), **(words or {}))

    def _line(self, number: int) -> str | None:
        """A line to show; None for one that may hold a key, which somebody wrote where its name belongs."""
        line = self._lines[number - 1] if 0 < number <= len(self._lines) else None
        return None if line is None or _PERHAPS_A_KEY.search(line) else line

    def _node(self, at: _At, named: bool) -> Node:
        """The node, or the last one on the way to it that is there."""
        node = self._tree
        for number, step in enumerate(at):
            below: Node | None = None
            if isinstance(node, Names):
                pairs = (pair for pair in node.pairs if pair[0].text == step)
                below = next((name if named and number == len(at) - 1 else value for name, value in pairs), None)
            elif isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
                below = node.nodes[step]
            if below is None:
                break
            node = below
        return node

    def twice(self, node: Node) -> Iterator[Problem]:
        """Names that stand twice anywhere below a node."""
        if isinstance(node, Items):
            for item in node.nodes:
                yield from self.twice(item)
        elif isinstance(node, Names):
            met: set[str] = set()
            for name, value in node.pairs:
                if name.text in met:
                    where = Location(file=self._file, line=name.line, column=name.column)
                    yield problem("A113", where, self._line(name.line), key=name.text[:60])
                met.add(name.text)
                yield from self.twice(value)

    def shown(self, at: _At) -> str:
        """What stands at a place, in words for a message."""
        node = self._node(at, False)
        if isinstance(node, Scalar) and any(_PERHAPS_A_KEY.search(str(step)) for step in at):
            return "something else" if node.text else "nothing"
        if isinstance(node, Scalar):
            return f"'{node.text[:40]}'" if node.text else "nothing"
        if isinstance(node, Items):
            return "a list" if node.nodes else "an empty list"
        return "names with values"


def _shown(error: ValidationError, place: _Places) -> Iterator[Problem]:
    for found in error.errors(include_url=False, include_context=True):
        at: _At = found["loc"]
        of, part = _part(at[:-1])
        key = str(next((step for step in reversed(at) if isinstance(step, str)), "the run file"))
        if found["type"] == "extra_forbidden":
            known = _names(part)
            words = {"of": of, "key": key[:60], "meant": meant(key, known), "known": listed(known, most=40)}
            yield place.problem("A103", at, words, named=True)
        elif found["type"] == "too_short" and place.shown(at) == "a list":
            continue  # Its entries are there, and wrong: that is said at each of them.
        elif found["type"] == "missing":
            yield place.problem("A104", at, {"of": of, "key": key})
        else:
            why = f"{place.shown(at)} stands there"
            yield place.problem("A105", at, {"key": key, "why": why, "expected": _expected(found)})


def _part(at: _At) -> tuple[str, type[BaseModel]]:
    for step in reversed(at):
        if step in _PARTS:
            return _PARTS[str(step)]
    return "the run file", RunFile


def _names(part: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in part.model_fields.items())


_EXPECTED = {
    "string_type": "a text",
    "string_too_short": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list, such as [1, 2]",
    "dict_type": "names with values",
    "model_type": "names with values",
    "too_short": "a list with at least one entry",
    "string_pattern_mismatch": "a name of letters, digits and underscores that begins with a letter",
}


def _expected(found: ErrorDetails) -> str:
    context: dict[str, Any] = found.get("ctx", {})
    bounds = (("ge", "at least"), ("gt", "greater than"), ("le", "at most"), ("lt", "less than"))
    for name, words in bounds:
        if name in context:
            return f"a number {words} {context[name]:g}"
    if "expected" in context:
        return f"one of {str(context['expected']).replace(chr(39), '')}"
    return _EXPECTED.get(found["type"], found["msg"].lower())


def _checked(run: RunFile, place: _Places, folder: Path) -> Iterator[Problem]:
    """What is wrong with a run file whose values are all of the right kind."""
    names: set[str] = set()
    for number, model in enumerate(run.models):
        at: _At = ("models", number)
        if model.label in names:
            yield place.problem("A110", (*at, "name" if model.name else "model"), {"name": model.label})
        names.add(model.label)
        for field, value in (("url", model.url), ("proxy", model.proxy)):
            refused = addresses.refused(value, model.allow_http) if value is not None else None
            if refused is not None:
                yield place.problem("A106", (*at, field), refused._asdict())
        seeds = run.seeds_of(model)
        if seeds[0] is not None and not PROTOCOL[model.protocol].seeded:
            own = (*at, "seeds") if model.seeds else ("seeds",)
            yield place.problem("A111", own, {"protocol": model.protocol, "count": len(seeds)})
        if model.protocol == "anthropic-messages" and model.decoding.max_tokens is None:
            yield place.problem(
                "A104", (*at, "decoding"), {"of": "'decoding' of anthropic-messages", "key": "max_tokens"}
            )
        for name in sorted(_RESERVED & set(model.decoding.more)):
            words = {"key": name, "why": "it would change what is asked, or the shape of the answer"}
            words["expected"] = "the run file's own name for it, or leave it out"
            yield place.problem("A105", (*at, "decoding", "more", name), words, named=True)
        if model.ca is not None and (why := addresses.unusable_authority(folder / model.ca)) is not None:
            yield place.problem("A112", (*at, "ca"), {"path": model.ca, "why": why})
    yield from _twice_counted(run, place)


def _twice_counted(run: RunFile, place: _Places) -> Iterator[Problem]:
    """Samples and seeds at one place, and seeds that stand twice."""
    parts: list[tuple[_At, RunFile | Model]] = [((), run)]
    parts += [(("models", number), model) for number, model in enumerate(run.models)]
    for at, part in parts:
        if part.seeds is not None and part.samples is not None:
            words = {"key": "samples", "why": "seeds stand there as well", "expected": "one of the two"}
            yield place.problem("A105", (*at, "samples"), words)
        if part.seeds is not None and len(set(part.seeds)) < len(part.seeds):
            words = {"key": "seeds", "why": "a seed stands twice", "expected": "each seed once"}
            yield place.problem("A105", (*at, "seeds"), words)


def _template(run: RunFile, place: _Places, folder: Path, problems: list[Problem]) -> str:
    """The template's text; what is wrong with it is added to ``problems``."""
    text, at = run.template or "{input}", "template"
    if run.template_file is not None:
        at = "template-file"
        if run.template is not None:
            why = "'template' stands there as well"
            words = {"key": at, "why": why, "expected": "one of the two"}
            problems.append(place.problem("A105", (at,), words))
        try:
            content = (folder / run.template_file).read_bytes()
            text = content.decode("utf-8")
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            problems.append(place.problem("A101", (at,), {"path": run.template_file, "why": why}))
            return text
        found = hashlib.sha256(content).hexdigest()
        if run.template_sha256 != found:
            said = run.template_sha256 or "no template-sha256 is stated"
            words = {"path": run.template_file, "said": said[:80], "found": found}
            problems.append(place.problem("A108", ("template-sha256",) if run.template_sha256 else (at,), words))
    elif run.template_sha256 not in (None, found := hashlib.sha256(text.encode()).hexdigest()):
        words = {"path": "in the run file", "said": str(run.template_sha256)[:80], "found": found}
        problems.append(place.problem("A108", ("template-sha256",), words))
    if "{input}" not in text:
        problems.append(place.problem("A107", (at,)))
    return text


def pace_of(run: RunFile, model: Model) -> Pace:
    """The pace of a model: its own, else the run's, else the product's."""
    own, common = (part.model_dump(include=set(Pace.model_fields), exclude_none=True) for part in (model, run))
    usual = {"concurrency": 4, "timeout": 120.0, "give_up_after": 900.0, "attempts": 6}
    return Pace.model_validate({key.replace("_", "-"): value for key, value in (usual | common | own).items()})
