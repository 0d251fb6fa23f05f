"""Files that other tools wrote (fixtures/README.md): every answer, failure, refusal and cut-off as what it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.cli.run import hashes
from medrules.model.case import Sample, Unreadable
from medrules.sources.answers import check, companions, files, read
from medrules.sources.columns import Columns

FIXTURES = Path(__file__).parent / "fixtures"
RULES = """\
medrules 1

rule stroke.call "A stroke is an emergency"
  harm severe
  when input mentions "arm is weak"
  must mention "call 911"
  source "a guideline"
"""


def said(path: Path, **columns: Any) -> list[tuple[str, ...]]:
    """Each row as case, id, the start of the answer (or the code of what is wrong), why the model stopped."""
    return [brief(row) for row in read(path, Columns(**columns))]


def brief(row: Sample | Unreadable) -> tuple[str, ...]:
    if isinstance(row, Unreadable):
        return (row.case or "", row.id, row.code)
    return (row.case, row.id, row.output[:20], row.finish_reason or "")


def samples(path: Path, **columns: Any) -> list[Sample]:
    return [row for row in read(path, Columns(**columns)) if isinstance(row, Sample)]


INSPECT = [
    ("triage/2", "triage/2", "Rest and drink enoug", "stop"),
    ("cough-001", "cough-001", "S220"),
    ("rash-001", "rash-001", "", "stop"),
    ("stroke-001", "stroke-001", "Call 911 now.", "stop"),
    ("triage/2", "triage/2#2", "You should", "max_tokens"),
    ("cough-001", "cough-001#2", "S220"),
    ("rash-001", "rash-001#2", "", "stop"),
    ("stroke-001", "stroke-001#2", "I can't help with th", "content_filter"),
]


@pytest.mark.parametrize("name", ["triage.eval", "triage.json"])
def test_inspect(name: str) -> None:
    path = FIXTURES / "inspect" / name
    assert said(path) == INSPECT
    stroke = next(row for row in samples(path) if row.id == "stroke-001")
    assert (stroke.model, stroke.seed, stroke.category) == (
        "mockllm/model",
        "7",
        "patient-communication/messaging",
    )
    assert stroke.metadata["decoding"] == {"temperature": 0.3}
    assert stroke.metadata["metadata.topic.name"] == "stroke"
    assert stroke.metadata["time"].startswith("2026-11-23T")
    throat = next(row for row in samples(path) if row.case == "triage/2")
    assert throat.input is not None
    assert throat.input.startswith("Hello.\n\nSore throat")
    assert [row.model for row in read(path)] == ["mockllm/model"] * 8


def test_inspect_metadata_as_a_column() -> None:
    rows = samples(FIXTURES / "inspect" / "triage.eval", version="metadata.topic.name")
    assert {row.version for row in rows} == {"stroke", None}


@pytest.mark.parametrize("name", ["results.json", "results.jsonl"])
def test_promptfoo(name: str) -> None:
    rows = list(read(FIXTURES / "promptfoo" / name))
    found = [(row.case, brief(row)[2], brief(row)[-1]) for row in rows]
    assert found == [
        *[("stroke-001", "Call 911 now.", "stop")] * 2,
        *[("throat-001", "Rest and drink enoug", "length")] * 2,
        *[("rash-001", "S220", "S220")] * 2,
        *[("cough-001", "I can't help with th", "refusal")] * 2,
    ]
    assert len({row.id for row in rows}) == 8
    assert {row.model for row in rows} == {"invented-model"}


def test_lm_eval_reads_each_document_once() -> None:
    (path,) = files([FIXTURES / "lm_eval"])[0]
    assert said(path) == [
        ("stroke-001", "stroke-001", "lol", ""),
        ("stroke-001", "stroke-001#2", "lol", ""),
        ("throat-001", "throat-001", "lol", ""),
        ("throat-001", "throat-001#2", "lol", ""),
    ]
    row = samples(path)[0]
    assert row.seed == "7"
    assert row.input == "Patient: My arm is weak since 20 minutes.\nAnswer:"
    assert row.metadata["decoding"]["temperature"] == 0.3


def test_lm_eval_without_a_text(tmp_path: Path) -> None:
    path = tmp_path / "samples.jsonl"
    rows = [
        {"doc_id": 0, "doc": {}, "resps": [[[-1.5, False]], [[-0.5, True]]], "filter": "none"},
        {"doc_id": 1, "doc": {}, "resps": [], "filter": "none"},
        {"doc_id": 1, "doc": {}, "resps": [["Rest."]], "filter": "none"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert [row[-1] for row in said(path)] == ["S222", "S222", "S203", "S208"]


OPENAI = [
    ("throat-001", "throat-001", "Rest and drink enoug", "stop"),
    ("throat-001", "throat-001/choice-2", "Rest.", "length"),
    ("stroke-001", "stroke-001", "Call 911 now.", "stop"),
    ("stroke-001", "stroke-001#2", "Call 911", "max_output_tokens"),
    ("rash-001", "rash-001", "S220"),
    ("cough-001", "cough-001", "I can't help with th", "refusal"),
    ("fever-001", "fever-001", "S220"),
]


def test_openai_batch() -> None:
    path = FIXTURES / "batches" / "openai_output.jsonl"
    assert said(path) == OPENAI
    asked = FIXTURES / "batches" / "openai_requests.jsonl"
    assert said(path, requests=(asked,)) == OPENAI
    first = samples(path, requests=(asked,))[0]
    assert (first.model, first.version) == ("model-a", "model-a-2026-10-01")
    assert (first.input, first.seed) == ("Sore throat for two days.", "7")
    assert first.metadata["decoding"] == {"temperature": 0.3}
    assert {row.model for row in read(path, Columns(requests=(asked,)))} == {"model-a"}


def test_anthropic_batch() -> None:
    path = FIXTURES / "batches" / "anthropic_results.jsonl"
    asked = FIXTURES / "batches" / "anthropic_requests.jsonl"
    expected = [
        ("throat-001", "throat-001", "Rest and", "max_tokens"),
        ("stroke-001", "stroke-001", "Call 911 now.", "end_turn"),
        ("stroke-001", "stroke-001#2", "", "refusal"),
        ("rash-001", "rash-001", "S220"),
        ("cough-001", "cough-001", "S220"),
        ("fever-001", "fever-001", "S220"),
    ]
    assert said(path) == said(path, requests=(asked,)) == expected
    assert samples(path, requests=(asked,))[0].input == "Sore throat for two days."


def test_requests_that_belong_to_another_batch() -> None:
    path = FIXTURES / "batches" / "openai_output.jsonl"
    other = FIXTURES / "batches" / "openai_output.jsonl"
    assert [problem.code for problem in check([path], Columns(requests=(other,)))] == ["S114"]


def test_healthbench() -> None:
    path = FIXTURES / "simple_evals" / "healthbench_model-c_20261101_120000_allresults.json"
    assert said(path) == [
        ("p-1", "p-1", "Call 911 now.", ""),
        ("p-1", "p-1#2", "Wait.", ""),
        ("p-2", "p-2", "", ""),
    ]
    first = samples(path)[0]
    assert (first.model, first.input) == ("model-c", "My arm is weak.")
    assert first.metadata["rubric"][0]["points"] == 5


def test_other_evaluations_of_simple_evals() -> None:
    rows = samples(FIXTURES / "simple_evals" / "mmlu_model-c_allresults.json")
    assert [(row.input, row.output) for row in rows] == [
        ("My arm is weak.", "Call 911 now."),
        ("A cough.", "Rest."),
    ]


def runs(suite: str) -> list[Path]:
    found, problems = files([FIXTURES / "helm" / suite])
    assert not problems
    return found


def test_helm_folders() -> None:
    found, problems = files([FIXTURES / "helm"])
    assert not problems
    assert len(found) == 5
    assert {path.name for path in found} == {"scenario_state.json"}
    assert [path.name for path in companions(found[:1])] == ["run_spec.json"]


def test_helm_keeps_every_completion() -> None:
    (path,) = runs("suite_num_outputs")
    assert said(path)[:3] == [
        ("MEDRULES-DEMO/id0", "MEDRULES-DEMO/id0", "patient.", ""),
        ("MEDRULES-DEMO/id0", "MEDRULES-DEMO/id0#2", "the", ""),
        ("MEDRULES-DEMO/id0", "MEDRULES-DEMO/id0#3", "to", ""),
    ]
    first = samples(path)[0]
    assert (first.model, first.metadata["decoding"]["temperature"]) == ("simple/model1", 0.7)


def test_helm_perturbed_instances_are_cases_of_their_own() -> None:
    path = next(path for path in runs("suite_mcqa") if "robustness" in str(path))
    cases = {row.case for row in samples(path)}
    assert cases == {f"simple_mcqa/{id_}{kind}" for id_ in ("id60", "id38") for kind in ("", "/mild_mix")}
    assert len({row.id for row in samples(path)}) == 8


def test_helm_by_what_is_shown(tmp_path: Path) -> None:
    (path,) = runs("suite_demo")
    folder = tmp_path / "RUN:model=a,b"
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("scenario_state.json"))
    ((shown,), problems) = files([tmp_path])
    assert not problems
    assert shown.name == "display_predictions.json"
    assert said(shown) == said(path)
    assert [row.input for row in samples(shown)] == [row.input for row in samples(path)]
    assert [row.model for row in samples(shown)] == ["simple/model1"] * 2
    assert len(companions([shown])) == 3


def test_files_read_beside_the_answers_stand_in_the_lock(tmp_path: Path) -> None:
    (path,) = runs("suite_demo")
    shown = path.with_name("display_predictions.json")
    named = [(each.kind, Path(each.name).name) for each in hashes([shown], [], [])]
    beside = ["display_requests.json", "instances.json", "run_spec.json"]
    assert named == [("answers", shown.name), *(("requests", name) for name in beside)]


def test_columns_format_and_requests_on_the_command_line(tmp_path: Path) -> None:
    rules = tmp_path / "own.rules"
    rules.write_text(RULES, "utf-8")
    verdicts = tmp_path / "verdicts.jsonl"
    batch, asked = (FIXTURES / "batches" / f"openai_{name}.jsonl" for name in ("output", "requests"))
    command = ["check", str(batch), "--rules", str(rules), "--requests", str(asked), "--verdicts", str(verdicts)]
    command += ["--verdicts-all", "--format", "openai-batch", "--map", "seed=version"]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 3, ran.output
    found = [json.loads(line) for line in verdicts.read_text("utf-8").splitlines()]
    assert {(row["case"], row["verdict"]) for row in found} >= {
        ("stroke-001", "met"),
        ("rash-001", "error"),
        ("fever-001", "error"),
    }


@pytest.mark.parametrize(
    "said", [["--format", "pdf"], ["--map", "colour=x"], ["--map", "case"], ["--map", "case=a", "--case", "b"]]
)
def test_options_that_cannot_be_meant(said: list[str]) -> None:
    ran = CliRunner().invoke(main, ["check", str(FIXTURES / "batches" / "openai_output.jsonl"), *said])
    assert ran.exit_code == 2
    assert "Usage:" in ran.output


def test_helm_shown_beside_other_requests(tmp_path: Path) -> None:
    (path,) = runs("suite_demo")
    shutil.copytree(path.parent, tmp_path / "run", ignore=shutil.ignore_patterns("scenario_state.json"))
    asked = tmp_path / "run" / "display_requests.json"
    asked.write_text(json.dumps(json.loads(asked.read_text("utf-8"))[::-1]), "utf-8")
    shown = tmp_path / "run" / "display_predictions.json"
    assert [row[-1] for row in said(shown)] == ["S225"]
    asked.unlink()
    assert [problem.code for problem in check([shown])] == ["S111"]


def helm(tmp_path: Path, *states: dict[str, Any]) -> Path:
    path = tmp_path / "scenario_state.json"
    path.write_text(json.dumps({"adapter_spec": {"model": "m"}, "request_states": states}), "utf-8")
    return path


def state(result: object, **more: Any) -> dict[str, Any]:
    return {"instance": {"id": "stroke-001", "input": {"text": "Hm?"}}, "result": result, **more}


def completed(text: str) -> dict[str, Any]:
    return {"success": True, "completions": [{"text": text}]}


def test_helm_failures_are_never_answers(tmp_path: Path) -> None:
    found = said(
        helm(
            tmp_path,
            state(None),
            state({"success": False, "error": "429", "completions": []}),
            state({"success": True}),
            state(completed("")),
            state(completed("Rest."), reference_index=0),
            state({"success": True, "completions": [{}]}),
        )
    )
    assert [row[-1] for row in found] == ["S220", "S220", "S220", "S221", "S222", "S221"]


def test_helm_multiple_choice(tmp_path: Path) -> None:
    path = helm(tmp_path, state(completed(" B"), output_mapping={"A": "Wait", "B": "Call 911"}))
    (row,) = samples(path)
    assert (row.output, row.metadata["written"]) == ("Call 911", " B")


@pytest.mark.parametrize(
    "content",
    [
        '{"conversations": [{"from": "human", "value": "Hm?"}, {"from": "gpt", "value": "Rest."}]}\n',
        '{"conversation": [{"role": "user", "content": "Hm?"}, {"role": "assistant", "content": "Rest."}]}',
        '[{"role": "user", "content": "Hm?"}, {"role": "assistant", "content": "Rest."}]\n',
    ],
)
def test_conversations(tmp_path: Path, content: str) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text(content, "utf-8")
    (row,) = samples(path)
    assert (row.input, row.output) == ("Hm?", "Rest.")


def test_a_list_of_conversations(tmp_path: Path) -> None:
    path = tmp_path / "talks.json"
    talk = [{"role": "user", "content": "Hm?"}, {"role": "assistant", "content": "Rest."}]
    path.write_text(json.dumps([talk, talk, talk[:1]]), "utf-8")
    assert [row[-2] if len(row) == 4 else row[-1] for row in said(path)] == ["Rest.", "Rest.", "S210"]


def test_a_folder_stands_for_answers_alone() -> None:
    assert [path.name for path in files([FIXTURES / "batches"])[0]] == [
        "anthropic_results.jsonl",
        "openai_output.jsonl",
    ]


def test_a_format_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.txt"
    path.write_text("id\toutput\na1\tRest, and drink.\n", "utf-8")
    assert said(path, format="tsv") == [("a1", "a1", "Rest, and drink.", "")]
    assert [problem.code for problem in check([path])] == ["S103"]
    (run,) = runs("suite_demo")
    assert [problem.code for problem in check([run], Columns(format="inspect"))] == ["S111"]
