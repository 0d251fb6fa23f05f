"""The assertion that promptfoo calls for each answer: ``type: python``, ``value: file://…/assertion.py``.

``medrules plugins promptfoo`` prints where this file is. The assertion's ``config`` may name ``rules`` (files or
folders), ``input`` (the variable that holds what was asked; else the prompt is taken), ``category``, ``risk``,
``setting``, ``supervision``, ``record`` and ``review`` (``pass``, the default, or ``fail``); a test's variable
``record`` holds the record of its case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from medrules.plugins.judging import Judged, checker_of, judge_answer
from medrules.plugins.problems import said
from medrules.public import RulesError, Verdict

_STATED = ("category", "risk", "setting", "supervision")
_KNOWN = frozenset({"rules", "input", "record", "review", *_STATED})
_SHARES = {"violated": 0.0, "error": 0.0, "review": 0.5}


def get_assert(output: object, context: Mapping[str, Any]) -> dict[str, Any]:
    """What promptfoo calls.

    Args:
        output: the answer; promptfoo gives an object where the answer is JSON.
        context: with ``prompt``, ``vars`` and ``config``.

    Returns:
        a GradingResult: ``pass``, ``score`` (1 clean, 0.5 to review, 0 violated or not evaluated), ``reason``,
        ``namedScores`` (harm points, counts), and of each finding a result of its own. Rules or settings that
        cannot be used fail the test and say why.
    """
    config: Mapping[str, Any] = context.get("config") or {}
    variables: Mapping[str, Any] = context.get("vars") or {}
    try:
        _check(config)
        stated = {name: config[name] for name in _STATED if config.get(name)}
        judged = judge_answer(
            checker_of(config.get("rules")),
            _text(output),
            input=_asked(config, variables, context.get("prompt")),
            record=_record(variables.get("record", config.get("record"))),
            **stated,
        )
    except (RulesError, ValueError, OSError) as error:
        return {"pass": False, "score": 0.0, "reason": f"medrules: {error}"}
    return _graded(judged, review_fails=config.get("review") == "fail")


def _text(output: object) -> str:
    """The answer as a text; none at all is an empty one, which no rule can judge, and not the word *null*."""
    if output is None:
        return ""
    return output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)


def _check(config: Mapping[str, Any]) -> None:
    unknown = sorted(set(config) - _KNOWN)
    if unknown:
        raise ValueError(said("P120", name=unknown[0], known=", ".join(sorted(_KNOWN))))
    if config.get("review", "pass") not in ("pass", "fail"):
        raise ValueError(said("P121", word=config["review"]))


def _asked(config: Mapping[str, Any], variables: Mapping[str, Any], prompt: object) -> str | None:
    """What the model was shown from the user's side: a variable, else the prompt (of a chat: the user's part)."""
    name = config.get("input")
    if name is not None:
        if name not in variables:
            raise ValueError(said("P122", name=name, known=", ".join(sorted(map(str, variables))) or "none"))
        return str(variables[name])
    if not isinstance(prompt, str):
        return None
    try:
        messages = json.loads(prompt)
        users = [str(each["content"]) for each in messages if each["role"] == "user"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return prompt
    return "\n\n".join(users) if users else prompt


def _record(stated: object) -> Mapping[str, Any] | None:
    """The record as an object, or as JSON in a text."""
    if stated is None or isinstance(stated, Mapping):
        return stated
    try:
        record = json.loads(str(stated))
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise ValueError(said("P123"))
    return record


def _graded(judged: Judged, *, review_fails: bool) -> dict[str, Any]:
    outcome = judged.outcome
    failing = ("violated", "error", "review") if review_fails else ("violated", "error")
    counts = {
        kind: float(sum(each.verdict == kind and not each.waived for each in judged.findings)) for kind in _SHARES
    }
    return {
        "pass": outcome not in failing,
        "score": _SHARES.get(outcome, 1.0),
        "reason": judged.message(),
        "namedScores": {"harm": float(judged.points), **counts},
        "componentResults": [_component(each, failing) for each in judged.findings],
    }


def _component(verdict: Verdict, failing: tuple[str, ...]) -> dict[str, Any]:
    from medrules.plugins.quoting import plain

    kind = "waived" if verdict.waived else verdict.verdict
    return {
        "pass": kind not in failing,
        "score": 1.0 if verdict.waived else _SHARES[verdict.verdict],
        "reason": plain(f"{verdict.rule}, obligation {verdict.obligation}: {kind}. {verdict.reason}"),
    }
