"""The structured record of a case: strict in its names, forgiving in how a value is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import re2

from medrules.model.record import Allergy, Document, ListedProblem, Measured, Medication, Record, Result
from medrules.records import entries
from medrules.records.values import NONE, NOT_STATED, age, chosen, dated, measured, pair
from medrules.records.vocabulary import names, simple, unit_of, vocabulary
from medrules.sources.fields import Fields
from medrules.sources.problems import listed, meant
from medrules.sources.tree import Items, Names, Node, Scalar, from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medrules.model.problem import Problem

_ISO = re2.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+Z?)?")
_Item = TypeVar("_Item")
_VALUE = ("value", "unit", "date")


class RecordReader(Fields):
    """Reads one record. A wrong name is a problem; a value that cannot be read is kept as it is written."""

    def record(self, node: Node) -> Record | None:
        """The record of a tree, as far as it can be read."""
        if not isinstance(node, Names):
            self._wrong(node, "record", "names with values, such as 'age: 71 years'")
            return None
        known = self._known(node)
        words = {field: known.get(field) for field in vocabulary()["values"]}
        chosen_ = {field: self._chosen(field, one) for field, one in words.items() if one is not None}
        measures = {field: self._measured(known, field) for field in ("age", "weight", "height")}
        return Record(
            problems=self._list(known, "problems", self._problem),
            medications=self._list(known, "medications", self._medication),
            allergies=self._list(known, "allergies", self._allergy),
            labs=self._results(known, "labs"),
            vitals=self._results(known, "vitals"),
            documents=self._list(known, "documents", self._document),
            **{field.replace("-", "_"): value for field, value in {**chosen_, **measures}.items()},
        )

    def _known(self, node: Names) -> dict[str, Node]:
        """The fields; a test or a vital sign among them is sent to where it belongs."""
        kept = []
        for key, value in node.pairs:
            home = next((kind for kind in ("labs", "vitals", "pairs") if simple(key.text) in names(kind)), None)
            if home is not None and key.text not in vocabulary()["fields"]:
                below = "labs" if home == "labs" else "vitals"
                hint = f"It stands under {below}: {below}: {{{key.text[:60]}: …}}. "
                gaps = {"of": "a record", "key": key.text[:60], "known": listed(vocabulary()["fields"])}
                self._add("V107", key, meant=hint, **gaps)
            else:
                kept.append((key, value))
        fields = self._fields(Names(kept, node.line, node.column), "a record", vocabulary()["fields"], ())
        return {field: value for field, value in fields.items() if not _says_nothing(value)}

    def _plain(self, node: Node, key: str) -> str | None:
        """A value as written."""
        if isinstance(node, Scalar):
            return " ".join(node.text.split())
        self._wrong(node, key, "one value")
        return None

    def _chosen(self, field: str, node: Node) -> Any:
        text = self._plain(node, field)
        return None if text is None else chosen(field, text)

    def _measured(self, known: dict[str, Node], field: str) -> Measured | None:
        text = self._plain(known[field], field) if field in known else None
        if text is None:
            return None
        return age(text) if field == "age" else measured(text)

    def _list(
        self, known: dict[str, Node], field: str, one: Callable[[Node], _Item | None]
    ) -> tuple[_Item, ...] | None:
        """A list, or a single entry; a text that says *none* is an empty list."""
        node = known.get(field)
        if node is None:
            return None
        if isinstance(node, Scalar) and simple(node.text) in NONE:
            return ()
        nodes = node.nodes if isinstance(node, Items) else [node]
        if len(nodes) == 1 and isinstance(nodes[0], Scalar) and simple(nodes[0].text) in NONE:
            return ()
        return tuple(item for each in nodes if (item := one(each)) is not None)

    def _entry(self, node: Node, of: str, keys: tuple[str, ...], required: str) -> dict[str, str] | None:
        """The names of one entry with their texts, or its text alone under the name ''."""
        if isinstance(node, Scalar) and node.text.strip() and node.value is not None:
            return {"": " ".join(node.text.split())}
        if not isinstance(node, Names):
            self._wrong(node, of, f"a text, or names with values: {listed(keys)}")
            return None
        fields = self._fields(node, f"an entry of '{of}'", keys, (required,))
        stated = {key: self._plain(value, key) for key, value in fields.items() if not _says_nothing(value)}
        found = {key: text for key, text in stated.items() if text}
        if required in fields and required not in found:
            self._wrong(fields[required], required, "a text")
        return found if required in found else None

    def _problem(self, node: Node) -> ListedProblem | None:
        stated = self._entry(node, "problems", ("name", "status", "since"), "name")
        if stated is None:
            return None
        if "" in stated:
            return entries.problem(stated[""])
        read = entries.problem(stated["name"])
        said = entries.status("problems", stated["status"]) if "status" in stated else read.status
        return read.model_copy(update={"text": _joined(stated), "status": said, "since": stated.get("since")})

    def _medication(self, node: Node) -> Medication | None:
        keys = ("name", "dose", "route", "frequency", "status", "started", "stopped")
        stated = self._entry(node, "medications", keys, "name")
        if stated is None:
            return None
        if "" in stated:
            return entries.medication(stated[""])
        read = entries.medication(stated["name"])
        changes: dict[str, Any] = {key: stated[key] for key in ("route", "frequency", "started") if key in stated}
        if "dose" in stated:
            changes["dose"] = measured(stated["dose"])
        if "stopped" in stated:
            changes |= {"stopped": stated["stopped"], "status": "stopped"}
        if "status" in stated:
            changes["status"] = entries.status("medications", stated["status"])
        return read.model_copy(update={"text": _joined(stated), **changes})

    def _allergy(self, node: Node) -> Allergy | None:
        stated = self._entry(node, "allergies", ("substance", "reaction"), "substance")
        if stated is None:
            return None
        if "" in stated:
            return entries.allergy(stated[""])
        read = entries.allergy(stated["substance"])
        reaction = stated.get("reaction", read.reaction)
        return read.model_copy(update={"text": _joined(stated), "reaction": reaction})

    def _document(self, node: Node) -> Document | None:
        stated = self._entry(node, "documents", ("title", "date", "text", "status"), "title")
        if stated is None:
            return None
        if "" in stated:
            return entries.document(stated[""])
        said = entries.status("documents", stated["status"]) if "status" in stated else "current"
        return Document.model_validate({**stated, "status": said})

    def _results(self, known: dict[str, Node], kind: str) -> tuple[Result, ...] | None:
        """Values by name, or a list of values that say their names; in the order of time."""
        node = known.get(kind)
        if node is None:
            return None
        if isinstance(node, Scalar) and simple(node.text) in NONE:
            return ()
        found: list[Result] = []
        for key, value in self._named(node, kind):
            found += self._of_one_name(kind, key, value)
        return tuple(_in_time(found))

    def _named(self, node: Node, kind: str) -> Iterator[tuple[Scalar, Node]]:
        """Each name with its value, however they are written."""
        if isinstance(node, Names):
            yield from node.pairs
            return
        for item in node.nodes if isinstance(node, Items) else [node]:
            if isinstance(item, Names):
                fields = self._fields(item, f"an entry of '{kind}'", ("name", *_VALUE), ("name", "value"))
                name = fields.pop("name", None)
                if isinstance(name, Scalar):
                    pairs = [(key, value) for key, value in item.pairs if key.text in fields]
                    yield name, Names(pairs, item.line, item.column)
            elif isinstance(item, Scalar) and item.text.strip():
                called, _, rest = _split_name(kind, item.text)
                yield Scalar(called, False, item.line, item.column), Scalar(rest, False, item.line, item.column)
            else:
                self._wrong(item, kind, "names with values, such as 'potassium: 4.1 mmol/L'")

    def _of_one_name(self, kind: str, key: Scalar, node: Node) -> Iterator[Result]:
        name = names(kind).get(simple(key.text))
        paired = names("pairs").get(simple(key.text)) if kind == "vitals" else None
        if name is None and paired is None:
            known = [*vocabulary()[kind], *(vocabulary()["pairs"] if kind == "vitals" else ())]
            near = meant(simple(key.text), [*names(kind), *known])
            self._add("V107", key, of=f"'{kind}'", key=key.text[:60], meant=near, known=listed(known, most=120))
            return
        for each in node.nodes if isinstance(node, Items) else [node]:
            if _says_nothing(each):
                continue
            read = self._value(each, key.text)
            if read is None:
                continue
            text, date = read
            if name is not None:
                value = measured(_without_total(name, text), unit_of(name)).model_copy(update={"text": text})
                yield Result(text=f"{key.text} {text}", name=name, value=value, date=date)
            elif paired is not None:
                about = vocabulary()["pairs"][paired]
                for part, value in zip(about["parts"], pair(text, about["unit"]), strict=True):
                    yield Result(text=f"{key.text} {text}", name=part, value=value, date=date)

    def _value(self, node: Node, key: str) -> tuple[str, str | None] | None:
        """A value as written, and its date."""
        if isinstance(node, Names):
            fields = self._fields(node, f"'{key}'", _VALUE, ("value",))
            stated = {name: self._plain(value, name) for name, value in fields.items() if not _says_nothing(value)}
            text = " ".join(part for part in (stated.get("value"), stated.get("unit")) if part)
            return (text, stated.get("date")) if text else None
        written = self._plain(node, key)
        return None if written is None else dated(written)


def read_record(stated: Mapping[str, Any]) -> tuple[Record | None, list[Problem]]:
    """The record that parsed JSON holds, and what is wrong with it."""
    reader = RecordReader("")
    return reader.record(from_json(stated, 1)), reader.problems


def _without_total(name: str, text: str) -> str:
    """``14/15`` of a score that goes to 15 is 14."""
    total = vocabulary()["vitals"].get(name, {}).get("of")
    return text.removesuffix(f"/{total}").strip() if total is not None else text


def _split_name(kind: str, text: str) -> tuple[str, str, str]:
    """``potassium 5.9 mmol/L``: the longest known name that the text starts with, and the rest."""
    pieces = text.replace(":", " ").split()
    for count in range(min(6, len(pieces)), 0, -1):
        name = " ".join(pieces[:count])
        if simple(name) in names(kind) or (kind == "vitals" and simple(name) in names("pairs")):
            return name, " ", " ".join(pieces[count:])
    return text.partition(" ")


def _says_nothing(node: Node) -> bool:
    """Null, or a text such as *unknown*."""
    return isinstance(node, Scalar) and (
        node.value is None or simple(node.text) in NOT_STATED or not node.text.strip()
    )


def _joined(stated: dict[str, str]) -> str:
    """An entry that was written in names with values, as one line to quote."""
    return ", ".join(
        text if at == 0 or key == "dose" else f"{key} {text}" for at, (key, text) in enumerate(stated.items())
    )


def _in_time(results: list[Result]) -> list[Result]:
    """The results with those of one name in the order of their dates, where each of them has one."""
    ordered: list[Result] = []
    for name in dict.fromkeys(result.name for result in results):
        of_name = [result for result in results if result.name == name]
        if all(result.date is not None and _ISO.fullmatch(result.date) for result in of_name):
            of_name.sort(key=lambda result: result.date or "")
        ordered += of_name
    return ordered
