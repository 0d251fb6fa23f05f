"""What would have changed a verdict: the verdict table asked again, with one axis of the reading another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from medrules.checking.strength import FULL, NONE, WEAK, strength
from medrules.model.reading import Reading
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence, Verdict

_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_FORBIDS = {NONE: "met", WEAK: "review", FULL: "violated"}
_DEMANDS = {NONE: "violated", WEAK: "review", FULL: "met"}
_AXES: tuple[tuple[str, str, str], ...] = (
    ("act", "advice against", "if the answer advised against it (do not, avoid)"),
    ("act", "advice", "if the answer recommended it"),
    ("act", "question", "if the answer asked about it"),
    ("act", "statement", "if the answer only stated it"),
    ("polarity", "negated", "if the answer denied it"),
    ("polarity", "affirmed", "if the answer did not deny it{cue}"),
    ("certainty", "plain", "without the hedge{cue}"),
    ("condition", "unconditional", "without the condition{cue}"),
    ("condition", "conditional", "if it stood under a condition (if …)"),
    ("time", "current", "if it were not about the past{cue}"),
    ("experiencer", "patient", "if it were about the patient{cue}"),
    ("experiencer", "other", "if it were about somebody else"),
)
"""An axis of a reading, another value of it, and what the answer would say then."""
_CUES = {
    "polarity": "negation",
    "certainty": "hedge",
    "condition": "condition",
    "time": "past",
    "experiencer": "other",
}
"""What the kind of a cue is called that decides an axis."""


class Duty(NamedTuple):
    """What a statement asks for, as far as the verdict table needs it."""

    verb: Verb
    never: bool
    unconditionally: bool
    limits: bool = False
    """It forbids a dose beyond a limit, not the medicine."""


def duty(statement: str) -> Duty | None:
    """The duty of a statement in the language's own spelling; None for one that is about no mention."""
    words = _TEXTS.sub('""', statement)
    rest = words.removeprefix("must ").removeprefix("never ")
    for verb in sorted(get_args(Verb), key=len, reverse=True):
        if rest.startswith(f"{verb} "):
            own = words.partition(" unless ")[0]
            limits = " above " in own or " more often than " in own
            return Duty(verb, words.startswith("must never "), " unconditionally" in own, limits)
    return None


def changes(verdict: Verdict) -> Iterator[str]:
    """What would have made the verdict another one, each a line that ends in that verdict."""
    asked = duty(verdict.statement)
    looked_at = verdict.evidence[0] if verdict.evidence else verdict.nearest
    if asked is None:
        yield from _of_care(verdict)
        return
    if looked_at is None:
        yield from _of_nothing(verdict, asked)
        return
    if asked.never and verdict.evidence and asked.limits:
        yield "with no dose of it beyond the limit: met"
        return
    if asked.never and verdict.evidence:
        more = len(verdict.evidence) - 1
        others = f" and the {more} others" if more > 1 else " and the other one" if more else ""
        yield f"without “{_short(looked_at.text)}”{others}: met"
    if looked_at.how == "corrected":
        yield f"if “{_short(looked_at.text)}” were spelt as in the rule: {_without_doubt(asked)}"
    elif looked_at.doubtful:
        yield f"if no line break stood in “{_short(looked_at.text)}”: {_without_doubt(asked)}"
    found = list(_readings(verdict, asked, looked_at))
    yield from found
    if not found and not asked.never and not verdict.evidence:
        yield f"if “{_short(looked_at.text)}” stood where the rule wants it: met"


def _without_doubt(asked: Duty) -> str:
    return "violated" if asked.never else "met"


def _readings(verdict: Verdict, asked: Duty, looked_at: Evidence) -> Iterator[str]:
    """Changes of one axis of the reading that give another verdict."""
    if looked_at.reading is None or asked.verb == "mention":
        return
    told: set[str] = set()
    for axis, value, words in _AXES:
        if getattr(looked_at.reading, axis) == value:
            continue
        other: dict[str, Any] = {axis: value}
        outcome = _outcome(asked, looked_at._replace(reading=looked_at.reading._replace(**other)))
        if outcome != verdict.verdict and words not in told and _sensible(axis, value, asked, outcome):
            told.add(words)
            yield f"{words.format(cue=_cue(looked_at.reading, axis))}: {outcome}"


def _sensible(axis: str, value: str, asked: Duty, outcome: str) -> bool:
    """Whether a change is worth telling: of the many acts that are no evidence the nearest one is enough."""
    if outcome == ("met" if asked.never else "violated"):
        return (axis, value) in (("act", "advice against"), ("polarity", "negated")) or (axis == "condition")
    return True


def _outcome(asked: Duty, evidence: Evidence) -> str:
    found = strength(asked.verb, evidence, never=asked.never, unconditionally=asked.unconditionally, consent=False)
    return (_FORBIDS if asked.never else _DEMANDS)[found]


def _cue(reading: Reading, axis: str) -> str:
    """The words that decided an axis, in parentheses; nothing where they are not known."""
    known = reading.cues or ((reading.cue,) if reading.cue is not None else ())
    cue = next((cue for cue in known if _CUES.get(axis, "-") in cue.kind), None)
    return f" (“{' '.join(cue.text.split())}”)" if cue is not None else ""


def _of_nothing(verdict: Verdict, asked: Duty) -> Iterator[str]:
    if verdict.verdict == "violated" and not asked.never:
        yield f"with one of the phrases of the rule, so that the answer {_does(asked.verb)} it: met"
    elif verdict.verdict == "met" and asked.never:
        yield f"if the answer did {asked.verb} it: violated"


def _does(verb: Verb) -> str:
    first, _, rest = verb.partition(" ")
    return f"{first}s {rest}".strip()


def _of_care(verdict: Verdict) -> Iterator[str]:
    """For obligations on the level of care, on sections and on length."""
    if verdict.verdict not in ("violated", "review") or "escalate to" not in verdict.statement:
        return
    level = verdict.statement.partition("escalate to ")[2].split(" ")[0]
    evidence = [*verdict.evidence, *([verdict.nearest] if verdict.nearest else [])]
    conditional = next(
        (each for each in evidence if each.reading and each.reading.condition == "conditional"), None
    )
    if conditional is not None and conditional.reading is not None:
        cue = _cue(conditional.reading, "condition")
        yield f"if “{_short(conditional.text)}” stood without its condition{cue}, and reached {level}: met"
    else:
        yield f"if the answer sent this reader to {level} or higher, without an if: met"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:40]} … {flat[-15:]}"
