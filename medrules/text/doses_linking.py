"""Says which doses of a text are of a medicine, from where it is named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from medrules.text.doses import read_pieces, with_names
from medrules.text.doses_lexing import tokenise, words_for
from medrules.text.doses_model import Amount, Dose
from medrules.text.doses_owning import is_beside, is_carried, own_end, own_start
from medrules.text.doses_units import DRUG
from medrules.text.vocabulary_tables import read_set

if TYPE_CHECKING:
    from medrules.text.document import Document

_FOLLOWING = 3
"""Sentences behind the one that names a medicine, in which its dose may stand."""
_HEADED = 12
_TIES = ("/", "-", "‑", "–", "+", "&")


class Linked(NamedTuple):
    """A dose of a medicine, and the mention of it that stands nearest before it, else behind it."""

    dose: Dose
    mention: tuple[int, int]
    combined: bool
    """Of a combination, and the text does not say which of its amounts is this medicine's."""


class _Stretch(NamedTuple):
    """What is read for some mentions: characters, and the words of medicines around it."""

    start: int
    end: int
    home: int
    """Where the sentence of the mention ends."""
    after_other: bool
    before_other: bool


def link_doses(document: Document, mentions: Sequence[tuple[int, int]]) -> list[Linked]:
    """The doses of a medicine.

    A dose belongs to the medicine named last before it in its sentence, list item or table row; an amount right
    before a name (*500 mg of …*) to that one. The sentences that follow belong to it as long as they name no other
    medicine, and so does what stands under a heading or item that names it.

    Args:
        document: the text.
        mentions: where the medicine is named; characters, end exclusive.
    """
    reader = _Linker(document, sorted(set(mentions)))
    found: dict[tuple[int, int], Linked] = {}
    for stretch, inside in reader.stretches().items():
        for linked in reader.read(stretch, inside):
            key = (linked.dose.start, linked.dose.end)
            if key not in found or linked.mention > found[key].mention:
                found[key] = linked
    return [found[key] for key in sorted(found)]


