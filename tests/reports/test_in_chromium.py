"""The report opened in a real browser: its script runs under its policy, and nothing hostile does."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up_report import IDENTITY, Run, hostile_run, run
from robust_run import robust_run
from waived_run import hostile_waivers, waived_run

from medrules.reports import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: the report was not opened in a browser (see .ci/run)"
)


def opened(shown: Run, folder: Path) -> tuple[str, str]:
    """The page after its script ran, and what the browser's console said."""
    scorecard, findings, found = shown
    page = folder / "report.html"
    html.write(page, scorecard, findings, identity=IDENTITY, found=found)
    assert CHROMIUM is not None
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0"]
    done = subprocess.run(
        [CHROMIUM, *flags, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.parametrize("make", [run, hostile_run, waived_run, hostile_waivers, robust_run])
def test_the_script_runs_under_its_policy(make: Callable[[], Run], tmp_path: Path) -> None:
    page, console = opened(make(), tmp_path)
    assert re.search(r"showing \d+ of \d+ findings?, in \d+ answers?", page)
    assert console == ""
