"""``python -m benchmarks.reading DATA``: every figure of the reader on a folder of labelled files, as a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks import page, table, validity
from benchmarks.folder import Folder
from benchmarks.measure import Answered, SetResult, measure, single_cues, wrong_rows
from benchmarks.ours import Ours
from benchmarks.peers.phrases import LadderPhrases
from benchmarks.readers import Reader
from benchmarks.sets.base import LabelledSet
from benchmarks.sets.catalogue import SETS, by_name
from benchmarks.speed import Speed, measure_speed
from benchmarks.stamp import stamp
from medrules.shipped import folder as shipped

_PEERS = "medspaCy (ConText) and negspacy are not installed: make bench-peers"


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write every figure to this file.")
@click.option(
    "--page", "page_path", type=click.Path(path_type=Path), help="Write the page of results to this file."
)
@click.option("--set", "only", multiple=True, help="Only this set (may be repeated).")
@click.option("--baselines/--no-baselines", default=True, help="Ask medspaCy and negspacy too, where installed.")
@click.option("--dev-only", is_flag=True, help="Leave out the rows that are kept back while cues are written.")
@click.option("--confusions", help="List the wrong rows of this set, never those that are left out.")
@click.option("--kind", help="With --confusions: only errors of this kind.")
@click.option("--single-cues", "singles", is_flag=True, help="List the cues that decided one labelled row only.")
@click.option("--limit", type=int, help="With --confusions: at most so many rows.")
@click.option("--speed/--no-speed", default=True, help="Measure answers a second.")
@click.option(
    "--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Packs; default: shipped."
)
def main(
    *,
    data: Path,
    json_path: Path | None,
    page_path: Path | None,
    only: tuple[str, ...],
    baselines: bool,
    dev_only: bool,
    confusions: str | None,
    kind: str | None,
    singles: bool,
    limit: int | None,
    speed: bool,
    rules: Path | None,
) -> None:
    """Measure the reader on the labelled files in DATA. A file that is absent is said and skipped."""
    folder = Folder(data)
    ours = Ours(rules or shipped("rules"), folder)
    try:
        chosen = tuple(by_name(name) for name in only) or SETS
        if confusions is not None:
            _list_wrong(by_name(confusions), folder, ours, kind, limit)
            return
    except KeyError as error:
        raise click.ClickException(str(error.args[0])) from None
    if singles:
        _list_single_cues(chosen, folder, ours)
        return
    readers: list[Reader] = [ours, *(_peers(ours) if baselines else ())]
    results = [measure(one, folder, readers, dev_only=dev_only, say=_say) for one in chosen]
    pace = measure_speed(folder, ours.read_whole) if speed and not only else None
    text = _report(results, [reader.name for reader in readers], pace, dev_only)
    click.echo(text)
    if page_path is not None:
        page_path.write_text(page.write(results, text) + "\n", encoding="utf-8")
        validity.KEPT.write_text(validity.text(page_path.read_text("utf-8")), encoding="utf-8")
    if json_path is not None:
        _write_json(json_path, results, pace)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _peers(ours: Ours) -> list[Reader]:
    ladder = LadderPhrases(ours.book)
    try:
        from benchmarks.peers.medspacy_context import MedspacyContext
        from benchmarks.peers.negspacy_negex import NegspacyNegex

        return [MedspacyContext(ladder), NegspacyNegex(ladder)]
    except ImportError:
        _say(_PEERS)
        return []


def _report(results: Sequence[SetResult], readers: Sequence[str], pace: Speed | None, dev_only: bool) -> str:
    parts = [f"Measured {stamp()}.\n", table.markdown(results, readers, dev_only=dev_only)]
    parts += [table.comparison(results, name) for name in readers if name != table.OURS]
    if pace is not None:
        parts.append(table.speed(pace))
    return "\n".join(parts)


def _list_wrong(labelled: LabelledSet, folder: Folder, ours: Ours, kind: str | None, limit: int | None) -> None:
    result = measure(labelled, folder, [ours], dev_only=True, say=_say)
    if result.skipped:
        raise click.ClickException(f"{labelled.name}: {result.skipped}")
    wrong, kinds = wrong_rows(labelled, result.answers[ours.name])
    rows = len(result.answers[ours.name])
    click.echo(f"{labelled.name}: {len(wrong)} of {rows} development rows are wrong")
    for name, count in kinds.most_common():
        click.echo(f"{count:6d}  {name}")
    for one in [one for one in wrong if kind in (None, one.kind)][:limit]:
        click.echo(f"\n{one.key}  {one.kind}\n  cue: {one.cue}\n  {one.excerpt}")


def _list_single_cues(chosen: Sequence[LabelledSet], folder: Folder, ours: Ours) -> None:
    answered: list[tuple[LabelledSet, Answered]] = []
    for labelled in chosen:
        result = measure(labelled, folder, [ours], say=_say)
        if not result.skipped:
            answered.append((labelled, result.answers.get(ours.name, [])))
    for one in single_cues(answered):
        click.echo(f"{one.kind:12} {one.cue:40} {one.set} {one.key} {'right' if one.right else 'wrong'}")


def _write_json(path: Path, results: Sequence[SetResult], pace: Speed | None) -> None:
    document = {"measured": stamp(), "figures": table.as_json(results), "speed": pace._asdict() if pace else None}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
