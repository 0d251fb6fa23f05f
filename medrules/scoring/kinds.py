"""The kinds of verdicts that a tally counts, as small numbers."""

from __future__ import annotations

from typing import Final

from medrules.model.verdict import Verdict

MET, VIOLATED, REVIEW, ERROR, WAIVED, WAIVED_REVIEW = range(6)
KINDS: Final = 6
"""Of verdicts in the log: the four outcomes of an obligation that applied, and the two that a waiver can cover."""
OUTCOMES: Final = {"met": MET, "violated": VIOLATED, "review": REVIEW, "error": ERROR}


def kind(verdict: Verdict) -> int:
    """The kind of a verdict that is not *not applicable*."""
    if verdict.waived:
        return WAIVED if verdict.verdict == "violated" else WAIVED_REVIEW
    return OUTCOMES[verdict.verdict]
