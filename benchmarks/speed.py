"""How fast answers are checked, beside other tools on the same texts in the same run.

``python -m benchmarks.speed DATA [--page docs/performance.md]``. Every pass measures each tool once, on processor
time; ratios are taken inside each pass, and the median of the passes is what is said.
"""

from __future__ import annotations

import gc
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from benchmarks import generated, speed_page, speed_peers, speed_promptfoo, speed_start
from benchmarks.folder import Folder
from benchmarks.speed_page import Figures, Tool
from benchmarks.speed_start import Start
from benchmarks.speed_whole import Whole, measure
from medrules import Checker, load_rules
from medrules.model.book import RuleBook
from medrules.model.case import Sample
from medrules.shipped import folder as shipped
from medrules.text.words import split

SIZES = (100, 1_000, 10_000)
_BATCH = 512
_OF_OTHERS, _OF_SLOWER, _OF_SLOW, _OF_PROCESSES = 512, 128, 24, 1024
"""Answers that slower tools are measured on: medspaCy as it comes takes seconds for a hundred; a tool in a process
of its own takes seconds to start."""


class Speed(NamedTuple):
    """Answers a second by each of the passes' medians."""

    answers: int
    characters: int
    reader: float
    tokeniser: float | None

    @property
    def ratio(self) -> float | None:
        """The reader's time over the tokeniser's."""
        return None if self.tokeniser is None else self.tokeniser / self.reader


def measure_speed(
    folder: Folder, read: Callable[[str], object], *, answers: int = 2000, passes: int = 5
) -> Speed | None:
    """Median of interleaved passes over the first answers of ``bulk_answers``; None where the file is absent."""
    texts = []
    for record in folder.rows("bulk_answers"):
        texts.append(record["output"] or "")
        if len(texts) == answers:
            break
    if not texts:
        return None
    tokenise = _tokeniser()
    mine, bare = [], []
    for _ in range(passes):
        mine.append(_seconds(read, texts))
        if tokenise is not None:
            bare.append(_seconds(tokenise, texts))
    return Speed(
        len(texts),
        sum(map(len, texts)),
        len(texts) / statistics.median(mine),
        len(texts) / statistics.median(bare) if bare else None,
    )


def _tokeniser() -> Callable[[str], object] | None:
    try:
        import spacy
    except ImportError:
        return None
    return spacy.blank("en").tokenizer  # type: ignore[no-any-return]


def _seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - start


Pass = Callable[[], object]
_T = TypeVar("_T")


class _Raced(NamedTuple):
    """A tool, and what one pass of it does."""

    name: str
    run: Pass
    answers: int
    start: Pass | None = None
    """What a pass takes before its first answer, for a tool that runs in a process of its own: taken off."""


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--answers", default=4096, show_default=True, help="Answers of the file that are checked in a pass.")
@click.option("--passes", default=5, show_default=True)
@click.option("--whole", default=100_000, show_default=True, help="Answers of the runs that measure memory.")
@click.option("--page", type=click.Path(path_type=Path), help="Write the page of figures to this file.")
def main(data: Path, answers: int, passes: int, whole: int, page: Path | None) -> None:
    """Measure how fast bulk_answers of DATA is checked, by generated rules and by the shipped packs."""
    every = [text for row in Folder(data).rows("bulk_answers") if split(text := row["output"] or "").forms]
    if not every:
        raise click.ClickException(f"{data} holds no bulk_answers")
    texts = _spread(every, answers)
    with tempfile.TemporaryDirectory() as room:
        raced, findings = _entered(Path(room), every, texts)
        seconds = _race(raced, passes)
        wholes = _wholes(Path(room), texts, whole)
        start = _start(Path(room), texts, passes)
        figures = Figures(
            len(texts),
            statistics.mean(len(text.split()) for text in texts),
            [Tool(one.name, taken) for one, taken in zip(raced, seconds, strict=True)],
            findings,
            wholes,
            whole,
            start,
            stages(load_rules(shipped("rules")), texts),
        )
    text = speed_page.text(figures)
    click.echo(text)
    if page is not None:
        page.write_text(speed_page.page(text), encoding="utf-8")


