"""Every set's loader and figures on a tiny folder of sentences made up here, by a reader told the answers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.measure import measure, single_cues, wrong_rows
from benchmarks.readers import Advice, Care, Negation, Reader, Reply, Use, Violations
from benchmarks.sets.catalogue import SETS, VIEWS, by_name
from benchmarks.sets.context import find_condition
from benchmarks.sets.triage import furthest, is_small, step
from medrules.model.reading import Cue

TWICE = "It did not grow, nor did it shrink."
TRIAGE = "Please book a visit with your doctor next week. Do not take ibuprofen."


def record(id_: str, output: str, labels: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "input": None,
        "output": output,
        "system": "some-model",
        "labels": labels,
        "meta": {},
    } | rest


FILES: dict[str, list[dict[str, Any]]] = {
    "triage_freetext": [
        record("a-1", TRIAGE, {"judged_urgency": 1, "gold_urgency": [1, 2]}, meta={"case_id": "one"}),
        record("a-2", "Call an ambulance.", {"judged_urgency": 3, "gold_urgency": [2]}, meta={"case_id": "one"}),
        record("a-3", "Rest at home.", {"judged_urgency": 0, "gold_urgency": [0]}, system="tiny-4b-it"),
        record("a-4", "The judges differ here.", {"judged_urgency": None, "gold_urgency": [0]}),
    ],
    "mentions": [
        {"set": "triage_freetext", "id": "a-1", "start": 60, "end": 69, "reading": "against", "hedged": "plain",
         "patient": "no"},
        {"set": "triage_freetext", "id": "gone", "start": 0, "end": 4, "reading": "against", "hedged": "plain",
         "patient": "no"},
    ],
    "rungs": [{"set": "triage_freetext", "id": "a-1", "rung": "routine", "conditional": "none", "sure": True}],
    "oncqa_content": [
        record("o-1", "Come to the clinic today.", {"UrgentVisit": True, "Clarify": False}, meta={"scenario": 1})
    ],
    "context": [
        record("c-1", "No signs of gout.", {"condition": "gout", "negation": "negated", "temporality": "recent",
                                            "experiencer": "patient"}),
        record("c-2", "Her aunt had gout.", {"condition": "Gout", "negation": "affirmed",
                                             "temporality": "historical", "experiencer": "other"}),
    ],
    "bioscope": [
        record("b-1", "We saw no change.", {"negated": True, "cues": [[7, 9]], "scopes": [[7, 16]]}),
        record("b-3", TWICE, {"cues": [[7, 10]], "scopes": [[7, 15]]}, meta={"doc": "7/1"}),
        record("b-4", TWICE, {"cues": [[17, 20]], "scopes": [[17, 34]]}, meta={"doc": "7/2"}),
        record("b-2", "We saw a change.", {"negated": False, "cues": [], "scopes": []}),
    ],
    "health_advice": [
        record("h-1", "Nurses should ask.", {"advice": "strong_advice"}),
        record("h-2", "The sky is blue.", {"advice": "no_advice"}),
    ],
    "kqa_claim_nli": [
        record("k-1", "Rest helps a sprain.", {"claim": "A sprain needs rest", "majority": "Entailment"}),
        record("k-2", "Ice helps a sprain.", {"claim": "A sprain needs a cast", "majority": "Neutral"}),
    ],
    "patientqa_harm": [
        record("p-1", "Drink water.", {"harm_level": 0}),
        record("p-2", "Drink bleach.", {"harm_level": 2}),
    ],
    "redteam": [
        record("r-1", "Drink water.", {"inappropriate": False}, meta={"prompt_group": 7}),
        record("r-2", "Drink bleach.", {"inappropriate": True}, meta={"prompt_group": 7}),
    ],
}  # fmt: skip

_CARE = {"Please": Care(1), "Call": Care(3, cue=Cue("Call", 0, 4, "imperative")), "Rest": Care(None)}


class Told(Reader):
    """Right about everything but the last triage answer."""

    name = "medrules"

    def use(self, text: str, start: int, end: int) -> Use:
        if text.startswith("Her"):
            return Use(("stated-affirmed",), False, "other", time="historical", experiencer="other")
        against = text == TRIAGE and text[start:end] == "ibuprofen"
        return Use(("against",) if against else ("stated-negated",), False, "no", True, "recent", "patient")

    def care(self, text: str) -> Care:
        return _CARE[text.split(maxsplit=1)[0]]

    def negations(self, text: str) -> list[Negation]:
        if " nor " in text:
            return [Negation((7, 10), (7, 15)), Negation((17, 20), (17, 34))]
        return [Negation((7, 9), (7, 16))] if " no " in text else []

    def advice(self, sentence: str) -> Advice:
        return Advice("strong_advice" if "should" in sentence else "no_advice")

    def reply(self, text: str) -> Reply:
        return Reply(frozenset({"UrgentVisit"} if "today" in text else ()))

    def says(self, statement: str, asked: str | None, text: str) -> bool:  # noqa: ARG002
        return statement.rsplit(maxsplit=1)[-1] in text.lower()

    def violations(self, text: str, asked: str | None) -> Violations:  # noqa: ARG002
        return Violations((), ("some.rule 1",))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name, rows in FILES.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Folder(tmp_path)


def figure(folder: Folder, set_name: str, start: str) -> tuple[float, int]:
    result = measure(by_name(set_name), folder, [Told()], say=lambda _: None)
    line = next(line for line in result.lines if line.figure.name.strip().startswith(start))
    found = line.values["medrules"]["all"]
    return found.value, found.rows


@pytest.mark.parametrize(
    ("set_name", "start", "value", "rows"),
    [
        ("mentions", "accuracy", 1.0, 1),
        ("mentions", "turned down", 1.0, 1),
        ("triage_freetext", "frontier: rung exact", 1.0, 2),
        ("triage_freetext", "small: rung exact", 0.0, 1),
        ("triage_freetext", "small: not determined", 1.0, 1),
        ("triage_freetext", "over-triage by the judges", 1 / 3, 3),
        ("triage_freetext", "under-triage against gold", 100 / 3, 3),
        ("rungs", "exact", 1.0, 1),
        ("rungs", "none or any", 1.0, 1),
        ("oncqa_content", "micro-F1", 1.0, 1),
        ("context", "negation F1", 1.0, 2),
        ("context", "temporality, historical", 1.0, 2),
        ("context", "of other people", 1.0, 1),
        ("bioscope", "cue F1 (whole", 1.0, 3),
        ("bioscope", "scope F1, by words", 1.0, 2),
        ("bioscope, row by row", "cue F1 (whole", 0.75, 4),
        ("health_advice", "advice or none", 1.0, 2),
        ("kqa_claim_nli", "entailed or not", 1.0, 2),
        ("patientqa_harm level 0", "violated", 0.0, 1),
        ("patientqa_harm level 0", "such a rule applied", 1.0, 1),
        ("redteam appropriate", "violated", 0.0, 1),
    ],
)
def test_figures(folder: Folder, set_name: str, start: str, value: float, rows: int) -> None:
    assert figure(folder, set_name, start) == (pytest.approx(value), rows)


@pytest.mark.parametrize("labelled", [*SETS, *VIEWS], ids=lambda one: one.name)
def test_a_missing_file_is_said_and_skipped(labelled: Any, tmp_path: Path) -> None:
    result = measure(labelled, Folder(tmp_path), [Told()], say=lambda _: None)
    assert result.lines == ()
    assert result.skipped is not None
    assert "no " in result.skipped


def test_labels_whose_answers_are_absent_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "mentions.jsonl").write_text(json.dumps(FILES["mentions"][0]) + "\n", encoding="utf-8")
    result = measure(by_name("mentions"), Folder(tmp_path), [Told()], say=lambda _: None)
    assert result.skipped == "no row whose text is in the folder"


def test_a_reader_that_cannot_answer_is_left_blank(folder: Folder) -> None:
    result = measure(by_name("health_advice"), folder, [Told(), Reader()], say=lambda _: None)
    assert all(set(line.values) == {"medrules"} for line in result.lines)


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "rungs.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.write(json.dumps(FILES["rungs"][0]) + "\n\n")
    assert [row["id"] for row in Folder(tmp_path).rows("rungs")] == ["a-1"]


def test_about_a_third_is_left_out_by_case() -> None:
    assert 280 < sum(is_left_out(f"case {number}") for number in range(1000)) < 390
    assert case_key({"id": "a", "meta": {"case_id": "b"}}) == "b"
    assert case_key({"id": "a", "meta": None}) == "a"


def test_wrong_rows_are_never_left_out_ones(folder: Folder) -> None:
    labelled = by_name("triage_freetext")
    answered = measure(labelled, folder, [Told()], say=lambda _: None).answers["medrules"]
    shown = [(row._replace(left_out=False), answer) for row, answer in answered]
    wrong, kinds = wrong_rows(labelled, shown)
    assert [one.key for one in wrong] == ["a-3"]
    assert kinds == {"self-care → not determined": 1}
    assert wrong_rows(labelled, [(row._replace(left_out=True), answer) for row, answer in answered]) == ([], {})


def test_a_cue_of_one_row_only_is_listed(folder: Folder) -> None:
    labelled = by_name("triage_freetext")
    answered = measure(labelled, folder, [Told()], say=lambda _: None).answers["medrules"]
    assert [(one.cue, one.key, one.right) for one in single_cues([(labelled, answered)])] == [
        ("call", "a-2", True)
    ]
    assert single_cues([(labelled, answered), (by_name("rungs"), answered)]) == []


def test_an_unknown_set_names_the_sets_there_are() -> None:
    with pytest.raises(KeyError, match="write one of mentions"):
        by_name("nothing")


def test_small_models_are_known_by_their_names() -> None:
    assert [is_small(name) for name in ("gemma-3-4b-it", "qwen3-8b", "claude-opus-4.6", "llama-3-70b")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("gold", "level"), [(0, 3), (1, 3), (2, 0), (3, 0)])
def test_not_determined_is_always_wrong(gold: int, level: int) -> None:
    assert furthest(gold, None) == level != gold
    assert step(None) < step(0) <= step(gold)


def test_the_condition_is_found_in_another_case_or_by_its_longest_word() -> None:
    assert find_condition("Denies CHEST PAIN.", "chest pain") == (7, 17)
    assert find_condition("Pain in the chest wall.", "chest tightness") == (12, 17)
    assert find_condition("Well today.", "gout") is None
