"""Reads how a text uses one mention: act, polarity, certainty, condition, time and experiencer, with the cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.model.reading import Act, Cue, Reading
from medrules.text import sentences as marks
from medrules.text.assertion_clauses import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context, analyse
from medrules.text.cues import Found

if TYPE_CHECKING:
    from medrules.text.document import Document

_SCOPE_ENDS = marks.SEMICOLON | marks.COLON | marks.DASH | marks.ENDS


class Assertion:
    """The readings of one document; each sentence is analysed once, when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._analyses: dict[int, Analysis] = {}
        self._contexts: dict[int, Context] = {}

    def analysis(self, part: int) -> Analysis:
        """The analysis of one sentence."""
        found = self._analyses.get(part)
        if found is None:
            sentence = self.document.parts[part]
            found = analyse(self.document.words.forms, self.document.flags, sentence.first, sentence.last)
            self._analyses[part] = found
        return found

    def context(self, block: int) -> Context:
        """What stands above a block does to its fragments."""
        found = self._contexts.get(block)
        if found is None:
            parent = self.document.parents[block]
            found = self._contexts[block] = Context() if parent < 0 else self._below(parent)
        return found

    def _below(self, parent: int) -> Context:
        document = self.document
        block = document.blocks[parent]
        part = document.part_of(block.last - 1)
        sentence = document.parts[part]
        above = self.context(parent)
        analysis = self.analysis(part)
        end = analysis.end
        heads = analysis.cues.get("heading", [])
        if block.kind == "heading" or (block.colon and end.act in (NONE, STATEMENT) and not end.inside):
            for cue in heads:
                if cue.kind == "heading condition":
                    break
            else:
                return self._titled(heads, end, above, block.kind == "heading")
        conditional = next(
            (cue for cue in analysis.cues.get("condition", []) if cue.kind == "heading condition"), None
        )
        if block.kind == "heading" and conditional is not None:
            return Context(STATEMENT, conditional, True, conditional)
        del sentence
        if not block.colon and block.kind != "heading":
            return Context(NONE, above.condition, False, None)
        return end._replace(condition=end.condition or above.condition)

    def _titled(self, heads: list[Found], end: Context, above: Context, heading: bool) -> Context:
        if end.inside or end.act in (ADVICE, AGAINST):
            return end
        for cue in heads:
            act = {"advise": ADVICE, "against": AGAINST, "state": STATEMENT}[cue.kind]
            return Context(act, above.condition, False, cue)
        if end.act == STATEMENT:
            return end
        return above if not heading else Context(NONE, above.condition, False, None)

    def read(self, start: int, end: int) -> Reading:
        """The reading of what stands from ``start`` to ``end``."""
        document = self.document
        if not document.words.forms:
            return Reading()
        first, last = document.word_at(start), document.word_at(max(start, end - 1))
        part = document.part_of(first)
        analysis = self.analysis(part)
        sentence = document.parts[part]
        place = first - sentence.first
        act, cue = analysis.act[place], analysis.cue[place]
        if cue is not None and first <= cue.start <= last and cue.kind.startswith("against"):
            act, cue = analysis.bare[place], None
        context = self.context(sentence.block)
        inside = analysis.inside[place]
        condition = analysis.condition[place]
        if act == NONE:
            act, cue, inside = context.act, context.cue, context.inside
        if condition is None and act in (ADVICE, AGAINST):
            condition = context.condition
        return self._compose(analysis, first, last, act, cue, condition, inside)

    def _compose(
        self,
        analysis: Analysis,
        first: int,
        last: int,
        act: int,
        cue: Found | None,
        condition: Found | None,
        inside: bool,
    ) -> Reading:
        cues: list[Found] = []
        if cue is not None:
            cues.append(cue)
        name: Act = "advice" if act == ADVICE else "advice against" if act == AGAINST else "statement"
        if self._is_question(analysis):
            name = "question"
        negation = self._scope(analysis, "negation", first, last)
        hedge = self._scope(analysis, "hedge", first, last)
        if inside:
            name = "statement"
        conditional = condition is not None and name in ("advice", "advice against")
        for extra, wanted in ((negation, name == "statement"), (hedge, True), (condition, conditional)):
            if extra is not None and wanted:
                cues.append(extra)
        shown = tuple(self._show(found) for found in sorted(set(cues)))
        deciding = cues[0] if cues else None
        return Reading(
            act=name,
            polarity="negated" if negation is not None and name == "statement" else "affirmed",
            certainty="hedged" if hedge is not None else "plain",
            condition="conditional" if conditional else "unconditional",
            cue=self._show(deciding) if deciding is not None else None,
            cues=shown,
        )

    def _show(self, found: Found) -> Cue:
        words = self.document.words
        start, end = words.starts[found.start], words.ends[found.end - 1]
        return Cue(words.source[start:end], start, end, found.kind)

    def _is_question(self, analysis: Analysis) -> bool:
        return bool(self.document.flags[analysis.last] & marks.QUERY)

    def _scope(self, analysis: Analysis, family: str, first: int, last: int) -> Found | None:
        """The nearest cue of this family whose scope holds the mention."""
        flags = self.document.flags
        best = None
        for cue in analysis.cues.get(family, ()):
            if cue.kind == "pseudo" or first <= cue.start <= last:
                continue
            if cue.start < first:
                if cue.kind.endswith("back"):
                    continue
                if any(flags[index] & _SCOPE_ENDS for index in range(cue.end, first + 1)):
                    continue
                if any(cue.end < start <= first for start in analysis.starts):
                    continue
                best = cue
            elif cue.kind.endswith("back") or family == "hedge":
                if any(flags[index] & _SCOPE_ENDS for index in range(last + 1, cue.start + 1)):
                    continue
                if any(last < start <= cue.start for start in analysis.starts):
                    continue
                best = best or cue
        return best
