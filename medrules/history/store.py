"""A history of runs in one SQLite file that several processes may write to at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, create_engine, event, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from medrules.history.schema import APPLICATION, VERSION, case_harm, metadata, rule_counts, runs
from medrules.model.history import CaseHarm, KeptRun, OnRecord, RuleCount, RunRecord, RunSummary

WAIT = 30
"""Seconds to wait for another process that writes."""
_SQLITE = b"SQLite format 3\x00"


class HistoryError(Exception):
    """A file is no history, or cannot be read or written; the text says why."""


class History:
    """The runs in one file."""

    def __init__(self, path: Path, *, make: bool = False) -> None:
        """Open a history.

        Args:
            path: the file.
            make: whether to make it where it is not there.

        Raises:
            HistoryError: it is none, is of a later version, or cannot be opened.
        """
        self.path = path
        there = path.is_file() and path.stat().st_size > 0
        if not there and (path.exists() and not path.is_file()):
            raise HistoryError("it is a folder")
        if not there and not make:
            raise HistoryError("there is no such file" if not path.exists() else "it is empty")
        if there and not _is_sqlite(path):
            raise HistoryError("it is no SQLite database, or was damaged")
        self._engine = _engine(path)
        with self._connected() as connection:
            self._check(connection)

    def _check(self, connection: Connection) -> None:
        """Make the tables of a new file; refuse another database and other versions."""
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if not tables:
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        elif application != APPLICATION:
            raise HistoryError("it is a database of something else")
        elif version != VERSION:
            raise HistoryError(f"its version is {version}; this medrules reads version {VERSION}")
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if damage != "ok":
            raise HistoryError(f"it was damaged ({str(damage)[:80]})")

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A transaction that no other process writes in between."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            why = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise HistoryError(why) from None

    def record(self, run: RunRecord) -> None:
        """Keep a run; one that is there already (of the same bundle) stays as it is."""
        summary = run.summary
        with self._connected() as connection:
            known = connection.execute(select(runs.c.id).where(runs.c.digest == summary.digest)).first()
            if known is not None:
                return
            values = summary.model_dump(mode="json", exclude={"models"})
            values |= {"models": json.dumps(summary.models), "lock": run.lock, "decision": run.decision}
            number = connection.execute(insert(runs).values(**values)).inserted_primary_key
            own = {"run": number[0] if number is not None else None}
            if run.cases:
                connection.execute(insert(case_harm), [{**own, **each._asdict()} for each in run.cases])
            if run.rules:
                connection.execute(insert(rule_counts), [{**own, **each._asdict()} for each in run.rules])

    def sign(self, digest: str) -> bool:
        """Mark the run of a bundle as signed; False: there is none."""
        with self._connected() as connection:
            found = connection.execute(update(runs).where(runs.c.digest == digest).values(signed=True))
            return bool(found.rowcount)

    def runs(self) -> list[RunSummary]:
        """All runs, by their day and then in the order in which they were recorded."""
        with self._connected() as connection:
            rows = connection.execute(select(runs).order_by(runs.c.as_of, runs.c.id)).all()
        return [_summary(row) for row in rows]

    def last_signed(self, sign_off: str, until: date) -> RunSummary | None:
        """The last signed run of a sign-off until a day."""
        wanted = (runs.c.sign_off == sign_off) & runs.c.signed & (runs.c.as_of <= until.isoformat())
        with self._connected() as connection:
            asked = select(runs).where(wanted).order_by(runs.c.as_of.desc(), runs.c.id.desc()).limit(1)
            row = connection.execute(asked).first()
        return None if row is None else _summary(row)

    def earlier(self, sign_off: str, until: date, most: int, harm: int) -> OnRecord:
        """The latest runs of a sign-off before a day, and how many there are in all.

        Of the day itself a run that is signed counts too: one that is not may be this run, done before.

        Args:
            sign_off: its name.
            until: the day.
            most: runs to give, the oldest first.
            harm: index into ``HARMS`` of the least harm of an event that makes a case harmful.
        """
        day = until.isoformat()
        wanted = (runs.c.sign_off == sign_off) & ((runs.c.as_of < day) | (runs.c.signed & (runs.c.as_of == day)))
        latest = select(runs).where(wanted).order_by(runs.c.as_of.desc(), runs.c.id.desc()).limit(most)
        with self._connected() as connection:
            number = connection.execute(select(func.count()).select_from(runs).where(wanted)).scalar_one()
            found = [
                KeptRun(
                    _summary(row),
                    row.lock,
                    _harmful(connection, row.id, case_harm.c.worst >= harm),
                    _harmful(connection, row.id, case_harm.c.worst_review >= harm),
                )
                for row in connection.execute(latest).all()
            ]
        return OnRecord(tuple(found[::-1]), number)

    def cases(self, digest: str) -> list[CaseHarm]:
        """The cases of a run, by name."""
        columns = [case_harm.c[name] for name in CaseHarm._fields]
        asked = select(*columns).join(runs, runs.c.id == case_harm.c.run).where(runs.c.digest == digest)
        with self._connected() as connection:
            return [CaseHarm(*row) for row in connection.execute(asked.order_by(case_harm.c.case))]

    def rules(self, digest: str) -> list[RuleCount]:
        """The rules of a run, by name."""
        columns = [rule_counts.c[name] for name in RuleCount._fields]
        asked = select(*columns).join(runs, runs.c.id == rule_counts.c.run).where(runs.c.digest == digest)
        with self._connected() as connection:
            return [RuleCount(*row) for row in connection.execute(asked.order_by(rule_counts.c.rule))]


def _harmful(connection: Connection, run: int, held: ColumnElement[bool]) -> int:
    asked = select(func.count()).select_from(case_harm).where((case_harm.c.run == run) & held)
    return int(connection.execute(asked).scalar_one())


def _summary(row: Row[Any]) -> RunSummary:
    fields = {name: getattr(row, name) for name in RunSummary.model_fields}
    try:
        return RunSummary.model_validate({**fields, "models": json.loads(row.models)})
    except ValueError:
        raise HistoryError(f"the run {row.id} in it cannot be read") from None


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise HistoryError((error.strerror or str(error)).lower()) from None


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _plain(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # so that transactions begin where we say

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
