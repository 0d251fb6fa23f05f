"""What a case is put to a model as: the template, the system prompt, the turns in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import re2

from medrules.endpoints.protocols import Message
from medrules.model.case import ANSWERING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medrules.model.case import Turn, Vignette
    from medrules.model.record import Record

_GAPS = re2.compile(r"\{(input|record)\}")
_PLAIN = (("age", "Age"), ("sex", "Sex"), ("pregnant", "Pregnant"), ("breast_feeding", "Breast-feeding"))
_MEASURED = (("weight", "Weight"), ("height", "Height"))
_LISTS = (
    ("problems", "Problems"),
    ("medications", "Medications"),
    ("allergies", "Allergies"),
    ("labs", "Results"),
    ("vitals", "Vital signs"),
)


class Conversation(NamedTuple):
    """A conversation up to where the model speaks next."""

    system: str | None
    messages: tuple[Message, ...]


def questions(case: Vignette) -> int:
    """How often the model speaks: after each turn of the user's side that the case itself does not answer."""
    return sum(1 for _ in _asked(case.turns))


def _asked(turns: Sequence[Turn]) -> Iterator[int]:
    """The places of the turns that the model answers."""
    said = [(place, turn) for place, turn in enumerate(turns) if turn.role != "system"]
    for number, (place, turn) in enumerate(said):
        answered = number + 1 < len(said) and said[number + 1][1].role in ANSWERING
        if turn.role not in ANSWERING and not answered:
            yield place


def conversation(case: Vignette, template: str, system: str | None, answers: Sequence[str]) -> Conversation:
    """What is sent for the next answer, after the ``answers`` that were given so far."""
    given = [system] if system else []
    given += [turn.text for turn in case.turns if turn.role == "system"]
    asked = set(_asked(case.turns))
    messages: list[Message] = []
    left = list(answers)
    first = True
    for place, turn in enumerate(case.turns):
        if turn.role == "system":
            continue
        if turn.role in ANSWERING:
            messages.append(Message("assistant", turn.text))
            continue
        messages.append(Message("user", filled(template, turn.text, case.record) if first else turn.text))
        first = False
        if place in asked:
            if not left:
                break
            messages.append(Message("assistant", left.pop(0)))
    return Conversation("\n\n".join(given) or None, tuple(messages))


def spoken(case: Vignette, answers: Sequence[str]) -> list[dict[str, str]]:
    """The conversation as it was held, without the template and without what the product told the model.

    What the case itself lets the assistant say is of the role ``scripted``: it is no answer of the model.
    """
    asked = set(_asked(case.turns))
    left = list(answers)
    messages = []
    for place, turn in enumerate(case.turns):
        if turn.role == "system":
            continue
        role = "scripted" if turn.role in ANSWERING else turn.role
        messages.append({"role": role, "content": turn.text})
        if place in asked:
            if not left:
                break
            messages.append({"role": "assistant", "content": left.pop(0)})
    return messages


def filled(template: str, text: str, record: Record | None) -> str:
    """The template with the words of the case and of its record."""
    words = {"input": text, "record": written(record)}
    parts, at = [], 0
    for gap in _GAPS.finditer(template):
        parts += [template[at : gap.start()], words[gap.group(1)]]
        at = gap.end()
    return "".join([*parts, template[at:]])


def written(record: Record | None) -> str:
    """A record as a text, each item in the words it was written in; what is not stated is left out."""
    if record is None:
        return "No record."
    lines = []
    for field, title in (*_PLAIN, *_MEASURED):
        stated = getattr(record, field)
        if stated is not None:
            lines.append(f"{title}: {stated.text}")
    for field, title in _LISTS:
        entries = getattr(record, field)
        if entries is not None:
            lines.append(f"{title}:" if entries else f"{title}: none")
            lines += [f"- {entry.text}" for entry in entries]
    for document in record.documents or ():
        dated = f" ({document.date})" if document.date else ""
        lines += ["", f"{document.title}{dated}:", document.text.strip()]
    return "\n".join(lines) or "No record."
