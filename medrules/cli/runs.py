"""``medrules runs``: lists the sign-offs on record, which of them are signed, and how harm went."""

from __future__ import annotations

from pathlib import Path

import click

DEFAULT = "medrules-history.sqlite"


@click.command(short_help="List the sign-offs on record.")
@click.argument("history", metavar="[FILE]", default=DEFAULT, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the verdicts of each rule.")
def runs(history: Path, as_json: bool) -> None:
    """List the runs that 'medrules signoff … --history FILE' recorded (default: medrules-history.sqlite).

    A run is signed when 'medrules verify BUNDLE --keys KEYS --history FILE' found every signature in order.

    Exit codes: 0 listed, 2 the file is no history.
    """
    from rich.table import Table
    from rich.text import Text

    from medrules.cli.rulebook import stop
    from medrules.cli.screen import as_json as shown_as_json
    from medrules.cli.screen import console, line, say
    from medrules.cli.standing import history_of
    from medrules.sources.problems import problem

    kept = history_of(history, make=False)
    if kept is None:
        return
    from medrules.history.store import HistoryError

    try:
        found = kept.runs()
        rules = {run.digest: [each._asdict() for each in kept.rules(run.digest)] for run in found if as_json}
    except HistoryError as error:
        stop([problem("R151", path=history, why=str(error))])
    out = console()
    if as_json:
        listed = [{**run.model_dump(mode="json"), "rules": rules[run.digest]} for run in found]
        say(out, shown_as_json(listed))
        return
    table = Table(box=None, pad_edge=False)
    for title in (
        "day",
        "sign-off",
        "run",
        "model",
        "state",
        "signed",
        "cases",
        "harm per case",
        "without review",
    ):
        table.add_column(title, overflow="fold")
    for run in found:
        harms = (run.harm_per_case, run.harm_per_case_without_review)
        cells = [str(run.as_of), line(run.sign_off), run.digest[:12], line(", ".join(run.models)), run.state]
        cells += ["signed" if run.signed else "", f"{run.cases:,}"]
        table.add_row(*map(Text, cells + ["–" if harm is None else f"{harm:.3f}" for harm in harms]))
    out.print(table)
    say(out, f"{len(found):,} on record.")
