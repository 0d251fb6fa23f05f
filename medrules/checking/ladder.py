"""The ladder of escalation read from what the scan of all rules has found, without a second search."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter

from medrules.checking.turns import Turns
from medrules.model.book import Concept, Rung
from medrules.model.phrase import Term
from medrules.model.reading import Escalation, Mention
from medrules.text.conversation import Answer, Conversation, moved_reading
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.hits import Hit
from medrules.text.scan import Scanned

_MARK = "rung "


class _Found:
    """Stands for the ladder's own matcher: gives out what the scan found in the text at hand."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []

    def find(self, _document: Document, /) -> list[Hit]:
        return self.hits


class ScannedLadder(Ladder):
    """A ladder whose phrases are searched together with those of all rules."""

    def __init__(self, rungs: Sequence[Rung], concepts: Mapping[str, Concept]) -> None:
        self._found = _Found()
        super().__init__(rungs, concepts)
        self.groups: dict[str, tuple[Term, ...]] = {_MARK + rung.name: rung.terms for rung in rungs}
        """The ladder's groups for the index of all rules."""

    def _finder(self, _rungs: Sequence[Rung], _concepts: Mapping[str, Concept]) -> _Found:
        return self._found

    def read_scanned(self, scanned: Scanned) -> Escalation:
        """As ``read``, of a text in which the groups were searched; of a conversation what holds at its end."""
        document = scanned.document
        if isinstance(document, Conversation):
            return self._at_the_end(scanned, document)
        return self._read_hits(self._hits(scanned, 0, len(document.words.source)), document)

    def _read_hits(self, hits: list[Hit], document: Document) -> Escalation:
        self._found.hits = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.group))
        return self.read(document)

    def _hits(self, scanned: Scanned, start: int, end: int) -> list[Hit]:
        """What names a rung between two characters, counted from the first of them."""
        found: list[Hit] = []
        for name in self.names:
            hits = scanned.hits_of(_MARK + name)
            first, last = (bisect_left(hits, at, key=attrgetter("start")) for at in (start, end))
            found += [
                hit._replace(group=name, start=hit.start - start, end=hit.end - start) for hit in hits[first:last]
            ]
        return found

    def _at_the_end(self, scanned: Scanned, document: Conversation) -> Escalation:
        """The rung of the last answer that advises one, what later answers take back left out.

        A higher one of an earlier answer stands where no later one takes it back, but weakly: nobody can say which
        of the two holds.
        """
        read = [
            _moved(self._read_hits(self._hits(scanned, answer.start, answer.end), answer.document), answer)
            for answer in document.answers
        ]
        conditional = max(read, key=lambda one: self._rank_of(one.conditional))
        turns = Turns(document, scanned.hits_of)
        kept = [kept for one in read if one.rung is not None and (kept := self._kept(turns, one)) is not None]
        found = kept[-1] if kept else _NONE
        higher = max(kept, key=lambda one: self._rank_of(one.rung), default=_NONE)
        if self._rank_of(higher.rung) > self._rank_of(found.rung):
            found = higher._replace(evidence=(*higher.evidence, *found.evidence), weak=True)
        return found._replace(
            conditional=conditional.conditional, conditional_evidence=conditional.conditional_evidence
        )

    def _rank_of(self, rung: str | None) -> int:
        return self.names.index(rung) if rung is not None else -1

    def _kept(self, turns: Turns, found: Escalation) -> Escalation | None:
        """What one answer advises; weak where a later one may take it back, None where it surely does."""
        group = _MARK + (found.rung or "")
        taken = [
            turns.taken_back(Hit(group, one.start, one.end, one.phrase, one.how, one.doubtful), "advise")
            for one in found.evidence
        ]
        if not taken or None in taken:
            return found
        return None if all(one is not None and one.sure for one in taken) else found._replace(weak=True)


_NONE = Escalation(None, None, (), None)


def _moved(found: Escalation, answer: Answer) -> Escalation:
    """What was read in one answer, with the offsets of the whole text."""
    if not answer.start:
        return found
    return found._replace(
        evidence=tuple(_shifted(one, answer.start) for one in found.evidence),
        conditional_evidence=tuple(_shifted(one, answer.start) for one in found.conditional_evidence),
    )


def _shifted(mention: Mention, by: int) -> Mention:
    reading = moved_reading(mention.reading, by)
    return mention._replace(start=mention.start + by, end=mention.end + by, reading=reading)
