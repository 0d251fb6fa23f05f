"""No answer is lost on the way in: what a tool's file says only between the lines is an error, and counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.model.case import Sample, Unreadable
from medrules.sources import seen, walking
from medrules.sources.answers import companions, read
from medrules.sources.columns import Columns
from medrules.sources.delimited import header
from medrules.sources.item import twice
from medrules.sources.opening import Line
from medrules.sources.problems import SourceError
from medrules.sources.seen import Counted
from tests.sources.test_damage import HEADER, archive, codes, found
from tests.sources.test_same_verdicts import rows_of
from tests.sources.writing import FORMATS, write

FIXTURES = Path(__file__).parent / "fixtures"
ODD: list[Any] = [None, True, 5, 1.5, "", "²", [], {}, [None], [5], [[]], {"error": 7}, {"content": 5}, 10**30]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each value in a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(way for key, inner in pairs for way in places(inner, (*at, key)))]


def with_other(value: Any, at: tuple[Any, ...], other: Any) -> Any:
    if not at:
        return other
    copy = value.copy()
    copy[at[0]] = with_other(copy[at[0]], at[1:], other)
    return copy


BATCH = [
    json.loads(line) for line in (FIXTURES / "batches" / "openai_output.jsonl").read_text("utf-8").splitlines()
]
WHOLE = {
    name: json.loads(make(rows_of([(0, "Wait."), (0, "Rest.")])))
    for name, make in FORMATS.items()
    if name.endswith(".json")
}


@pytest.mark.parametrize("number", range(len(BATCH)))
def test_any_value_of_a_response_may_be_of_another_kind(number: int, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    for at in places(BATCH[number])[1:]:
        rows = [with_other(BATCH[number], at, other) for other in ODD]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        assert len(found(path, format="openai-batch")) >= len(ODD)


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), other=st.sampled_from(ODD))
def test_any_value_of_a_file_may_be_of_another_kind(
    name: str, place: int, other: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ways = places(WHOLE[name])[1:]
    path = tmp_path_factory.mktemp("odd") / name
    path.write_text(json.dumps(with_other(WHOLE[name], ways[place % len(ways)], other)), "utf-8")
    assert found(path)


def test_a_choice_that_is_none_is_counted(tmp_path: Path) -> None:
    choice = {"message": {"content": "Rest."}, "finish_reason": "stop"}
    row = {"custom_id": "a", "response": {"status_code": 200, "body": {"choices": [None, choice]}}}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert codes(path) == ["S203", "a/choice-2"]


def requests(folder: Path, name: str, question: str) -> Path:
    path = folder / name
    row = {"custom_id": "a", "body": {"messages": [{"role": "user", "content": question}]}}
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


def test_one_id_in_the_requests_of_two_batches(tmp_path: Path) -> None:
    answer = {"custom_id": "a", "response": {"status_code": 200, "body": {"choices": [{"text": "Rest."}]}}}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(answer), "utf-8")
    first, same = (requests(tmp_path, name, "My throat is sore.") for name in ("1.jsonl", "2.jsonl"))
    other = requests(tmp_path, "3.jsonl", "My arm is weak.")
    assert codes(path, requests=(first, same)) == ["a"]
    assert codes(path, requests=(first, other)) == ["S225"]
    (row,) = read(path, Columns(requests=(first, other)))
    assert isinstance(row, Unreadable)
    assert "several requests have the custom_id 'a'" in row.reason


def helm_shown(folder: Path, instances: list[dict[str, Any]]) -> Path:
    key = {"instance_id": "a", "train_trial_index": 0}
    (folder / "instances.json").write_text(json.dumps(instances), "utf-8")
    (folder / "display_requests.json").write_text(json.dumps([{**key, "request": {}}]), "utf-8")
    path = folder / "display_predictions.json"
    path.write_text(json.dumps([{**key, "predicted_text": "Rest."}]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("questions", "code"),
    [(["My arm is weak."], "a"), ([], "S225"), (["My arm is weak.", "My throat is sore."], "S225")],
)
def test_what_helm_shows_without_its_instance(questions: list[str], code: str, tmp_path: Path) -> None:
    path = helm_shown(tmp_path, [{"id": "a", "input": {"text": each}} for each in questions])
    assert codes(path) == [code]


SAMPLE = '{"id": "a", "epoch": 1, "input": "Arm?", "output": {"completion": "Rest.", "choices": [{}]}%s}'


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (', "error": null', "a"),
        (', "error": {"message": "overloaded"}', "S220"),
        (', "error": {"message": "overloaded", "message": ""}', "S213"),
        (', "output": {"completion": "Call 911.", "choices": [{}]}', "S213"),
        (', "error": "' + "x" * 2000 + '"', "S207"),
        (', "attachments": "' + "x" * 2000 + '"', "a"),
    ],
)
def test_what_a_sample_says_and_cannot_be_kept(
    more: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "_LARGEST_KEPT", 1000)
    path = archive(tmp_path / "a.eval", HEADER | {"samples/a_epoch_1.json": SAMPLE % more})
    assert codes(path) == [code]


LOG: dict[str, Any] = {"version": 2, "status": "success", "eval": {"model": "m", "task": "t"}}


def of_log(head: dict[str, Any], folder: Path, kind: str) -> Path:
    sample = json.loads(SAMPLE % "")
    if kind == "log.eval":
        return archive(
            folder / kind, {"samples/a_epoch_1.json": json.dumps(sample), "header.json": json.dumps(head)}
        )
    path = folder / kind
    path.write_text(json.dumps(head | {"samples": [sample]}), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["log.eval", "log.json"])
def test_a_log_that_tells_of_more_samples(kind: str, tmp_path: Path) -> None:
    assert codes(of_log(LOG | {"results": {"total_samples": 1}}, tmp_path, kind)) == ["a"]
    assert codes(of_log(LOG | {"results": {"total_samples": 2}}, tmp_path, kind)) == ["a", "S226"]
    broken_off = LOG | {"status": "error", "eval": {"dataset": {"sample_ids": ["a", 2]}, "config": {"epochs": 2}}}
    assert codes(of_log(broken_off, tmp_path, kind)) == ["a", "S226"]


def test_a_completion_that_is_left_empty(tmp_path: Path) -> None:
    message = {"message": {"content": [{"type": "text", "text": "Call 911."}]}}
    sample = {"id": "a", "epoch": 1, "output": {"completion": "", "choices": [message]}}
    path = archive(tmp_path / "a.eval", HEADER | {"samples/a_epoch_1.json": json.dumps(sample)})
    assert [row.output for row in read(path) if isinstance(row, Sample)] == ["Call 911."]


@pytest.mark.parametrize(("name", "case"), [("7_epoch_2", "inspect/7"), ("7_epoch_²", "inspect/7"), ("a", "a")])
def test_whose_answer_a_damaged_member_held(name: str, case: str, tmp_path: Path) -> None:
    (row,) = read(archive(tmp_path / "a.eval", HEADER | {f"samples/{name}.json": "{"}))
    assert row.case == (case if "_" in name else f"samples/{name}.json")


def test_names_that_stand_twice_are_found_in_one_pass() -> None:
    many = [str(number) for number in range(200_000)]
    assert twice(many) is None
    assert twice([*many, "5"]) == "5"
    with pytest.raises(SourceError) as failed:
        header([Line(1, (",".join([*many, "5"]) + "\n").encode())], Path("a.csv"))
    assert failed.value.problem.code == "S108"


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(0, 4))
def test_counted_beyond_its_bound(ids: list[str], bound: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "COUNTED_IN_MEMORY", bound)
        counted = Counted()
        assert [counted.add(id_) for id_ in ids] == [ids[: at + 1].count(id_) for at, id_ in enumerate(ids)]


def lm_eval(folder: Path, **results: Any) -> Path:
    path = folder / "samples_triage_2026-11-23T01-00-00.5.jsonl"
    path.write_text(json.dumps({"doc_id": 0, "doc": {}, "resps": [["Rest."]], "filter": "none"}), "utf-8")
    if results:
        (folder / "results_2026-11-23T01-00-00.5.json").write_text(json.dumps(results), "utf-8")
    return path


@pytest.mark.parametrize(
    ("config", "model"),
    [
        ({"model": "hf", "model_args": "pretrained=org/name,dtype=float16"}, "org/name"),
        ({"model": "local-completions", "model_args": {"model": "served", "base_url": "http://x"}}, "served"),
        ({"model": "dummy", "model_args": ""}, "dummy"),
    ],
)
def test_the_model_of_lm_eval(config: dict[str, Any], model: str, tmp_path: Path) -> None:
    (row,) = read(lm_eval(tmp_path, config=config))
    assert row.model == model


def test_the_settings_of_lm_eval(tmp_path: Path) -> None:
    path = lm_eval(
        tmp_path,
        model_name="name",
        config={"model_sha": "abc", "model_revision": "main", "random_seed": 7, "gen_kwargs": {"top_p": 0.9}},
        configs={"triage": {"generation_kwargs": {"temperature": 0.3, "until": ["x"]}}},
        versions={"triage": 2},
        lm_eval_version="0.4.13",
        system_instruction="Be brief.",
        **{"n-shot": {"triage": 3}},
    )
    (row,) = read(path)
    assert isinstance(row, Sample)
    assert (row.model, row.version, row.seed) == ("name", "abc", "7")
    assert row.metadata["decoding"] == {"temperature": 0.3, "until": ["x"], "top_p": 0.9}
    assert row.metadata["time"] == "2026-11-23T01-00-00.5"
    assert row.metadata["task_version"] == 2
    settings_ = {"lm_eval_version": "0.4.13", "system_instruction": "Be brief.", "num_fewshot": 3}
    assert row.metadata["settings"] == settings_
    assert [beside.name for beside in companions([path])] == ["results_2026-11-23T01-00-00.5.json"]


@pytest.mark.parametrize("content", ["[]", "{", '{"config": 5, "configs": [], "n-shot": 1}'])
def test_results_of_lm_eval_that_say_nothing(content: str, tmp_path: Path) -> None:
    path = lm_eval(tmp_path)
    (tmp_path / "results_2026-11-23T01-00-00.5.json").write_text(content, "utf-8")
    (row,) = read(path)
    assert isinstance(row, Sample)
    assert (row.model, row.metadata["time"]) == (None, "2026-11-23T01-00-00.5")


def test_the_time_of_promptfoo() -> None:
    times = {
        row.metadata["time"] for row in read(FIXTURES / "promptfoo" / "results.json") if isinstance(row, Sample)
    }
    assert times == {"2026-11-23T01:26:56.544Z"}


def test_every_format_is_among_those_that_give_the_same_verdicts(tmp_path: Path) -> None:
    from medrules.sources import formats
    from medrules.sources.opening import opened
    from medrules.sources.source import Source

    met = set()
    for name in FORMATS:
        path, _ = write(tmp_path, name, rows_of([(0, "Rest.")]))
        with opened(path) as (stream, raw):
            met.add(formats.recognised(Source(path, stream, raw, Columns())).NAME)  # type: ignore[union-attr]
    assert met | {"tsv"} == set(formats.NAMES)
