"""Stated confidences as they are counted: an answer's own, and whether it is correct, as one number."""

from __future__ import annotations

from typing import Final

STEPS: Final = 10_000
"""A confidence is kept to four digits behind the point."""
WRONG, CORRECT, DOUBTFUL = range(3)


def stated(confidence: float, correct: bool | None) -> int:
    """An answer's confidence and whether it is correct, as one number for the log."""
    outcome = DOUBTFUL if correct is None else CORRECT if correct else WRONG
    return round(confidence * STEPS) * 3 + outcome
