"""The fixed procedures that turn our readings into another set's labels, on sentences made up here."""

from __future__ import annotations

import pytest

from benchmarks.peers.phrases import LadderPhrases
from benchmarks.replies import ReplyRules
from benchmarks.statements import StatementRules
from medrules.language.phrases import parse_phrase
from medrules.model.book import RuleBook, Rung
from medrules.model.problem import Location
from medrules.text.document import Document
from medrules.text.words import split


def read(text: str) -> Document:
    return Document(split(text))


@pytest.fixture(scope="module")
def replies() -> ReplyRules:
    return ReplyRules()


@pytest.mark.parametrize(
    ("reply", "holds"),
    [
        ("Please go to the emergency room.", {"UrgentVisit"}),
        ("Please come to our clinic today.", {"UrgentVisit"}),
        ("Please schedule an appointment with us next month.", {"NonurgentVisit"}),
        ("Go to the emergency room. Then schedule an appointment with us.", {"UrgentVisit"}),
        ("If the pain gets worse, call our office.", {"Contingency"}),
        ("If you have any further questions, call our office.", set()),
        ("Do you have a fever?", {"Clarify"}),
        ("Nausea is common during this treatment.", set()),
        ("There is no need to schedule an appointment.", set()),
    ],
)
def test_contents_of_a_reply(replies: ReplyRules, reply: str, holds: set[str]) -> None:
    assert replies.read(read(reply)).holds == holds


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Zinc lozenges can shorten a cold.", True),
        ("Lozenges that contain zinc shorten the cold by a day.", True),
        ("A cold passes by itself. Drink enough and rest.", False),
        ("There is no evidence that zinc lozenges shorten anything.", False),
    ],
)
def test_a_statement_is_said_by_its_words_and_not_by_their_denial(answer: str, said: bool) -> None:
    assert StatementRules().says("Zinc lozenges shorten a cold", "What helps a cold?", read(answer)) is said


def test_a_statement_that_denies_may_be_said_with_negations() -> None:
    statement = "Antibiotics should not be taken for a cold"
    assert StatementRules().says(statement, None, read("Do not take antibiotics for a cold."))


def test_words_of_the_question_alone_do_not_say_it() -> None:
    rules = StatementRules()
    assert not rules.says("Migraine is treated with triptans", "How is migraine treated?", read("Migraine hurts."))


def test_a_peer_gets_the_ladders_phrases_and_only_its_own_reading_counts() -> None:
    place = Location(file="made up", line=1)
    phrases = {name: parse_phrase(text)[0] for name, text in (("low", "see a doctor"), ("high", "ambulance"))}
    rungs = tuple(Rung(name=name, terms=(term,), location=place) for name, term in phrases.items() if term)
    ladder = LadderPhrases(RuleBook(ladder=rungs))
    text = "See a doctor. If you faint, call an ambulance."

    def nothing(_text: str, spans: list[tuple[int, int]]) -> list[tuple[bool, bool]]:
        return [(False, False)] * len(spans)

    def only_if(_text: str, spans: list[tuple[int, int]]) -> list[tuple[bool, bool]]:
        return [(False, start > text.index("If")) for start, _ in spans]

    assert ladder.care(text, nothing)[:2] == (1, None)
    assert ladder.care(text, only_if)[:2] == (0, 1)
