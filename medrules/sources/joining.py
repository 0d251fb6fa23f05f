"""Joins an answer to the vignette of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.model.case import Sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medrules.model.case import Unreadable, Vignette


def join(
    sample: Sample | Unreadable, vignettes: Mapping[str, Vignette], category: str | None = None
) -> Sample | Unreadable:
    """The sample with what its vignette says of the case.

    The row's own input, record and category come before the vignette's; ``category`` is the batch's, where neither
    the row nor the vignette names one. A perturbed instance of HELM's without a vignette takes the one of the case
    it was made of, whose patient is the same. A case that no vignette describes is kept as it is.
    """
    vignette = vignettes.get(sample.case) if sample.case is not None else None
    if vignette is None and isinstance(sample, Sample):
        original = sample.metadata.get("perturbation_of")
        vignette = vignettes.get(original) if isinstance(original, str) else None
    changes: dict[str, object] = {}
    if sample.category is None:
        changes["category"] = (vignette.category if vignette else None) or category
    if vignette is not None and isinstance(sample, Sample):
        changes |= {
            "input": vignette.input if sample.input is None else sample.input,
            "risk": vignette.risk,
            "setting": vignette.setting,
            "supervision": vignette.supervision,
            "subgroup": vignette.subgroup,
            "gold": vignette.gold,
            "record": vignette.record if sample.record is None else sample.record,
        }
    return sample.model_copy(update=changes) if changes else sample


def lacks_input(sample: Sample, vignettes: Mapping[str, Vignette]) -> bool:
    """True where nothing says what the model was asked: no input of its own, and no vignette of its case."""
    return sample.input is None and sample.case not in vignettes
