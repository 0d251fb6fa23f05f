"""One row, as names with values, becomes a sample; or an unreadable row that says what is wrong with it."""

from __future__ import annotations

import json
import math
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from medrules.model.case import Sample, Unreadable
from medrules.sources.item import file_name, named
from medrules.sources.messages import MessagesError, answered, asked, turns
from medrules.sources.problems import meant, message
from medrules.sources.record import read_record
from medrules.sources.replies import why
from medrules.sources.seen import Seen
from medrules.sources.vocabularies import categories

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from medrules.model.case import Turn
    from medrules.model.record import Record
    from medrules.sources.columns import Columns


class _Refused(Exception):
    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class Ids(Protocol):
    """The ids met so far."""

    def add(self, id_: str, /) -> bool:
        """True where the id is new."""


class Rows:
    """Turns the rows of one file into samples, in order; keeps the ids met so that none stands twice."""

    def __init__(self, path: Path, columns: Columns, seen: Ids | None = None) -> None:
        self._file = named(path)
        self._name = file_name(path)
        self._columns = columns
        self._seen = seen or Seen()

    def read(self, row: Mapping[str, Any], line: int) -> Sample | Unreadable:
        """The sample in a row, or what is wrong with it."""
        try:
            return self._sample(row, line)
        except _Refused as refused:
            return self.unreadable(line, refused.code, refused.words, row)

    def unreadable(
        self, line: int, code: str, words: Mapping[str, object], row: Mapping[str, Any] | None = None
    ) -> Unreadable:
        """The row at a line that cannot be used, with as much of who and what as can still be read."""
        reason, hint = message(code, dict(words))
        known = {field: self._lenient(row or {}, field) for field in ("id", "case", "model", "category")}
        return Unreadable(
            file=self._file,
            line=line,
            id=known["id"] or f"{self._name}:{line}",
            case=known["case"],
            model=known["model"],
            category=known["category"] if known["category"] in categories() else None,
            code=code,
            reason=reason,
            hint=hint,
        )

    def _sample(self, row: Mapping[str, Any], line: int) -> Sample:
        id_ = self._named(row, "id")
        if id_ is not None and not self._seen.add(id_):
            raise _Refused("S208", id=id_[:80], column=self._used_column(row, "id"))
        messages = self._messages(row)
        output = self._output(row, messages)
        input_ = self._text(row, "input")
        if input_ is None:
            input_ = asked(messages)
        own = id_ or f"{self._name}:{line}"
        return Sample(
            case=self._named(row, "case") or case_of(input_) or own,
            id=own,
            model=self._named(row, "model"),
            version=self._named(row, "version"),
            input=input_,
            output=output,
            category=self._category(row),
            record=self._record(row),
            confidence=self._confidence(row),
            finish_reason=self._named(row, "finish_reason"),
            messages=messages,
            seed=self._named(row, "seed"),
            metadata={key: value for key, value in row.items() if key not in self._columns.used},
            file=self._file,
            line=line,
        )

    def _value(self, row: Mapping[str, Any], field: str) -> Any:
        """The first value of the field's columns that is there and not empty."""
        for column in self._columns.names[field]:
            value = row.get(column)
            if value is not None and value != "":
                return value
        return None

    def _used_column(self, row: Mapping[str, Any], field: str) -> str:
        for column in self._columns.names[field]:
            if row.get(column) not in (None, ""):
                return column
        return self._columns.name(field)

    def _lenient(self, row: Mapping[str, Any], field: str) -> str | None:
        value = self._value(row, field)
        return str(value)[:200] if isinstance(value, str | int) else None

    def _named(self, row: Mapping[str, Any], field: str) -> str | None:
        """A name: a text or a number."""
        value = self._value(row, field)
        if isinstance(value, str):
            return value.strip() or None
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise self._wrong_type(row, field, value, "a text or a number")

    def _text(self, row: Mapping[str, Any], field: str) -> str | None:
        value = self._value(row, field)
        if value is None or isinstance(value, str):
            return value
        raise self._wrong_type(row, field, value, "a text")

    def _wrong_type(self, row: Mapping[str, Any], field: str, value: object, expected: str) -> _Refused:
        return _Refused("S204", column=self._used_column(row, field), found=found(value), expected=expected)

    def _output(self, row: Mapping[str, Any], messages: tuple[Turn, ...]) -> str:
        column = next((name for name in self._columns.names["output"] if name in row), None)
        value = row[column] if column else None
        if isinstance(value, str):
            return value
        if value is not None:
            raise self._wrong_type(row, "output", value, "a text")
        if messages:
            return answered(messages)
        if column and row.get("error"):
            raise _Refused("S220", why=why(row["error"]))
        raise _Refused("S203", column=self._columns.name("output"), found="null" if column else "not there")

    def _messages(self, row: Mapping[str, Any]) -> tuple[Turn, ...]:
        value = self._value(row, "messages")
        if value is None:
            return ()
        column = self._used_column(row, "messages")
        try:
            return turns(json.loads(value) if isinstance(value, str) else value)
        except MessagesError as error:
            raise _Refused("S210", column=column, why=str(error)) from None
        except (ValueError, RecursionError):
            raise _Refused("S210", column=column, why="it is a text that is not valid JSON") from None

    def _category(self, row: Mapping[str, Any]) -> str | None:
        category = self._named(row, "category")
        if category is None or category in categories():
            return category
        raise _Refused("S211", category=category[:80], meant=meant(category, categories()))

    def _record(self, row: Mapping[str, Any]) -> Record | None:
        value = self._value(row, "record")
        if value is None:
            return None
        column = self._used_column(row, "record")
        try:
            stated = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            raise _Refused("S218", column=column, why="it is a text that is not valid JSON") from None
        if not isinstance(stated, dict):
            raise _Refused("S218", column=column, why=f"it is {found(stated)}")
        record, problems = read_record(stated)
        if problems:
            raise _Refused("S218", column=column, why=f"{problems[0].message}. {problems[0].hint}")
        return record

    def _confidence(self, row: Mapping[str, Any]) -> float | None:
        value = self._value(row, "confidence")
        if value is None:
            return None
        number = _number(value)
        if number is None or not 0 <= number <= 1:
            raise _Refused("S212", column=self._used_column(row, "confidence"), found=str(value)[:40])
        return number


def _number(value: object) -> float | None:
    text = str(value).strip()
    scale = 100 if text.endswith("%") else 1
    try:
        number = float(text.removesuffix("%")) / scale
    except ValueError:
        return None
    return number if math.isfinite(number) and not isinstance(value, bool) else None


def case_of(input_: str | None) -> str | None:
    """The case of a row that names none: its own input, so that answers to one question count as one case."""
    if input_ is None or not input_.strip():
        return None
    return "input-" + sha256(input_.strip().encode("utf-8", "replace")).hexdigest()[:12]


def failed(row: Sample | Unreadable, error: Exception) -> Unreadable:
    """A row on which the checker itself failed, as a row that cannot be read."""
    reason, hint = message("S216", {"why": f"{type(error).__name__}: {error}"[:300]})
    return Unreadable(
        file=row.file,
        line=row.line,
        id=row.id,
        case=row.case,
        model=row.model,
        category=row.category,
        code="S216",
        reason=reason,
        hint=hint,
    )


def found(value: object) -> str:
    """What a value is, in words for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = ((int | float, "a number"), (str, "a text"), (list, "a list"), (dict, "an object"))
    return next((words for kind, words in kinds if isinstance(value, kind)), type(value).__name__)
