"""Advice in a sentence of a paper: one fixed mapping from our readings for a register of its own.

Papers advise in the third person (*should be considered*, *can be used as an alternative*). The phrases of such
advice are found by our matcher; those that overlap a phrase which only asks for more research, or reports what was
done, do not count. Strong advice outweighs weak advice, as in the set's labels; what *may* be needed is weak.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.readers import Advice
from medrules.language.loading import load
from medrules.model.reading import Cue
from medrules.text.document import Document
from medrules.text.phrases import Hit, Matcher

_PHRASES = Path(__file__).parent / "papers.rules"


class PaperAdvice:
    """Compiled once; reads any number of sentences."""

    def __init__(self) -> None:
        book, problems = load([_PHRASES], None)
        if problems:
            raise ValueError("; ".join(problem.message for problem in problems))
        self._matcher = Matcher({concept.name: concept.terms for concept in book.concepts.values()}, book.concepts)

    def read(self, document: Document) -> Advice:
        """Whether the sentence advises, and how strongly."""
        hits: dict[str, list[Hit]] = {}
        for hit in self._matcher.find(document):
            hits.setdefault(hit.group, []).append(hit)
        others = [*hits.get("research", []), *hits.get("report", [])]
        for group in ("strong-advice", "weak-advice"):
            for hit in hits.get(group, []):
                if not _meets(hit, others) and not (
                    group == "weak-advice" and _follows(hit, hits.get("research", []))
                ):
                    strong = group == "strong-advice" and not _meets(hit, hits.get("perhaps", []))
                    cue = Cue(document.words.source[hit.start : hit.end], hit.start, hit.end, group)
                    return Advice("strong_advice" if strong else "weak_advice", cue)
        return Advice("no_advice")


def _meets(hit: Hit, others: list[Hit]) -> bool:
    return any(other.start < hit.end and hit.start < other.end for other in others)


def _follows(hit: Hit, others: list[Hit]) -> bool:
    """What stands after a call for research is what the research is for."""
    return any(other.end <= hit.start for other in others)
