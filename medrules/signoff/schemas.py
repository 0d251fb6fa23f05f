"""The JSON schemas of a bundle's files: ``python -m medrules.signoff.schemas docs/schemas`` writes them."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from medrules.model.decision import Decision
from medrules.model.reading import Act, Certainty, Condition, Experiencer, How, Polarity, Time
from medrules.model.review import Review
from medrules.model.rule import Harm
from medrules.model.scorecard import Scorecard
from medrules.model.trend import Trend
from medrules.model.verdict import DiscrepancyKind, Outcome
from medrules.signoff.lock import Lock

_SHA256 = Field(default=None, pattern="^[0-9a-f]{64}$")


class Cue(BaseModel):
    """Words that decided a reading."""

    text: str | None = None
    text_sha256: str | None = _SHA256
    """In place of ``text`` where nothing is quoted."""
    start: int
    end: int
    kind: str


class Reading(BaseModel):
    """How a mention was read."""

    act: Act
    polarity: Polarity
    certainty: Certainty
    condition: Condition
    time: Time
    experiencer: Experiencer
    cue: Cue | None
    cues: list[Cue]


class Evidence(BaseModel):
    """Words that a verdict rests on, by characters of the untouched original; ``end`` is exclusive."""

    side: Literal["output", "input", "record"]
    start: int
    end: int
    text: str | None = None
    text_sha256: str | None = _SHA256
    """In place of ``text`` where nothing is quoted."""
    phrase: str
    """The phrase of the rule that found them."""
    how: How
    doubtful: bool
    reading: Reading | None


class Discrepancy(BaseModel):
    """A place where the answer and the record differ."""

    kind: DiscrepancyKind
    field: str
    recorded: str | None = None
    recorded_sha256: str | None = _SHA256
    """In place of ``recorded`` where nothing is quoted."""
    said: Evidence | None


class Verdict(BaseModel):
    """A line of ``verdicts.jsonl``: one obligation on one answer; without a rule, a row that cannot be read."""

    case: str | None
    sample: str
    model: str | None
    rule: str | None
    """None: the row could not be read."""
    obligation: int | None
    """Its number in the rule, from 1."""
    statement: str | None
    """The obligation as the rule writes it."""
    verdict: Outcome
    harm: Harm | None
    points: float
    category: str | None
    hazard: str | None
    evidence: list[Evidence]
    trigger: list[Evidence]
    """What made the rule apply."""
    nearest: Evidence | None
    """What comes nearest to a demand that is not met."""
    reason: str
    because: str | None
    file: str
    """The rule's file; of a row that could not be read, the answers'."""
    line: int
    discrepancies: list[Discrepancy]
    waived: bool
    code: str | None = None
    """Of a row that could not be read: the code of the problem."""
    hint: str | None = None


MODELS: Mapping[str, type[BaseModel]] = {
    "decision": Decision,
    "scorecard": Scorecard,
    "trend": Trend,
    "review": Review,
    "verdict": Verdict,
    "lock": Lock,
}


def schema(name: str) -> dict[str, Any]:
    """The schema of a file of a bundle, of JSON Schema draft 2020-12.

    Args:
        name: ``decision``, ``scorecard``, ``trend``, ``review``, ``lock``, or ``verdict`` (a line of
            ``verdicts.jsonl``).
    """
    model = MODELS[name]
    found = model.model_json_schema(mode="serialization")
    made = {each.__name__: each for each in _within(model)}
    for title, part in {model.__name__: found, **found.get("$defs", {})}.items():
        for field, text in _said(made[title]).items() if title in made else ():
            if field in part.get("properties", {}):
                part["properties"][field]["description"] = text
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:medrules:{name}"}
    return {**head, **found}


def text(name: str) -> str:
    """The schema as it is published."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


def _within(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and every model in it."""
    seen: list[type[BaseModel]] = [model]
    for each in seen:
        for field in each.model_fields.values():
            seen += [part for part in _models_in(field.annotation) if part not in seen]
    return seen


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def _said(model: type[BaseModel]) -> dict[str, str]:
    """What stands below each field of a model in its source, also of those that it inherits."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            found |= _below(each)
    return found


@cache
def _below(model: type[BaseModel]) -> dict[str, str]:
    tree = ast.parse(inspect.getsource(sys.modules[model.__module__]))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == model.__name__)
    found = {}
    for before, node in pairwise(body):
        said = node.value if isinstance(node, ast.Expr) else None
        if isinstance(before, ast.AnnAssign) and isinstance(said, ast.Constant) and isinstance(said.value, str):
            found[ast.unparse(before.target)] = " ".join(said.value.split())
    return found


def main(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        (folder / f"{name}.schema.json").write_text(text(name), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
