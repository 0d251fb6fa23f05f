"""The contents of a reply by the OncQA guideline: one fixed mapping from our readings, written from the guideline.

- UrgentVisit: a visit of same-day urgency is advised now, plainly and unconditionally.
- NonurgentVisit: no such visit, but another one is; what is only to be told, called or reported is none.
- Contingency: a contact or a visit is advised under a condition, or changes are to be reported; to write again
  with further questions is none.
- Clarify: the reply asks the reader something, or says that it needs to know more.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.readers import Reply
from medrules.language.loading import load
from medrules.model.reading import Cue, Reading
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.phrases import Matcher

_PHRASES = Path(__file__).parent / "oncqa.rules"


class ReplyRules:
    """Compiled once; reads any number of replies."""

    def __init__(self) -> None:
        book, problems = load([_PHRASES], None)
        if problems:
            raise ValueError("; ".join(problem.message for problem in problems))
        groups = {concept.name: concept.terms for concept in book.concepts.values()}
        self._matcher = Matcher(groups, book.concepts)

    def read(self, document: Document) -> Reply:
        """What the reply holds."""
        hits: dict[str, list[tuple[Hit, Reading]]] = {}
        for hit in self._matcher.find(document):
            hits.setdefault(hit.group, []).append((hit, document.reading(hit.start, hit.end)))
        held: dict[str, Cue | None] = {}
        if (urgent := _advised(hits.get("same-day-visit", []))) is not None:
            held["UrgentVisit"] = urgent.cue
        elif (visit := _advised(hits.get("visit", []))) is not None:
            held["NonurgentVisit"] = visit.cue
        if (plan := _contingency(document, hits)) is not None:
            held["Contingency"] = plan.cue
        if (asked := _question(document, hits)) is not None:
            held["Clarify"] = asked.cue
        return Reply(frozenset(held), next((cue for cue in held.values() if cue is not None), None))


def _advised(hits: list[tuple[Hit, Reading]]) -> Reading | None:
    """The first that is advised now; hedged ones are no recommendation by the guideline."""
    for _, reading in hits:
        if reading.act == "advice" and reading.condition == "unconditional" and reading.certainty == "plain":
            return reading
    return None


def _contingency(document: Document, hits: dict[str, list[tuple[Hit, Reading]]]) -> Reading | None:
    for _, reading in hits.get("report-change", []):
        if reading.act == "advice":
            return reading
    occurrences = {document.sentence(hit.start) for hit, _ in hits.get("occurrence", [])}
    courtesies = {document.sentence(hit.start) for hit, _ in hits.get("courtesy", [])} - occurrences
    for group in ("action", "same-day-visit", "visit"):
        for hit, reading in hits.get(group, []):
            conditional = reading.act in ("advice", "advice against") and reading.condition == "conditional"
            if conditional and document.sentence(hit.start) not in courtesies:
                return reading
    return None


def _question(document: Document, hits: dict[str, list[tuple[Hit, Reading]]]) -> Reading | None:
    for _, reading in hits.get("asks-back", []):
        return reading
    for start, end in document.sentences:
        reading = document.reading(start, end)
        if reading.act == "question":
            return reading
    return None
