"""What a process of the service does with a request: reads it, checks the answers, writes the verdicts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from medrules.public import Checked, Checker, Sample, answer, outcome, verdict_line
from medrules.service.asking import Asked, AskedTogether
from medrules.service.problems import Refused
from medrules.service.reading import parse

Made = tuple[int, bytes]
"""The status of HTTP and the body of the answer."""
_SHOWN = ("violated", "error", "review")
Body = TypeVar("Body", bound=BaseModel)


class Judging:
    """Judges requests with one checker; to be used by one thread at a time.

    Args:
        checker: the rules.
        most: answers that one request may bring.
    """

    def __init__(self, checker: Checker, most: int) -> None:
        self._checker = checker
        self._most = most
        self._ways: dict[str, Callable[[Any], bytes]] = {"check": self._one, "batch": self._several}

    def __call__(self, what: str, body: bytes) -> Made:
        """The answer to a request.

        Args:
            what: ``check`` or ``batch``.
            body: of the request.
        """
        try:
            return 200, self._ways[what](parse(body))
        except Refused as refused:
            return refused.status, refused.body()
        except Exception:
            failed = Refused("H114")  # what the exception says may hold the answer
            return failed.status, failed.body()

    def _one(self, value: Any) -> bytes:
        asked = _valid(Asked, value)
        return self._judged([asked], ["the answer"])[0].encode()

    def _several(self, value: Any) -> bytes:
        asked = _valid(AskedTogether, value).answers
        if len(asked) > self._most:
            told = f"there are {len(asked)} answers, and {self._most} at most are taken at once"
            raise Refused("H106", [{"where": "answers", "what": told}], first=told)
        judged = self._judged(asked, [f"answers.{number}" for number in range(len(asked))])
        return ('{"answers":[' + ",".join(judged) + "]}").encode()

    def _judged(self, asked: list[Asked], names: list[str]) -> list[str]:
        samples = [_sample(each, name) for each, name in zip(asked, names, strict=True)]
        return [
            _told(self._checker.check_batch([sample], everything=each.everything)[0])
            for each, sample in zip(asked, samples, strict=True)
        ]


def _valid(model: type[Body], value: Any) -> Body:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        errors = [
            {"where": ".".join(map(str, each["loc"])) or "the request", "what": each["msg"]}
            for each in error.errors(include_input=False, include_url=False, include_context=False)[:20]
        ]
        raise Refused("H106", errors, first=f"{errors[0]['where']}: {errors[0]['what']}") from None


def _sample(asked: Asked, name: str) -> Sample:
    """The answer as the checker takes it; what is left out is as ``Checker.check`` has it."""
    stated = asked.model_dump(exclude={"everything"}, exclude_none=True)
    try:
        return answer(**stated)
    except ValueError as error:
        raise Refused("H107", where=name, why=str(error)) from None


def _told(checked: Checked) -> str:
    """The verdicts on one answer as JSON, each as ``medrules check --verdicts`` writes it."""
    found = {each.verdict for each in checked.verdicts}
    worst = outcome(checked.verdicts) if found or not checked.met else "met"
    counts = {kind: sum(each.verdict == kind for each in checked.verdicts) for kind in _SHOWN}
    head = json.dumps({"id": checked.sample.id, "outcome": worst, "counts": counts}, separators=(",", ":"))
    verdicts = ",".join(verdict_line(each).rstrip("\n") for each in checked.verdicts)
    return f'{head[:-1]},"verdicts":[{verdicts}]}}'
