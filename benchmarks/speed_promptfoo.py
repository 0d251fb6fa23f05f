"""promptfoo beside the checker: its echo provider, an assertion for each phrase that an answer must not hold."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PHRASES = 50
_OF_THE_TEST = (
    Path(__file__).parents[1].joinpath("tests", "plugins", "promptfoo", "node_modules", ".bin", "promptfoo")
)
_TEMPLATE_MARKS = ("{{", "{%", "{#")
_QUIET = ("--no-cache", "--no-table", "--no-progress-bar", "--no-write")
_ALONE = {
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
}


def command() -> str | None:
    """promptfoo on the path, or the one that its test runs; None where there is neither, or no node."""
    if shutil.which("node") is None:
        return None
    return shutil.which("promptfoo") or (str(_OF_THE_TEST) if _OF_THE_TEST.exists() else None)


def usable(texts: Sequence[str]) -> list[str]:
    """The texts that promptfoo does not take for templates."""
    return [text for text in texts if not any(mark in text for mark in _TEMPLATE_MARKS)]


class Evaluation:
    """One evaluation by promptfoo, in a process of its own. Calling it runs it, cached by nothing."""

    def __init__(self, room: Path, phrases: Sequence[str], texts: Sequence[str]) -> None:
        room.mkdir()
        self._room = room
        asserted = [{"type": "not-icontains", "value": phrase} for phrase in phrases]
        tests = [{"vars": {"answer": text}} for text in texts]
        config = {
            "prompts": ["{{answer}}"],
            "providers": ["echo"],
            "defaultTest": {"assert": asserted},
            "tests": tests,
        }
        (room / "config.json").write_text(json.dumps(config), encoding="utf-8")
        self._count = len(texts)

    def __call__(self) -> None:
        """Runs it.

        Raises:
            RuntimeError: promptfoo did not judge every answer.
        """
        out = self._room / "out.json"
        out.unlink(missing_ok=True)
        done = subprocess.run(
            [str(command()), "eval", "-c", "config.json", "-o", out.name, *_QUIET],
            cwd=self._room,
            env={**os.environ, **_ALONE, "PROMPTFOO_CONFIG_DIR": str(self._room / "state")},
            capture_output=True,
            text=True,
            check=False,
        )
        judged = len(json.loads(out.read_text("utf-8"))["results"]["results"]) if out.exists() else 0
        if judged != self._count:
            raise RuntimeError(f"promptfoo judged {judged} of {self._count} answers: {done.stderr[-500:]}")
