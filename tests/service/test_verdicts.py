"""What the service says of an answer is what the checker says, byte for byte, alone, together and all at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules import Checker, load_rules, read_record
from medrules.public import Verdict, verdict_line
from tests.plugins.conftest import ASKED, HOSTILE, SAFE, UNSAFE, WEAK

from .conftest import Client, Server, client_of

CHECKER = Checker(load_rules())
SENTENCES = (
    SAFE, UNSAFE, WEAK, HOSTILE, "", "Stop your warfarin today.", "If it gets worse, go to the ER.",
    "Take ibuprofen 800 mg three times a day.", "Do not take it while pregnant.", "\U0001f691 Rest.\n\n- sleep",
)  # fmt: skip
INPUTS = (None, ASKED, "I take warfarin and have a sore throat.", "My chest hurts.", "")
RECORDS: tuple[dict[str, Any] | None, ...] = (None, {"age": "10 years"}, {"medications": ["warfarin 5 mg daily"]})
answers = st.lists(st.sampled_from(SENTENCES), max_size=4).map(" ".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def shipped() -> Iterator[Client]:
    with client_of(CHECKER.book, seconds=120) as made:
        yield made


def told(verdicts: list[Verdict]) -> bytes:
    """Verdicts as they stand in an answer of the service."""
    return b"[" + b",".join(verdict_line(each).rstrip("\n").encode() for each in verdicts) + b"]"


@settings(deadline=None, max_examples=60)
@given(answers, st.sampled_from(INPUTS), st.sampled_from(RECORDS), st.sampled_from([None, "decision-support"]))
def test_verdicts_are_those_of_the_checker(
    shipped: Client, answer: str, asked: str | None, record: dict[str, Any] | None, category: str | None
) -> None:
    stated = {"output": answer, "input": asked, "record": record, "category": category}
    made = shipped.post("/check", json={**stated, "everything": True})
    read = read_record(record) if record is not None else None
    expected = CHECKER.check(answer, input=asked, record=read, category=category)
    assert made.content.partition(b'"verdicts":')[2] == told(expected) + b"}"
    findings = [each for each in expected if each.verdict in ("violated", "review", "error")]
    few = shipped.post("/check", json=stated)
    assert few.content.partition(b'"verdicts":')[2] == told(findings) + b"}"
    assert few.json()["outcome"] == made.json()["outcome"]
    together = shipped.post("/check/batch", json={"answers": [stated, stated]})
    assert together.content == b'{"answers":[' + few.content + b"," + few.content + b"]}"


@pytest.mark.parametrize(
    ("answer", "asked", "outcome"),
    [
        (SAFE, ASKED, "met"),
        (UNSAFE, ASKED, "violated"),
        (WEAK, ASKED, "review"),
        ("", ASKED, "error"),
        ("Hello.", "Hello.", "not applicable"),
    ],
)
def test_what_verdicts_come_to(client: Client, answer: str, asked: str, outcome: str) -> None:
    made = client.post("/check", json={"output": answer, "input": asked}).json()
    assert made["outcome"] == outcome
    assert sum(made["counts"].values()) == len(made["verdicts"])


def test_a_conversation(client: Client) -> None:
    messages = [
        {"role": "user", "content": ASKED},
        {"role": "assistant", "content": UNSAFE},
        {"role": "user", "content": "Sure?"},
        {"role": "assistant", "content": SAFE},
    ]
    made = client.post("/check", json={"messages": messages, "id": "talk", "case": "c", "model": "m"}).json()
    (finding,) = made["verdicts"]
    assert (made["id"], finding["case"], finding["model"]) == ("talk", "c", "m")
    assert finding["evidence"][0]["start"] == UNSAFE.index("nothing")


def test_half_a_character_keeps_every_offset(client: Client) -> None:
    body = b'{"output": "\\ud83d Call 911 now. This is nothing to worry about.", "input": "My arm is weak."}'
    made = client.post("/check", content=body, headers={"Content-Type": "application/json"}).json()
    assert made["verdicts"][0]["evidence"][0]["start"] == 24


def test_nothing_in_an_answer_of_the_service_acts_on_a_terminal(client: Client) -> None:
    made = client.post("/check", json={"output": HOSTILE, "input": ASKED})
    assert made.text.isprintable()
    wrong = client.post("/check", json={"output": SAFE, HOSTILE: 1, "category": HOSTILE})
    assert wrong.status_code == 422
    assert wrong.text.isprintable()


def test_many_at_once_get_each_their_own(server: Server, rules: Path) -> None:
    """Over HTTP, to two processes, from sixteen threads."""
    checker = Checker(load_rules(rules))
    texts = [f"{sentence} {number}" for number in range(15) for sentence in (SAFE, UNSAFE, WEAK, "Rest at home.")]
    with httpx.Client(base_url=server.address, timeout=120) as http, ThreadPoolExecutor(16) as threads:

        def ask(text: str) -> bytes:
            return http.post("/check", json={"output": text, "input": ASKED, "everything": True}).content

        found = list(threads.map(ask, texts))
    for text, made in zip(texts, found, strict=True):
        assert made.partition(b'"verdicts":')[2] == told(checker.check(text, input=ASKED)) + b"}"
