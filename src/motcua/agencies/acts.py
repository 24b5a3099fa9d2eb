"""Writes of agencies: the catalogue files of a province become rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.db import connection, transaction

from motcua.agencies import files, reorganising, rules
from motcua.agencies.entries import AgencyEntry, Catalogue, Follow
from motcua.agencies.models import Agency, Post, SplitRule, Succession
from motcua.agencies.writing import Row, Writing
from motcua.journal.acts import record
from motcua.kernel.calendar import local

STREAM = uuid.uuid5(uuid.NAMESPACE_URL, "motcua:agencies")
"""The journal's stream of the catalogue of agencies."""

_ONE_HOLDER = "one_code_is_one_agency_at_a_time, one_slug_is_one_agency_at_a_time"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows in the files, and how many of them were new, changed or gone."""

    agencies: int
    successions: int
    posts: int
    added: int = 0
    changed: int = 0
    removed: int = 0

    def __str__(self) -> str:
        return (
            f"{self.agencies} cơ quan, {self.posts} vị trí, {self.successions} kế thừa "
            f"(thêm {self.added}, sửa {self.changed}, bỏ {self.removed})"
        )


def load(path: Path, *, by: str, at: datetime) -> Loaded:
    """Load the folder of agencies at ``path``, or the folder of that file: the hook of the command line."""
    return load_agencies(path if path.is_dir() else path.parent, by=by, at=at)


@transaction.atomic
def load_agencies(folder: Path, *, by: str, at: datetime) -> Loaded:
    """Bring agencies, posts and successions to what the files of a folder say; loading twice changes nothing.

    Agencies and posts that no file names stay: cases may point at them. Raises ``Invalid`` with every fault
    ``path:line`` before anything is written.
    """
    catalogue = files.judge(folder, lambda read: rules.clashes_with(_kept(read), read))
    files.refuse_if(folder, reorganising.faults_of(catalogue, today=local(at).date()))
    loaded = _apply(catalogue, reorganising.plan(catalogue, by=by, at=at))
    if loaded.added or loaded.changed or loaded.removed:
        record(STREAM, "agencies.loaded", {"folder": folder.name, **asdict(loaded)}, by=by, at=at)
    return loaded


def _kept(catalogue: Catalogue) -> list[rules.Kept]:
    """Return the agencies that are rows but that no file names."""
    others = Agency.objects.exclude(key__in=[agency.key for agency in catalogue.agencies])
    return [
        rules.Kept(*row) for row in others.values_list("key", "slug", "code_2020", "valid_from", "valid_to")
    ]


def _apply(catalogue: Catalogue, acts: Mapping[str, int]) -> Loaded:
    writing = Writing()
    ids = _write_agencies(writing, catalogue)
    posts = [row for agency in catalogue.agencies for row in _post_rows(agency, ids[agency.key])]
    follows = [_succession_row(follow, ids, acts) for follow in rules.follows(catalogue)]
    splits = list(_split_rows(catalogue, ids))
    writing.put(Post, posts, unique=("agency_id", "key"))
    following = Writing()
    following.keep_only(Succession, follows, among="old_id", unique=("old_id", "new_id"))
    following.put(Succession, follows, unique=("old_id", "new_id"))
    following.put(SplitRule, splits, unique=("old_id", "place"))
    following.keep_only(SplitRule, splits, among="old_id", unique=("old_id", "place"))
    ruled = {row["old_id"] for row in splits}
    bare = {row["old_id"] for row in follows} - ruled
    following.removed += SplitRule.objects.filter(old__in=bare).delete()[0]
    if following != Writing():
        reorganising.rehearse_again(acts)
    counts = asdict(writing)
    counts = {name: counts[name] + number for name, number in asdict(following).items()}
    return Loaded(len(catalogue.agencies), len(follows) + len(splits), len(posts), **counts)


def _write_agencies(writing: Writing, catalogue: Catalogue) -> dict[str, int]:
    """Write the agencies from the top down, so that each finds the row above it; return ids by key."""
    _judge_codes("DEFERRED")  # agencies may swap codes: they are judged when all are in
    register = rules.Register(catalogue.agencies)
    ids: dict[str, int] = {}
    waiting = [(agency, register.parent_of(agency)) for agency in catalogue.agencies]
    while waiting:
        ready = [(agency, above) for agency, above in waiting if above is None or above.key in ids]
        waiting = [(agency, above) for agency, above in waiting if above is not None and above.key not in ids]
        rows = [_agency_row(agency, ids[above.key] if above else None) for agency, above in ready]
        ids |= {key: id_ for (key,), id_ in writing.put(Agency, rows, unique=("key",)).items()}
    _judge_codes("IMMEDIATE")
    return ids


def _judge_codes(when: Literal["DEFERRED", "IMMEDIATE"]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_ONE_HOLDER} {when}")


def _agency_row(agency: AgencyEntry, parent: int | None) -> Row:
    return {
        "key": agency.key,
        "slug": agency.slug,
        "parent_id": parent,
        "part": agency.part,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
        **agency.columns,
    }


def _post_rows(agency: AgencyEntry, agency_id: int) -> Iterator[Row]:
    for post in agency.posts:
        yield {
            "agency_id": agency_id,
            "key": post.key,
            "title": post.title,
            "roles": list(post.roles),
            "valid_from": agency.valid_from,
            "valid_to": agency.valid_to,
        }


def _split_rows(catalogue: Catalogue, ids: dict[str, int]) -> Iterator[Row]:
    """The ways of choosing among the successors of each split agency, in their order: for cases, then for officers."""
    register = rules.Register(catalogue.agencies)
    for change in catalogue.changes:
        ways = (*change.choose, *change.officers)
        old = register.on(change.old[0], change.on - timedelta(days=1)) if ways else None
        for place, way in enumerate(ways if old else ()):
            new = register.on(way.get("to", ""), change.on)
            condition = {name: value for name, value in way.items() if name not in ("to", "declared")}
            yield {
                "old_id": ids[old.key] if old else 0,
                "place": place,
                "condition": condition,
                "new_id": ids[new.key] if new else None,
            }


def _succession_row(follow: Follow, ids: dict[str, int], acts: Mapping[str, int]) -> Row:
    change = follow.change
    return {
        "reorganisation_id": acts[change.act],
        "default": follow.default,
        "old_id": ids[follow.old],
        "new_id": ids[follow.new],
        "share": None if change.kind == "split" else 1,
        "kind": change.kind,
        "rule": change.rule,
        "decision": change.decision,
        "basis": change.basis,
        "on": change.on,
    }
