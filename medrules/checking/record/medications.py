"""The medicines of a record held against an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from medrules.checking.record.answer import Answer
from medrules.checking.record.differences import Difference, differ
from medrules.checking.record.documents import search
from medrules.checking.record.dosing import agreement, doses_in
from medrules.checking.record.medicines import found_in, is_one_of, medicines_in, names_for
from medrules.checking.record.names import Names, Place
from medrules.checking.record.using import Use, use_of
from medrules.checking.strength import WEAK
from medrules.model.record import Medication
from medrules.text.doses_linking import link_doses
from medrules.text.doses_model import Dose

_ENDED = frozenset({"stopped"})


class _Known(NamedTuple):
    """The medicines of one record."""

    entries: tuple[tuple[Medication, tuple[str, ...]], ...]
    """Each entry with the medicines that it holds."""
    names: Names[str]

    @property
    def things(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(thing for _, things in self.entries for thing in things))

    def of(self, thing: str) -> list[Medication]:
        """The entries that a medicine is one of."""
        return [entry for entry, things in self.entries if is_one_of(thing, things) is not None]


@lru_cache(maxsize=512)
def _known(medications: tuple[Medication, ...]) -> _Known:
    entries = tuple((entry, medicines_in(entry.name)) for entry in medications)
    return _Known(entries, names_for(thing for _, things in entries for thing in things))


@lru_cache(maxsize=1024)
def _names_of(thing: str) -> Names[str]:
    return names_for([thing])


class _Mention(NamedTuple):
    place: Place[str]
    use: Use


def medications(answer: Answer, entries: tuple[Medication, ...]) -> Iterator[Difference]:
    """Every point on which the answer and the record's medicines differ."""
    known = _known(entries)
    places = found_in(answer.document, answer.keys, known.names)
    mentions = [_Mention(place, use_of(answer, place)) for place in places]
    yield from _left_out(known, mentions)
    yield from _denied_all(answer, known)
    for mention in _settled(known, mentions):
        recorded = known.of(mention.place.thing)
        if recorded:
            yield from _contradicted(answer, mention, recorded)
        elif mention.use.kind == "taken":
            yield from _invented(answer, mention)
    yield from _doses(answer, known, mentions)


def _settled(known: _Known, mentions: Sequence[_Mention]) -> Iterator[_Mention]:
    """What is listed without a dose is taken where one of the patient's medicines is listed too."""
    lists = [one for one in mentions if one.use.kind in ("listed", "taken")]
    patients = any(known.of(one.place.thing) for one in lists)
    for one in mentions:
        taken = one.use.kind == "listed" and patients
        yield one._replace(use=Use("taken", one.use.level)) if taken else one


def _left_out(known: _Known, mentions: Sequence[_Mention]) -> Iterator[Difference]:
    for entry, things in known.entries:
        if entry.status in _ENDED:
            continue
        found = [
            one
            for one in mentions
            if one.use.kind != "not taken" and is_one_of(one.place.thing, things) is not None
        ]
        if not found:
            yield differ("omission", "medications", entry.text, None)
        elif all(one.place.corrected for one in found):
            yield differ("omission", "medications", entry.text, None, WEAK)


def _denied_all(answer: Answer, known: _Known) -> Iterator[Difference]:
    """``takes no medications``, ``Medications: none``."""
    current = [entry.text for entry, _ in known.entries if entry.status not in _ENDED]
    for first, last in answer.denials("medications"):
        if current:
            said = answer.quote(first, last, "no medications")
            yield differ("contradiction", "medications", "; ".join(current), said)


def _contradicted(answer: Answer, mention: _Mention, recorded: Sequence[Medication]) -> Iterator[Difference]:
    """Taken where the record has stopped it, or the other way round."""
    statuses = {entry.status for entry in recorded}
    said = answer.evidence(mention.place, mention.place.thing)
    text = "; ".join(entry.text for entry in recorded)
    kind, level = mention.use
    if kind == "taken" and statuses <= _ENDED:
        yield differ("outdated", "medications", text, said, level)
    elif kind == "taken" and "current" not in statuses and None not in statuses:
        yield differ("contradiction", "medications", text, said, WEAK)
    elif kind in ("stopped", "not taken") and "current" in statuses:
        yield differ("contradiction", "medications", text, said, level)


def _invented(answer: Answer, mention: _Mention) -> Iterator[Difference]:
    names = _names_of(mention.place.thing)
    if answer.was_told(mention.place.thing, names):
        return
    said = answer.evidence(mention.place, mention.place.thing)
    found = search(answer.record, names)
    if found is None:
        yield differ("invention", "medications", None, said, mention.use.level)
    elif found.status == "outdated":
        yield differ("outdated", "medications", found.quote, said, mention.use.level)


def _doses(answer: Answer, known: _Known, mentions: Sequence[_Mention]) -> Iterator[Difference]:
    """Another dose than the record's, where the answer does not speak of changing it."""
    words = answer.document.words
    for thing in known.things:
        at = {
            (words.starts[one.place.first], words.ends[one.place.last - 1]): one
            for one in mentions
            if is_one_of(one.place.thing, (thing,)) is not None and one.use.kind in ("taken", "advised", "entry")
        }
        for linked in link_doses(answer.document, list(at)) if at else ():
            mention = at.get(linked.mention)
            if mention is None or linked.combined or linked.dose.kind != "dose":
                continue
            first, last = (
                answer.document.word_at(linked.dose.start),
                answer.document.word_at(linked.dose.end - 1) + 1,
            )
            low, high = answer.clause(mention.place.first)
            if answer.cue("changing", low, max(high, last)) is None:
                beside = mention.place.first <= first < high
                span = (mention.place.first if beside else first, last)
                yield from _dose(answer, known.of(thing), linked.dose, span, mention.use.level)


def _dose(
    answer: Answer, recorded: Sequence[Medication], dose: Dose, span: tuple[int, int], level: int
) -> Iterator[Difference]:
    current = [entry for entry in recorded if entry.status not in _ENDED]
    ended = [entry for entry in recorded if entry.status in _ENDED]
    said = answer.quote(*span, recorded[0].name)
    found = {agreement(doses_in(entry.text), dose) for entry in current}
    if not current or found & {"same", "not comparable"}:
        return
    old = next((entry for entry in ended if agreement(doses_in(entry.text), dose) == "same"), None)
    if old is not None:
        yield differ("outdated", "medications", old.text, said, level)
    else:
        sure = level if "other" in found else WEAK
        yield differ(
            "contradiction", "medications", "; ".join(entry.text for entry in current), said, min(level, sure)
        )
