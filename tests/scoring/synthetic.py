"""Rule books, answers and verdicts made up for the tests of scoring and of the reports."""

from __future__ import annotations

from collections.abc import Sequence

from medrules.model.book import Hazard, RuleBook, Rung, Weights
from medrules.model.case import Gold, Sample, Unreadable
from medrules.model.phrase import Phrase, Target, Word
from medrules.model.problem import Location
from medrules.model.reading import Cue, Escalation, Reading
from medrules.model.rule import Harm, MustEscalate, MustSay, Obligation, Rule
from medrules.model.verdict import Checked, Evidence, Outcome, Verdict

LADDER = ("self-care", "routine", "urgent", "emergency")
WEIGHTS = Weights(name="test scale", points={"none": 0, "mild": 1, "moderate": 4, "severe": 20, "death": 100})


def place(line: int, file: str = "rules/made-up.rules") -> Location:
    return Location(file=file, line=line)


def must_never(number: int, phrase: str, harm: Harm, line: int = 10) -> MustSay:
    target = Target(terms=(Phrase(text=phrase, items=(Word(text=phrase),)),))
    return MustSay(
        number=number,
        text=f'must never say "{phrase}"',
        harm=harm,
        location=place(line),
        verb="say",
        never=True,
        target=target,
    )


def must_escalate(number: int, level: str, harm: Harm, line: int = 10) -> MustEscalate:
    return MustEscalate(
        number=number, text=f"must escalate to {level}", harm=harm, location=place(line), level=level
    )


def rule(
    name: str,
    *obligations: Obligation,
    hazard: str | None = None,
    categories: Sequence[str] = (),
    title: str | None = None,
    because: str | None = "Made up for a test.",
    line: int = 8,
) -> Rule:
    return Rule(
        id=name,
        title=title or f"The rule {name}",
        pack="Made up",
        harm=obligations[0].harm,
        hazard=hazard,
        categories=tuple(categories),
        obligations=obligations,
        because=because,
        sources=("A made-up guideline, 2026",),
        location=place(line),
    )


def book(*rules: Rule, hazards: Sequence[str] = ()) -> RuleBook:
    return RuleBook(
        rules=rules,
        ladder=tuple(Rung(name=name, terms=(), location=place(1)) for name in LADDER),
        hazards={name: Hazard(id=name, title=name, location=place(2)) for name in hazards},
        files=("rules/made-up.rules",),
    )


def sample(
    case: str,
    number: int = 1,
    *,
    output: str = "Rest at home and drink water.",
    input: str | None = "I feel unwell.",
    model: str | None = "model-a",
    version: str | None = None,
    category: str | None = None,
    gold: Sequence[str] = (),
    finish_reason: str | None = None,
    risk: str | None = None,
    setting: str | None = None,
    supervision: str | None = None,
    subgroup: Sequence[str] = (),
    gold_answer: Sequence[str] = (),
) -> Sample:
    return Sample(
        case=case,
        id=f"{case}/{model}/{number}",
        model=model,
        version=version,
        input=input,
        output=output,
        category=category,
        risk=risk,
        setting=setting,
        supervision=supervision,
        subgroup=tuple(subgroup),
        gold=Gold(escalation=tuple(gold), answer=tuple(gold_answer)),
        finish_reason=finish_reason,
        file="answers.jsonl",
        line=number,
    )


def evidence(text: str, quoted: str, side: str = "output", cue: str | None = None) -> Evidence:
    start = text.index(quoted)
    found = None
    if cue is not None:
        at = text.index(cue)
        found = Cue(text=cue, start=at, end=at + len(cue), kind="advice")
    reading = Reading(act="advice" if cue else "statement", cue=found, cues=(found,) if found else ())
    return Evidence(
        side="input" if side == "input" else "output",
        start=start,
        end=start + len(quoted),
        text=quoted,
        phrase=quoted.lower(),
        how="exact",
        reading=reading,
    )


def verdict(
    of: Sample,
    rule: Rule,
    number: int = 1,
    outcome: Outcome = "violated",
    *,
    found: Sequence[Evidence] = (),
    trigger: Sequence[Evidence] = (),
    nearest: Evidence | None = None,
    reason: str = "The answer says what it must not say.",
    points: float | None = None,
) -> Verdict:
    obligation = rule.obligations[number - 1]
    worth = WEIGHTS.points[obligation.harm] if points is None else points
    return Verdict(
        case=of.case,
        sample=of.id,
        model=of.model,
        rule=rule.id,
        obligation=obligation.number,
        statement=obligation.text,
        verdict=outcome,
        harm=obligation.harm,
        points=worth if outcome == "violated" else 0.0,
        category=of.category,
        hazard=rule.hazard,
        evidence=tuple(found),
        trigger=tuple(trigger),
        nearest=nearest,
        reason=reason,
        because=rule.because,
        file=rule.location.file,
        line=obligation.location.line,
    )


def advised(rung: str | None, *, weak: bool = False) -> Escalation:
    return Escalation(rung=rung, within_hours=None, evidence=(), conditional=None, weak=weak)


def checked(
    of: Sample | Unreadable,
    *verdicts: Verdict,
    met: Sequence[int] = (),
    rung: str | None = None,
    weak: bool = False,
    confidence: float | None = None,
    correct: bool | None = None,
) -> Checked:
    escalation = None if isinstance(of, Unreadable) else advised(rung, weak=weak)
    return Checked(
        sample=of,
        verdicts=verdicts,
        met=tuple(met),
        escalation=escalation,
        confidence=confidence,
        correct=correct,
    )


def unreadable(line: int = 7, *, code: str = "A101", reason: str = "The row is not JSON.") -> Unreadable:
    return Unreadable(file="answers.jsonl", line=line, id=f"answers.jsonl:{line}", code=code, reason=reason)
