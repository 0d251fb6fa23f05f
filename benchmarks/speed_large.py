"""``python -m benchmarks.speed_large DATA``: any number of answers by 1,000 rules, in constant memory."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click

from benchmarks import generated
from benchmarks.folder import Folder
from benchmarks.speed_whole import whole
from medrules.text.words import split


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--answers", default=10_000_000, show_default=True)
@click.option("--rules", "size", default=1_000, show_default=True, help="Generated rules.")
@click.option("--workers", default=1, show_default=True)
def main(data: Path, answers: int, size: int, workers: int) -> None:
    """Check so many answers, made of bulk_answers of DATA by repetition with changes."""
    texts = [text for row in Folder(data).rows("bulk_answers") if split(text := row["output"] or "").forms]
    if not texts:
        raise click.ClickException(f"{data} holds no bulk_answers")
    with tempfile.TemporaryDirectory() as room:
        rules, lines = Path(room) / "generated.rules", Path(room) / "texts.jsonl"
        rules.write_text(generated.rules(texts, size).text, encoding="utf-8")
        lines.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
        done = whole(rules, lines, answers, workers)
    click.echo(f"{answers:,} answers in {done.seconds:,.0f} s, {answers / done.seconds:,.0f} a second,")
    click.echo(
        f"{done.findings / answers:.2f} findings an answer, peak memory {max(done.own, done.worker):.0f} MB"
    )


if __name__ == "__main__":
    main()
