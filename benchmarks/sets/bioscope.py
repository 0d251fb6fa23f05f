"""Sentences of abstracts with the cue and the scope of each negation.

File ``bioscope`` (Vincze et al. 2008): ``cues`` and ``scopes`` as character offsets; a scope includes its cue. The
file has a sentence with two negations twice, each time with one of them: the rows of a sentence are one row here,
left out where any of them is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from benchmarks import metrics
from benchmarks.folder import Folder, Record, case_key, is_left_out
from benchmarks.readers import Negation, Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row
from medrules.text.words import split

Span = tuple[int, int]


class BioScope(LabelledSet):
    """Negation cues, and the words within their scopes."""

    name = "bioscope"
    files = ("bioscope",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        sentences: dict[tuple[str, str], list[Record]] = {}
        for record in folder.rows("bioscope"):
            document = str((record.get("meta") or {}).get("doc") or record["id"]).partition("/")[0]
            sentences.setdefault((document, record["output"]), []).append(record)
        for (document, text), records in sentences.items():
            gold = (_spans(records, "cues"), _spans(records, "scopes"))
            left_out = any(is_left_out(case_key(record)) for record in records)
            yield Row(records[0]["id"], document, left_out, text, gold)

    def answer(self, reader: Reader, row: Row) -> Answer:
        found = reader.negations(row.text)
        return Answer(tuple(found), None, found[0].cue if found else None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("cue F1 (whole cue)", _cues, metrics.pooled_f1, 0.95),
            Figure("cue F1, by words", _cue_words, metrics.pooled_f1),
            Figure("scope F1, by words", _scope_words, metrics.pooled_f1, 0.90),
            Figure("scope F1, by words, where the cue is found", _scope_given_cue, metrics.pooled_f1),
            Figure("scope exact, where the cue is found", _scope_exact, metrics.share),
        )

    def is_wrong(self, row: Row, label: tuple[Negation, ...]) -> bool:
        cues, scopes = row.gold
        return _words(row.text, cues) != _words(row.text, [one.cue for one in label]) or (
            _words(row.text, scopes) != _words(row.text, [one.scope for one in label])
        )

    def kind(self, row: Row, label: tuple[Negation, ...]) -> str:
        cues, scopes = row.gold
        found, wanted = _words(row.text, [one.cue for one in label]), _words(row.text, cues)
        if found != wanted:
            return "cue missed" if wanted - found else "cue too many"
        ours, gold = _words(row.text, [one.scope for one in label]), _words(row.text, scopes)
        if (min(ours), max(ours)) == (min(gold), max(gold)):
            return "scope between differs"
        return f"scope starts {_side(min(ours), min(gold))}, ends {_side(max(ours), max(gold))}"

    def show(self, label: object) -> str:
        return str(label)


class BioScopeRows(BioScope):
    """The same sentences counted as they stand in the file: of two negations only the row's own is right."""

    name = "bioscope, row by row"

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("bioscope"):
            gold = (_spans([record], "cues"), _spans([record], "scopes"))
            document = str((record.get("meta") or {}).get("doc") or record["id"]).partition("/")[0]
            yield Row(record["id"], document, is_left_out(case_key(record)), record["output"], gold)


def _spans(records: list[Record], label: str) -> tuple[Span, ...]:
    """The spans of all rows of one sentence, each once."""
    return tuple(sorted({(start, end) for record in records for start, end in record["labels"][label]}))


def _side(ours: int, gold: int) -> str:
    return "right" if ours == gold else "too early" if ours < gold else "too late"


def _words(text: str, spans: Iterable[Span]) -> set[int]:
    """Starts of the words that lie in the spans."""
    words = split(text)
    wanted = list(spans)
    return {
        start
        for start, end in zip(words.starts, words.ends, strict=True)
        if any(low < end and start < high for low, high in wanted)
    }


def _overlap(found: set[int], gold: set[int]) -> metrics.Counts:
    return np.array([float(len(found & gold)), float(len(found)), float(len(gold))])


def _cues(row: Row, label: tuple[Negation, ...]) -> metrics.Counts | None:
    found, gold = {one.cue for one in label}, set(row.gold[0])
    return np.array([float(len(found & gold)), float(len(found)), float(len(gold))])


def _cue_words(row: Row, label: tuple[Negation, ...]) -> metrics.Counts | None:
    if not label and not row.gold[0]:
        return None
    return _overlap(_words(row.text, [one.cue for one in label]), _words(row.text, row.gold[0]))


def _scope_words(row: Row, label: tuple[Negation, ...]) -> metrics.Counts | None:
    if not label and not row.gold[1]:
        return None
    return _overlap(_words(row.text, [one.scope for one in label]), _words(row.text, row.gold[1]))


def _scope_given_cue(row: Row, label: tuple[Negation, ...]) -> metrics.Counts | None:
    """Only the negations whose cue is in the gold, in sentences where any is."""
    right = [one for one in label if any(one.cue[0] < high and low < one.cue[1] for low, high in row.gold[0])]
    if not right:
        return None
    return _overlap(_words(row.text, [one.scope for one in right]), _words(row.text, row.gold[1]))


def _scope_exact(row: Row, label: tuple[Negation, ...]) -> metrics.Counts | None:
    right = [one for one in label if any(one.cue[0] < high and low < one.cue[1] for low, high in row.gold[0])]
    if not right:
        return None
    same = _words(row.text, [one.scope for one in right]) == _words(row.text, row.gold[1])
    return np.array([float(same), 1.0])
