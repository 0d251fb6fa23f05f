"""The decision of a sign-off as Markdown, for wikis, tickets and pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.reports import figures
from medrules.reports.shown import one_line

_ZERO_WIDTH = "\u200b"
_SPECIAL = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_[]<>#|~&$/:"},
        # Sites make a link or a message of it once mark-up is read, so that no escape stops them.
        "@": "@" + _ZERO_WIDTH,
    }
)
_BARE_LINK = re.compile(r"(?i)\bwww\.")
_OPENING = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")
"""What begins a list or underlines a heading at the start of a line."""


def render(dossier: Dossier) -> str:
    """The whole text; nothing of an answer stands in it."""
    return "\n".join(_lines(dossier)) + "\n"


def _lines(dossier: Dossier) -> Iterator[str]:
    decision, card = dossier.decision, dossier.scorecard
    block = decision.signoff
    yield f"# {_text(block.title)}: {decision.state}"
    yield f"\nSign-off `{block.name}` as of {decision.as_of}. {_text(decision.statement)}\n"
    yield from (f"- {_text(reason)}" for reason in decision.reasons)
    yield "\n## Criteria\n"
    yield "| criterion | state | figure | without review | needed / there |"
    yield "| --- | --- | --- | --- | --- |"
    for judged in decision.criteria:
        cases = f"{judged.eligibility.needs:,} / {judged.eligibility.has:,}" if judged.eligibility else "–"
        cells = (judged.criterion.text, judged.state, judged.figure, judged.without_review, cases)
        yield "| " + " | ".join(_text(cell) for cell in cells) + " |"
    if decision.conditions:
        yield "\n## Open issues\n"
        yield from (f"- {_text(condition)}" for condition in decision.conditions)
    yield "\n## Figures\n"
    whole = card.overall
    yield f"- Answers judged: {whole.samples:,}, of {whole.cases:,} cases, against {decision.rules:,} rules"
    yield (
        f"- Harmful cases: {_text(figures.rate(whole.case_harm.without_review))}; with review as violated: "
        + _text(figures.rate(whole.case_harm.with_review))
    )
    lost = whole.not_determined
    yield f"- Not determined: {lost.review:,} verdicts to review, {lost.error:,} errors"
    yield "\n## What was run\n"
    for answered in card.answered:
        name = " ".join(part for part in (answered.model, answered.version) if part) or "model not named"
        yield f"- {_text(name)}: {answered.rows:,} rows"
    yield from (f"- {_text(file.name)} ({file.kind}) `{file.sha256}`" for file in dossier.identity.files)
    yield "\n## Decision of the committee\n"
    yield "- [ ] Approve\n- [ ] Conditional\n- [ ] Reject\n"
    yield "| role | name, signature, date |\n| --- | --- |"
    yield from (f"| {_text(role)} | |" for role in block.signed_by)


def _text(text: str) -> str:
    """A text in which nothing is mark-up, and of which no site makes a link."""
    plain = _BARE_LINK.sub(lambda found: found[0] + _ZERO_WIDTH, one_line(text).translate(_SPECIAL))
    opening = _OPENING.match(plain)
    if opening is None:
        return plain
    end = opening.end()
    return f"{plain[:end]}\\{plain[end:]}" if opening[0].isdigit() else f"\\{plain}"
