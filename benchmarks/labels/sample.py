"""How the answers and the mentions that are labelled here were drawn: by cue words, with a fixed seed.

``python -m benchmarks.labels.sample rungs DATA`` (or ``direct``, ``mentions``, ``rare``, ``person``) prints
the rows drawn, one JSON object a line, with no text. The order depends on the seed and the row alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.folder import Folder, Record

SEED = "labels-1"
HERE = Path(__file__).parent

# Answers to draw from each set: short answers of small models, long ones, and those in a crisis all count.
RUNG_SHARES: Mapping[str, int] = {
    "bulk_answers": 90,
    "patientqa_harm": 32,
    "redteam": 34,
    "therapist": 34,
    "oncqa_content": 24,
    "kqa_claim_nli": 16,
    "kqa_must_have": 8,
    "medsafetybench": 4,
}
# The first stratum whose cue an answer holds is its stratum; each gets its share of every set.
RUNG_STRATA: Mapping[str, tuple[str, float]] = {
    "emergency": (r"\b(emergenc\w*|911|er|ambulance|hotline|988|crisis)\b", 0.3),
    "urgent": (
        r"\b(urgent\w*|as soon as possible|right away|promptly|today|immediate\w*|within (24|48)|without delay)\b",
        0.25,
    ),
    "clinician": (
        r"\b((see|consult|contact|call|visit|talk|speak|ask|seek|discuss)\w*\b[^.!?\n]{0,40}"
        r"\b(doctor|physician|provider|professional|specialist|therapist|counselor|pharmacist|clinic|help|attention))",
        0.25,
    ),
    "other": (r"", 0.2),
}
# A second draw, since few answers advise more than a routine visit: answers whose first lines name urgent or
# emergency care in a sentence without a condition.
DIRECT_SHARES: Mapping[str, int] = {
    "bulk_answers": 30,
    "oncqa_content": 9,
    "therapist": 7,
    "redteam": 4,
    "patientqa_harm": 6,
}
DIRECT = re.compile(
    r"\b(emergency (room|department|care|services)|ER|911|ambulance|urgent care|hotline|lifeline|"
    r"immediately|right away|as soon as possible|urgently|today|without delay|promptly)\b"
)
CONDITION = re.compile(r"\b(if|when|unless|should you)\b", re.IGNORECASE)
MENTION_STRATA: Mapping[str, tuple[str, int]] = {
    "question": (r"\?\s*$", 60),
    "person": (
        r"\b(mother|father|sister|brother|wife|husband|family history|history of|previous\w*|"
        r"last (year|month|week)|had|"
        r"you('re| are) (having|experiencing|taking|feeling)|you have|your (current|recent|history))\b",
        95,
    ),
    "against": (
        r"\b(avoid\w*|do not|don['’]t|should not|shouldn['’]t|never|instead of|rather than|stop\w*|limit\w*|"
        r"refrain|"
        r"not recommended|contraindicated|against|cannot (provide|recommend|assist))\b",
        110,
    ),
    "condition": (r"\b(if|unless|when you|in case|should you|once you|as needed|until)\b", 85),
    "negation": (
        r"\b(no|not|without|denies|absence|rule out|ruled out|isn['’]t|doesn['’]t|neither|nor|negative)\b",
        85,
    ),
    "hedge": (r"\b(may|might|could|possibl\w*|consider\w*|likely|perhaps|sometimes|can)\b", 60),
    "plain": (r"", 55),
}
MENTION_SETS: Mapping[str, float] = {
    "bulk_answers": 0.34,
    "redteam": 0.15,
    "therapist": 0.12,
    "oncqa_content": 0.14,
    "patientqa_harm": 0.09,
    "kqa_claim_nli": 0.05,
    "kqa_must_have": 0.04,
    "triage_freetext": 0.05,
    "medsafetybench": 0.02,
}
# A second draw by cues beside the word itself, for the readings that the first draw left rare.
RARE_STRATA: Mapping[str, tuple[str, int]] = {
    "question": (r"(do|did|does|are|is|have|has|were|was|any) [^.?!\n]{0,60}⟦[^⟧]*⟧[^.!\n]{0,50}\?", 45),
    "absent": (
        r"\b(no|not|without|absence of|denies|lack of|free of|rule out|isn['’]t|don['’]t have|doesn['’]t|"
        r"never had|negative for) ([\w-]+ ){0,3}⟦",
        60,
    ),
    "against": (
        r"\b(do not|don['’]t|never|should not|shouldn['’]t|avoid|stop|instead of|rather than|limit|refrain from|"
        r"not recommend\w*|no need \w+|advise against) ([\w-]+ ){0,3}⟦",
        50,
    ),
    "patient": (
        r"\b(your|you have|you had|you['’]re having|you are taking|you took|his|her|patient (has|had|is)|"
        r"history of|previous|diagnosed with|mother['’]?s?|father['’]?s?) ([\w-]+ ){0,3}⟦",
        60,
    ),
    "offered": (r"\b(consider|might|may want to|could try|can try|you could|perhaps) ([\w-]+ ){0,5}⟦", 30),
}
# A third draw, for what is said of the patient, of the past and of other people.
PERSON_STRATA: Mapping[str, tuple[str, int]] = {
    "others": (
        r"\b(mother|father|sister|brother|aunt|uncle|grandmother|grandfather|family history|relatives?|partner)\b"
        r"[^.!?]{0,80}⟦",
        24,
    ),
    "past": (
        r"\b(history of|previous(ly)?|prior|in the past|last (year|month|week)|used to|underwent|"
        r"(has|have|had) been|ago|diagnosed|recent(ly)?)\b[^.!?]{0,60}⟦",
        32,
    ),
    "now": (
        r"\b(since you|given your|you are (having|experiencing|taking|on|currently)|"
        r"you['’]re (having|experiencing|taking)|"
        r"you (have|mentioned|described|reported)|(he|she|patient) (is|has|reports|presents|takes|denies)|"
        r"your (current|new|symptoms|ongoing))\b[^.!?]{0,60}⟦",
        34,
    ),
}
PERSON_SETS: Mapping[str, float] = {
    "bulk_answers": 0.4,
    "redteam": 0.25,
    "oncqa_content": 0.15,
    "triage_freetext": 0.1,
    "patientqa_harm": 0.1,
}
RARE_SETS: Mapping[str, float] = {
    "bulk_answers": 0.36,
    "redteam": 0.2,
    "oncqa_content": 0.14,
    "therapist": 0.1,
    "patientqa_harm": 0.1,
    "kqa_claim_nli": 0.04,
    "kqa_must_have": 0.04,
    "medsafetybench": 0.02,
}
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


class Answer(NamedTuple):
    """One answer that may be drawn; ``group`` joins variants of one question answered by one system."""

    set: str
    id: str
    group: str
    text: str


class Span(NamedTuple):
    """One mention that may be drawn: characters of the answer, end exclusive."""

    answer: Answer
    start: int
    end: int


def rank(*parts: object) -> str:
    """A fixed pseudo-random sort key of a row."""
    return hashlib.sha256("|".join(map(str, (SEED, *parts))).encode()).hexdigest()


def answers(folder: Folder, name: str, used: set[str]) -> list[Answer]:
    """The set's answers in drawing order, no text twice (``used`` grows) and one variant of a question."""
    found = [
        Answer(name, row["id"], re.sub(r"-(v\d+|original)$", "", row["id"]), row["output"])
        for row in folder.rows(name)
        if row["output"] and len(row["output"]) >= 40
    ]
    kept: list[Answer] = []
    groups: set[str] = set()
    for answer in sorted(found, key=lambda answer: rank(answer.set, answer.id)):
        if answer.text not in used and answer.group not in groups:
            used.add(answer.text)
            groups.add(answer.group)
            kept.append(answer)
    return kept


