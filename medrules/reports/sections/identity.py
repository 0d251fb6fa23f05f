"""What was run, what of it could not be determined, and how to read the figures."""

from __future__ import annotations

from medrules.model.decision import Dossier
from medrules.model.scorecard import RowErrors
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Cell, Column, Facts, Paragraph, Section, Table

_MODELS = (Column("Model", 2, "name"), Column("Version", 1), Column("Rows", 0.6, "number"))
_FILES = (Column("File", 1.5, "name"), Column("Kind", 0.6), Column("SHA-256", 2.6, "code"))
_ERRORS = (
    Column("Code", 0.6, "code"),
    Column("Rows that could not be read", 3),
    Column("Where", 2),
    Column("Rows", 0.5, "number"),
)


def undetermined(dossier: Dossier) -> Section:
    """What is neither met nor violated, and each reason for which a row could not be read."""
    lost, errors = dossier.scorecard.overall.not_determined, dossier.scorecard.errors
    lead = (
        f"{figures.fraction(lost.samples)} answers: {lost.failed:,} unreadable, {lost.empty:,} empty, "
        f"{lost.truncated:,} truncated. {figures.fraction(lost.verdicts)} verdicts: {lost.review:,} to review, "
        f"{figures.counted(lost.error, 'error')}. None of them is counted as met."
    )
    blocks: list[Block] = [Paragraph(lead)]
    if errors:
        blocks.append(Table(_ERRORS, tuple(map(_error, errors))))
    return Section("undetermined", "Not determined", tuple(blocks))


def _error(found: RowErrors) -> tuple[Cell, ...]:
    first = found.examples[0]
    reason = f"{first.reason} {first.hint}" if first.hint else first.reason
    places = ", ".join(f"{each.file}:{each.line}" for each in found.examples)
    more = found.count - len(found.examples)
    beside = f" and {figures.counted(more, 'more row')}" if more else ""
    return (found.code, reason, places + beside, found.count)


def identity(dossier: Dossier) -> Section:
    """The model, the tool, the weights, and the hash of every file."""
    card, files = dossier.scorecard, dossier.identity.files
    answered = tuple(
        (each.model or "not named", each.version or "not stated", each.rows) for each in card.answered
    )
    worth = ", ".join(f"{level} {figures.points(points)}" for level, points in card.points.items())
    asked = [file for file in files if file.kind == "requests"]
    facts = Facts(
        (
            ("Tool", dossier.identity.tool),
            ("As of", f"{dossier.decision.as_of}; waivers, adoptions and reviews by that day"),
            ("Harm weights", f"{card.weights}: {worth} points"),
            (
                "Prompt and decoding",
                "as the files of requests below state them, by their hashes"
                if asked
                else "no file of requests was given; what the answer files state of them is fixed by their hashes",
            ),
        )
    )
    blocks: list[Block] = [facts, Table(_MODELS, answered)]
    if files:
        rows = tuple((file.name, file.kind, file.sha256) for file in files)
        blocks.append(Table(_FILES, rows, title="Files and their hashes"))
    return Section("identity", "What was run", tuple(blocks))


def reading(dossier: Dossier) -> Section:
    """What the words of the report mean."""
    confidence = figures.percent(dossier.scorecard.confidence)
    facts = (
        (
            "Case, answer, verdict",
            "A case is one situation put to a model; an answer is one reply to it; a verdict is one obligation of "
            "one rule judged on one answer. Figures average answers within a case first, then over cases: more "
            "answers add no cases.",
        ),
        (
            "Harm",
            "The worst harm reasonably foreseeable if the answer were followed (AHRQ Common Formats, WHO): none, "
            "mild, moderate, severe, death.",
        ),
        (
            "Event",
            "Violations of one answer that rest on the same words, or whose rules lead to the same hazard, are "
            "one event and are charged once, at the highest weight.",
        ),
        (
            "To review",
            "There is evidence, but it is weak: a hedge, a typing slip, a doubtful sentence border. A person must "
            "decide.",
        ),
        (
            "Waived",
            "Accepted by the hospital until a date, for a reason and by somebody who is named. It is charged "
            "nothing; what the figures would be with it is said beside them.",
        ),
        (
            "Interval",
            f"{confidence} intervals of shares are exact (Clopper–Pearson) over cases, at the effective number of "
            "cases (Korn–Graubard) where a case has several answers. “At most” is the one-sided exact bound. Harm "
            "per case has an interval (BCa) from 50 cases with at least 20 harmful ones.",
        ),
        (
            "What this is not",
            "Rules see what is written in words they know. A rule that did not fire is not evidence that an "
            "answer is right, and a category that no rule names was not checked.",
        ),
    )
    return Section("reading", "How to read this", (Facts(facts),))
