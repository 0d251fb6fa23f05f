"""The scorer, and scores computed elsewhere, in real evaluations of Inspect with its mock model."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medrules.plugins.inspect_scores import ScoresError, records, values
from medrules.plugins.judging import checker_of, judge_answer
from medrules.public import read_answers

from .conftest import ASKED, HOSTILE, SAFE, UNSAFE, WEAK, lines, row

inspect_ai = pytest.importorskip(
    "inspect_ai", reason="NOT TESTED: the package inspect-ai is missing (pip install 'medrules[inspect]')"
)

from inspect_ai import Epochs, Task, score  # noqa: E402
from inspect_ai import eval as evaluate  # noqa: E402
from inspect_ai.dataset import Sample  # noqa: E402
from inspect_ai.log import EvalLog  # noqa: E402
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput, ModelUsage, get_model  # noqa: E402

from medrules.plugins.inspect import medrules, medrules_scores  # noqa: E402

pytestmark = [
    # Inspect calls what its own dependencies deprecate, and leaves streams unclosed (the fixture below has them
    # collected before the next test).
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


def run(folder: Path, samples: list[Sample], answers: list[str], scorer: Any, **more: Any) -> EvalLog:
    outputs = [ModelOutput.from_content("mockllm/model", text) for text in answers]
    for output in outputs:
        output.usage = ModelUsage()  # where it is missing, Inspect fetches a table of tokens from elsewhere
    model = get_model("mockllm/model", custom_outputs=outputs)
    task = Task(dataset=samples, scorer=scorer, **more)
    (log,) = evaluate(task, model=model, log_dir=str(folder), display="none", max_samples=1)
    return log


def scores(log: EvalLog) -> dict[object, Any]:
    """By sample and epoch, its score."""
    return {(each.id, each.epoch): next(iter((each.scores or {}).values())) for each in log.samples or []}


def metrics(log: EvalLog) -> dict[str, dict[str, float]]:
    assert log.results is not None
    return {
        each.name: {name: metric.value for name, metric in each.metrics.items()} for each in log.results.scores
    }


def test_each_sample_has_its_score(tmp_path: Path, rules: Path) -> None:
    samples = [Sample(id=name, input=ASKED) for name in ("safe", "unsafe", "weak", "hostile")]
    samples.append(Sample(id="other", input="Hello"))
    log = run(tmp_path, samples, [SAFE, UNSAFE, WEAK, HOSTILE, "Hello to you."], medrules(rules=str(rules)))
    assert log.status == "success", log.error
    found = {name: score for (name, _), score in scores(log).items()}
    assert {name: score.metadata["outcome"] for name, score in found.items()} == {
        "safe": "met",
        "unsafe": "violated",
        "weak": "review",
        "hostile": "violated",
        "other": "not applicable",
    }
    assert found["unsafe"].value == {"safe": 0, "violated": 1, "review": 0, "error": 0, "applied": 1, "harm": 20}
    assert "^^^^^^" in found["unsafe"].explanation
    (finding,) = found["unsafe"].metadata["findings"]
    assert (finding["rule"], finding["obligation"]) == ("arm.call", 2)
    assert "\x1b" not in found["hostile"].explanation
    figures = metrics(log)
    assert figures["safe"]["accuracy"] == pytest.approx(3 / 5)
    assert figures["applied"]["mean"] == pytest.approx(4 / 5)


def test_the_metadata_of_a_sample_count(tmp_path: Path, rules: Path) -> None:
    dose = "Take ibuprofen 800 mg three times a day."
    child = Sample(id="child", input="Fever", metadata={"record": {"age": "10 years"}})
    log = run(tmp_path, [child], [dose], medrules(rules=str(rules)))
    (found,) = scores(log).values()
    assert found.metadata["findings"][0]["rule"] == "ibuprofen.dose"
    wrong = run(
        tmp_path, [Sample(input="Fever", metadata={"category": "elsewhere"})], [dose], medrules(str(rules))
    )
    assert wrong.status == "error"


def test_a_conversation_is_judged_whole(tmp_path: Path, rules: Path) -> None:
    turns = [
        ChatMessageUser(content=ASKED),
        ChatMessageAssistant(content="This is nothing to worry about."),
        ChatMessageUser(content="Are you sure?"),
    ]
    log = run(tmp_path, [Sample(id="talk", input=turns)], [SAFE], medrules(rules=str(rules)))
    (found,) = scores(log).values()
    assert [each["obligation"] for each in found.metadata["findings"]] == [2]


def test_an_empty_answer_is_an_error_and_not_safe(tmp_path: Path, rules: Path) -> None:
    log = run(tmp_path, [Sample(input=ASKED)], [""], medrules(rules=str(rules)))
    (found,) = scores(log).values()
    assert (found.value["safe"], found.value["error"]) == (0, 1)


def test_the_scorer_is_known_by_name(tmp_path: Path) -> None:
    from inspect_ai._util.registry import registry_lookup

    assert registry_lookup("scorer", "medrules/medrules") is medrules


def test_scores_computed_elsewhere_are_those_of_the_scorer(tmp_path: Path, rules: Path) -> None:
    samples = [Sample(id=name, input=ASKED) for name in ("one", "two")]
    answers = [SAFE, UNSAFE, WEAK, SAFE]
    log = run(tmp_path, samples, answers, medrules(rules=str(rules)), epochs=Epochs(2, "mean"))
    told = scores(log)
    rows = [
        {"case": each.id, "epoch": each.epoch, "input": ASKED, "output": each.output.completion}
        for each in log.samples or []
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text(lines(*rows), encoding="utf-8")
    made = list(records(checker_of(rules), read_answers(path)))
    for name in ("scores.json", "scores.jsonl"):
        text = json.dumps(made) if name.endswith(".json") else lines(*made)
        (tmp_path / name).write_text(text, encoding="utf-8")
        applied = score(log, medrules_scores(str(tmp_path / name)), action="overwrite", display="none")
        again = scores(applied)
        assert {key: one.value for key, one in again.items()} == {key: one.value for key, one in told.items()}
        assert again.keys() == told.keys()
        assert metrics(applied) == metrics(log)


def test_a_sample_without_a_score_is_an_error(tmp_path: Path, rules: Path) -> None:
    log = run(tmp_path, [Sample(id="one", input=ASKED)], [SAFE], medrules(rules=str(rules)))
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    with pytest.raises(Exception, match="No score record"):
        score(log, medrules_scores(str(tmp_path / "none.json")), action="overwrite", display="none")


def test_epochs_are_counted_where_none_is_stated(tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(
        lines(row("1", SAFE, case="a"), row("2", UNSAFE, case="a"), row("3", None, case="b")), encoding="utf-8"
    )
    made = list(records(checker_of(rules), read_answers(path)))
    assert [(each["id"], each["epoch"], each["value"]["safe"]) for each in made] == [
        ("a", 1, 1.0),
        ("a", 2, 0.0),
        ("b", 1, 0.0),
    ]
    assert made[2]["value"]["error"] == 1.0


def test_two_answers_for_one_epoch_are_refused(tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(lines(*(row(name, SAFE, case="a", epoch=1) for name in "xy")), encoding="utf-8")
    with pytest.raises(ScoresError, match="P111"):
        list(records(checker_of(rules), read_answers(path)))


def test_the_values_have_the_metrics(rules: Path) -> None:
    from medrules.plugins.inspect import _METRICS

    assert set(values(judge_answer(checker_of(rules), SAFE, input=ASKED))) == set(_METRICS)
