"""Waivers that cover nothing: of a rule or a case that is not there, or past their last day."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.language.desk import did_you_mean
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.scoring.approvals import in_force


def check(subject: Subject) -> Iterator[Warned]:
    """Each waiver of the files; one whose date is none is told when the files are read."""
    around = subject.around or subject.book
    known = {rule.id for rule in around.rules}
    for found in in_force(around, subject.today).waivers:
        waiver = found.waiver
        if not subject.owns(waiver.location):
            continue
        if waiver.rule not in known:
            if subject.around is not None:
                hint = did_you_mean(waiver.rule, known, "write the id of a rule, or take the waiver out")
                message = f"No rule of these files or of the shipped packs has the id {waiver.rule}"
                yield warned("L405", message, waiver.location, hint)
        elif found.standing == "lapsed" and waiver.until is not None:
            hint = "mend what the rule finds, or have the waiver renewed: until …, renewed N"
            message = f"The waiver held until {waiver.until}: what it names counts in full"
            yield warned("L407", message, waiver.location, hint)
        if subject.cases is not None and waiver.case is not None and waiver.case not in subject.cases:
            hint = did_you_mean(waiver.case, subject.cases, "write the id of a case, or take the waiver out")
            yield warned("L406", f"No vignette of these files has the id “{waiver.case}”", waiver.location, hint)
