"""Every problem of asking has a golden message: what the user does, and what then stands on standard error.

Written anew by running the tests with MEDRULES_GOLDEN=write; read the difference before keeping it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from medrules.endpoints import asking
from medrules.endpoints.keys import Key, Keys
from medrules.endpoints.problems import catalogue, table

from .conftest import KEY, RUN, Asked
from .server import status

GOLDEN = Path(__file__).parent / "golden"
PAGE = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")
ADDRESS = "https://models.example.org/v1"
STATED = RUN.replace("URL", ADDRESS)


def replaced(old: str, new: str) -> Callable[[Asked], None]:
    """The run file with something else in it."""
    assert old in STATED
    return lambda asked: asked.write("run.yaml", STATED.replace(old, new))


def template(asked: Asked) -> None:
    asked.write("prompt.txt", "Answer in plain words: {input}")
    asked.write("run.yaml", STATED + "template-file: prompt.txt\n")


def authority(asked: Asked) -> None:
    asked.write("ca.pem", "not a certificate")
    asked.write("run.yaml", STATED + "    ca: ca.pem\n")


def begun(asked: Asked) -> None:
    """A run that is done."""
    assert asked.ask().exit_code == 0


def other_plan(asked: Asked) -> None:
    begun(asked)
    asked.run_file(RUN.replace("You answer patients.", "You answer nurses.").replace("0.5", "0.7"))


def damaged(asked: Asked) -> None:
    begun(asked)
    path = asked.folder / "answers.jsonl.journal"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"\x00" * 40 + b"\n", *lines[2:]]))


def refused(asked: Asked) -> None:
    asked.cases("What now? [no]")
    asked.server.behaviours = {"no": [status("401 Unauthorized", {"error": {"message": f"wrong key: {KEY}"}})]}


def failing(asked: Asked) -> None:
    asked.cases("What now? [no]", "What then? [no]")
    no = status("404 Not Found", {"error": {"message": "no such model"}})
    asked.server.behaviours = {"no": [no, no]}


PREPARED: dict[str, Callable[[Asked], None]] = {
    "A101": lambda asked: (asked.folder / "run.yaml").unlink(),
    "A102": replaced("samples: 2", "samples: [2"),
    "A103": replaced("temperature", "temprature"),
    "A104": replaced('    version: "2026-01"\n', ""),
    "A105": replaced("0.5", "warm"),
    "A106": replaced("https:", "http:"),
    "A107": replaced("samples: 2", "template: What should the patient do?"),
    "A108": template,
    "A109": replaced("MODEL_A_KEY", "MODEL_B_KEY"),
    "A110": lambda asked: asked.write("run.yaml", STATED + STATED.partition("models:\n")[2]),
    "A111": lambda asked: asked.write(
        "run.yaml", STATED.replace("openai-chat", "anthropic-messages").replace("samples: 2", "seeds: [1, 2]")
    ),
    "A112": authority,
    "A113": replaced("samples: 2", "samples: 2\nsamples: 3"),
    "A114": replaced("samples: 2", "cases: [arm-01]"),
    "A201": other_plan,
    "A202": damaged,
    "A203": begun,
    "A204": lambda asked: asked.write("answers.jsonl", "{}\n"),
    "A205": refused,
    "A206": failing,
}


def shown() -> set[str]:
    return {code for code in catalogue() if not code.startswith("A3")}


def test_every_problem_has_a_golden_message() -> None:
    assert set(PREPARED) == shown() == {path.stem for path in GOLDEN.iterdir()}


@pytest.mark.parametrize("code", PREPARED)
def test_message(code: str, asked: Asked, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(asking, "IN_A_ROW", 2)
    PREPARED[code](asked)
    if code == "A203":
        other = (asked.folder / "answers.jsonl.journal").open("ab")
        fcntl.flock(other, fcntl.LOCK_EX)
        request.addfinalizer(other.close)
    result = asked.ask()
    expected = GOLDEN / f"{code}.txt"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(result.stderr, "utf-8")
    assert result.stderr == expected.read_text("utf-8")
    assert code in result.stderr
    assert KEY not in result.output
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("vignettes: [cases.yaml]", "vignettes: []", "A105"),
        ("vignettes: [cases.yaml]", "vignettes: [lost.yaml]", "V101"),
        ("samples: 2", "samples: 0", "A105"),
        ("samples: 2", "samples: 2\nseeds: [1]", "A105"),
        ("samples: 2", "seeds: [1, 1]", "A105"),
        ("samples: 2", "seeds: [one]", "A105"),
        ("samples: 2", "template: x", "A107"),
        ("samples: 2", 'template: "{input}"\ntemplate-sha256: abc', "A108"),
        ("samples: 2", "template-file: lost.txt", "A101"),
        ("samples: 2", "concurrency: 1000", "A105"),
        ("samples: 2", "colour: red", "A103"),
        ("samples: 2", "models: []", "A113"),
        ("samples: 2", "system: &a x", "A102"),
        ("openai-chat", "openai", "A105"),
        ("openai-chat", "anthropic-messages\n    seeds: [1]", "A111"),
        (", max_tokens: 300}", "}\n    allow-http: maybe", "A105"),
        ("MODEL_A_KEY", "sk-this is the key itself", "A105"),
        ("samples: 2", "api-key: sk-itself", "A103"),
        ("max_tokens: 300", "more: {stream: true}", "A105"),
        (ADDRESS, "https://user:word@models.example.org/v1", "A106"),
        (ADDRESS, "https://models.example.org/v1?key=word", "A106"),
        (ADDRESS, "ftp://models.example.org", "A106"),
        (ADDRESS, "models.example.org", "A106"),
        (ADDRESS, "https://[::1/v1", "A106"),
        (ADDRESS, f"{ADDRESS}\n    proxy: http://elsewhere.example.org", "A106"),
        (ADDRESS, f"{ADDRESS}\n    ca: lost.pem", "A112"),
        ("You answer patients.", KEY, "A109"),
    ],
)
def test_what_cannot_be_used(old: str, new: str, code: str, asked: Asked) -> None:
    assert old in STATED
    asked.write("run.yaml", STATED.replace(old, new))
    result = asked.ask()
    assert result.exit_code == 2, result.output
    assert code in result.stderr
    for written in (":word", "key=word", "itself", KEY[:12]):
        assert written not in result.stderr
    assert not (asked.folder / "answers.jsonl.journal").exists()


def test_max_tokens_of_anthropic(asked: Asked) -> None:
    changed = STATED.replace("openai-chat", "anthropic-messages").replace(", max_tokens: 300", "")
    asked.write("run.yaml", changed)
    assert "'decoding' of anthropic-messages has no 'max_tokens'" in asked.ask().stderr


@pytest.mark.parametrize(
    "value", ["", "tiny-7", "two words, one key", "line\nbreak-in-a-key", "schlüssel-schlüssel"]
)
def test_keys_that_cannot_be_used(value: str, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_A_KEY", value)
    result = asked.ask()
    assert "A109" in result.stderr
    assert not value or value not in result.output
    assert asked.server.requests == []


def test_the_page_lists_every_problem() -> None:
    for prefix in ("A1", "A2", "A3"):
        assert table(prefix) in PAGE, "copy the table of medrules.endpoints.problems into the page"


def test_errors_of_rows_are_in_the_catalogue(asked: Asked) -> None:
    failing(asked)
    assert asked.ask().exit_code == 3
    journal = (asked.folder / "answers.jsonl.journal").read_text("utf-8").splitlines()
    assert json.loads(journal[1])["error"] == [
        "A305",
        "the endpoint does not take the request (404: no such model)",
    ]


def test_a_key_that_begins_another_leaves_nothing_of_it() -> None:
    short, long = Key("SHORT", "sk-12345678"), Key("LONG", "sk-12345678-and-more")
    assert Keys([short, long]).hide("sk-12345678-and-more, sk-12345678") == "[key], [key]"
