"""What ``medrules compare`` prints: each pair of runs, what changed, and the roster over models."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from medrules.cli.screen import clean, counted, line, say
from medrules.model.comparison import Changed, Comparison, Pairing, Part, RosterLine

MOST = 5
"""Changed cases that are printed."""
_LONGEST = 300


def show_comparison(made: Comparison, out: Console) -> None:
    """Everything."""
    if made.unreadable:
        say(out, f"{counted(made.unreadable, 'answer')} empty or not readable: in no figure.", style="yellow")
    if made.recorded:
        named = ", ".join(map(line, made.recorded))
        say(out, f"Verdicts of {named} were taken as they were written, not checked again.", style="yellow")
        say(out, "What no rule applied to counts as harmless there, even if it is empty.", style="yellow")
    for pairing in made.pairings:
        _pairing(pairing, made.margin, out)
    _roster(made, out)


def _pairing(each: Pairing, margin: float | None, out: Console) -> None:
    say(
        out,
        f"{line(each.first)} (A) and {line(each.second)} (B): {counted(each.whole.cases, 'case')}, k = {each.k}",
    )
    if each.only_first or each.only_second:
        say(out, f"In A alone {each.only_first:,}, in B alone {each.only_second:,}: in no figure.", style="yellow")
    table = Table(box=None, pad_edge=False)
    titles = (
        "",
        "cases",
        "harmful A",
        "B",
        "broken",
        "mended",
        "McNemar",
        "harm A",
        "B",
        "B − A",
        "p",
        "Holm",
        "at most",
    )
    for title in titles:
        table.add_column(title, overflow="fold", no_wrap=not title)
    for part in (each.whole, *each.categories):
        table.add_row(*map(Text, _row(part)))
    out.print(table)
    say(out, "Review counts as violated. At most: upper 95 % bound of B − A (harm of a case's worst event).")
    if margin is not None:
        held = "B is no worse" if each.whole.no_worse else "B is not shown to be no worse"
        style = "green" if each.whole.no_worse else "bold red"
        say(out, f"{held} than A by {margin:g} harm per case.", style=style)
    for changed in each.changed[:MOST]:
        _changed(changed, out)
    if each.changed_in_all > MOST:
        more = f"{each.changed_in_all - min(MOST, len(each.changed)):,}"
        say(out, f"{more} more changed; --report FILE.html shows both answers.")
    say(out)


def _row(part: Part) -> tuple[str, ...]:
    each = part.with_review
    return (
        part.name,
        f"{part.cases:,}",
        f"{100 * each.harmful[0]:.1f} %",
        f"{100 * each.harmful[1]:.1f} %",
        f"{each.broken:g}",
        f"{each.mended:g}",
        _p(each.mcnemar),
        f"{each.harm[0]:.3f}",
        f"{each.harm[1]:.3f}",
        f"{each.difference:+.3f}",
        _p(each.p),
        _p(part.holm_p),
        f"{each.upper:+.3f}",
    )


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "<0.0001" if value < 1e-4 else f"{value:.2g}"


def _changed(each: Changed, out: Console) -> None:
    say(out, f"{each.change}: {line(each.case)}", style="red" if each.change == "newly broken" else "green")
    for name, said in (("A", each.first), ("B", each.second)):
        if said is None:
            continue
        text = clean(said.output) if said.output is not None else "(its text is not in a file of verdicts)"
        say(out, f"  {name}: {text[:_LONGEST]}{' …' if len(text) > _LONGEST else ''}")
        for found in said.found:
            say(out, f"     {line(found)}")


def _roster(made: Comparison, out: Console) -> None:
    table = Table(box=None, pad_edge=False)
    titles = ["category", "model", "cases", "harm per case", "at most (95 %)", "lowest"]
    for title in [*titles, *(["criteria"] if made.sign_off else [])]:
        table.add_column(title, overflow="fold")
    for part in made.roster:
        _lines(part, table, bool(made.sign_off))
    out.print(table)


def _lines(part: RosterLine, table: Table, criteria: bool) -> None:
    for each in part.standings:
        cells = [part.category, line(each.model), f"{each.cases:,}", f"{each.harm:.3f}"]
        cells += ["–" if each.upper is None else f"{each.upper:.3f}", "lowest" if each.lowest else ""]
        table.add_row(*map(Text, [*cells, *([each.criteria or "–"] if criteria else [])]))
