"""Probes written by hand are read as a reader would read them, but for those marked as known failures."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.probes import WORDS, Probe, found, holds, probes

KNOWN = {
    "answers": 11,
    "answers_blind": 30,
    "answers_denied": 3,
    "answers_fifth_later": 17,
    "answers_general": 9,
    "answers_later": 4,
    "answers_manners": 25,
    "answers_second": 7,
    "answers_soon": 18,
    "answers_third_later": 29,
    "answers_tiers": 11,
    "answers_voices": 37,
    "asked": 1,
    "assumed": 1,
    "conditional": 15,
    "conditions": 5,
    "denials": 3,
    "expected_later": 2,
    "hedges": 2,
    "histories": 5,
    "imperatives": 4,
    "later": 5,
    "lists": 4,
    "modals": 3,
    "of_patient": 10,
    "of_patient_blind": 22,
    "of_patient_fourth": 8,
    "of_patient_lists": 5,
    "of_patient_longer": 6,
    "of_patient_third": 20,
    "of_patient_third_later": 6,
    "passages": 3,
    "passive": 4,
    "persons": 2,
    "prohibitions": 5,
    "pseudo": 9,
    "readings_blind": 16,
    "replies": 12,
    "scope": 2,
    "sentences_third": 14,
    "shorthand_later": 2,
    "uncertain": 4,
}
"""Known failures by file. A smaller number is an improvement: run ``python -m benchmarks.probes --mark``."""

GROUPS: dict[str, list[Probe]] = {}
for one in probes():
    GROUPS.setdefault(one.group, []).append(one)


@pytest.mark.parametrize("group", GROUPS)
def test_what_held_still_holds(group: str) -> None:
    failing = [one.marked for one in GROUPS[group] if not one.known and not holds(one, found(one))]
    assert failing == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_known_failure_that_is_mended_is_noticed(group: str) -> None:
    mended = [one.marked for one in GROUPS[group] if one.known and holds(one, found(one))]
    assert mended == []


def test_as_many_are_known_as_are_said_here() -> None:
    assert Counter(one.group for one in probes() if one.known) == Counter(KNOWN)


def test_every_expectation_is_of_words_that_are_known() -> None:
    known = {word for words in WORDS.values() for word in words}
    expected = {part for one in probes() if one.span for word in one.expected for part in word.split("/")}
    assert expected <= known


def test_no_probe_stands_twice() -> None:
    times = Counter(one.marked for one in probes())
    assert [text for text, count in times.items() if count > 1] == []
