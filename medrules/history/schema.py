"""The tables of a history; a change of them is a new version."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

VERSION = 1
APPLICATION = 0x6D656472
"""SQLite's application id (``medr``), by which a history is told from other databases."""
metadata = MetaData()
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("sign_off", Text, nullable=False, index=True),
    Column("as_of", String(10), nullable=False),
    Column("state", Text, nullable=False),
    Column("models", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("harm_per_case", Float),
    Column("harm_per_case_without_review", Float),
    Column("signed", Boolean, nullable=False, default=False),
    Column("lock", Text, nullable=False),
    Column("decision", Text, nullable=False),
)
case_harm = Table(
    "case_harm",
    metadata,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("case", Text, primary_key=True),
    Column("category", Text),
    Column("worst", Integer, nullable=False),
    Column("worst_review", Integer, nullable=False),
    Column("harm", Float, nullable=False),
    Column("harm_review", Float, nullable=False),
    Column("multiplier", Float, nullable=False),
)
rule_counts = Table(
    "rule_counts",
    metadata,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("met", Integer, nullable=False),
    Column("violated", Integer, nullable=False),
    Column("review", Integer, nullable=False),
    Column("error", Integer, nullable=False),
    Column("waived", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
)