def _entered(room: Path, every: Sequence[str], texts: Sequence[str]) -> tuple[list[_Raced], dict[int, float]]:
    """Who is raced, the tokeniser first, and how many findings an answer each generated book makes."""
    some = _spread(texts, _OF_OTHERS)
    few = _spread(some, _OF_SLOW)
    raced = [
        _Raced("spaCy, bare tokeniser", partial(_each, speed_peers.tokeniser(), some), len(some)),
        _Raced("memory scan of the texts", partial(_floor, "\n".join(texts).encode()), len(texts)),
    ]
    rows = [Sample(case=str(at), id=str(at), output=text, file="x", line=1) for at, text in enumerate(texts)]
    findings: dict[int, float] = {}
    for size in SIZES:
        made = generated.rules(every, size)
        path = room / f"generated-{size}.rules"
        path.write_text(made.text, encoding="utf-8")
        checker = Checker(load_rules(path))
        findings[size] = _check(checker, rows) / len(rows)
        if findings[size] < generated.LEAST_FINDINGS[size]:
            raise click.ClickException(f"{size} rules find {findings[size]:.3f} an answer: too few to count")
        raced.append(_Raced(f"medrules, {size:,} generated rules", partial(_check, checker, rows), len(rows)))
        raced += _others(size, made.phrases, some, few)
    idle = room / "idle.rules"
    idle.write_text(generated.rules(every, SIZES[0], SIZES[-1] - SIZES[0]).text, encoding="utf-8")
    raced.append(_Raced(speed_page.IDLE, partial(_check, Checker(load_rules(idle)), rows), len(rows)))
    packs = Checker(load_rules(shipped("rules")))
    raced.append(_Raced("medrules, all shipped packs", partial(_check, packs, rows), len(rows)))
    raced.append(
        _Raced(
            "medrules, all shipped packs, level of care of every answer",
            partial(_check, packs, _spread(rows, _OF_OTHERS), None),
            len(some),
        )
    )
    return raced + _by_promptfoo(room, every, texts, rows), findings


