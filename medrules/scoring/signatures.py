"""What answers to a case and to its variants come to, as it is counted: flip rates are made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medrules.scoring.kinds import OUTCOMES

Variants = Mapping[str, tuple[str, str]]
"""By case, the case that it is a variant of and the kind of variant."""
Signature = tuple[str | None, tuple[int, ...]]
"""What one answer came to: its rung, and every verdict of an obligation that applied, as position × kind."""


def concerned(variants: Variants) -> frozenset[str]:
    """The cases that are a variant, or have one."""
    return frozenset(variants) | frozenset(original for original, _ in variants.values())


def signature(rung: str | None, met: Sequence[int], flagged: Mapping[int, str], own: frozenset[int]) -> Signature:
    """What an answer came to.

    Args:
        rung: the rung that it advises.
        met: positions of the obligations met.
        flagged: by position, the outcome of those violated, to review or in error; waived or not.
        own: positions of obligations that are one case's own, which its variants do not have.
    """
    width = len(OUTCOMES)
    found = [position * width + OUTCOMES["met"] for position in met if position not in own]
    found += [position * width + OUTCOMES[outcome] for position, outcome in flagged.items() if position not in own]
    return rung, tuple(sorted(found))
