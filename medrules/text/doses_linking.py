"""Says which doses of a text are of a medicine, from where it is named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from medrules.text.doses import read_pieces, with_names
from medrules.text.doses_amounts import DRUG, read_measured
from medrules.text.doses_lexing import Token, starts_sentence, tokenise, words_for
from medrules.text.doses_limits import limit_words
from medrules.text.doses_model import Amount, Dose
from medrules.text.vocabulary_tables import read_set

if TYPE_CHECKING:
    from medrules.text.document import Document

_FOLLOWING = 3
"""Sentences behind the one that names a medicine, in which its dose may stand."""
_HEADED = 12
_LOOKED = 12
"""Pieces before a name in which its amount may stand."""
_BESIDE = 8
"""Pieces between a name and how often it is taken, where no amount is said."""
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

    def _is_other(self, word: int) -> bool:
        return word not in self.named and self.document.words.forms[word] in read_set("drug_names.txt")

    def stretches(self) -> dict[_Stretch, list[tuple[int, int]]]:
        """The stretches with the mentions that share them."""
        found: dict[_Stretch, list[tuple[int, int]]] = {}
        for mention in self.mentions:
            found.setdefault(self._stretch(mention), []).append(mention)
        return found

    def _stretch(self, mention: tuple[int, int]) -> _Stretch:
        words = self.document.words
        inside = self._words(*mention)
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
            tokens = tokens[: _own_end(tokens, places[-1])]
        if stretch.after_other:
            tokens = tokens[_own_start(tokens, places[0]) :]
        doses = [
            dose
            for dose in read_pieces(tokens)
            if (dose.amount is not None or dose.kind == "limit" or _is_beside(tokens, dose))
            and (dose.start < stretch.home or is_carried(tokens, dose))
        ]
        return [self._linked(dose, mentions) for dose in doses]

    def _linked(self, dose: Dose, mentions: list[tuple[int, int]]) -> Linked:
        mention = next((one for one in reversed(mentions) if one[0] <= dose.start), mentions[0])
        low, high = self.chains[mention]
        names = self._product(low, high)
        inside = self._words(*mention)
        place = next((at for at, part in enumerate(names) if inside[0] in part), 0)
        if dose.options and len(dose.options) == len(names) > 1:
            return Linked(dose._replace(amount=_scaled(dose, place), options=()), mention, False)
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


def _scaled(dose: Dose, place: int) -> Amount:
    return dose.options[place]


def _is_beside(tokens: list[Token], dose: Dose) -> bool:
    """Whether how often stands close to the name or to *it*: *methotrexate daily*, *weekly methotrexate*."""
    at = next((place for place, token in enumerate(tokens) if token.start >= dose.start), len(tokens))
    stop = next((place for place, token in enumerate(tokens) if token.start >= dose.end), len(tokens))
    first = max(0, at - _BESIDE)
    first = next((place for place in range(at, first, -1) if starts_sentence(tokens, place)), first)
    before, behind = tokens[first:at], tokens[stop : stop + 3]
    return any(token.form in (DRUG, "it", "this") for token in before) or any(
        token.form == DRUG for token in behind
    )


def is_carried(tokens: list[Token], dose: Dose) -> bool:
    """Whether a dose in a sentence that names no medicine can be of the one named before.

    *The dose is 1 g*, *Take 1 g* and *Dose: 1 g* can; *Senna 2 tablets* and *400 mg of calcium* name their own.
    """
    at = next((place for place, token in enumerate(tokens) if token.start >= dose.start), len(tokens))
    after = next((place for place in range(at, len(tokens)) if tokens[place].form == "of"), None)
    if after is not None and tokens[after].start <= dose.end and after + 1 < len(tokens):
        behind = tokens[after + 1]
        if behind.kind == "word" and behind.form not in words_for("carriers", "things"):
            return False
    if dose.kind == "limit":
        return _limits_it(tokens[at:], dose)
    before = tokens[at - 1] if at else None
    return (
        before is None
        or before.form == DRUG
        or before.form in words_for("carriers")
        or starts_sentence(tokens, at)
    )


def _limits_it(tokens: list[Token], dose: Dose) -> bool:
    """Whether a limit names nothing else: *limit salt to 2 g a day* does."""
    inside = [token for token in tokens if token.start < dose.end and token.kind == "word"]
    first = next((place for place in range(len(tokens)) if read_measured(tokens, place)), 0)
    stop = tokens[first].start if first else dose.end
    known = words_for("carriers") | words_for("words", "fillers") | limit_words()
    return all(token.form in known or token.form.endswith("n't") for token in inside if token.start < stop)


def _own_start(tokens: list[Token], name: int) -> int:
    """Behind another medicine: where what belongs to this one begins, its name or an amount right before it."""
    first = max(0, name - _LOOKED)
    behind = any(read_measured(tokens, place) for place in range(name + 1, min(len(tokens), name + _LOOKED)))
    earlier = False
    for place in range(first, name):
        found = read_measured(tokens, place)
        if found is None:
            continue
        between = tokens[found.end : name]
        if found.end <= name and all(_fills(token) for token in between):
            tied = any(token.form == "of" for token in between)
            alone = earlier or place > 1  # not right behind the other name
            return place if tied or (alone and not behind) else name
        earlier = True
    return name


def _own_end(tokens: list[Token], name: int) -> int:
    """Before another medicine: where what belongs to this one ends, at an amount right before the other."""
    earlier = False
    place = name + 1
    while place < len(tokens):
        found = read_measured(tokens, place)
        if found is None:
            place += 1
            continue
        rest = tokens[found.end :]
        if all(_fills(token) for token in rest):
            tied = any(token.form == "of" for token in rest)
            return place if tied or earlier else len(tokens)
        earlier = True
        place = found.end
    return len(tokens)


def _fills(token: Token) -> bool:
    return token.form in words_for("words", "fillers") or token.form in words_for("words", "forms")
