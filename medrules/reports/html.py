"""The report as one HTML file that asks nothing of anybody: style and script inside, allowed by their hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from medrules.model.finding import Finding, FindingCounts
from medrules.model.scorecard import Identity, Scorecard
from medrules.reports import approvals, charts, figures
from medrules.reports.shown import one_line, shown
from medrules.reports.view import cards

TITLE = "Safety check of model answers"


def write(
    path: Path,
    scorecard: Scorecard,
    findings: Sequence[Finding],
    *,
    identity: Identity,
    found: FindingCounts,
    verdicts: str | None = None,
    title: str = TITLE,
) -> None:
    """Write the report; the arguments are those of :func:`render`.

    Raises:
        OSError: the file cannot be written.
    """
    text = render(scorecard, findings, identity=identity, found=found, verdicts=verdicts, title=title)
    path.write_bytes(text.encode("utf-8", errors="replace"))


def render(
    scorecard: Scorecard,
    findings: Sequence[Finding],
    *,
    identity: Identity,
    found: FindingCounts,
    verdicts: str | None = None,
    title: str = TITLE,
) -> str:
    """The report as text; the same input gives the same bytes.

    Args:
        scorecard: every figure of the run.
        findings: those quoted with their answers, worst first.
        identity: what was run.
        found: how many findings there were in all.
        verdicts: the file that holds all of them, where one was written.
        title: of the page.
    """
    return page(
        "report.html.j2",
        "style.css",
        title=title,
        card=scorecard,
        whole=scorecard.overall,
        identity=identity,
        found=found,
        verdicts=verdicts,
        cards=cards(findings, scorecard.rules, scorecard.waivers),
        quoted=len(findings),
    )


def page(template: str, *styles: str, **shown_in_it: Any) -> str:
    """A page of a template with style sheets and the script of all reports, each allowed by its hash alone."""
    style, script = "\n".join(_template(name) for name in styles), _template("script.js")
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 (files of ours, held by their hash)
            script=Markup(script),  # noqa: S704
            style_hash=_hash(style),
            script_hash=_hash(script),
            **shown_in_it,
        )
    )


def _hash(text: str) -> str:
    """A source expression of Content Security Policy level 2."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template(name: str) -> str:
    return files("medrules.reports").joinpath("templates", name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.update(figures=figures, charts=charts, approvals=approvals, one_line=one_line)
    return environment


def _finalize(value: Any) -> Any:
    """Make every text safe on its way into the page, whoever wrote it."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
