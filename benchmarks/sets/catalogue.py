"""Every labelled set, in the order of the table."""

from __future__ import annotations

from benchmarks.sets.base import LabelledSet
from benchmarks.sets.bioscope import BioScope, BioScopeRows
from benchmarks.sets.context import Context, ContextTime
from benchmarks.sets.harmless import PatientQAHarmless, RedteamAppropriate
from benchmarks.sets.health_advice import HealthAdvice
from benchmarks.sets.kqa import ClaimSaid
from benchmarks.sets.mentions import Hedged, Mentions, OfPatient
from benchmarks.sets.oncqa import OncQA
from benchmarks.sets.own import OwnMentions, OwnOfPatient, OwnRungs
from benchmarks.sets.rungs import Rungs
from benchmarks.sets.triage import Triage

SETS: tuple[LabelledSet, ...] = (
    Mentions(),
    Triage(),
    Rungs(),
    OncQA(),
    Context(),
    BioScope(),
    BioScopeRows(),
    HealthAdvice(),
    ClaimSaid(),
    PatientQAHarmless(),
    RedteamAppropriate(),
    OwnMentions(),
    OwnRungs(),
)
"""The sets of the table."""

VIEWS: tuple[LabelledSet, ...] = (Hedged(), OfPatient(), OwnOfPatient(), ContextTime())
"""Other sights of the same rows, for the lists of wrong rows alone."""


def by_name(name: str) -> LabelledSet:
    """The set or view of this name. Raises ``KeyError`` with the names there are."""
    known = {labelled.name: labelled for labelled in (*SETS, *VIEWS)}
    if name not in known:
        raise KeyError(f"no set '{name}': write one of {', '.join(known)}")
    return known[name]