def _spread(of: Sequence[_T], most: int) -> Sequence[_T]:
    """So many, evenly spread: the file holds one system's answers after the other's."""
    return of[:: max(1, len(of) // most)][:most]


def _by_promptfoo(room: Path, every: Sequence[str], texts: Sequence[str], rows: Sequence[Sample]) -> list[_Raced]:
    """promptfoo where it is installed, and the checker, by as many phrases that no answer may hold."""
    if speed_promptfoo.command() is None:
        click.echo("promptfoo is not installed: its row is left out", err=True)
        return []
    phrases = generated.rules(every, SIZES[0]).phrases[: speed_promptfoo.PHRASES]
    path = room / "forbidding.rules"
    path.write_text(generated.forbidding(phrases), encoding="utf-8")
    same = _spread(speed_promptfoo.usable(texts), _OF_PROCESSES)
    whole = speed_promptfoo.Evaluation(room / "promptfoo", phrases, same)
    start = speed_promptfoo.Evaluation(room / "promptfoo-start", phrases, same[:1])
    mine = partial(_check, Checker(load_rules(path)), rows)
    return [
        _Raced(speed_page.FORBIDDING.format(len(phrases)), mine, len(rows)),
        _Raced(speed_page.PROMPTFOO.format(len(phrases)), whole, len(same) - 1, start),
    ]


def _others(size: int, phrases: Sequence[str], some: Sequence[str], few: Sequence[str]) -> Iterator[_Raced]:
    for attribute in ("LOWER", "LEMMA"):
        run = speed_peers.phrase_matcher(phrases, attribute)
        yield _Raced(
            f"spaCy PhraseMatcher({attribute}), phrases of {size:,} rules", partial(_each, run, some), len(some)
        )
    if size <= speed_peers.MOST_FOR_CONTEXT:
        try:
            yield from _of_notes(phrases[:size], _spread(some, _OF_SLOWER), few)
        except ImportError:
            click.echo("medspaCy and negspacy are not installed: make bench-peers", err=True)


def _of_notes(phrases: Sequence[str], some: Sequence[str], few: Sequence[str]) -> Iterator[_Raced]:
    """The tools that are built for notes."""
    said = f"{len(phrases):,} phrases"
    slow = speed_peers.medspacy(phrases, sentencizer=False)
    yield _Raced(f"medspaCy as it comes, {said}", partial(_each, slow, few), len(few))
    run = speed_peers.medspacy(phrases, sentencizer=True)
    yield _Raced(f"medspaCy with the sentencizer, {said}", partial(_each, run, some), len(some))
    run = speed_peers.negspacy(phrases)
    yield _Raced(f"negspacy with the sentencizer, {said}", partial(_each, run, some), len(some))


def _race(raced: Sequence[_Raced], passes: int) -> list[list[float]]:
    """Seconds an answer of each, by pass; a first pass is not counted."""
    seconds: list[list[float]] = [[] for _ in raced]
    for one in raced:
        one.run()
    gc.collect()
    gc.freeze()
    for _ in range(passes):
        for one, taken in zip(raced, seconds, strict=True):
            before = _processor_time(one.start) if one.start is not None else 0.0
            taken.append((_processor_time(one.run) - before) / one.answers)
    gc.unfreeze()
    return seconds


def _processor_time(run: Pass) -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    spent = -time.process_time() - _of_children()
    run()
    return spent + time.process_time() + _of_children()


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _check(checker: Checker, rows: Sequence[Sample], compared: tuple[str, ...] | None = ()) -> int:
    found = 0
    for start in range(0, len(rows), _BATCH):
        checked = checker.check_batch(rows[start : start + _BATCH], compared=compared, detail=False)
        found += sum(len(one.verdicts) for one in checked)
    return found


def _each(run: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        run(text)


def _floor(joined: bytes) -> int:
    """Looks at every byte once for a word that is not there."""
    return joined.count(b"\x00never")


def _wholes(room: Path, texts: Sequence[str], answers: int) -> dict[tuple[int, int], Whole]:
    """Runs in processes of their own by the number of rules and of workers."""
    generated.write_answers(room / "answers.jsonl", texts, answers)
    return {
        (size, workers): measure(room / f"generated-{size}.rules", room / "answers.jsonl", workers)
        for size, workers in ((100, 1), (1_000, 1), (1_000, 2), (10_000, 1), (10_000, 2))
    }


def _start(room: Path, texts: Sequence[str], passes: int) -> Start:
    generated.write_answers(room / "one.jsonl", texts, 1)
    return speed_start.measure(room / "generated-1000.rules", room / "one.jsonl", passes)


def stages(book: RuleBook, texts: Sequence[str]) -> dict[str, float]:
    """Microseconds an answer of the stages of a check by these rules."""
    checker = Checker(book)
    rows = [Sample(case=str(at), id=str(at), output=text, file="x", line=1) for at, text in enumerate(texts)]
    batches = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    outputs, first = checker.scanner, checker.looked_for
    taken: dict[str, Pass] = {
        "words: bytes to numbers of words": lambda: [outputs.cut(batch) for batch in batches],
        "phrases: the words, and what calls for rules": lambda: [outputs.scan(batch, first) for batch in batches],
        "all: rules looked at, readings, verdicts": lambda: _check(checker, rows),
    }
    found: dict[str, float] = {}
    for name, run in taken.items():
        run()
        spent = []
        for _ in range(3):
            start = time.process_time()
            run()
            spent.append(time.process_time() - start)
        found[name] = 1e6 * statistics.median(spent) / len(texts)
    return found


if __name__ == "__main__":
    main()
