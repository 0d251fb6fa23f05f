"""One case of a vignette file: checked name by name, every problem at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

from medrules.model.case import Gold, Turn, Vignette
from medrules.sources.fields import Fields, kind
from medrules.sources.problems import listed, meant
from medrules.sources.record import RecordReader
from medrules.sources.tree import Items, Names, Node, Scalar
from medrules.sources.vocabularies import categories, categories_near, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from medrules.model.problem import Problem
    from medrules.model.record import Record

_KEYS = (
    "id",
    "title",
    "category",
    "task",
    "risk",
    "setting",
    "supervision",
    "subgroup",
    "turns",
    "record",
    "gold",
    "rules",
    "variant-of",
    "source",
    "author",
)
_ID = re2.compile(r"[\pL\pN][\pL\pN_.:/-]*")
_WITHIN = re2.compile(r"[0-9]+(\.[0-9]+)? (minute|hour|day|week)s?")


def read(node: Node, file: str) -> tuple[Vignette | None, list[Problem]]:
    """The vignette that a tree holds, and what is wrong with it; None where a problem was found."""
    case = _Case(file)
    vignette = case.vignette(node)
    return (None if case.problems else vignette), case.problems


class _Case(Fields):
    """Reads one case."""

    def vignette(self, node: Node) -> Vignette | None:
        if not isinstance(node, Names):
            self._add("V106", node, what="a case", found=kind(node))
            return None
        known = self._fields(node, "a case", _KEYS, required=("id", "turns"))
        variant = self._part(known, "variant-of", ("of", "kind"), required=("of", "kind"))
        rules, rules_line = self._rules(known)
        return Vignette(
            id=self._id(known) or "",
            title=self._text(known, "title"),
            category=self._word(known, "category", "category", categories()),
            task=self._text(known, "task"),
            risk=self._word(known, "risk", "risk", words("risk")),
            setting=self._word(known, "setting", "setting", words("setting")),
            supervision=self._word(known, "supervision", "level of supervision", words("supervision")),
            subgroup=self._texts(known, "subgroup"),
            turns=self._turns(known),
            record=self._record(known),
            gold=self._gold(known),
            rules=rules,
            rules_line=rules_line,
            variant_of=self._text(variant, "of"),
            variant_kind=self._word(variant, "kind", "kind of variant", words("variant")),
            source=self._text(known, "source"),
            author=self._text(known, "author"),
            file=self._file,
            line=node.line,
        )

    def _part(
        self, fields: Mapping[str, Node], key: str, known: Collection[str], required: Collection[str] = ()
    ) -> dict[str, Node]:
        """The names under a name; none where it is absent."""
        node = fields.get(key)
        if node is None:
            return {}
        if isinstance(node, Names):
            return self._fields(node, f"'{key}'", known, required)
        self._wrong(node, key, "names with values: " + listed(known))
        return {}

    def _texts(self, fields: Mapping[str, Node], key: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        node = fields.get(key)
        if isinstance(node, Items):
            found = (self._text({key: item}, key) for item in node.nodes)
        else:
            found = (self._text(fields, key) for _ in range(1))
        return tuple(text for text in found if text is not None)

    def _word(self, fields: Mapping[str, Node], key: str, of: str, known: Collection[str]) -> str | None:
        text = self._text(fields, key)
        if text is None or text in known:
            return text
        names = categories_near(text) if known is categories() else sorted(known)
        gaps = {"value": text[:60], "of": of, "meant": meant(text, known), "known": listed(names, most=40)}
        self._add("V110", fields[key], **gaps)
        return None

    def _id(self, fields: Mapping[str, Node]) -> str | None:
        id_ = self._text(fields, "id")
        if id_ is not None and not _ID.fullmatch(id_):
            self._add("V112", fields["id"], id=id_[:60])
        return id_

    def _rules(self, fields: Mapping[str, Node]) -> tuple[str | None, int | None]:
        """The case's own statements as one text, each on the line on which it was written, and its first line."""
        node = fields.get("rules")
        if node is None:
            return None, None
        nodes = node.nodes if isinstance(node, Items) else [node]
        if not nodes or not all(isinstance(one, Scalar) and one.text.strip() for one in nodes):
            self._wrong(node, "rules", "statements as a text, or a list of them")
            return None, None
        first = at = _first_line(nodes[0])
        pieces: list[str] = []
        for one in nodes:
            assert isinstance(one, Scalar)  # noqa: S101 (refused above)
            joined = pieces and not pieces[-1].endswith("\n")
            breaks = max(_first_line(one) - at, 1 if joined else 0)
            pieces.append("\n" * breaks + one.text)
            at += breaks + one.text.count("\n")
        return "".join(pieces), first

    def _turns(self, fields: Mapping[str, Node]) -> tuple[Turn, ...]:
        node = fields.get("turns")
        if node is None:
            return ()
        if not isinstance(node, Items) or not node.nodes:
            self._wrong(node, "turns", "a list, each with 'role' and 'text'")
            return ()
        turns = [turn for item in node.nodes if (turn := self._turn(item)) is not None]
        if turns and turns[-1].role == "assistant":
            self._add("V116", node.nodes[-1])
        return tuple(turns)

    def _turn(self, node: Node) -> Turn | None:
        if not isinstance(node, Names):
            self._wrong(node, "turns", "'role' and 'text'")
            return None
        fields = self._fields(node, "a turn", ("role", "text"), required=("role", "text"))
        role = self._word(fields, "role", "role", words("role"))
        text = self._text(fields, "text")
        return Turn(role=role, text=text) if role and text else None

    def _record(self, fields: Mapping[str, Node]) -> Record | None:
        node = fields.get("record")
        if node is None:
            return None
        reader = RecordReader(self._file)
        record = reader.record(node)
        self.problems += reader.problems
        return record

    def _gold(self, fields: Mapping[str, Node]) -> Gold:
        gold = self._part(fields, "gold", ("escalation", "within", "answer", "differential"))
        within = self._text(gold, "within")
        if within is not None and not _WITHIN.fullmatch(within):
            self._add("V114", gold["within"], value=within[:60])
        return Gold(
            escalation=self._texts(gold, "escalation"),
            within=within,
            answer=self._texts(gold, "answer"),
            differential=self._texts(gold, "differential"),
        )


def _first_line(node: Node) -> int:
    """The line of the file on which a text begins."""
    return node.line + 1 if isinstance(node, Scalar) and node.block else node.line