def stratum(text: str, strata: Mapping[str, tuple[str, float]] | Mapping[str, tuple[str, int]]) -> str:
    """The first stratum whose cue the text holds."""
    return next(name for name, (cue, _) in strata.items() if re.search(cue, text, re.IGNORECASE))


def labelled_rows(folder: Folder) -> list[Record]:
    """The answers whose level of care the data folder already labels."""
    rows = (folder.by_id(label["set"]).get(label["id"]) for label in folder.rows("rungs"))
    return [row for row in rows if row is not None]


def draw_rungs(folder: Folder) -> Iterator[tuple[str, Answer]]:
    """Stratum and answer, stratified within each set; what a stratum lacks, the set's next answers fill."""
    used = {row["output"] for row in labelled_rows(folder)}
    for name, share in RUNG_SHARES.items():
        pool = [(stratum(answer.text, RUNG_STRATA), answer) for answer in answers(folder, name, used)]
        taken: list[tuple[str, Answer]] = []
        for kind, (_, part) in RUNG_STRATA.items():
            taken += [item for item in pool if item[0] == kind][: round(share * part)]
        rest = [item for item in pool if item not in taken]
        yield from (taken + rest)[:share]


def is_direct(text: str) -> bool:
    """Whether a sentence in the first 700 characters names urgent or emergency care and states no condition."""
    sentences = (match.group() for match in _SENTENCE.finditer(text[:700]))
    return any(DIRECT.search(sentence) and not CONDITION.search(sentence) for sentence in sentences)


def draw_direct(folder: Folder) -> Iterator[tuple[str, Answer]]:
    """Answers that name urgent or emergency care outright and are not among those of `draw_rungs`."""
    drawn = {answer.text for _, answer in draw_rungs(folder)}
    drawn |= {row["output"] for row in labelled_rows(folder)}
    for name, share in DIRECT_SHARES.items():
        direct = [answer for answer in answers(folder, name, drawn) if is_direct(answer.text)]
        yield from (("direct", answer) for answer in direct[:share])


def spans(answer: Answer, words: re.Pattern[str]) -> Iterator[tuple[str, Span]]:
    """Stratum and span of every listed word in the answer; the stratum is read from the word's own sentence."""
    for sentence in _SENTENCE.finditer(answer.text):
        for match in words.finditer(sentence.group()):
            start = sentence.start() + match.start()
            yield stratum(sentence.group(), MENTION_STRATA), Span(answer, start, start + len(match.group()))


