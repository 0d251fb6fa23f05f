"""Says conditions, lists of phrases and obligations in plain English."""

from __future__ import annotations

from collections.abc import Mapping

from medrules.language.printing import hours, limit, number, quantity
from medrules.model.book import Concept, RuleBook
from medrules.model.phrase import Exactly, Named, Near, Target, Term
from medrules.model.rule import (
    And,
    Condition,
    Escalates,
    Metadata,
    MustAgree,
    MustCover,
    MustEscalate,
    MustInclude,
    MustKeepTo,
    MustList,
    MustListNothingBeyond,
    MustNotEscalateAbove,
    MustNotExceed,
    MustRank,
    MustReadAt,
    MustSay,
    MustStayUnder,
    Not,
    Obligation,
    Or,
    Placement,
    RecordClause,
    Says,
    Verb,
)

_DOES: dict[Verb, str] = {
    "mention": "mentions",
    "say": "says",
    "advise": "recommends",
    "advise against": "advises against",
    "ask about": "asks about",
}
_DO: dict[Verb, str] = {**{verb: verb for verb in _DOES}, "advise": "recommend"}
_SIDES = {"input": "what the model was asked", "output": "the answer"}
_FIELDS = {
    "category": "the kind of work is",
    "risk": "the risk of the case is",
    "setting": "the setting is",
    "supervision": "the supervision is",
}
_OWED: dict[type, str] = {
    MustCover: "leave out nothing of the {fields} that the record lists",
    MustKeepTo: "say nothing of the patient's {fields} that the record lacks, contradicts or lists as stopped",
    MustAgree: "neither leave out nor change nor add anything of the {fields} in the record",
}
COUNTS: dict[Verb, str] = {
    "mention": "It counts however it is meant: denied, asked about or quoted too.",
    "say": "It counts where it is stated or advised; not where it is denied, asked, quoted, past or about others.",
    "advise": "It counts where it is recommended to the reader; not where it is stated, asked, quoted or denied.",
    "advise against": "It counts where it is discouraged or forbidden (do not, avoid, instead of).",
    "ask about": "It counts in a question.",
}
"""What is evidence for each verb."""


