"""Says to whom a text speaks: to a reader of the reader's own case, to a colleague of a patient, or to nobody."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from medrules.text.cues import Node, compile_cues, longest, read_sections, word_class, words_of
from medrules.text.sentences import COLON

if TYPE_CHECKING:
    from medrules.text.blocks import Block
    from medrules.text.contacts import Contact
    from medrules.text.document import Document

_ADDRESSED = word_class("addressed")
_SPOKEN_OF = word_class("spoken of")
_PERSONS = _SPOKEN_OF | word_class("third person") | {"please"}
_CONDITIONS = frozenset(("if", "when", "whether", "unless", "once", "that", "or"))
_SPEAKERS = frozenset(("i", "i'm", "i'd", "i've"))
_OF_OTHERS = frozenset(("be", "being", "made", "primary", "referral"))
_PEOPLE = words_of("care.txt", "some people")
_SOME, _OF_PEOPLE = words_of("care.txt", "some"), words_of("care.txt", "of people")
_ANY_ONE = {
    ("any", "infant"),
    ("any", "baby"),
    ("any", "child"),
    ("any", "patient"),
    ("any", "adult"),
    ("a", "person"),
    ("an", "individual"),
    ("any", "person"),
    ("every", "person"),
    ("each", "person"),
}
_SUPPOSING = frozenset(
    ("suspect", "think", "have", "experience", "notice", "feel", "develop", "believe", "may", "are")
)
_ASKERS = frozenset(("user", "human", "question"))
_INVENTED = frozenset(("user", "human"))
"""Not *question*: an answer may put questions of its own."""
_SPEAKING = _ASKERS | {"assistant", "answer", "response", "context", "instruction", "system", "patient"}
_POINTING = frozenset(("this", "that", "it", "these", "so", "therefore"))
_OPENING = 2
"""Sentences: a text that teaches says so at its beginning."""
_COLLEAGUE_CUES = 2
_READER = 2
"""Cues of a colleague that one word to a patient outweighs."""
_NEAR_WORDS = 8
_SHORT = 80
_REPLY = 50
_REFUSES = frozenset(("i", word) for word in ("cannot", "can't", "won't", "couldn't", "am", "do", "don't"))


@cache
def _cues() -> Node:
    return compile_cues(read_sections("audience.txt"))


@cache
def _disclaimers() -> Node:
    return compile_cues(read_sections("disclaimer.txt"))


class Audience:
    """Whom one document addresses."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._disclaiming: dict[int, bool] = {}
        """Whether a block disclaims, by its number."""

    @cached_property
    def _found(self) -> list[tuple[int, str]]:
        """The cues as the word where each begins and its kind."""
        forms, flags, root = self.document.words.forms, self.document.flags, _cues()
        found = []
        for at, form in enumerate(forms):
            node = root.next.get(form)
            match = longest(node, forms, flags, at + 1, len(forms)) if node is not None else None
            if match is not None and not (match[1] == "case" and self._is_supposed(at)):
                found.append((at, match[1]))
        return found

    def _is_supposed(self, at: int) -> bool:
        """``If you have been exposed`` says nothing of this reader."""
        if at and self.document.words.forms[at - 1] in _CONDITIONS:
            return True
        analysis = self.document.assertion.analysis(self.document.part_of(at))
        return analysis.inside[at - analysis.first]

    def _count(self, kind: str) -> int:
        return sum(found == kind for _, found in self._found)

    @cached_property
    def is_personal(self) -> bool:
        """The text speaks of the reader's own case."""
        return self._count("case") + self._count("consoled") > 0

    @property
    def is_short(self) -> bool:
        """So short an answer is a reply, though it says nothing of the reader's case."""
        return len(self.document.words.forms) < _SHORT

    @property
    def is_reply(self) -> bool:
        """A short answer that teaches nothing and refuses nothing."""
        forms = self.document.words.forms
        refuses = any(tuple(forms[at : at + 2]) in _REFUSES for at in range(len(forms)))
        return len(forms) < _REPLY and not self.is_general and not self.is_colleague and not refuses

    @cached_property
    def is_talk(self) -> bool:
        """Somebody speaks: of the reader's case, or as *I*."""
        return self.is_personal or not _SPEAKERS.isdisjoint(self.document.words.forms)

    @cached_property
    def is_colleague(self) -> bool:
        """The text speaks of a patient to a clinician: its orders are not the patient's."""
        forms = set(self.document.words.forms)
        if not forms & _ADDRESSED and forms & _SPOKEN_OF:
            return True
        if self._count("consoled") and ("your", "patient") not in pairwise(self.document.words.forms):
            return False
        spoken_to = self._count("case") + _READER * self._count("reader")
        return self._count("colleague") >= max(_COLLEAGUE_CUES, spoken_to + 1)

    @cached_property
    def is_general(self) -> bool:
        """The text teaches, and speaks of nobody's case."""
        parts = self.document.parts
        stop = parts[min(_OPENING, len(parts)) - 1].last if parts else 0
        teaches = any(at < stop and kind in ("education", "prevention") for at, kind in self._found)
        return teaches and not self.is_personal

    @cached_property
    def is_preventive(self) -> bool:
        """The text speaks of nobody's case and says how to keep from an illness."""
        return not self.is_personal and self._count("prevention") > 0

    def is_of_patient(self, word: int) -> bool:
        """Somebody spoken of is to see to it: ``the patient should see …``, not ``… should be examined``."""
        if self.document.words.forms[word] in _OF_OTHERS:
            return False
        first = self.document.parts[self.document.part_of(word)].first
        return not _PERSONS.isdisjoint(self.document.words.forms[max(first, word - _NEAR_WORDS) : word])

    def is_supposed_of_reader(self, word: int) -> bool:
        """``If you think that you have been infected, see a doctor``: no clinician is spoken to."""
        part = self.document.parts[self.document.part_of(word)]
        forms = self.document.words.forms[part.first : part.last]
        return any(
            one == "if" and two == "you" and after in _SUPPOSING
            for one, two, after in zip(forms, forms[1:], forms[2:], strict=False)
        )

    def is_spoken(self, word: int) -> bool:
        """Somebody speaks, or the sentence speaks to its reader."""
        part = self.document.parts[self.document.part_of(word)]
        return self.is_talk or not _ADDRESSED.isdisjoint(self.document.words.forms[part.first : part.last])

    def is_of_others(self, word: int) -> bool:
        """Said of some people, in a text on nobody's case: ``people with asthma should have check-ups``."""
        if self.is_personal:
            return False
        part = self.document.parts[self.document.part_of(word)]
        forms = self.document.words.forms
        if not _ADDRESSED.isdisjoint(forms[part.first : part.last]):
            return False
        if _names_people(forms[part.first : word]):
            return True
        return forms[part.first] == "they" and self._speaks_of_people(self.document.part_of(word) - 1)

    def _speaks_of_people(self, number: int) -> bool:
        """``People with asthma cough. They should …``: some people are who the sentence speaks of."""
        if number < 0:
            return False
        part = self.document.parts[number]
        forms = self.document.words.forms[part.first : part.last]
        return _names_people(forms) and _ADDRESSED.isdisjoint(forms)

    def is_of_illness(self, contact: Contact) -> bool:
        """``Both heart failure and heart attack require prompt care``, in a longer text on nobody's case."""
        cue = contact.mention.reading.cue
        if cue is None or cue.kind != "advice need" or self.is_personal or self.is_short:
            return False
        part = self.document.parts[contact.part]
        forms = self.document.words.forms[part.first : part.last]
        return forms[0] not in _POINTING and _ADDRESSED.isdisjoint(forms)

    @cached_property
    def _invented(self) -> int:
        """The word at which the answer begins to make up what a user asks next (``### User:``)."""
        blocks = self.document.blocks
        asking = (block.first for block in blocks[1:] if self._is_labelled(block, _INVENTED))
        own = blocks and not self._is_labelled(blocks[0], _SPEAKING)
        return next(asking, len(self.document.words.forms)) if own else len(self.document.words.forms)

    def is_invented(self, word: int) -> bool:
        """It stands in what the answer makes up of later turns: no advice on what was asked."""
        return word >= self._invented

    def _is_labelled(self, block: Block, labels: frozenset[str]) -> bool:
        labelled = block.first + 1 < block.last and bool(self.document.flags[block.first + 1] & COLON)
        return labelled and self.document.words.forms[block.first] in labels

    def is_asked(self, word: int) -> bool:
        """The block repeats what somebody asked (``User: Should I go to the ER?``)."""
        document = self.document
        return self._is_labelled(document.blocks[document.parts[document.part_of(word)].block], _ASKERS)

    def is_disclaimer(self, word: int) -> bool:
        """The block says what every such answer says (``I am an AI, not a doctor``)."""
        document = self.document
        number = document.parts[document.part_of(word)].block
        while number >= 0:
            if self._disclaims(number):
                return True
            number = document.parents[number]
        return False

    def _disclaims(self, number: int) -> bool:
        known = self._disclaiming.get(number)
        if known is None:
            forms, flags, root = self.document.words.forms, self.document.flags, _disclaimers()
            block = self.document.blocks[number]
            known = self._disclaiming[number] = any(
                node is not None and longest(node, forms, flags, at + 1, block.last) is not None
                for at in range(block.first, block.last)
                for node in (root.next.get(forms[at]),)
            )
        return known


def _names_people(forms: list[str]) -> bool:
    """``People with asthma``, ``those who``, ``a person``; not *those symptoms*."""
    pairs = [*pairwise(forms)]
    some = any(one in _SOME and two in _OF_PEOPLE for one, two in pairs)
    return some or not _PEOPLE.isdisjoint(forms) or not _ANY_ONE.isdisjoint(pairs)
