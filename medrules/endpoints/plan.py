"""The plan of a run: every sample in order, what it needs, and the lock that a journal is bound to."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from medrules.endpoints.prompting import Conversation, conversation, questions
from medrules.endpoints.protocols import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from medrules.endpoints.runfile import Model, RunFile
    from medrules.model.case import Vignette

_PACE = frozenset(
    {"concurrency", "requests_per_minute", "tokens_per_minute", "timeout", "give_up_after", "attempts"}
)
_HOW = _PACE | {"key", "key_header", "ca", "proxy", "allow_http"}
"""What may change while a run is under way: it decides how an answer is fetched, and not which."""


class Asked(NamedTuple):
    """One sample: one model, one case, one seed."""

    number: int
    """Its place in the plan."""
    model: Model
    case: Vignette
    seed: int | None
    repeat: int
    """From 1: which sample of its case and model it is."""

    @property
    def id(self) -> str:
        """Unique over the run; neither a case's id nor a number holds ``#`` or ``@``."""
        return f"{self.case.id}#{self.repeat}@{self.model.label}"


class Plan:
    """Every sample of a run: by model, then by case, then by seed."""

    def __init__(self, run: RunFile, template: str, cases: Sequence[Vignette]) -> None:
        self.run = run
        self.template = template
        self.cases = cases
        self._turns = [questions(case) for case in cases]

    def __len__(self) -> int:
        return sum(len(self.cases) * len(self.run.seeds_of(model)) for model in self.run.models)

    @property
    def questions(self) -> int:
        """Replies that a run needs, all turns of all conversations."""
        turns = sum(self._turns)
        return sum(turns * len(self.run.seeds_of(model)) for model in self.run.models)

    def samples(self, of: Model | None = None) -> Iterator[Asked]:
        """All samples in order, or those of one model."""
        number = 0
        for model in self.run.models:
            seeds = self.run.seeds_of(model)
            if of is None or model is of:
                for case in self.cases:
                    for repeat, seed in enumerate(seeds, 1):
                        yield Asked(number, model, case, seed, repeat)
                        number += 1
            else:
                number += len(self.cases) * len(seeds)

    def conversation(self, sample: Asked, answers: Sequence[str]) -> Conversation:
        """What is sent to a sample's model after the answers given so far."""
        return conversation(sample.case, self.template, self.run.system, answers)

    def question(self, sample: Asked, answers: Sequence[str]) -> Question:
        """The next question of a sample."""
        system, messages = self.conversation(sample, answers)
        model = sample.model
        return Question(model.model, system, messages, sample.seed, model.decoding.stated())

    def lock(self) -> dict[str, str]:
        """A hash of each part that decides the answers, by the name that a message calls it by."""
        models = {
            f"the model {model.label}": {
                **model.model_dump(mode="json", exclude=set(_HOW) | {"samples", "seeds"}),
                "seeds": list(self.run.seeds_of(model)),
            }
            for model in self.run.models
        }
        cases = [
            {"id": case.id, "turns": [turn.model_dump() for turn in case.turns], "record": _record(case)}
            for case in self.cases
        ]
        return {
            "the system prompt": digest(self.run.system),
            "the template": digest(self.template),
            "the cases": digest(cases),
            "the order of the models": digest(list(models)),
            **{name: digest(model) for name, model in models.items()},
        }


def _record(case: Vignette) -> Mapping[str, Any] | None:
    return None if case.record is None else case.record.model_dump(mode="json")


def digest(value: Any) -> str:
    """The SHA-256 of plain data in one spelling; of a text, of its bytes."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
