"""Both reports judged by axe-core in a real browser: no violation of WCAG 2 A or AA, at any number of findings.

The pages' policy lets no script run but their own. So axe-core goes into a copy of the page, its hash added to the
copy's policy; nothing else of the copy differs.
"""

from __future__ import annotations

import base64
import hashlib
import html as markup
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from made_up_comparison import comparison
from made_up_report import IDENTITY, clean_run, hostile_run, run
from made_up_signoff import TEXTS, hostile_rows, made_up, plain_rows
from made_up_trend import trend
from robust_run import robust_run
from waived_run import waived_run

from medrules.reports import comparison as comparison_page
from medrules.reports import html, signoff

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BUNDLED = find_spec("axe_playwright_python")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: no page was judged (see .ci/run)"),
    pytest.mark.skipif(BUNDLED is None, reason="axe-core is not installed: pip install -r requirements/axe.txt"),
]
SLOW = "color-contrast"
"""The rule that looks at every word as it is painted: nine tenths of the time."""
RUNNER = """
const tags = {type: "tag", values: ["wcag2a", "wcag2aa"]};
const slow = "%(slow)s";
const told = {passes: 0, violations: []};
function tell(found) {
  told.passes += found.passes.length;
  found.violations.forEach(function (each) {
    told.violations.push({id: each.id, help: each.help, nodes: each.nodes.slice(0, 5).map(function (node) {
      return [node.html.slice(0, 300), node.failureSummary];
    })});
  });
}
axe.run(document, {runOnly: tags, rules: {[slow]: {enabled: false}}, resultTypes: ["violations"]})
  .then(tell)
  .then(function () {
    const most = {include: [["html"]], exclude: [["article.card:nth-of-type(n+%(after)d)"]]};
    return axe.run(most, {runOnly: {type: "rule", values: [slow]}, resultTypes: ["violations"]});
  })
  .then(tell)
  .then(function () {
    document.documentElement.setAttribute("data-axe", JSON.stringify(told));
  });
"""
PAINTED = 60
"""Of more findings than 200, so many are judged by their colours; all others are made of the same parts."""


def axe() -> str:
    assert BUNDLED is not None
    assert BUNDLED.origin is not None
    return (Path(BUNDLED.origin).parent / "axe.min.js").read_text("utf-8")


def with_axe(page: str) -> str:
    """A copy of the page in which axe-core runs when everything is loaded."""
    cards = page.count("<article")
    after = 1 + (cards if cards <= 200 else PAINTED)
    scripts = [axe().replace("</script", "<\\/script"), RUNNER % {"slow": SLOW, "after": after}]
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    )
    copy, changed = re.subn(r"script-src ('sha256-[^']+')", lambda found: f"{found[0]} {hashes}", page, count=1)
    assert changed == 1
    added = "".join(f"<script>{each}</script>" for each in scripts)
    head, body, tail = copy.rpartition("</body>")
    return head + added + body + tail


def judged(page: str, folder: Path, *flags: str) -> dict[str, Any]:
    """What axe-core says of a page."""
    copy = folder / "copy.html"
    copy.write_bytes(with_axe(page).encode("utf-8", errors="replace"))
    assert CHROMIUM is not None
    all_flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    all_flags += ["--disable-component-update", "--disable-sync", "--virtual-time-budget=600000", *flags]
    done = subprocess.run(
        [CHROMIUM, *all_flags, f"--user-data-dir={folder / 'profile'}", "--dump-dom", copy.as_uri()],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = re.search(r'<html[^>]* data-axe="([^"]*)"', done.stdout)
    assert told is not None, "axe-core did not end"
    found: dict[str, Any] = json.loads(markup.unescape(told[1]))
    assert found["passes"] > 5
    return found


def check_report(made: Callable[[], Any]) -> str:
    scorecard, findings, found = made()
    return html.render(scorecard, findings, identity=IDENTITY, found=found)


@pytest.mark.parametrize("made", [run, clean_run, hostile_run, waived_run, robust_run])
def test_the_report_of_a_check(made: Callable[[], Any], tmp_path: Path) -> None:
    assert judged(check_report(made), tmp_path)["violations"] == []


@pytest.mark.parametrize("count", [1, 200, 20_000])
def test_the_report_of_a_check_with_many_findings(count: int, tmp_path: Path) -> None:
    assert judged(check_report(lambda: run(list(plain_rows(count)))), tmp_path)["violations"] == []


@pytest.mark.parametrize("quotes", [True, False])
@pytest.mark.parametrize("count", [0, 1, 200, 20_000])
def test_the_report_of_a_sign_off(count: int, quotes: bool, tmp_path: Path) -> None:
    made = made_up(tmp_path, plain_rows(count), quotes=quotes, trend=trend(13))
    assert judged(signoff.render(*made), tmp_path)["violations"] == []


def test_the_report_of_a_sign_off_with_hostile_content(tmp_path: Path) -> None:
    hostile = "".join(TEXTS[:-1])
    made = made_up(tmp_path, hostile_rows(), text=hostile, trend=trend(4, model=hostile))
    assert judged(signoff.render(*made), tmp_path)["violations"] == []


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_comparison(count: int, tmp_path: Path) -> None:
    assert judged(comparison_page.render(comparison(count)), tmp_path)["violations"] == []


def test_a_comparison_with_hostile_content(tmp_path: Path) -> None:
    hostile = "".join(TEXTS[:-1])
    page = comparison_page.render(comparison(2, hostile, recorded=("A", hostile)))
    assert judged(page, tmp_path)["violations"] == []


def test_dark_colours(tmp_path: Path) -> None:
    page = signoff.render(*made_up(tmp_path, plain_rows(20), trend=trend(5)))
    assert judged(page, tmp_path, "--blink-settings=preferredColorScheme=0")["violations"] == []


def test_narrow_screens(tmp_path: Path) -> None:
    page = signoff.render(*made_up(tmp_path, plain_rows(20), trend=trend(5)))
    assert judged(page, tmp_path, "--window-size=390,800")["violations"] == []


def test_a_page_that_nobody_could_read_is_found_out(tmp_path: Path) -> None:
    """So that a pass means something."""
    page = signoff.render(*made_up(tmp_path, plain_rows(1)))
    wrong = page.replace('<html lang="en">', "<html>").replace("</main>", '<input type="text"></main>')
    assert {"html-has-lang", "label"} <= {each["id"] for each in judged(wrong, tmp_path)["violations"]}


def test_a_colour_that_nobody_could_see_is_found_out(tmp_path: Path) -> None:
    head, mark, tail = check_report(run).partition('aria-labelledby="card-1"')
    pale = tail.replace(">", '><p><font color="#eeeeee">Pale words</font></p>', 1)
    assert SLOW in {each["id"] for each in judged(head + mark + pale, tmp_path)["violations"]}
