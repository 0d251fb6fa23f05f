"""The network of cues finds what the cues spelled out one by one would, and spells none of them out before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from medrules.text.cues import Node, compile_cues, expand, read_sections

FILES = (
    *("advice.txt", "against.txt", "negation.txt", "hedge.txt", "condition.txt", "question.txt", "heading.txt"),
    *("person.txt", "openers.txt", "taking_back.txt", "denial.txt", "timing.txt", "audience.txt"),
)
_NEGATED = {"isn't", "aren't", "wasn't", "weren't"}


def reached(root: Node, sequence: tuple[str, ...]) -> Node | None:
    node: Node | None = root
    for word in sequence:
        if node is None:
            return None
        node = node.any if word == "{any}" else node.next.get(word)
    return node


def spelled(sections: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    """Every sequence with its kind: the first that says it, but for the last pseudo-cue."""
    kinds: dict[tuple[str, ...], str] = {}
    for section, entries in sections.items():
        for entry in entries:
            for sequence in expand(entry):
                turned = section.startswith("advice") and sequence[:1] and sequence[0] in _NEGATED
                kind = f"against{section.removeprefix('advice')}" if turned else section
                if sequence and (sequence not in kinds or kind.startswith("pseudo")):
                    kinds[sequence] = kind
    return kinds


def sampled(kinds: dict[tuple[str, ...], str]) -> Iterator[tuple[str, ...]]:
    return islice(kinds, 0, None, max(1, len(kinds) // 3000))


@pytest.mark.parametrize("name", FILES)
def test_every_sequence_of_a_file_ends_in_its_kind(name: str) -> None:
    sections = read_sections(name)
    root, kinds = compile_cues(sections), spelled(sections)
    for sequence in sampled(kinds):
        node = reached(root, sequence)
        assert node is not None
        assert node.kind == kinds[sequence], sequence
        for short in (sequence[:-1], sequence[:-2]):
            before = reached(root, short) if short else None
            assert before is None or before.kind == kinds.get(short), short


@pytest.mark.parametrize("name", FILES)
def test_no_word_leads_on_that_no_cue_has_there(name: str) -> None:
    sections = read_sections(name)
    root, kinds = compile_cues(sections), spelled(sections)
    begun = {sequence[:size] for sequence in kinds for size in range(1, len(sequence) + 1)}
    for sequence in sampled(kinds):
        node = reached(root, sequence)
        assert node is not None
        following = {(*sequence, word) for word in node.next} | ({(*sequence, "{any}")} if node.any else set())
        assert following <= begun


def test_the_alternatives_of_a_cue_are_not_spelled_out() -> None:
    word = "(" + "|".join(f"w{number}" for number in range(50)) + ")"
    root = compile_cues({"advice": [" ".join([word] * 12)]})
    node = reached(root, ("w3",) * 12)
    assert node is not None and node.kind == "advice"


def test_a_negated_opening_turns_advice_round() -> None:
    root = compile_cues({"advice back": ["[really] (is|isn't) needed"], "pseudo": ["is needed"]})
    kinds = {
        text: node.kind
        for text in ("is needed", "isn't needed", "really isn't needed")
        if (node := reached(root, tuple(text.split()))) is not None
    }
    assert kinds == {
        "is needed": "pseudo",
        "isn't needed": "against back",
        "really isn't needed": "advice back",
    }


def test_a_cue_of_optional_words_alone_is_none() -> None:
    root = compile_cues({"hedge": ["[perhaps] [so]"]})
    assert root.kind is None
    assert reached(root, ("perhaps", "so")) is not None
