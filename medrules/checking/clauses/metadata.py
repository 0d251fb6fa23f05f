"""``category is …``, ``risk is …``, ``setting is …``, ``supervision is …``."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Truth
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence

_ARTICLES = {"category": "a category", "risk": "a risk", "setting": "a setting", "supervision": "a supervision"}


@dataclass(frozen=True)
class MetadataClause:
    """True where the sample states one of these values; unknown where it states none."""

    field: str
    values: tuple[str, ...]

    @property
    def anchors(self) -> Anchors | None:
        """It needs no text."""
        return None

    @property
    def bound(self) -> bool:
        """Never bound to a mention."""
        return False

    @property
    def reads(self) -> bool:
        """It looks at the sample alone."""
        return False

    def settles(self, _situation: Situation) -> bool | None:
        """Never."""
        return None

    def holds(self, situation: Situation, _near: Evidence | None, /) -> Truth:
        """A category is also what its subcategories are."""
        stated = getattr(situation.sample, self.field)
        if stated is None:
            return Truth(None, lacks=(_ARTICLES[self.field],))
        if self.field == "category":
            return Truth(any(stated == value or stated.startswith(value + "/") for value in self.values))
        return Truth(str(stated).lower() in {value.lower() for value in self.values})
