"""One model at its endpoint: sends a question, and sends it again where that may help."""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import TYPE_CHECKING, NamedTuple

import httpx

from medrules.endpoints import addresses
from medrules.endpoints.errors import shortened
from medrules.endpoints.pacing import Clock, Pacer, Sleep
from medrules.endpoints.problems import catalogue
from medrules.endpoints.protocols import Question, Reply, Unusable
from medrules.endpoints.receiving import receive
from medrules.endpoints.speaking import PROTOCOL

if TYPE_CHECKING:
    from pathlib import Path

    from medrules.endpoints.keys import Keys
    from medrules.endpoints.runfile import Model, Pace

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
_CONNECT = 15.0
"""Seconds to reach an endpoint, where 'timeout' allows more."""
_LONGEST_NAME = 200
"""Characters that are kept of a model's name, a reply's id, or why the model stopped."""
_ANSWER_TOKENS = 500
"""Tokens expected of an answer that nothing bounds."""


class Answered(NamedTuple):
    """What became of a question: a reply, or why there is none."""

    reply: Reply | None
    error: tuple[str, str] | None
    """The code of the catalogue, and the message."""
    attempts: int
    key_refused: bool = False


class Endpoint:
    """One model at its endpoint.

    Args:
        model: what the run file says of it.
        pace: how fast it is asked, and when a question is given up.
        keys: of the run.
        folder: of the run file.
        clock: seconds, of any beginning.
        sleep: waits.
    """

    def __init__(
        self,
        model: Model,
        pace: Pace,
        keys: Keys,
        folder: Path,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.model = model
        self.pace = pace
        self._keys = keys
        self._clock = clock
        self._sleep = sleep
        self._speaks = PROTOCOL[model.protocol]
        self._url = model.url.rstrip("/") + self._speaks.path if self._speaks.path else model.url
        self._pacer = Pacer(pace.requests_per_minute, pace.tokens_per_minute, clock, sleep)
        self._client = self._connect(folder)

    def _connect(self, folder: Path) -> httpx.AsyncClient:
        model, most = self.model, self.pace.concurrency or 1
        timeout = self.pace.timeout or 0.0
        return httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            verify=addresses.trust(folder / model.ca if model.ca else None),
            proxy=model.proxy,
            limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT)),
        )

    async def close(self) -> None:
        """Ends the connections."""
        await self._client.aclose()

    async def ask(self, question: Question) -> Answered:
        """Asks until there is an answer, or nothing more is to be hoped for."""
        # Chance spreads what several runs send again; nothing that is written depends on it.
        chance = random.Random()  # noqa: S311
        given_up = self._clock() + (self.pace.give_up_after or 0.0)
        most = self.pace.attempts or 1
        for attempt in range(1, most + 1):
            try:
                return Answered(self._without_keys(await self._once(question)), None, attempt)
            except Unusable as failed:
                last = failed
            pause = last.after if last.after is not None else FIRST_PAUSE * 2.0 ** (attempt - 1)
            pause = min(pause, LONGEST_PAUSE) * chance.uniform(0.5, 1) if last.after is None else pause
            if not last.again or attempt == most or self._clock() + pause > given_up:
                break
            if last.after is not None:
                self._pacer.hold(pause)
            await self._sleep(pause)
        return self._failed(last, attempt)

    def _failed(self, last: Unusable, attempts: int) -> Answered:
        from medrules.endpoints.errors import KeyRefused

        words = {name: shortened(self._keys.hide(str(word))) for name, word in last.words.items()}
        message = catalogue()[last.code].message.format(**words)
        return Answered(None, (last.code, message), attempts, isinstance(last, KeyRefused))

    async def _once(self, question: Question) -> Reply:
        expected = _expected(question)
        await self._pacer.wait(expected)
        used = None
        try:
            async with asyncio.timeout(self.pace.timeout):
                reply = await self._exchange(question)
            if reply.input_tokens is not None and reply.output_tokens is not None:
                used = reply.input_tokens + reply.output_tokens
            return reply
        except httpx.ConnectTimeout:
            raise Unusable("A301", again=True, why="it did not take up the connection") from None
        except (TimeoutError, httpx.TimeoutException):
            raise Unusable("A302", again=True, seconds=f"{self.pace.timeout:g}") from None
        except httpx.TransportError as error:
            why = str(error) or type(error).__name__
            again = "CERTIFICATE_VERIFY_FAILED" not in why
            raise Unusable("A301", again=again, why=why) from None
        except httpx.HTTPError as error:
            raise Unusable("A307", again=True, why=type(error).__name__) from None
        finally:
            self._pacer.settle(expected, used)

    async def _exchange(self, question: Question) -> Reply:
        key = self._keys.of(self.model)
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "medrules",
            **self._speaks.headers(key.reveal() if key else None, self.model.key_header),
        }
        # In ASCII: half of a surrogate pair in a prompt is sent as it is, where UTF-8 has no way to write it.
        content = json.dumps(self._speaks.body(question)).encode("ascii")
        async with self._client.stream("POST", self._url, content=content, headers=headers) as response:
            return await receive(response, self._speaks)

    def _without_keys(self, reply: Reply) -> Reply:
        hide = self._keys.hide

        def clean(text: str | None) -> str | None:
            """A name, cut where it is none; a key that was cut first could not be found any more."""
            return None if text is None else hide(text)[:_LONGEST_NAME]

        return reply._replace(
            text=hide(reply.text),
            said=clean(reply.said),
            answered_by=clean(reply.answered_by),
            id=clean(reply.id),
        )


def _expected(question: Question) -> int:
    """About how many tokens a question takes with its answer: four characters a token, and the answer's bound."""
    asked = len(question.system or "") + sum(len(message.text) for message in question.messages)
    bounds = (question.decoding.get(name) for name in ("max_tokens", "max_completion_tokens"))
    answer = next((bound for bound in bounds if isinstance(bound, int)), _ANSWER_TOKENS)
    return asked // 4 + answer
