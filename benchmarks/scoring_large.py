"""How long it takes, and how much memory, to score very many verdicts: ``python -m benchmarks.scoring_large``.

The shipped samples are checked once by the shipped packs; what came of each answer is then counted over and over,
each time as the answer to another case, until so many verdicts are in. Counting and the scorecard with all its
intervals are timed, the checking is not.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from itertools import count, cycle

import click

from benchmarks.stamp import stamp
from medrules import Checker, load_rules
from medrules.checking.weights import in_force
from medrules.model.case import Sample
from medrules.model.verdict import Checked
from medrules.scoring.tally import Tally
from medrules.shipped import folder
from medrules.sources.answers import files, read
from medrules.sources.joining import join
from medrules.sources.vignettes import load

_SAMPLES_OF_A_CASE = 4


@click.command()
@click.option("--verdicts", default=1_000_000, show_default=True)
def main(verdicts: int) -> None:
    """Score so many verdicts and print seconds and memory."""
    book = load_rules(folder("rules"))
    cases, _ = load([folder("vignettes")])
    checker = Checker(book)
    paths, _ = files([folder("samples")])
    rows = [join(row, cases) for path in paths for row in read(path)]
    checked = list(checker.check_batch(rows))
    tally, before = Tally(book, in_force(book.weights)), _megabytes()
    start, counted, answers = time.perf_counter(), 0, 0
    for one in _repeated(checked):
        tally.add(one)
        counted += len(one.met) + len(one.verdicts)
        answers += 1
        if counted >= verdicts:
            break
    added = time.perf_counter()
    tally.scorecard()
    done = time.perf_counter()
    click.echo(
        f"{stamp()} {counted:,} verdicts of {answers:,} answers to {answers // _SAMPLES_OF_A_CASE:,} cases: "
        f"counted in {added - start:.1f} s, scorecard in {done - added:.1f} s, by one process; "
        f"peak memory {_megabytes():.0f} MB ({before:.0f} MB before)."
    )


def _repeated(checked: Sequence[Checked]) -> Iterator[Checked]:
    numbers = count()
    for one in cycle(checked):
        case = f"case-{next(numbers) // _SAMPLES_OF_A_CASE}"
        assert isinstance(one.sample, Sample)
        yield one._replace(sample=one.sample.model_copy(update={"case": case}))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
