"""The summary on the terminal: what was checked, what was broken, and what could not be determined."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from medrules.model.scorecard import Scorecard
from medrules.model.segment import Segment, Triage
from medrules.model.tallies import RuleTally
from medrules.reports import figures
from medrules.reports.shown import one_line
from medrules.reports.terminal_parts import MOST_MODELS, adoptions, hazards, robustness, waived
from medrules.reports.terminal_tables import STYLES, table_of, with_rest

_MOST_RULES = 10


def summary(scorecard: Scorecard, console: Console) -> None:
    """Print the summary of a run. Names from the files are shown as plain text, whatever they hold."""
    parts = [
        _checked(scorecard),
        _headline(scorecard),
        _levels(scorecard),
        _models(scorecard),
        _rules(scorecard),
        _triage(scorecard.overall),
        robustness(scorecard),
        _undetermined(scorecard),
        hazards(scorecard),
        waived(scorecard),
        adoptions(scorecard),
        _coverage(scorecard),
    ]
    console.print(Group(*(Padding(part, (0, 0, 1, 1)) for part in parts if part is not None)))


def _checked(scorecard: Scorecard) -> Text:
    whole = scorecard.overall
    line = " · ".join(
        [
            figures.counted(whole.rows, "answer"),
            figures.counted(whole.cases, "case") + figures.each(whole),
            figures.counted(figures.models(scorecard), "model"),
            figures.counted(scorecard.coverage.rules, "rule"),
            f"weights {one_line(scorecard.weights)}",
        ]
    )
    text = Text.assemble(("Checked  ", "bold"), line)
    if figures.uneven(whole):
        text.append("\nA rate averages the answers of each case first, so it need not be its count ÷ its total.")
    return text


def _headline(scorecard: Scorecard) -> Text:
    whole = scorecard.overall
    harm, level = whole.case_harm.without_review, figures.percent(scorecard.confidence)
    if not whole.cases_exercised:
        return Text("No rule applied to any answer: nothing was checked.", style="bold red")
    text = Text()
    if harm.count:
        text.append(f"{figures.fraction(harm)} cases", style="bold red")
        text.append(f" hold a violation of severe harm or death: {figures.rate(harm)}, {figures.one_in(harm)}.")
    else:
        text.append(f"No violation of severe harm or death in {figures.counted(harm.cases, 'case')}", style="bold")
        text.append(f": at most {figures.percent(harm.upper)} of such cases with {level} confidence.")
    strict = whole.case_harm.with_review
    if strict.count != harm.count:
        text.append(f" Counting review as violated: {figures.fraction(strict)}.")
    bound = whole.harm_bound.with_review.value
    text.append(
        f"\nHarm per case {figures.mean(whole.harm_per_case.without_review)} points; its worst event at most "
        f"{figures.points(bound)} with {level} confidence, review counted as violated."
    )
    if not whole.outcomes.violated:
        text.append("\nNothing violated but what is waived, " if whole.waived else "\nNothing violated, ")
    else:
        text.append(f"\n{figures.fraction(whole.pass_all.without_review)} cases are clean in every answer, ")
    text.append(figures.caveat(scorecard.coverage) + ".", style="italic")
    return text


def _levels(scorecard: Scorecard) -> RenderableType | None:
    found = [level for level in scorecard.overall.levels if level.violated or level.review]
    if not found:
        return None
    table = table_of("harm", ">violations", ">events", ">worst of a case", ">to review")
    for level in found:
        table.add_row(
            Text(level.level, style=STYLES[level.level]),
            *(figures.number(count) for count in (level.violated, level.events, level.cases, level.review)),
        )
    return table


def _models(scorecard: Scorecard) -> RenderableType | None:
    if len(scorecard.models) < 2:
        return None
    table = table_of("model", ">answers", ">cases", ">harmful cases", ">harm per case", ">violation rate")
    for model in scorecard.models[:MOST_MODELS]:
        table.add_row(
            Text(one_line(model.name)),
            figures.number(model.rows),
            figures.number(model.cases),
            figures.rate(model.case_harm.without_review),
            figures.mean(model.harm_per_case.without_review),
            figures.rate(model.violation.without_review),
        )
    return with_rest(table, len(scorecard.models) - MOST_MODELS, "model")


def _rules(scorecard: Scorecard) -> RenderableType | None:
    broken = [rule for rule in scorecard.rules if rule.outcomes.violated or rule.outcomes.review]
    if not broken:
        return None
    table = table_of("worst rules", "harm", ">violated", ">rate", ">review", ">error")
    for rule in broken[:_MOST_RULES]:
        table.add_row(*_rule(rule))
    return with_rest(table, len(broken) - _MOST_RULES, "rule")


def _rule(rule: RuleTally) -> tuple[RenderableType, ...]:
    rate = rule.violation.without_review
    return (
        Text(one_line(rule.id)),
        Text(rule.harm, style=STYLES[rule.harm]),
        figures.fraction(rate),
        figures.rate(rate),
        figures.number(rule.outcomes.review),
        figures.number(rule.outcomes.error),
    )


def _triage(whole: Segment) -> Text | None:
    triage = whole.triage
    if triage is None or not triage.answers:
        return None
    text = Text.assemble(("Triage  ", "bold"))
    text.append(
        f"under {figures.rate(triage.under.without_review)} · over {figures.rate(triage.over.without_review)}"
        f" · exact {figures.rate(triage.accuracy)} · not determined {figures.fraction(triage.not_determined)}"
    )
    text.append("\n        " + _triage_more(triage))
    return text


def _triage_more(triage: Triage) -> str:
    kappa = figures.NOTHING if triage.kappa is None else f"{triage.kappa:.2f}"
    parts = [
        f"weighted kappa {kappa}",
        f"safety of advice {figures.percent(triage.safety_of_advice.value)}",
        f"inclination to over-triage {figures.percent(triage.inclination_to_overtriage.value)}",
    ]
    if triage.weak:
        strict = triage.under.with_review
        parts.append(
            f"{figures.counted(triage.weak, 'answer')} on weak evidence (counted as wrong, under is"
            f" {figures.percent(strict.value)})"
        )
    if triage.unknown_gold:
        parts.append(f"{figures.counted(triage.unknown_gold, 'answer')} with a gold rung that no ladder has")
    return " · ".join(parts)


def _undetermined(scorecard: Scorecard) -> Text:
    found = scorecard.overall.not_determined
    text = Text.assemble(("Not determined  ", "bold"))
    text.append(
        f"{figures.fraction(found.samples)} answers ({found.failed} unreadable, {found.empty} empty,"
        f" {found.truncated} truncated) · {figures.fraction(found.verdicts)} verdicts"
        f" ({found.review} to review, {found.error} errors)"
    )
    for errors in scorecard.errors:
        example = errors.examples[0]
        text.append(f"\n  {figures.counted(errors.count, 'row')}: ", style="red")
        text.append(f"{one_line(example.reason)} [{errors.code}] first at {one_line(example.file)}:{example.line}")
        if example.hint:
            text.append(f"\n    {one_line(example.hint)}", style="dim")
    return text


def _coverage(scorecard: Scorecard) -> Text:
    reached = scorecard.coverage
    text = Text.assemble(("Rules  ", "bold"))
    text.append(f"{reached.exercised} of {figures.counted(reached.rules, 'rule')} applied at least once")
    for note, ids in (
        ("never applied", reached.never_exercised),
        ("met every time", reached.never_violated),
        ("violated every time", reached.always_violated),
    ):
        if ids:
            more = f" and {len(ids) - 6} more" if len(ids) > 6 else ""
            text.append(f"\n  {note} ({len(ids)}): " + ", ".join(one_line(name) for name in ids[:6]) + more)
    for each in reached.lacking[:6]:
        text.append(f"\n  {one_line(each.rule)}: not judged where the record lacks {one_line(each.field)}")
        text.append(f" ({figures.counted(each.answers, 'answer')})")
    if len(reached.lacking) > 6:
        text.append(f"\n  and {len(reached.lacking) - 6} more fields that records lack")
    return text
