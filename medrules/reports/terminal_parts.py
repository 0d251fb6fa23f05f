"""Parts of the summary that only some runs have: variants, confidence, hazards, waivers, adoptions."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from medrules.model.scorecard import Scorecard
from medrules.reports import approvals, figures
from medrules.reports.shown import one_line
from medrules.reports.terminal_tables import STYLES, table_of, with_rest

MOST_MODELS = 12
MOST_HAZARDS = 8


def robustness(scorecard: Scorecard) -> Text | None:
    """Models at equal numbers of answers, flips over variants, and stated confidence."""
    lines = []
    for model in scorecard.at_smallest_k[:MOST_MODELS]:
        lines.append(
            f"At {figures.counted(model.k, 'answer')} a case  {one_line(model.name)}: harmful cases"
            f" {figures.share(model.case_harm.without_review, scorecard.confidence)} · harm per case"
            f" {figures.mean(model.harm_per_case.without_review)}"
        )
    for kind in scorecard.flips:
        again = "none differed" if kind.same_case.value == 0 else figures.percent(kind.same_case.value)
        named = "all variants" if kind.kind == "all" else one_line(kind.kind)
        lines.append(
            f"Asked differently  {named}: {figures.fraction(kind.any)} pairs differ, {figures.rate(kind.any)}"
            f" · level of care {figures.rate(kind.rung)} · same question again {again}"
        )
    found = scorecard.overall.calibration
    if found is not None and found.overconfident_wrong is not None and found.brier is not None:
        lines.append(
            f"Confidence  Brier {figures.score(found.brier)} · calibration error {figures.percent(found.error)}"
            f" · wrong though at least 80 % sure {figures.rate(found.overconfident_wrong)}"
        )
    elif found is not None:
        needs = figures.number(found.needed)
        lines.append(f"Confidence  stated in {figures.counted(found.answers, 'answer')}: figures need {needs}")
    return Text("\n".join(lines)) if lines else None


def hazards(scorecard: Scorecard) -> RenderableType | None:
    """The hazards under which something was found."""
    found = [each for each in scorecard.hazards if each.violated or each.review or each.waived]
    if not found:
        return None
    table = table_of("hazards", "harm", ">violated", ">review", ">waived", ">given this situation", ">residual")
    for each in found[:MOST_HAZARDS]:
        table.add_row(
            Text(one_line(each.hazard.title)),
            Text(each.harm or "", style=STYLES[each.harm] if each.harm else ""),
            *(figures.number(count) for count in (each.violated, each.review, each.waived)),
            figures.rate(each.given_situation.without_review),
            str(each.rating or figures.NOTHING),
        )
    return with_rest(table, len(found) - MOST_HAZARDS, "hazard")


def waived(scorecard: Scorecard) -> Text | None:
    """Every waiver with what it covers, and what the figures would be without."""
    if not scorecard.waivers:
        return None
    text = Text.assemble(("Waived  ", "bold"))
    whole = scorecard.overall.waived
    if whole is None:
        text.append("no finding of this run")
    else:
        text.append(
            f"{figures.number(whole.violated)} violated and {figures.number(whole.review)} to review, charged"
            f" nothing; counting them, {figures.fraction(whole.case_harm)} cases hold severe harm or death and"
            f" harm per case is {figures.mean(whole.harm_per_case)} points"
        )
    for each in scorecard.waivers:
        waiver, style = each.waiver, "" if each.standing == "in force" else "yellow"
        text.append(f"\n  {one_line(approvals.subject(waiver))}: {approvals.state(each)}", style=style or "none")
        text.append(f" (until {one_line(approvals.until(waiver))}, {approvals.renewed(waiver)})")
        text.append(f"; covers {approvals.covers(each)}")
        text.append(f"\n    {one_line(waiver.owner or 'nobody named')}: {one_line(waiver.because or 'no reason')}")
        if approvals.note(each):
            text.append(f"\n    {one_line(approvals.note(each))}", style="yellow")
    return text


def adoptions(scorecard: Scorecard) -> Text | None:
    """How many rules are adopted, and the adoptions that do not hold."""
    if not scorecard.adoptions:
        return None
    text = Text.assemble(("Adopted  ", "bold"))
    rules = {rule for each in scorecard.adoptions if each.standing == "in force" for rule in each.rules}
    text.append(f"{figures.counted(len(rules), 'rule')}, as of {scorecard.as_of}")
    for each in approvals.lapsed(scorecard.adoptions):
        text.append(f"\n  {one_line(approvals.adopted(each.adoption))}: {each.standing}", style="yellow")
        text.append(f"\n    {one_line(each.reason)}")
    return text
