"""A run: asks every question of a plan that the journal does not answer yet, then writes the file of answers."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medrules.endpoints.journal import Journal, as_line, sync_folder
from medrules.endpoints.problems import AskingError, problem
from medrules.endpoints.prompting import questions
from medrules.endpoints.reading import pace_of
from medrules.endpoints.rows import ended, entry_of, row
from medrules.endpoints.sending import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from medrules.endpoints.journal import Entry
    from medrules.endpoints.keys import Keys
    from medrules.endpoints.plan import Asked, Plan
    from medrules.endpoints.runfile import Model

IN_A_ROW = 20
"""Questions to one model that fail one after the other before its run stops."""


@dataclass
class Count:
    """What became of the samples of one model."""

    states: Counter[str] = field(default_factory=Counter)
    input_tokens: int = 0
    output_tokens: int = 0
    unstated: int = 0
    """Answers whose tokens the endpoint does not state."""
    cost: float | None = None


class Asking:
    """Asks what is left of a plan.

    Args:
        plan: what is asked.
        journal: what was answered so far.
        keys: of the endpoints.
        folder: of the run file.
        again: whether what failed is asked once more.
        moved: called with each state, as questions are answered.
    """

    def __init__(
        self,
        plan: Plan,
        journal: Journal,
        keys: Keys,
        folder: Path,
        *,
        again: bool = False,
        moved: Callable[[str], object] | None = None,
    ) -> None:
        self._plan = plan
        self._journal = journal
        self._keys = keys
        self._folder = folder
        self._again = again
        self._moved = moved or (lambda _: None)

    async def run(self) -> None:
        """Asks everything; what was answered when this ends early is in the journal.

        Where one endpoint gives up, the others are asked to their end: what is under way there is paid for.

        Raises:
            AskingError: an endpoint does not take its key, or answers nothing.
        """
        models = (self._model(model) for model in self._plan.run.models)
        for came_to in await asyncio.gather(*models, return_exceptions=True):
            if isinstance(came_to, BaseException):
                raise _first(came_to) from None

    async def _model(self, model: Model) -> None:
        left = (sample for sample in self._plan.samples(model) if self._open(sample))
        endpoint: Endpoint | None = None
        try:
            for sample in left:
                endpoint = Endpoint(model, pace_of(self._plan.run, model), self._keys, self._folder)
                lane = _Lane(endpoint, _with(sample, left))
                async with asyncio.TaskGroup() as tasks:
                    for _ in range(endpoint.pace.concurrency or 1):
                        tasks.create_task(self._work(lane))
        finally:
            if endpoint is not None:
                await endpoint.close()

    def _open(self, sample: Asked) -> bool:
        """Whether there is still something to ask for a sample."""
        count = questions(sample.case)
        if not self._again and self._journal.has(sample.number, count - 1):
            return False
        for turn in range(count):
            entry = self._journal.get(sample.number, turn)
            if entry is None:
                return True
            if ended(entry, turn, count):
                return self._again
        return False

    async def _work(self, lane: _Lane) -> None:
        for sample in lane.left:
            await self._sample(lane, sample)

    async def _sample(self, lane: _Lane, sample: Asked) -> None:
        count = questions(sample.case)
        answers: list[str] = []
        for turn in range(count):
            entry = self._journal.get(sample.number, turn)
            if entry is None or (self._again and ended(entry, turn, count)):
                entry = await self._question(lane, sample, turn, answers)
            if ended(entry, turn, count):
                return
            answers.append(entry["text"])

    async def _question(self, lane: _Lane, sample: Asked, turn: int, answers: list[str]) -> Entry:
        begun = time.monotonic()
        answered = await lane.endpoint.ask(self._plan.question(sample, answers))
        if answered.key_refused and answered.error is not None:
            model = sample.model
            raise AskingError(problem("A205", model=model.label, key=model.key or "-", why=answered.error[1]))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = entry_of(sample.number, turn, answered, now, time.monotonic() - begun)
        self._journal.put(entry)
        self._moved(entry["state"])
        lane.count(entry)
        return entry


class _Lane:
    """One model's endpoint, and what is left to ask there."""

    def __init__(self, endpoint: Endpoint, left: Iterator[Asked]) -> None:
        self.endpoint = endpoint
        self.left = left
        self._failed = 0

    def count(self, entry: Entry) -> None:
        """Ends the run where one question after the other fails."""
        self._failed = self._failed + 1 if entry["state"] == "failed" else 0
        if self._failed >= IN_A_ROW:
            label, why = self.endpoint.model.label, entry["error"][1]
            raise AskingError(problem("A206", model=label, count=self._failed, why=why))


def _with(first: Asked, rest: Iterator[Asked]) -> Iterator[Asked]:
    yield first
    yield from rest


def _first(found: BaseException) -> BaseException:
    """The first error of a group, however deep it lies."""
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


def write(plan: Plan, journal: Journal, path: Path) -> dict[str, Count]:
    """Writes the file of answers in the order of the plan; it takes its name when all of it is on disk.

    Returns:
        What became of the samples, by model.
    """
    counts: dict[str, Count] = {}
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            for sample in plan.samples():
                made = row(plan, sample, _entries(journal, sample))
                stream.write(as_line(made))
                _add(counts.setdefault(sample.model.label, Count()), made)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return counts


def _entries(journal: Journal, sample: Asked) -> list[Entry]:
    count = questions(sample.case)
    entries: list[Entry] = []
    for turn in range(count):
        entry = journal.get(sample.number, turn)
        if entry is None:
            break
        entries.append(entry)
        if ended(entry, turn, count):
            break
    return entries


def _add(count: Count, made: dict[str, object]) -> None:
    count.states[str(made["state"])] += 1
    tokens, cost = made["tokens"], made["cost"]
    assert isinstance(tokens, dict)  # noqa: S101 (as rows are made)
    if tokens["input"] is None or tokens["output"] is None:
        count.unstated += made["state"] != "failed"
    else:
        count.input_tokens += tokens["input"]
        count.output_tokens += tokens["output"]
    if isinstance(cost, float):
        count.cost = (count.cost or 0.0) + cost
