"""``signoff --history``, ``verify --history`` and ``runs``: a run is held against the last signed one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import Files
from .test_signoff import BLOCK, Room

ASKED = BLOCK.replace(
    "require no violations of harm severe", "require no worse than the last signed run by 12 harm per case"
)


@pytest.fixture
def room(files: Files) -> Room:
    made = Room(files)
    made.say(block=ASKED)
    return made


def invoke(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def no_worse(room: Room, out: str) -> dict[str, str]:
    (found,) = (
        each
        for each in room.decision(out)["criteria"]  # type: ignore[attr-defined]
        if each["criterion"]["kind"] == "no worse"
    )
    return dict(found)


def signed(room: Room, bundle: str) -> Result:
    roles = ("Safety officer", "Director")
    keys = [
        invoke("sign", "--new-key", f"{bundle}-{n}.pem", "--role", role).output.splitlines()[-1]
        for n, role in enumerate(roles)
    ]
    room.files.write("keys.toml", "\n".join(keys) + "\n")
    for n, role in enumerate(roles):
        invoke("sign", bundle, "--role", role, "--key", f"{bundle}-{n}.pem")
    return invoke("verify", bundle, "--keys", "keys.toml", "--history", "h.sqlite")


def test_no_worse_than_the_last_signed_run(room: Room) -> None:
    room.run("--history", "h.sqlite", out="first")
    reason = no_worse(room, "first")["reason"]
    assert reason.startswith("No signed run is on record to be compared with. It needs at least 40 cases"), reason
    assert invoke("verify", "first", "--history", "h.sqlite").exit_code == 3
    room.run("--history", "h.sqlite", out="unsigned", day="2026-11-23")
    assert no_worse(room, "unsigned")["state"] == "cannot be decided"
    result = signed(room, "first")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "The run is signed in h.sqlite.")
    result = room.run("--history", "h.sqlite", out="second", day="2026-11-24")
    assert no_worse(room, "second")["state"] == "met", no_worse(room, "second")
    room.say(block=ASKED, answers=dict.fromkeys(range(60), "Rest at home."))
    room.run("--history", "h.sqlite", out="third", day="2026-11-25")
    assert no_worse(room, "third")["state"] == "not met"
    report = (room.files.folder / "third" / "report.html").read_text("utf-8")
    assert "pilot of 2026-11-22" in report
    listed = json.loads(invoke("runs", "h.sqlite", "--json").output)
    assert [(each["as_of"], each["signed"]) for each in listed] == [
        ("2026-11-22", True),
        ("2026-11-23", False),
        ("2026-11-24", False),
        ("2026-11-25", False),
    ]
    assert listed[3]["rules"][0]["violated"] == 60
    trend = json.loads((room.files.folder / "third" / "trend.json").read_text("utf-8"))
    assert [(each["as_of"], each["signed"], each["state"]) for each in trend["runs"]] == [
        (each["as_of"], each["signed"], each["state"]) for each in listed
    ]
    assert [each["digest"] for each in trend["runs"]] == [*(each["digest"] for each in listed[:3]), None]
    assert [each["case_harm"]["with_review"]["count"] for each in trend["runs"]] == [0, 0, 0, 60]
    assert (trend["earlier"], trend["last_signed"]["digest"]) == (3, listed[0]["digest"])
    shown = invoke("runs", "h.sqlite").output
    assert "4 on record." in shown
    assert "signed" in shown


def test_the_same_history_gives_the_same_bytes(room: Room) -> None:
    room.run("--history", "h.sqlite", out="first")
    signed(room, "first")
    for out in ("second", "third"):
        room.run("--history", "h.sqlite", out=out, day="2026-11-24")
    for path in sorted((room.files.folder / "second").iterdir()):
        assert path.read_bytes() == (room.files.folder / "third" / path.name).read_bytes(), path.name
    lock = json.loads((room.files.folder / "second" / "lock.json").read_text("utf-8"))
    assert len(lock["settings"]["last signed run"]) == 64
    assert len(lock["settings"]["runs on record"]) == 64
    assert len(json.loads(invoke("runs", "h.sqlite", "--json").output)) == 2


def test_a_history_that_is_none_stops_a_sign_off_before_it_begins(room: Room) -> None:
    room.files.write("h.sqlite", "not a database, whatever its name says")
    result = room.run("--history", "h.sqlite")
    assert (result.exit_code, "R151" in result.stderr) == (2, True)
    assert not (room.files.folder / "bundle").exists()
