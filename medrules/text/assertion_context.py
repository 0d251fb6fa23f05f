"""Analyses the sentences of a document, each under what the headings, lead-ins and sentences above bring to it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context
from medrules.text.assertion_clauses import analyse, opening_of
from medrules.text.assertion_openings import ADVERSATIVES
from medrules.text.blocks import Block
from medrules.text.cues import Found, words_of
from medrules.text.tables import cell_context
from medrules.text.timing import find_timing

if TYPE_CHECKING:
    from medrules.text.document import Document

_CROSSES = frozenset("❌✗✘✖🚫⛔")
_TICKS = frozenset("✅✓✔")
_LONGEST_FRAGMENT = 6
_HEADS = {"advise": ADVICE, "against": AGAINST, "state": STATEMENT, "doctor": STATEMENT}

_AILMENTS = words_of("findings.txt", "nouns") | words_of("findings.txt", "ailing")
_OFFERS = frozenset((("you", "can"), ("you", "could"), ("you", "may"), ("you", "might"), ("alternatively", "you")))
_A_DAY = 24
_THIS_CASE = (["in", "this", "case"], ["in", "this", "situation"])


class Contexts:
    """The analyses of one document's sentences, each made once, when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._analyses: dict[int, Analysis] = {}
        self._contexts: dict[int, Context] = {}

    def analysis(self, part: int) -> Analysis:
        """The analysis of one sentence."""
        found = self._analyses.get(part)
        if found is None:
            document = self.document
            first, last, block = document.parts[part]
            found = analyse(document.forms, document.flags, first, last, self.context_of(part))
            self._analyses[part] = found
            self._carry(part, block, found)
            self._point_at_reader(part, found)
        return found

    def _point_at_reader(self, part: int, found: Analysis) -> None:
        """``An X-ray is the best test in this case``: the reader's own, unless a case was supposed just before."""
        pointing = {
            cue
            for cue in found.condition
            if cue is not None and self.document.forms[cue.start : cue.end] in _THIS_CASE
        }
        if not pointing or (part > 0 and self._supposes(part - 1)):
            return
        for place, cue in enumerate(found.condition):
            if cue in pointing:
                found.condition[place] = None

    def _supposes(self, part: int) -> bool:
        """Whether this sentence, or what stands above it, speaks of what may be."""
        above = self.analysis(part)
        return any(above.inside) or any(cue is not None for cue in above.condition) or above.pending is not None

    def _carry(self, part: int, block: int, found: Analysis) -> None:
        """A condition goes on over the order that follows: ``If it worsens, do not wait. Call 911.``"""
        first = self.document.part_of(self.document.blocks[block].first)
        if part <= first:
            return
        label = self.analysis(first)
        carried = label.pending if label.labelled else None
        goes_on = found.opens == "imperative" or self._offers(part)
        if carried is None and goes_on and not self._turns(part):
            above = self.analysis(part - 1)
            carried = above.carried
            if carried is None and above.end.act in (ADVICE, AGAINST) and above.opens == "":
                carried = above.pending
            carried = carried or self._asked(above)
        if carried is None:
            return
        found.carried = carried
        for place, act in enumerate(found.act):
            if act in (ADVICE, AGAINST) and found.condition[place] is None:
                found.condition[place] = carried

    def _offers(self, part: int) -> bool:
        """``You can also …``: another thing to do, under the condition of the first."""
        first = self.document.parts[part].first
        return tuple(self.document.forms[first : first + 2]) in _OFFERS

    def _asked(self, above: Analysis) -> Found | None:
        """``New confusion? Call 999.``: a fragment that asks is the condition of the order behind it."""
        short = above.last - above.first <= _LONGEST_FRAGMENT and above.opens == ""
        asks = bool(self.document.flags[above.last] & marks.QUERY)
        return Found(above.first, above.last, "condition") if short and asks else None

    def _turns(self, part: int) -> bool:
        """The sentence opens with *otherwise*, *however* or the like, or sets a day of its own (*next week*)."""
        first, last, _ = self.document.parts[part]
        forms, flags = self.document.forms, self.document.flags
        days = (timing for timing in find_timing(forms, flags, first, last) if timing.hours >= _A_DAY)
        return forms[first] in ADVERSATIVES or any(not timing.vague for timing in days)

    # What stands above

    def context_of(self, part: int) -> Context:
        """What stands above a sentence, and in a table beside it."""
        block = self.document.parts[part].block
        above = self.context(block)
        return cell_context(self.document, part, above) if self.document.blocks[block].kind == "row" else above

    def context(self, block: int) -> Context:
        """What stands above a block does to its fragments."""
        found = self._contexts.get(block)
        if found is None:
            parent = self.document.parents[block]
            found = Context() if parent < 0 else self._below(parent)
            found = self._marked(block, found)
            if self.document.blocks[block].kind == "paragraph":
                found = self._of_paragraph(block, found)
            self._contexts[block] = found
        return found

    def _marked(self, block: int, found: Context) -> Context:
        """A cross before an item discourages it, and then a tick recommends it."""
        mark, first = self.document.blocks[block].mark, self.document.blocks[block].first
        if mark in _CROSSES:
            return found._replace(act=AGAINST, cue=Found(first, first + 1, "against"), inside=False)
        if mark in _TICKS and any(other.mark in _CROSSES for other in self.document.blocks):
            return found._replace(act=ADVICE, cue=Found(first, first + 1, "advise"), inside=False)
        return found

    def _of_paragraph(self, block: int, found: Context) -> Context:
        """Under *When to …* only orders are conditional; an order behind a list of conditions holds under them."""
        blocks = self.document.blocks
        part = bisect_left(self.document.firsts, blocks[block].first)
        opens = self._opening(part)
        if found.condition is not None and found.condition.kind == "heading condition" and opens != "imperative":
            return found._replace(act=NONE, condition=None, inside=False)
        if (
            found.condition is None
            and (opens == "imperative" or self._is_then(part))
            and block > 0
            and blocks[block - 1].kind == "item"
        ):
            return found._replace(condition=self._dangling(block - 1))
        return found

    def _is_for_finding(self, block: Block) -> bool:
        """``For itchy eyes:`` stands over what to do for them."""
        forms = self.document.forms[block.first : block.last]
        return forms[0] == "for" and not _AILMENTS.isdisjoint(forms[1:]) and len(forms) <= _LONGEST_FRAGMENT

    def _asks_what(self, cue: Found) -> bool:
        """``What not to do``, ``Things to avoid``."""
        return self.document.forms[cue.start] in ("what", "things")

    def _is_then(self, part: int) -> bool:
        return self.document.forms[self.document.parts[part].first] == "then"

    def _opening(self, part: int) -> str:
        """How a sentence opens, whatever stands above it."""
        first, last, _ = self.document.parts[part]
        return opening_of(self.document.forms, self.document.flags, first, last)

    def _dangling(self, item: int) -> Found | None:
        """The condition of a list of conditions that has not yet said what follows from it."""
        analysis = self.analysis(self.document.part_of(self.document.blocks[item].last - 1))
        if analysis.end.inside and ADVICE not in analysis.act:
            return analysis.end.condition
        parent = self.document.parents[item]
        if parent < 0 or not self.context(item).inside or self.context(item).condition is None:
            return None
        above = self.analysis(self.document.part_of(self.document.blocks[parent].last - 1))
        heading = self.document.blocks[parent].kind == "heading" and heading_condition(above) is not None
        return None if heading or ADVICE in above.act else self.context(item).condition

    def _below(self, parent: int) -> Context:
        """The context that a heading, lead-in or item makes for what stands under it."""
        found = self._governing(parent)
        block = self.document.blocks[parent]
        if block.kind != "heading" and not block.colon:
            return found
        cues = self.analysis(self.document.part_of(block.last - 1)).cues
        hedge = next((cue for cue in cues.get("hedge", ()) if cue.kind in ("hedge", "hedge next")), None)
        persons = [cue for cue in cues.get("person", ()) if cue.kind == "patient"]
        return found._replace(hedge=hedge, patient=bool(persons) and found.act != ADVICE and not found.inside)

    def _governing(self, parent: int) -> Context:
        """What a block makes of the fragments under it."""
        document = self.document
        block = document.blocks[parent]
        above = self.context(parent)
        analysis = self.analysis(document.part_of(block.last - 1))
        end = analysis.end
        heading = block.kind == "heading"
        if not heading and not block.colon:
            return Context(NONE, above.condition, others=above.others)
        if heading and (cue := heading_condition(analysis)) is not None:
            return Context(STATEMENT, cue, True, cue)
        asked = next((cue for cue in analysis.cues.get("question", ()) if cue.kind.startswith("ask")), None)
        if asked is not None:
            return end._replace(asked=asked)
        if end.inside or end.act == AGAINST:
            return end
        heads = analysis.cues.get("heading", [])
        for cue in heads:
            if cue.kind == "resource":
                return Context(NONE, cue)
            if cue.kind == "doctor":
                return Context(STATEMENT, above.condition, False, cue, others=True)
        refusing = next((cue for cue in heads if cue.kind == "against" and self._asks_what(cue)), None)
        if refusing is not None:
            return Context(AGAINST, above.condition, False, refusing, open=True)
        if end.act == ADVICE:
            return end._replace(condition=end.condition or above.condition)
        for cue in heads:
            return Context(_HEADS[cue.kind], above.condition, False, cue)
        if end.act == STATEMENT:
            return end
        if self._is_for_finding(block):
            return Context(ADVICE, above.condition, False, Found(block.first, block.first + 1, "advise"))
        return Context(NONE, above.condition) if heading else above


def heading_condition(analysis: Analysis) -> Found | None:
    """The words of a heading that make what stands under it conditional (``When to call 911``)."""
    return next((cue for cue in analysis.cues.get("condition", ()) if cue.kind == "heading condition"), None)
