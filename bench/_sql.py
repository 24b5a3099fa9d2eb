"""The statements behind a page, alone: what they take, by which indexes they go."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its values, as a read sent it."""

    text: str
    values: Any

    def run(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.text, self.values)
            cursor.fetchall()

    def plan(self) -> dict[str, Any]:
        """PostgreSQL's plan, measured."""
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT json) {self.text}", self.values)
            told = cursor.fetchone()[0]
        plan: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]
        return plan


def statements_of(read: Callable[[], object]) -> list[Statement]:
    """The statements that a read sends."""
    sent: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        read()
    return sent


def milliseconds(work: Callable[[], object], *, rounds: int = 100) -> float:
    """The median on the wall clock, after some rounds in which the server learns the plans."""
    taken = []
    for turn in range(rounds + 8):
        began = time.perf_counter()
        work()
        if turn >= 8:
            taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def round_trip() -> float:
    """The floor of a statement: milliseconds of ``SELECT 1`` over the same connection."""
    return milliseconds(Statement("SELECT 1", []).run)


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The tables that a plan reads, each with its index, or ``whole`` where it is read from end to end."""
    node = plan.get("Plan", plan)
    if "Relation Name" in node:
        yield node["Relation Name"], node.get("Index Name", "whole")
    for below in node.get("Plans", ()):
        yield from scans(below)
