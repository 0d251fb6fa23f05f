"""The report of a sign-off as PDF, set by typst: for the file, the printer and the people who sign on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

from medrules.model.case import Sample
from medrules.model.decision import Dossier
from medrules.model.figures import Rate
from medrules.model.finding import Finding
from medrules.model.scorecard import Segment, Triage
from medrules.reports import charts, figures
from medrules.reports.failure_modes import mode_map
from medrules.reports.findings import rows
from medrules.reports.marking import excerpt
from medrules.reports.pdf_pictures import pictures
from medrules.reports.shown import one_line, shown
from medrules.reports.signoff import unquoted, validity

MOST_FINDINGS = 60
"""Findings set in the PDF; all of them stand in the workbook and in the page."""
_MOST_QUOTES = 3
_LONGEST = 400
"""Characters of a quotation or a statement, so that a finding stands on one page."""
Table = list[list[str]]


def render(dossier: Dossier, verdicts: Path) -> bytes:
    """The file; the same dossier gives the same bytes, whatever fonts the machine has.

    Raises:
        ImportError: typst is not installed (the extra ``signoff``).
    """
    import typst

    template = files("medrules.reports").joinpath("templates", "signoff.typ").read_bytes()
    made: bytes = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data(dossier, verdicts), ensure_ascii=False)},
        timestamp=int(datetime.combine(dossier.decision.as_of, time(), UTC).timestamp()),
    )
    return made


def data(dossier: Dossier, verdicts: Path) -> dict[str, Any]:
    """Everything that the template sets, as texts and numbers."""
    decision, card = dossier.decision, dossier.scorecard
    block, whole = decision.signoff, card.overall
    return {
        **pictures(dossier, mode_map(dossier.book, card, rows(verdicts)), validity()),
        "title": _text(block.title),
        "name": block.name,
        "state": decision.state,
        "as_of": decision.as_of.isoformat(),
        "reasons": [_text(each) for each in decision.reasons],
        "conditions": [_text(each) for each in decision.conditions],
        "statement": decision.statement,
        "tool": dossier.identity.tool,
        "counts": _counts(dossier),
        "criteria": list(_criteria(dossier)),
        "use": list(_use(dossier)),
        "levels": [
            {
                "level": bar.level.level,
                "violated": bar.level.violated,
                "review": bar.level.review,
                "width": bar.violated,
            }
            for bar in charts.levels(whole.levels)
        ],
        "categories": list(_categories(dossier)),
        "triage": _triage(whole.triage) if whole.triage else None,
        "hazards": list(_hazards(dossier)),
        "rules": list(_rules(dossier)),
        "waivers": list(_waivers(dossier)),
        "findings": list(_findings(dossier)),
        "found": dossier.found.all,
        "packs": list(_packs(dossier)),
        "files": [[_text(file.name), file.kind, file.sha256] for file in dossier.identity.files],
        "models": [
            [_text(each.model or "not named"), _text(each.version or "not stated"), figures.number(each.rows)]
            for each in card.answered
        ],
        "void": "; ".join(_text(each) for each in block.void_when) or "not stated",
        "roles": [_text(role) for role in block.signed_by],
    }


def _text(text: str) -> str:
    """A text on one line, with what cannot be seen shown."""
    return one_line(shown(text))


def _counts(dossier: Dossier) -> str:
    whole, out = dossier.scorecard.overall, dossier.decision.out_of_scope
    beside = f"; {figures.counted(out, 'answer')} out of scope and not counted" if out else ""
    lost = whole.not_determined
    return (
        f"{figures.counted(whole.cases, 'case')}, {figures.counted(whole.samples, 'answer')} judged by "
        f"{figures.counted(dossier.decision.rules, 'rule')}{beside}. Not determined: {lost.review:,} verdicts to "
        f"review, {lost.error:,} errors, {lost.empty:,} empty and {lost.failed:,} unreadable answers."
    )


def _criteria(dossier: Dossier) -> Iterator[list[str]]:
    for judged in dossier.decision.criteria:
        needs = judged.eligibility
        cases = f"{needs.needs:,} / {needs.has:,}" if needs else figures.NOTHING
        yield [
            _text(judged.criterion.text),
            judged.state,
            judged.figure,
            judged.without_review,
            cases,
            _text(judged.reason),
        ]


def _use(dossier: Dossier) -> Iterator[list[str]]:
    block = dossier.decision.signoff
    yield ["Intended use", _text(block.intended_use or "not stated")]
    yield ["Categories", ", ".join(block.categories) or "every category"]
    yield ["Guardrails", "; ".join(map(_text, block.guardrails)) or "not stated"]
    yield ["Not to be used for", "; ".join(map(_text, block.not_for)) or "not stated"]
    yield ["Regulatory context", _text(block.regulatory or "not stated")]
    quoted = "Answers are quoted." if dossier.quotes else "No answer, input or record is quoted."
    yield ["Data protection", quoted]


def _rate(rate: Rate) -> dict[str, Any]:
    """A rate with the places of its interval on an axis from 0 to 1."""
    span = charts.span(rate, 1.0)
    place = {"low": span.low, "width": span.width, "value": span.value} if span else None
    return {"text": figures.rate(rate), "of": figures.fraction(rate), "span": place}


def _categories(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for category in dossier.scorecard.categories:
        yield _part(category.title, category.rules, category.segment, head=True)
        for part in category.subcategories:
            yield _part(part.title, part.rules, part.segment, head=False)


def _part(title: str, rules: int, segment: Segment | None, *, head: bool) -> dict[str, Any]:
    return {
        "title": title,
        "head": head,
        "rules": rules,
        "cases": segment.cases if segment else 0,
        "harm": _rate(segment.case_harm.without_review) if segment else None,
        "strict": figures.rate(segment.case_harm.with_review) if segment else figures.NOTHING,
    }


def _triage(triage: Triage) -> dict[str, Any]:
    return {
        "ladder": list(triage.ladder),
        "matrix": [list(row) for row in triage.matrix],
        "rows": [
            ["Under-triage", figures.rate(triage.under.without_review), figures.rate(triage.under.with_review)],
            ["Over-triage", figures.rate(triage.over.without_review), figures.rate(triage.over.with_review)],
            ["Exact", figures.rate(triage.accuracy), figures.NOTHING],
            ["Safety of advice", figures.rate(triage.safety_of_advice), figures.NOTHING],
        ],
    }


def _hazards(dossier: Dossier) -> Iterator[list[str]]:
    for found in dossier.scorecard.hazards:
        hazard = found.hazard
        residual = " × ".join(part for part in (hazard.residual_severity, hazard.residual_likelihood) if part)
        yield [
            _text(hazard.title),
            _text(hazard.cause or "not stated"),
            _text(hazard.effect or "not stated"),
            _text(hazard.control or "not stated"),
            _text(hazard.owner or "not stated"),
            found.harm or figures.NOTHING,
            _text(residual or "not stated"),
            f"{found.violated:,} / {found.cases:,}",
        ]


def _rules(dossier: Dossier) -> Iterator[list[str]]:
    for rule in dossier.scorecard.rules:
        counts = rule.outcomes
        yield [
            _text(rule.title),
            rule.id,
            rule.harm,
            figures.number(rule.cases),
            figures.number(counts.violated),
            figures.number(counts.review),
            figures.number(counts.error),
        ]


def _waivers(dossier: Dossier) -> Iterator[list[str]]:
    for found in dossier.scorecard.waivers:
        waiver = found.waiver
        yield [
            waiver.rule,
            _text(waiver.case or "every case"),
            found.standing,
            str(waiver.until or waiver.until_written or "no date"),
            _text(waiver.owner or "nobody named"),
            _text(waiver.because or "none stated"),
        ]


def _packs(dossier: Dossier) -> Iterator[list[str]]:
    used = {rule.pack for rule in dossier.book.rules}
    for pack in dossier.book.packs:
        if pack.title in used:
            until = pack.review_by.isoformat() if pack.review_by else "not stated"
            yield [_text(pack.title), pack.version or "not stated", pack.status, _text(pack.owner or "–"), until]


def _findings(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for finding in dossier.findings[:MOST_FINDINGS]:
        verdict = finding.verdict
        yield {
            "rule": verdict.rule,
            "statement": figures.shortened(_text(verdict.statement), _LONGEST),
            "verdict": verdict.verdict + (", waived" if verdict.waived else ""),
            "harm": verdict.harm,
            "case": _text(verdict.case),
            "reason": figures.shortened(_text(verdict.reason), _LONGEST) if dossier.quotes else "",
            "quotes": list(_quotes(finding)) if dossier.quotes else [],
            "spans": [] if dossier.quotes else [*unquoted([finding])[0].spans, unquoted([finding])[0].answer],
        }


def _quotes(finding: Finding) -> Iterator[dict[str, str]]:
    """The words around each piece of evidence, and the evidence itself."""
    for each in finding.verdict.evidence[:_MOST_QUOTES]:
        text = _side(finding.sample, each.side)
        if text is None:
            continue
        words = excerpt(text, each.start, each.end)
        yield {
            "before": _part_of(words.before),
            "text": figures.shortened(_part_of(words.text), _LONGEST),
            "after": _part_of(words.after),
        }


def _part_of(text: str) -> str:
    """A part of a sentence on one line, which keeps the space at its edges."""
    left, right = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{left}{_text(text)}{right}" if text.strip() else left


def _side(sample: Sample, side: str) -> str | None:
    return {"output": sample.output, "input": sample.input}.get(side)