def listed_words() -> re.Pattern[str]:
    """Any word or phrase of the list, longest first; abbreviations in capitals only."""
    listed: list[str] = [
        word for words in json.loads((HERE / "words.json").read_text()).values() for word in words
    ]
    terms = [
        re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})"
        for word in sorted(listed, key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(terms)})\b")


def labelled_spans(folder: Folder) -> set[tuple[str, str]]:
    """Answers that already hold labelled mentions: no second look at those."""
    return {(row["set"], row["id"]) for row in folder.rows("mentions")}


def draw_mentions(folder: Folder) -> Iterator[tuple[str, Span]]:
    """Stratum and span: shares by stratum and set, at most two spans an answer, no word more than nine times."""
    words, seen, used = listed_words(), labelled_spans(folder), set[str]()
    per_answer: Counter[str] = Counter()
    per_word: Counter[str] = Counter()
    pools: dict[tuple[str, str], list[Span]] = {}
    for name in MENTION_SETS:
        for answer in answers(folder, name, used):
            if (answer.set, answer.id) not in seen:
                for kind, span in spans(answer, words):
                    pools.setdefault((name, kind), []).append(span)
    for kind, (_, share) in MENTION_STRATA.items():
        for name, part in MENTION_SETS.items():
            wanted = max(1, round(share * part))
            pool = sorted(pools.get((name, kind), []), key=lambda span: rank(span.answer.id, span.start))
            for span in pool:
                target = span.answer.text[span.start : span.end].casefold()
                if wanted and per_answer[span.answer.id] < 2 and per_word[target] < 9:
                    wanted -= 1
                    per_answer[span.answer.id] += 1
                    per_word[target] += 1
                    yield kind, span


def draw_rare(folder: Folder) -> Iterator[tuple[str, Span]]:
    """Spans of the readings that `draw_mentions` left rare."""
    return draw_beside(folder, RARE_STRATA, RARE_SETS, drawn_before(draw_mentions(folder)))


def draw_person(folder: Folder) -> Iterator[tuple[str, Span]]:
    """Spans that may be said of the patient, of the past or of another person."""
    before = drawn_before(draw_mentions(folder)) | drawn_before(draw_rare(folder))
    return draw_beside(folder, PERSON_STRATA, PERSON_SETS, before)


def drawn_before(drawn: Iterator[tuple[str, Span]]) -> set[tuple[str, str]]:
    """The answers that an earlier draw took spans of."""
    return {(span.answer.set, span.answer.id) for _, span in drawn}


def draw_beside(
    folder: Folder,
    strata: Mapping[str, tuple[str, int]],
    sets: Mapping[str, float],
    before: set[tuple[str, str]],
) -> Iterator[tuple[str, Span]]:
    """Stratum and span by cues beside the word: one an answer, none of an earlier draw, no chat transcript."""
    words, used, per_word = listed_words(), set[str](), Counter[str]()
    seen = labelled_spans(folder) | before
    for name, part in sets.items():
        pool = [
            answer
            for answer in answers(folder, name, used)
            if (answer.set, answer.id) not in seen and "### User" not in answer.text
        ]
        for kind, (cue, share) in strata.items():
            wanted = round(share * part)
            for answer in pool:
                span = first_span(answer, words, re.compile(cue, re.IGNORECASE))
                if span is None or (answer.set, answer.id) in seen or not wanted:
                    continue
                target = answer.text[span.start : span.end].casefold()
                if per_word[target] < 8:
                    wanted -= 1
                    per_word[target] += 1
                    seen.add((answer.set, answer.id))
                    yield kind, span


def first_span(answer: Answer, words: re.Pattern[str], cue: re.Pattern[str]) -> Span | None:
    """The first listed word of the answer whose sentence, with the word in ⟦ ⟧, holds the cue."""
    for sentence in _SENTENCE.finditer(answer.text):
        text = sentence.group()
        for match in words.finditer(text):
            marked = f"{text[: match.start()]}⟦{match.group()}⟧{text[match.end() :]}"
            if cue.search(marked):
                return Span(answer, sentence.start() + match.start(), sentence.start() + match.end())
    return None


DRAWS: Mapping[
    str, Callable[[Folder], Iterator[tuple[str, Answer]]] | Callable[[Folder], Iterator[tuple[str, Span]]]
] = {
    "rungs": draw_rungs,
    "direct": draw_direct,
    "mentions": draw_mentions,
    "rare": draw_rare,
    "person": draw_person,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the rows drawn, without text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=tuple(DRAWS))
    parser.add_argument("data", type=Path)
    given = parser.parse_args(arguments)
    for kind, drawn in DRAWS[given.what](Folder(given.data)):
        answer = drawn.answer if isinstance(drawn, Span) else drawn
        place = {"start": drawn.start, "end": drawn.end} if isinstance(drawn, Span) else {}
        print(json.dumps({"set": answer.set, "id": answer.id, **place, "stratum": kind}))


if __name__ == "__main__":
    main()
