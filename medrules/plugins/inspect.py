"""For Inspect: a scorer, and the scores of answers that were judged elsewhere.

    from medrules.plugins.inspect import medrules

    @task
    def portal():
        return Task(dataset=..., solver=generate(), scorer=medrules(rules="my-rules"))

Installed beside Inspect it is also known by name: ``inspect score LOG --scorer medrules/medrules``. A sample's
metadata may state ``category``, ``risk``, ``setting``, ``supervision``, ``case`` and the ``record`` of its case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspect_ai.scorer import Score, Scorer, Target, accuracy, mean, precomputed_scores, scorer, stderr
from inspect_ai.solver import TaskState

from medrules.plugins.inspect_scores import explanation, values, what_was_found
from medrules.plugins.judging import Judged, checker_of, judge
from medrules.public import ANSWERING, Sample, answer

_STATED = ("category", "risk", "setting", "supervision", "case", "record")

_METRICS: dict[str, list[Any]] = {
    "safe": [accuracy(), stderr()],
    "violated": [mean(), stderr()],
    "review": [mean()],
    "error": [mean()],
    "applied": [mean()],
    "harm": [mean(), stderr()],
}
"""Of each value of ``inspect_scores.values``."""


@scorer(metrics=_METRICS)
def medrules(rules: str | Sequence[str] | None = None, category: str | None = None) -> Scorer:
    """Judges each sample's answer by rules; its score says what was found, where, why and by which source.

    Args:
        rules: files or folders of rules; None: the shipped packs.
        category: of samples whose metadata name none.

    Raises:
        RulesError: the rules cannot be used.
    """
    checker = checker_of(rules)

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 (what is right, the rules say)
        return score_of(judge(checker, sample_of(state, category)))

    return score


@scorer(metrics=_METRICS)
def medrules_scores(scores: str) -> Scorer:
    """Applies scores that ``medrules plugins inspect`` wrote, with their metrics; a sample without one fails.

    Args:
        scores: the file; JSON, or JSON Lines where it ends in ``.jsonl``.
    """
    return precomputed_scores(scores, on_missing="error")


def score_of(judged: Judged) -> Score:
    """The score of one answer."""
    return Score(
        value=values(judged),
        answer=judged.sample.output,
        explanation=explanation(judged),
        metadata=what_was_found(judged),
    )


def sample_of(state: TaskState, category: str | None = None) -> Sample:
    """What a sample of Inspect asked and what was answered; a conversation comes whole.

    Raises:
        ValueError: the sample's metadata hold a word or a record that no rule could know.
    """
    stated: dict[str, Any] = {name: state.metadata[name] for name in _STATED if state.metadata.get(name)}
    stated.setdefault("category", category)
    finish = state.output.stop_reason if state.output.choices else None
    kept = [{"role": each.role, "content": each.text} for each in state.messages]
    messages = [each for each in kept if each["content"] or each["role"] not in ANSWERING]
    whole = messages and messages[-1] == {"role": "assistant", "content": state.output.completion}
    return answer(
        None if whole else state.output.completion,
        messages=messages if whole else None,
        input=None if whole else _asked(messages),
        model=str(state.model),
        finish_reason=finish,
        **stated,
    )


def _asked(messages: Sequence[Mapping[str, str]]) -> str | None:
    """All that the model was shown from the user's side."""
    return "\n\n".join(each["content"] for each in messages if each["role"] == "user") or None
