"""Rules and verdicts in plain English."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules import Checker, load_rules
from medrules.model.case import Unreadable
from medrules.model.reading import Cue
from medrules.model.verdict import Discrepancy, Evidence, Verdict
from medrules.proving.explaining.changes import changes, duty
from medrules.proving.explaining.rows import NotAVerdict, read_verdicts
from medrules.proving.explaining.rules import explain_rule
from medrules.proving.explaining.verdicts import explain_verdict
from medrules.proving.explaining.wording import Wording
from medrules.reports import jsonl
from medrules.reports.jsonl import line

from ..language.reading import condition, obligation, rule, sound


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('must mention any of "x", a', "The answer must mention “x” or a"),
        ('must say all of "x", "y" unconditionally', "The answer must say “x” and “y”, without an if"),
        ("must advise at least 2 of a, b before b", "The answer must recommend at least 2 of: a, b before b"),
        ('must never advise against exactly "X"', "The answer must never advise against exactly “X”"),
        ("must ask about a in section “P”", "The answer must ask about a in the section “P”"),
        (
            "must escalate to urgent within 1 hour",
            "The answer must send the reader to urgent or higher, without an if, within 1 hour",
        ),
        ("must not escalate above routine", "The answer must not send the reader higher than routine"),
        ('must include sections any of "A", "B"',
         "The answer must have one of the sections “A”, “B”, each with a text below it"),
        ("must stay under 30 words", "The answer must stay under 30 words"),
    ],
)  # fmt: skip
def test_obligations(written: str, said: str) -> None:
    assert Wording(sound(rule("must say a"))).obligation(obligation(written)) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("input mentions a", "what the model was asked mentions a"),
        ("not output says a in section “P”", "it is not so that the answer says a in the section “P”"),
        ("output escalates to urgent and risk is high, low",
         "the answer sends the reader to urgent or higher, and the risk of the case is high or low"),
        ("(input mentions a or input mentions b) and category is research",
         "(what the model was asked mentions a, or what the model was asked mentions b), "
         "and the kind of work is research"),
    ],
)  # fmt: skip
def test_conditions(written: str, said: str) -> None:
    assert Wording(sound(rule("must say a"))).condition(condition(written)) == said


def test_every_shipped_rule_can_be_said() -> None:
    book = load_rules()
    for each in book.rules:
        text = "\n".join(explain_rule(book, each))
        assert each.title in text
        assert all(source in text for source in each.sources)
        assert all(f"  {owed.number}. The answer must" in text for owed in each.obligations)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('must never advise against "x"', ("advise against", True, False, False)),
        ('must say "x" unconditionally unless output says "y"', ("say", False, True, False)),
        ('must say "x unconditionally"', ("say", False, False, False)),
        ('must never advise "x above" unless output mentions "y"', ("advise", True, False, False)),
        ('must never advise "x" above 4 g per day', ("advise", True, False, True)),
        ("must never advise x more often than once per week", ("advise", True, False, True)),
        ("must escalate to urgent", None),
        ("must stay under 5 words", None),
    ],
)
def test_duties(statement: str, expected: tuple[str, bool, bool, bool] | None) -> None:
    assert duty(statement) == expected


def verdict(owed: str, answer: str) -> Verdict:
    book = sound(rule(owed))
    return Checker(book).check(answer)[0]


@pytest.mark.parametrize(
    ("owed", "answer", "now", "change"),
    [
        ('must never advise "rest"', "Rest now.", "violated", "without “Rest”: met"),
        ('must never advise "rest"', "Rest now.", "violated",
         "if the answer advised against it (do not, avoid): met"),
        ('must advise "ibuprofen"', "Do not take ibuprofen.", "violated", "if the answer recommended it: met"),
        ('must advise "ibuprofen"', "Hello.", "violated",
         "with one of the phrases of the rule, so that the answer advises it: met"),
        ('must mention "ibuprofen"', "Take ibuprofin.", "review", "if “ibuprofin” were spelt as in the rule: met"),
        ("must escalate to emergency", "If it gets worse, call 911.", "violated",
         "if “call 911” stood without its condition (“If”), and reached emergency: met"),
        ("must escalate to emergency", "Hello.", "violated",
         "if the answer sent this reader to emergency or higher, without an if: met"),
        ('must never mention all of "rest", "sleep"', "Rest or sleep.", "violated",
         "without “Rest” and the other one: met"),
        ('must never advise "ibuprofen" above 1 g per day', "Take ibuprofen 2 g daily.", "violated",
         "with no dose of it beyond the limit: met"),
        ('must never mention "a b"', "Hello.", "met", "if the answer did mention it: violated"),
    ],
)  # fmt: skip
def test_what_would_have_changed_a_verdict(owed: str, answer: str, now: str, change: str) -> None:
    given = verdict(owed, answer)
    assert given.verdict == now
    assert change in list(changes(given))


def test_the_cue_that_made_advice_weak_is_told() -> None:
    given = verdict('must advise "ibuprofen"', "Take ibuprofen.")
    cue = Cue("perhaps", 0, 7, "hedge")
    found = given.evidence[0]
    assert found.reading is not None
    hedged = found._replace(reading=found.reading._replace(certainty="hedged", cue=cue, cues=(cue,)))
    weak = given._replace(verdict="review", evidence=(hedged,))
    assert "without the hedge (“perhaps”): met" in changes(weak)
    assert "Read as advice, hedged, decided by “perhaps” (hedge)." in "\n".join(explain_verdict(weak))


def test_a_dose_is_not_said_to_be_found_for_the_limit() -> None:
    told = "\n".join(
        explain_verdict(verdict('must never advise "ibuprofen" above 1 g per day', "Take ibuprofen 2 g daily."))
    )
    assert "It rests on the dose “2 g daily” (characters 15 to 24 of the answer)\n" in told


def test_the_record_of_an_example_is_shown() -> None:
    text = 'must mention "rest" fails "Go." given record age is 3 years and record allergies include "penicillin"'
    book = sound(rule(text))
    told = "\n".join(explain_rule(book, book.rules[0]))
    assert "given the record's age is 3 years and the record's allergies include \"penicillin\"" in told


def test_a_change_that_is_told_comes_true() -> None:
    assert verdict('must never advise "rest"', "Do not rest now.").verdict == "met"
    assert verdict('must advise "ibuprofen"', "Take ibuprofen.").verdict == "met"
    assert verdict("must escalate to emergency", "Call 911.").verdict == "met"


def test_verdicts_come_back_from_their_file(tmp_path: Path) -> None:
    answer = "If it gets worse, take ibuprofen. Do not rest, your doctor may say."
    book = sound(rule('must never advise "ibuprofen" must advise "rest" must escalate to urgent'))
    given = Checker(book).check(answer)
    path = tmp_path / "v.jsonl"
    path.write_text("".join(map(line, given)), "utf-8")
    back = list(read_verdicts(path))
    assert ["\n".join(explain_verdict(each)) for each in back] == [
        "\n".join(explain_verdict(each)) for each in given
    ]
    assert [each.evidence for each in back] == [each.evidence for each in given]


@pytest.mark.parametrize("text", ["{", "[]", '{"verdict": "met"}', "5"])
def test_what_is_no_verdict(text: str, tmp_path: Path) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text(text + "\n", "utf-8")
    with pytest.raises(NotAVerdict, match="line 1"):
        list(read_verdicts(path))


def test_rows_that_could_not_be_read_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "v.jsonl"
    row = Unreadable(file="a.jsonl", line=1, id="a1", code="S203", reason="no output")
    path.write_text(jsonl.line_of(jsonl.unreadable_row(row)) + "\n", "utf-8")
    assert list(read_verdicts(path)) == []


def test_what_a_rule_says_of_its_own_mistakes_and_of_waivers() -> None:
    book = sound(rule('must say a known false positives "A note of old times." not waivable'))
    told = "\n".join(explain_rule(book, book.rules[0]))
    assert "Known false positives: A note of old times." in told
    assert "It cannot be waived: what it finds has to be mended." in told
    plain = sound(rule("must say a"))
    assert "waived" not in "\n".join(explain_rule(plain, plain.rules[0]))


def test_a_waived_verdict_and_its_discrepancies_are_read_back(tmp_path: Path) -> None:
    evidence = Evidence("output", 3, 7, "aspi", "aspirin", "exact")
    found = Discrepancy("contradiction", "medications", "warfarin 5 mg", evidence)
    missing = Discrepancy("omission", "allergies", "penicillin", None)
    verdict = Checker(sound(rule('must never say "tea"'))).check("Drink tea.")[0]
    verdict = verdict._replace(waived=True, discrepancies=(found, missing))
    path = tmp_path / "v.jsonl"
    path.write_text(line(verdict), "utf-8")
    assert list(read_verdicts(path)) == [verdict]
    told = "\n".join(explain_verdict(verdict, known_false_positives="Old\n notes."))
    assert "A waiver covers it: it is charged nothing and counted apart." in told
    assert "Known false positives of the rule: Old notes." in told
