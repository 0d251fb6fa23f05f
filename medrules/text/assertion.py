"""Reads how a text uses one mention: act, polarity, certainty, condition, time and experiencer, with the cue."""

from __future__ import annotations

from functools import cached_property

from medrules.model.reading import Act, Cue, Reading
from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context
from medrules.text.assertion_context import heading_condition
from medrules.text.assertion_openings import PREPOSITIONS
from medrules.text.assertion_reach import Reaches
from medrules.text.cues import Found, word_class
from medrules.text.persons import OF_NOBODY, Persons
from medrules.text.questions import question_start
from medrules.text.regimens import verbless_order
from medrules.text.timing import find_timing

_HELPS = frozenset(("can", "may", "help", "helps", "work", "works", "could", "might"))
_QUOTES = ('"', "“", "”")
_ANSWER_SENTENCES = 3
_TITLE_WORDS = 2
"""Words: a heading that names what is ordered under it has hardly more than its name."""

_FORBIDDING = word_class("forbidding")
_JOINTS = frozenset(("and", "or"))
_ASKING = frozenset(("ask", "check", "see", "find", "decide", "determine", "discuss", "clarify"))
_ASKED_OF = 5
"""Words: who is asked, and *if*."""


class Assertion(Reaches):
    """The readings of one document."""

    @cached_property
    def persons(self) -> Persons:
        """Of whom and of when it speaks."""
        return Persons(self.document, self)

    def let_go(self) -> None:
        """Drops what holds it in turn."""
        self.__dict__.pop("persons", None)

    def behind_condition(self, word: int) -> int:
        """The first word of the sentence that is no longer in the condition in which this one stands."""
        analysis = self.analysis(self.document.part_of(word))
        while word < analysis.last and analysis.inside[word - analysis.first]:
            word += 1
        return word

    def read(self, start: int, end: int) -> Reading:
        """The reading of what stands from ``start`` to ``end``."""
        document = self.document
        if not document.forms:
            return Reading()
        first, last = document.word_at(start), document.word_at(max(start, end - 1))
        part = document.part_of(first)
        analysis = self.analysis(part)
        sentence = document.parts[part]
        if first >= sentence.last:
            return Reading()  # the number of an item stands in no sentence
        last = min(last, sentence.last - 1)
        place = first - sentence.first
        act, cue = analysis.act[place], analysis.cue[place]
        if cue is not None and first <= cue.start <= last and cue.kind.startswith("against"):
            act, cue = analysis.bare[max(cue.start, sentence.first) - sentence.first], None
        if (held := _held(analysis, self.document.forms, first)) is not None:
            act, cue = AGAINST, held
        inside, condition = analysis.inside[place], analysis.condition[place]
        context = self.context_of(part)
        heading = document.blocks[sentence.block].kind == "heading"
        if heading and (titled := self._headed(part, analysis)) is not None:
            act, cue, condition, inside = titled
        elif (
            heading
            and act == NONE
            and context.act == NONE
            and (over := self._over_order(part, last - first)) is not None
        ):
            act, cue, condition = over
        elif act == NONE and self._is_asked_elsewhere(analysis, first):
            act = STATEMENT
        elif act == NONE or (context.act == ADVICE and act == STATEMENT and self._is_praised(analysis, first)):
            act, cue, inside = context.act, context.cue, context.inside
        elif (
            context.inside
            and act == STATEMENT
            and all(self._is_joint(at) for at in analysis.borders if analysis.first < at <= first)
        ):
            inside = True
        if act == NONE and not heading and (regimen := self._ordered(analysis, (first, last))) is not None:
            act, cue = ADVICE, regimen
        if condition is None and act in (ADVICE, AGAINST):
            condition = context.condition
        if act in (ADVICE, AGAINST) and self._is_finding(first, last) and not self._is_avoided(cue, first):
            act, cue = STATEMENT, None
        question = self._question(analysis, context, first, heading)
        if (
            question is not None
            and question.kind == "question"
            and (act == ADVICE or self._asks_for_reader(analysis))
        ):
            answer = self._own_answer(part, analysis)
            if answer is not None:
                act, cue, question = answer[0], answer[1], None
        quoted = self._quoted(sentence.first, sentence.last, first, last)
        if quoted is not None and (question is None or quoted.end - quoted.start > last - first + 4):
            return Reading(act="quotation", cue=self._show(quoted), cues=(self._show(quoted),))
        return self._compose(analysis, (first, last), (act, cue), condition, question, inside=inside)

    def _ordered(self, analysis: Analysis, span: tuple[int, int]) -> Found | None:
        """An order without a verb, unless a section of a note tells by it what the patient takes."""
        found = verbless_order(self.document.forms, self.document.flags, analysis.first, analysis.last, span)
        if found is None or self._is_finding(*span) or self.persons.is_listed(analysis, span):
            return None
        return found

    def _is_avoided(self, cue: Found | None, first: int) -> bool:
        """``Avoid constipation``: itself what is to be avoided."""
        forms = self.document.forms
        if cue is None or cue.end > first or not forms[cue.start].startswith("avoid"):
            return False
        return PREPOSITIONS.isdisjoint(forms[cue.end : first])

    def _over_order(self, part: int, size: int) -> tuple[int, Found | None, Found | None] | None:
        """A heading right over an order takes its act (``Fluids`` over *Drink plenty of water*)."""
        parts = self.document.parts
        if parts[part].last - parts[part].first > size + _TITLE_WORDS:
            return None
        if part + 1 >= len(parts) or self.document.blocks[parts[part + 1].block].kind == "heading":
            return None
        below = self.analysis(part + 1)
        return (below.act[0], below.cue[0], below.condition[0]) if below.opens == "imperative" else None

    def _headed(self, part: int, analysis: Analysis) -> tuple[int, Found | None, Found | None, bool] | None:
        """A heading that asks or says *when to* takes the act of the first advice under it."""
        conditional = heading_condition(analysis)
        asks = bool(self.document.flags[analysis.last] & marks.QUERY)
        if conditional is None and not asks:
            return None
        parts = self.document.parts
        if asks and (answer := self._own_answer(part, analysis)) is not None:
            return answer[0], answer[1], None, False
        first = None
        for below in range(part + 1, min(part + 1 + _ANSWER_SENTENCES, len(parts))):
            if self.document.blocks[parts[below].block].kind == "heading":
                break
            found = self.analysis(below)
            for act, cue, condition in zip(found.act, found.cue, found.condition, strict=True):
                if act == ADVICE:
                    own = condition if condition is not None else self.context(parts[below].block).condition
                    first = first or (act, cue, own, False)
                    if own is not None and conditional is not None:
                        return act, cue, own, False
        if first is not None:
            return first
        if conditional is not None and not asks:
            return ADVICE, conditional, conditional, False
        return None

    def _is_praised(self, analysis: Analysis, first: int) -> bool:
        """The subject of an item under an advising lead-in, with what it is good for (``Tylenol can help``)."""
        forms = self.document.forms
        verb = next((at for at in range(first, analysis.last) if forms[at] in _HELPS), None)
        if verb is None or any(first < border <= verb for border in analysis.borders):
            return False
        return not any(analysis.first < border <= first for border in analysis.borders)

    def _asks_for_reader(self, analysis: Analysis) -> bool:
        """``Do I need the ER? Yes.``: a heading in the reader's own words."""
        asks = next((cue for cue in analysis.cues.get("question", ()) if cue.kind == "self question"), None)
        return asks is not None and self.document.forms[asks.start + 1] == "i"

    def _own_answer(self, part: int, analysis: Analysis) -> tuple[int, Found] | None:
        """What the text itself answers to its question: *yes*, *no*, or a time."""
        asks = next((cue for cue in analysis.cues.get("question", ()) if cue.kind == "self question"), None)
        if asks is None or asks.start > analysis.first + 1 or part + 1 >= len(self.document.parts):
            return None
        below = self.analysis(part + 1)
        for cue in below.cues.get("question", ()):
            ends = cue.end == below.last and not below.opens and self.document.flags[cue.start] & marks.COMMA
            if (cue.start == below.first or ends) and cue.kind.startswith("answer"):
                return (ADVICE if cue.kind == "answer yes" else AGAINST), cue
        if not below.opens and (times := find_timing(*self._words(), below.first, below.last)):
            return ADVICE, Found(times[0].start, times[0].end, "time")
        return None

    def _question(self, analysis: Analysis, context: Context, first: int, heading: bool) -> Found | None:
        forms, flags = self.document.forms, self.document.flags
        if (
            heading
            and not analysis.opens
            and analysis.last < len(forms)
            and not flags[analysis.last] & marks.QUERY
        ):
            below = self.analysis(self.document.part_of(analysis.last))
            if flags[below.last] & marks.QUERY and not any(analysis.act):
                return Found(below.last - 1, below.last, "question")
        if flags[analysis.last] & marks.QUERY and not heading:
            if first >= question_start(forms, flags, analysis.first, analysis.last):
                return Found(analysis.last - 1, analysis.last, "question")
            return None
        if analysis.asked is not None and analysis.asked.end <= first < analysis.asked_end:
            return analysis.asked
        return context.asked

    def _quoted(self, low: int, high: int, first: int, last: int) -> Found | None:
        """The quotation that holds the mention; a word in quotes for its own sake is none."""
        opening = next((at for at in range(first, low - 1, -1) if self._quote_before(at)), None)
        if opening is None or any(self._quote_after(at) for at in range(opening, first)):
            return None
        closing = next((at for at in range(last, min(high, last + 40)) if self._quote_after(at)), None)
        if closing is None:
            return None
        whole = opening == first and closing == last
        if whole and last - first >= 2 and "," in self.document.gaps[opening]:
            return Found(opening, closing + 1, "quotation")
        before = self.document.forms[opening - 1] if opening > low else ""
        if whole and before not in ("a", "an", "in", "necessarily", "not", "isn't"):
            return None
        return Found(opening, closing + 1, "quotation")

    def _quote_before(self, at: int) -> bool:
        return self.document.gaps[at].rstrip("*_(")[-1:] in _QUOTES

    def _quote_after(self, at: int) -> bool:
        return self.document.gaps[at + 1].lstrip("*_.,!?)")[:1] in _QUOTES

    def _compose(
        self,
        analysis: Analysis,
        span: tuple[int, int],
        does: tuple[int, Found | None],
        condition: Found | None,
        question: Found | None,
        *,
        inside: bool,
    ) -> Reading:
        act, cue = does
        name: Act = "advice" if act == ADVICE else "advice against" if act == AGAINST else "statement"
        if inside and cue is not None and cue.kind == "pseudo hearsay":
            name = "quotation"
        elif inside:
            name, cue = "statement", None
        if question is not None:
            name, cue = "question", question
        negation = self._scope(analysis, "negation", *span) if name in ("statement", "quotation") else None
        fragment = analysis.act[span[0] - analysis.first] == NONE
        context = self.context_of(self.document.part_of(span[0]))
        hedge = self._scope(analysis, "hedge", *span) or self._label_hedge(analysis, span[1])
        if hedge is None and fragment and name != "question":
            hedge = context.hedge
        supposed = analysis.inside[span[0] - analysis.first]
        behind = hedge is not None and hedge.start > span[1]
        if name == "question" or (supposed and not behind) or (behind and name == "advice against"):
            hedge = None
        conditional = condition if name != "question" else None
        time, experiencer, person = OF_NOBODY
        if name == "statement" and not inside:
            finding = self._is_finding(*span)
            time, experiencer, person = self.persons.read(analysis, span, finding=finding, fragment=fragment)
            if person is not None and person.kind == "owner":
                hedge = None  # what is somebody's is there, whatever is unsure of it
        order = [found for found in (cue, negation, conditional, hedge, person) if found is not None]
        return Reading(
            act=name,
            polarity="negated" if negation is not None else "affirmed",
            certainty="hedged" if hedge is not None else "plain",
            condition="conditional" if conditional is not None else "unconditional",
            time=time,
            experiencer=experiencer,
            cue=self._show(order[0]) if order else None,
            cues=tuple(self._show(found) for found in sorted(set(order))),
        )

    def _is_joint(self, border: int) -> bool:
        """``Your chest feels tight or you are wheezing``: both are of the item that they stand in."""
        if self.document.flags[border] & marks.COMMA:
            return True
        return not _JOINTS.isdisjoint(self.document.forms[border - 1 : border + 1])

    def _is_asked_elsewhere(self, analysis: Analysis, first: int) -> bool:
        """``Ask them if you need a test``: under a heading that advises, the asking alone is advised."""
        forms = self.document.forms
        if forms[analysis.first] not in _ASKING:
            return False
        asked = forms[analysis.first + 1 : min(first, analysis.first + 1 + _ASKED_OF)]
        return "if" in asked or "whether" in asked

    def _show(self, found: Found) -> Cue:
        words = self.document.words
        start, end = words.starts[found.start], words.ends[found.end - 1]
        return Cue(words.source[start:end], start, end, found.kind)


def _held(analysis: Analysis, forms: list[str], first: int) -> Found | None:
    """The cue in whose forbidden verb the mention begins: *stop* in ``do not stop``, *wait* in ``can't wait``."""
    for cue in analysis.cues.get("act", ()):
        if cue.start < first < cue.end and (
            cue.kind == "pseudo held"
            or (cue.kind.startswith("advice") and not _FORBIDDING.isdisjoint(forms[cue.start : first]))
        ):
            return cue
    return None