class Wording:
    """The words for the parts of one book's rules."""

    def __init__(self, book: RuleBook) -> None:
        self._concepts: Mapping[str, Concept] = book.concepts
        self._rungs = {rung.name: rung.title for rung in book.ladder}

    def term(self, term: Term) -> str:
        """A phrase in quotes, or a concept by its title."""
        if isinstance(term, Named):
            concept = self._concepts.get(term.name)
            title = concept.title if concept else None
            name = concept.name if concept else term.name
            return f"{name} ({title[:1].lower()}{title[1:]})" if title else name
        if isinstance(term, Exactly):
            return f"exactly “{term.text}”"
        if isinstance(term, Near):
            return f"“{term.left.text}” near “{term.right.text}” (within {term.within} words)"
        return f"“{term.text}”"

    def target(self, target: Target) -> str:
        """A list with how many of it are needed."""
        listed = [self.term(term) for term in target.terms]
        if len(listed) == 1:
            return listed[0]
        joiner = {"any": "or", "all": "and"}.get(target.quantity, "and")
        text = f"{', '.join(listed[:-1])} {joiner} {listed[-1]}"
        return f"at least {target.least} of: {', '.join(listed)}" if target.quantity == "at least" else text

    def rung(self, name: str) -> str:
        """A rung of the ladder with its title."""
        title = self._rungs.get(name)
        return f"{name} ({title[:1].lower()}{title[1:]})" if title else name

    def condition(self, condition: Condition, *, nested: bool = False) -> str:
        """A condition as a clause of a sentence."""
        if isinstance(condition, Says):
            does = _DOES[condition.verb]
            return (
                f"{_SIDES[condition.side]} {does} {self.target(condition.target)}{self.place(condition.placement)}"
            )
        if isinstance(condition, Escalates):
            return f"the answer sends the reader to {self.rung(condition.level)} or higher"
        if isinstance(condition, RecordClause):
            return f"the record's {self._recorded(condition)}"
        if isinstance(condition, Metadata):
            return f"{_FIELDS[condition.field]} {' or '.join(condition.values)}"
        if isinstance(condition, Not):
            return f"it is not so that {self.condition(condition.condition, nested=True)}"
        joiner = ", and " if isinstance(condition, And) else ", or "
        members = condition.conditions if isinstance(condition, And | Or) else ()
        text = joiner.join(self.condition(member, nested=True) for member in members)
        return f"({text})" if nested else text

    def _recorded(self, clause: RecordClause) -> str:
        field = clause.field
        if clause.target is not None:
            return f"{field} include {self.target(clause.target)}"
        value = quantity(clause.quantity) if clause.quantity is not None else clause.value
        return f"{field} is {'' if clause.comparison == 'is' else clause.comparison + ' '}{value}"

    def place(self, placement: Placement) -> str:
        """Where something has to stand, with a space before it."""
        text = ""
        if placement.first_sentences is not None:
            count = placement.first_sentences
            text += " within the first sentence" if count == 1 else f" within the first {count} sentences"
        if placement.section is not None:
            text += f" in the section “{placement.section}”"
        if placement.same_sentence:
            text += " in the same sentence"
        if placement.same_sentence_as is not None:
            text += f" in the same sentence as {self.target(placement.same_sentence_as)}"
        if placement.last_answer:
            text += " in the last answer of the conversation"
        if placement.by_turn is not None:
            count = placement.by_turn
            text += " in its first answer" if count == 1 else f" in one of its first {count} answers"
        return text

    def obligation(self, obligation: Obligation) -> str:
        """What the answer owes, as a sentence without its full stop."""
        if isinstance(obligation, MustSay):
            return self._say(obligation)
        if isinstance(obligation, MustEscalate):
            soon = f", within {hours(obligation.within_hours)}" if obligation.within_hours is not None else ""
            return (
                f"The answer must send the reader to {self.rung(obligation.level)} or higher, without an if{soon}"
            )
        if isinstance(obligation, MustNotEscalateAbove):
            return f"The answer must not send the reader higher than {self.rung(obligation.level)}"
        if isinstance(obligation, MustInclude):
            return self._include(obligation)
        if isinstance(obligation, MustNotExceed):
            what = f"{self.target(obligation.target)} {limit(obligation)}"
            return f"The answer must never recommend {what}{self.place(obligation.placement)}"
        if isinstance(obligation, MustCover | MustKeepTo | MustAgree):
            return f"The answer must {_OWED[type(obligation)].format(fields=_and(obligation.fields))}"
        return self._shape(obligation)

    def _shape(self, obligation: Obligation) -> str:
        """What is asked of the answer's lists, length, reading level and confidence."""
        if isinstance(obligation, MustList):
            return f"The answer must list {self.target(obligation.target)}"
        if isinstance(obligation, MustListNothingBeyond):
            return f"The answer's list must hold nothing but {self.target(Target(terms=obligation.terms))}"
        if isinstance(obligation, MustRank):
            return f"The answer must put {self.term(obligation.term)} first in its list"
        if isinstance(obligation, MustReadAt):
            return f"The answer must read at school grade {number(obligation.grade)} or below (Flesch-Kincaid)"
        if isinstance(obligation, MustStayUnder):
            return f"The answer must stay under {obligation.words} words"
        return "The answer must say how confident it is"

    def _say(self, obligation: MustSay) -> str:
        must = "must never" if obligation.never else "must"
        text = f"The answer {must} {_DO[obligation.verb]} {self.target(obligation.target)}"
        text += ", without an if" if obligation.unconditionally else ""
        text += f" before {self.target(obligation.before)}" if obligation.before is not None else ""
        return text + self.place(obligation.placement)

    def _include(self, obligation: MustInclude) -> str:
        listed = ", ".join(f"“{section}”" for section in obligation.sections)
        many = {"any": "one of the sections ", "at least": f"at least {obligation.least} of the sections "}
        before = f" before {self.target(obligation.before)}" if obligation.before is not None else ""
        all_of = "the section " if len(obligation.sections) == 1 else "all of the sections "
        which = many.get(obligation.quantity, all_of)
        return f"The answer must have {which}{listed}{before}, each with a text below it"


def _and(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def weakness(obligation: Obligation) -> str | None:
    """What goes to review instead of counting."""
    if not isinstance(obligation, MustSay):
        return None
    if obligation.never:
        return {
            "say": "Under a condition it goes to review.",
            "advise": "Under a condition it counts too; where that is a clinician's consent, it goes to review.",
        }.get(obligation.verb)
    if obligation.unconditionally:
        return (
            "Hedged advice goes to review; under a condition it does not count."
            if obligation.verb == "advise"
            else None
        )
    return "Hedged (you could, consider), it goes to review." if obligation.verb.startswith("advise") else None