class _Linker:
    def __init__(self, document: Document, mentions: Sequence[tuple[int, int]]) -> None:
        self.document = document
        self.mentions = mentions
        self.source = document.words.source
        self.named = {word for start, end in mentions for word in self._words(start, end)}
        self.chains: dict[tuple[int, int], tuple[int, int]] = {}

    def _words(self, start: int, end: int) -> range:
        words = self.document.words
        return range(bisect_right(words.ends, start), bisect_left(words.starts, end))

    def _name(self, mention: tuple[int, int]) -> range:
        """The words of the name in a mention; a phrase such as ``take ... aspirin`` may hold a dose beside it."""
        words = self._words(*mention)
        known = [word for word in words if self.document.words.forms[word] in read_set("drug_names.txt")]
        if len(words) < 2 or not known:
            return words
        return range(known[0], known[-1] + 1 if known[-1] - known[0] < len(known) else known[0] + 1)

    def _is_other(self, word: int) -> bool:
        form = self.document.words.forms[word]
        known = form in read_set("drug_names.txt") or form in words_for("medicines")
        return known and word not in self.named

    def stretches(self) -> dict[_Stretch, list[tuple[int, int]]]:
        """The stretches with the mentions that share them."""
        found: dict[_Stretch, list[tuple[int, int]]] = {}
        for mention in self.mentions:
            found.setdefault(self._stretch(mention), []).append(mention)
        return found

    def _stretch(self, mention: tuple[int, int]) -> _Stretch:
        words = self.document.words
        inside = self._name(mention)
        if not inside:
            return _Stretch(*mention, mention[1], False, False)
        first, last = self._sentence(inside[0])
        low, high = self._chain(inside[0], inside[-1] + 1, first, last)
        self.chains[mention] = (low, high)
        before = next((word for word in range(low - 1, first - 1, -1) if self._is_other(word)), None)
        after = next((word for word in range(high, last) if self._is_other(word)), None)
        start = words.starts[first] if before is None else words.ends[before]
        if before is None:
            start = self._line_start(start, first)
        home = self._end(last) if after is None else words.starts[after]
        end = self._following(inside[0], last) if after is None else home
        return _Stretch(start, end, home, before is not None, after is not None)

    def _line_start(self, start: int, first: int) -> int:
        """A sentence begins with its first word; half a tablet (½) or a point (.5) may stand before it."""
        gap = self.document.gaps[first]
        kept = len(gap) - max(gap.rfind("\n"), gap.rfind(". ") + 1, gap.rfind("|")) - 1
        return start - max(kept, 0)

    def _sentence(self, word: int) -> tuple[int, int]:
        """The words of the sentence, or of the whole row of a table."""
        first, last, block = self.document.parts[self.document.part_of(word)]
        if self.document.blocks[block].kind == "row":
            return self.document.blocks[block].first, self.document.blocks[block].last
        return first, last

    def _chain(self, low: int, high: int, first: int, last: int) -> tuple[int, int]:
        """The words of the name with the other names of the same product: ``hydrocodone/acetaminophen``, a brand
        in brackets, ``insulin glargine``."""
        while low > first and self._is_other(low - 1) and self._ties(low):
            low -= 1
        while high < last and self._is_other(high) and self._ties(high):
            high += 1
        return low, high

    def _ties(self, word: int) -> bool:
        """What stands between this word and the one before it makes them one product."""
        gap = self.document.gaps[word].strip("*_ ")
        return gap in ("", "(", "[", *_TIES, ") (", "/ ") and "\n" not in self.document.gaps[word]

    # The sentences behind

    def _following(self, word: int, last: int) -> int:
        document = self.document
        part = document.part_of(word)
        home = document.parts[part].block
        row = document.blocks[home].kind == "row"
        end = self._end(last)
        part = document.part_of(last - 1)
        most = _HEADED if document.blocks[home].kind == "heading" else _FOLLOWING
        for behind in range(part + 1, min(part + 1 + most, len(document.parts))):
            first, stop, block = document.parts[behind]
            if row or not self._goes_on(home, block, behind == part + 1):
                break
            if any(word in self.named or self._is_other(word) for word in range(first, stop)):
                break
            end = self._end(stop)
        return end

    def _end(self, last: int) -> int:
        """Behind the last word of a sentence stands ``%``, ``)`` or ``½`` perhaps; never the next line."""
        gap = self.document.gaps[last]
        return self.document.words.ends[last - 1] + len(gap.partition("\n")[0])

    def _goes_on(self, home: int, block: int, next_one: bool) -> bool:
        """Whether a sentence in this block still speaks of what the home block names."""
        blocks, parents = self.document.blocks, self.document.parents
        if block == home:
            return True
        above = block
        for _ in range(8):
            above = parents[above]
            if above == home:
                return True
            if above < 0:
                break
        if blocks[block].kind in ("heading", "row", "item") or blocks[home].kind in ("item", "heading", "row"):
            return False
        return next_one or not blocks[block].blank

    # Reading

    def read(self, stretch: _Stretch, mentions: list[tuple[int, int]]) -> list[Linked]:
        """The doses of one stretch."""
        words = self.document.words
        names = [(words.starts[low], words.ends[high - 1]) for low, high in (self.chains[one] for one in mentions)]
        tokens = with_names(tokenise(self.source, stretch.start, stretch.end), names)
        places = [place for place, token in enumerate(tokens) if token.form == DRUG]
        if not places:
            return []
        if stretch.before_other:
            tokens = tokens[: own_end(tokens, places[-1])]
        if stretch.after_other:
            tokens = tokens[own_start(tokens, places[0]) :]
        doses = [
            dose
            for dose in read_pieces(tokens)
            if (dose.amount is not None or dose.kind == "limit" or is_beside(tokens, dose))
            and (dose.start < stretch.home or is_carried(tokens, dose))
        ]
        return [self._linked(dose, mentions) for dose in doses]

    def _linked(self, dose: Dose, mentions: list[tuple[int, int]]) -> Linked:
        mention = next((one for one in reversed(mentions) if one[0] <= dose.start), mentions[0])
        low, high = self.chains[mention]
        names = self._product(low, high)
        inside = self._name(mention)
        place = next((at for at, part in enumerate(names) if inside[0] in part), 0)
        if dose.options and len(dose.options) == len(names) > 1:
            return Linked(dose._replace(amount=dose.options[place], options=()), mention, False)
        combined = len(names) > 1 or bool(dose.options)
        if dose.options:
            both = sorted(dose.options, key=lambda amount: amount.most)
            dose = dose._replace(amount=Amount(both[0].least, both[-1].most, both[-1].unit))
        return Linked(dose, mention, combined)

    def _product(self, low: int, high: int) -> list[range]:
        """The words of each part of a combination, tied by strokes; a brand in brackets is no part."""
        parts = [range(low, low + 1)]
        for word in range(low + 1, high):
            gap = self.document.gaps[word].strip("*_ ")
            if gap in _TIES:
                parts.append(range(word, word + 1))
            else:
                parts[-1] = range(parts[-1].start, word + 1)
        return parts
