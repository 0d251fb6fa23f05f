"""What ``medrules signoff`` prints: what the criteria need and have, then the decision with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from medrules.cli.screen import line, say
from medrules.model.decision import CriterionState, Decision, DecisionState, Eligibility

_STYLES: dict[DecisionState | CriterionState, str] = {
    "criteria met": "bold green",
    "met with conditions": "bold yellow",
    "not met": "bold red",
    "cannot be decided": "bold red",
    "met": "green",
}


def show_eligibility(eligible: Sequence[Eligibility], out: Console) -> None:
    """Each criterion that the batch is too small to meet, before anything is checked."""
    for each in eligible:
        if not each.enough:
            text = f"“{line(each.criterion)}” needs at least {each.needs:,} {each.of}, has {each.has:,}."
            say(out, text, style="yellow")


def show_decision(decision: Decision, bundle: Path, out: Console) -> None:
    """The decision, why, and each criterion."""
    say(out, f"{decision.state.upper()}: {line(decision.signoff.title)}", style=_STYLES[decision.state])
    for reason in decision.reasons:
        say(out, f"  - {line(reason)}")
    table = Table(box=None, pad_edge=False)
    for title in ("criterion", "", "figure", "without review"):
        table.add_column(title, overflow="fold")
    for judged in decision.criteria:
        table.add_row(
            Text(line(judged.criterion.text)),
            Text(judged.state, style=_STYLES[judged.state]),
            Text(judged.figure),
            Text(judged.without_review),
        )
    out.print(table)
    for condition in decision.conditions:
        say(out, f"Open: {line(condition)}", style="yellow")
    say(out, decision.statement)
    say(out, f"Bundle: {line(str(bundle))}")
