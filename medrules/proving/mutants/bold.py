"""In bold: the words that a verdict rests on, or that came nearest to it, which changes no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.verdict import Evidence
from medrules.proving.mutants.layout import same
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.shapes import quoted
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    spans = _apart({(each.start, each.end) for each in _looked_at(subject)})
    text, expected = subject.text, same(subject)
    if (
        not (spans and expected)
        or any(mark in text for mark in "*_`")
        or any(_in_brackets(text, *span) for span in spans)
    ):
        return
    for start, end in reversed(spans):
        text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    words = ", ".join(quoted(subject.text[start:end]) for start, end in spans)
    yield Mutant(text, f"{words} in bold", expected)


def _looked_at(subject: Subject) -> Iterator[Evidence]:
    for verdict in subject.verdicts:
        found = (*verdict.evidence, *((verdict.nearest,) if verdict.nearest else ()))
        yield from (each for each in found if each.side == "output" and "\n" not in each.text)


def _in_brackets(text: str, start: int, end: int) -> bool:
    """A place left open (``[date]``): with stars in its brackets it is another one."""
    return text[start - 1 : start] == "[" or text[end : end + 1] == "]"


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap or touch as one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1] + 1:
            kept[-1] = kept[-1][0], max(kept[-1][1], end)
        else:
            kept.append((start, end))
    return kept


BOLD = Kind("bold", _make)
