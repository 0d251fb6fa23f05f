"""What ``medrules review import`` prints: agreement, precision and recall of each rule, corrected rates."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from medrules.cli.screen import counted, line, say
from medrules.model.figures import Rate
from medrules.model.review import Agreement, Review


def show_review(review: Review, empty: Sequence[int], out: Console) -> None:
    """All figures of a review.

    Args:
        review: the figures.
        empty: per reviewer, how many items were left empty.
        out: where to print.
    """
    say(out, f"{counted(review.verdicts, 'verdict')} in {counted(review.cases, 'case')} settled by reviewers.")
    for name, left in zip(review.reviewers, empty, strict=True):
        if left:
            say(out, f"{line(name)} left {counted(left, 'item')} empty.", style="yellow")
    if review.unsettled or review.cannot_tell:
        split, open_ = review.unsettled, counted(review.cannot_tell, "opinion")
        say(out, f"Reviewers are split on {split:,}; {open_} of “cannot tell”.", style="yellow")
    _agreements(review, out)
    _rules(review, out)
    _rates(review, out)
    for each in review.acceptable:
        said = ", ".join(f"{name} {count:,}" for name, count in each.counts.items())
        say(out, f"{line(each.reviewer)} found answers: {said}.")


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _agreements(review: Review, out: Console) -> None:
    table = _table("agreement", "verdicts", "agree", "AC1", "lower 95 %", "kappa")
    for note, found in (
        ("", review.checker),
        (", review left out", review.checker_without_review),
        ("", review.between),
    ):
        for each in found:
            table.add_row(*map(Text, _agreement(each, note)))
    out.print(table)


def _agreement(each: Agreement, note: str) -> tuple[str, ...]:
    numbers = (each.ac1, each.lower, each.kappa)
    shown = ("–" if number is None else f"{number:.2f}" for number in numbers)
    observed = "–" if each.observed is None else f"{100 * each.observed:.1f} %"
    return (f"{line(each.one)} and {line(each.other)}{note}", f"{each.verdicts:,}", observed, *shown)


def _rules(review: Review, out: Console) -> None:
    table = _table("rule", "reviewed", "precision", "", "recall", "")
    for each in review.rules_found:
        cells = (line(each.rule), f"{each.reviewed:,}", *share(each.precision), *share(each.recall))
        table.add_row(*map(Text, cells))
    out.print(table)


def share(rate: Rate) -> tuple[str, str]:
    """A share and its interval."""
    if rate.value is None or rate.interval is None:
        return "–", ""
    reach = f"{100 * rate.interval.low:.1f} to {100 * rate.interval.high:.1f} %"
    return f"{100 * rate.value:.1f} % ({rate.count}/{rate.total})", reach


def _rates(review: Review, out: Console) -> None:
    table = _table("rate", "by the checker", "corrected", "95 % interval")
    for each in review.rates:
        raw = "–" if each.raw is None else f"{each.raw:.4g}"
        if each.corrected is None or each.interval is None:
            table.add_row(Text(each.name), Text(raw), Text("–"), Text(line(each.reason or "")))
        else:
            reach = f"{each.interval.low:.4g} to {each.interval.high:.4g}"
            table.add_row(Text(each.name), Text(raw), Text(f"{each.corrected:.4g}"), Text(reach))
    out.print(table)
