"""The ladder of escalation read from what the scan of all rules has found, without a second search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medrules.model.book import Concept, Rung
from medrules.model.phrase import Term
from medrules.model.reading import Escalation
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
        super().__init__(rungs, concepts)
        self.groups: dict[str, tuple[Term, ...]] = {_MARK + rung.name: rung.terms for rung in rungs}
        """The ladder's groups for the index of all rules."""
        self._found = _Found()
        self._matcher = self._found  # type: ignore[assignment]

    def read_scanned(self, scanned: Scanned) -> Escalation:
        """As ``read``, of a text in which the groups were searched."""
        hits = [hit._replace(group=name) for name in self.names for hit in scanned.hits.get(_MARK + name, ())]
        if not hits:
            return Escalation(None, None, (), None)
        self._found.hits = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.group))
        return self.read(scanned.document)
