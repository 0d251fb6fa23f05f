"""Explains a verdict: why it was given, by which evidence, how that was read, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.reading import Reading
from medrules.model.verdict import Discrepancy, Evidence, Verdict
from medrules.proving.explaining.changes import changes, duty

_HOW = {
    "exact": "word for word",
    "inflected": "in another form or spelling",
    "corrected": "taking it for a typing slip",
}
_KINDS = {"review": "left for a person to review", "error": "could not be judged"}


def explain_verdict(
    verdict: Verdict, *, answer: bool = True, known_false_positives: str | None = None
) -> Iterator[str]:
    """Why an answer got a verdict, a line each.

    Args:
        verdict: the verdict.
        answer: say which answer to which case it is.
        known_false_positives: what the rule says of its own mistakes.
    """
    model = f" ({verdict.model})" if verdict.model else ""
    yield f"{verdict.rule}, obligation {verdict.obligation}: {_KINDS.get(verdict.verdict, verdict.verdict)}"
    if answer:
        yield f"  Answer {verdict.sample} to case {verdict.case}{model}"
    yield f"  The rule: {verdict.statement} ({verdict.file}:{verdict.line})"
    if verdict.because:
        yield f"  Because: {' '.join(verdict.because.split())}"
    yield f"  Why: {verdict.reason}"
    for point in verdict.discrepancies:
        yield f"  {_discrepancy(point)}"
    for evidence in verdict.trigger[:3]:
        yield f"  The rule applies because of {_mention(evidence)}"
    asked = duty(verdict.statement)
    for evidence in verdict.evidence:
        yield from _evidence("It rests on", evidence, limits=asked is not None and asked.limits)
    if verdict.nearest is not None and verdict.nearest not in verdict.evidence:
        yield from _evidence("The nearest thing to it is", verdict.nearest)
    if verdict.verdict == "violated":
        points = f", {verdict.points:g} points" if verdict.points else ""
        yield f"  Harm, if the answer were followed: {verdict.harm}{points}"
    if verdict.waived:
        yield "  A waiver covers it: it is charged nothing and counted apart."
    if known_false_positives and verdict.verdict in ("violated", "review"):
        yield f"  Known false positives of the rule: {' '.join(known_false_positives.split())}"
    others = list(changes(verdict))
    if others:
        yield "  Another verdict"
        yield from (f"    {each}" for each in others)


def _discrepancy(point: Discrepancy) -> str:
    recorded = "nothing of it" if point.recorded is None else f"“{' '.join(point.recorded.split())}”"
    said = "nothing of it" if point.said is None else f"“{' '.join(point.said.text.split())}”"
    return f"{point.kind.capitalize()} ({point.field}): the record says {recorded}, the answer {said}"


def _evidence(opening: str, evidence: Evidence, *, limits: bool = False) -> Iterator[str]:
    dose = limits and any(character.isdigit() for character in evidence.text)
    yield f"  {opening} {_mention(evidence, dose=dose)}"
    if evidence.doubtful:
        yield "    It crosses a line break that may end a sentence, so it is weak."
    if evidence.reading is not None:
        yield f"    Read as {_reading(evidence.reading)}"


def _mention(evidence: Evidence, *, dose: bool = False) -> str:
    """The words that a verdict rests on; a dose was worked out, and is not found for a phrase."""
    text = " ".join(evidence.text.split())
    shown = text if len(text) <= 120 else f"{text[:70]} … {text[-40:]}"
    side = "question" if evidence.side == "input" else "answer"
    where = f"characters {evidence.start} to {evidence.end} of the {side}"
    if dose:
        return f"the dose “{shown}” ({where})"
    return f"“{shown}” ({where}), found {_HOW[evidence.how]} for “{evidence.phrase}”"


def _reading(reading: Reading) -> str:
    parts: list[str] = [reading.act]
    parts += [reading.polarity] if reading.polarity == "negated" else []
    parts += [reading.certainty] if reading.certainty == "hedged" else []
    parts += ["under a condition"] if reading.condition == "conditional" else []
    parts += (
        [f"about the {reading.time}"]
        if reading.time == "past"
        else ["planned"]
        if reading.time == "planned"
        else []
    )
    parts += ["about somebody else"] if reading.experiencer == "other" else []
    known = reading.cues or ((reading.cue,) if reading.cue is not None else ())
    by = " and ".join(f"“{' '.join(cue.text.split())}” ({cue.kind})" for cue in known)
    return ", ".join(parts) + (f", decided by {by}" if by else "") + "."
