"""The findings of a sign-off as JUnit XML, which build servers show; written in constant memory."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from medrules.model.decision import Dossier
from medrules.reports.findings import Row, quotes, rows, where
from medrules.reports.shown import one_line, shown


def write(dossier: Dossier, verdicts: Path, path: Path) -> None:
    """Write the file: a test case a criterion, and one for each finding.

    A failure is violated (or to review, which counts so until resolved), an error was not evaluated, and what is
    waived is skipped. A row that could not be read is an error without a rule.
    """
    decision, found = dossier.decision, dossier.found
    unread = dossier.scorecard.overall.not_determined.failed
    judged_so = [judged.state for judged in decision.criteria]
    criteria = (len(judged_so), judged_so.count("not met"), judged_so.count("cannot be decided"), 0)
    findings = (found.all + unread, found.violated + found.review, found.error + unread, found.waived)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        whole = _counts(*map(sum, zip(criteria, findings, strict=True)))
        out.write(f"<testsuites name={_attribute(f'medrules sign-off {decision.signoff.name}')} {whole}>\n")
        out.write(f'<testsuite name="criteria" {_counts(*criteria)}>\n')
        for judged in decision.criteria:
            inside = _result(judged.state, judged.reason)
            out.write(_case("criterion", judged.criterion.text, inside))
        out.write("</testsuite>\n")
        out.write(f'<testsuite name="findings" {_counts(*findings)}>\n')
        for row in rows(verdicts):
            out.write(_case(str(row["rule"] or "row"), f"{where(row)} #{row['obligation'] or 0}", _finding(row)))
        out.write("</testsuite>\n</testsuites>\n")


def _counts(tests: int, failures: int, errors: int, skipped: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'


def _case(rule: str, name: str, inside: str) -> str:
    return f"<testcase classname={_attribute(rule)} name={_attribute(name)}>{inside}</testcase>\n"


def _result(state: str, reason: str) -> str:
    if state == "met":
        return ""
    element = "error" if state == "cannot be decided" else "failure"
    return f"<{element} message={_attribute(reason)} type={_attribute(state)}/>"


def _finding(row: Row) -> str:
    if row["waived"]:
        return f"<skipped message={_attribute('waived: ' + row['reason'])}/>"
    element = "error" if row["verdict"] == "error" else "failure"
    text = "\n".join([str(row["statement"] or ""), *quotes(row)])
    kind = _attribute(f"{row['verdict']}, harm {row['harm']}" if row["harm"] else row["verdict"])
    return f"<{element} message={_attribute(row['reason'])} type={kind}>{escape(shown(text))}</{element}>"


def _attribute(text: str) -> str:
    return quoteattr(one_line(text))
