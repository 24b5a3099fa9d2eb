"""Reorganisations in the catalogue: planned by a load, undone by a withdrawal before their day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import ProtectedError, Q

from motcua.agencies import rules
from motcua.agencies.entries import Catalogue
from motcua.agencies.models import Agency, Post, Reorganisation, SplitRule
from motcua.agencies.models import Succession as SuccessionRow
from motcua.kernel import succession
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Fault, Missing, OutOfOrder
from motcua.kernel.succession import Call, Succession, Way

State = Reorganisation.State


@dataclass(frozen=True, slots=True)
class Map:
    """What a reorganisation changes: who follows whom among agencies in their own right, and the parts of the new ones.

    ``body`` tells of each old agency or part whose it is; ``communes`` who has a commune's territory from the day on,
    by its statistical code of the day before.
    """

    id: int
    key: str
    title: str
    decision: str
    on: date
    successions: Mapping[int, Succession]
    body: Mapping[int, int]
    part: Mapping[int, str]
    parts: Mapping[int, Mapping[str, int]]
    communes: Mapping[str, int]
    names: Mapping[int, str]
    same: Mapping[int, int]
    """Agencies and parts that only change their name or the agency above: their books go on."""

    @property
    def old(self) -> list[int]:
        """The agencies and parts that end."""
        return sorted(self.body)

    @property
    def splits(self) -> Map:
        """The same map of nothing but the agencies that are split."""
        parted = {old for old, one in self.successions.items() if len(one.heirs) > 1}
        return replace(self, body={place: whole for place, whole in self.body.items() if whole in parted})

    def place(self, old: int, new: int) -> int:
        """The same part of a new agency; where it has none, the agency itself."""
        return self.parts[new].get(self.part[old], new)


def acts() -> list[Reorganisation]:
    """All reorganisations, the latest day first."""
    return list(Reorganisation.objects.order_by("-on", "key"))


def act(key: str) -> Reorganisation:
    """One reorganisation by its name; raises ``Missing``."""
    found = Reorganisation.objects.filter(key=key).first()
    if found is None:
        raise Missing(f"Không có sắp xếp “{key}”.")
    return found


def the_map(of: Reorganisation) -> Map:
    """What a reorganisation changes, in four queries."""
    held = SuccessionRow.objects.filter(reorganisation=of).values("old_id", "new_id", "default", "kind")
    follows: list[dict[str, Any]] = [dict(row) for row in held]
    ids = {row[side] for row in follows for side in ("old_id", "new_id")}
    agencies = {row["id"]: row for row in _agencies(Q(id__in=ids) | Q(parent_id__in=ids))}
    body = {
        row["old_id"]: agencies[row["old_id"]]["parent_id"]
        if agencies[row["old_id"]]["part"]
        else row["old_id"]
        for row in follows
    }
    successions = _successions([row for row in follows if body[row["old_id"]] == row["old_id"]])
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in agencies.values():
        ended = row["valid_to"] is not None and row["valid_to"] <= of.on
        if row["part"] and row["valid_from"] <= of.on and not ended:
            parts[row["parent_id"]][row["part"]] = row["id"]
    return Map(
        of.pk, of.key, of.title, of.decision, of.on, successions, body,
        {number: agencies[number]["part"] for number in body}, parts, _communes(of.on, successions),
        {number: row["short_name"] for number, row in agencies.items()},
        {row["old_id"]: row["new_id"] for row in follows if row["kind"] in ("rename", "continue")},
    )  # fmt: skip


def _agencies(which: Q) -> Iterable[Mapping[str, Any]]:
    return Agency.objects.filter(which).values(
        "id", "parent_id", "part", "short_name", "gso_code", "valid_from", "valid_to"
    )


def _successions(follows: list[dict[str, Any]]) -> dict[int, Succession]:
    heirs: dict[int, set[int]] = defaultdict(set)
    default: dict[int, int] = {}
    for row in follows:
        heirs[row["old_id"]].add(row["new_id"])
        if row["default"] or row["old_id"] not in default:
            default[row["old_id"]] = row["new_id"]
    ways: dict[int, list[Way]] = defaultdict(list)
    calls: dict[int, list[Call]] = defaultdict(list)
    for rule in SplitRule.objects.filter(old__in=heirs).order_by("place"):
        posts, people = (frozenset(rule.condition.get(name, ())) for name in ("posts", "people"))
        if rule.new_id and (posts or people):
            calls[rule.old_id].append(Call(posts, people, rule.new_id))
        else:
            ways[rule.old_id].append(Way(rule.condition, rule.new_id))
    return {
        old: succession.Succession(frozenset(new), default[old], tuple(ways[old]), tuple(calls[old]))
        for old, new in heirs.items()
    }


def _communes(on: date, successions: Mapping[int, Succession]) -> dict[str, int]:
    before = on - timedelta(days=1)
    held = Q(valid_from__lte=before) & (Q(valid_to__isnull=True) | Q(valid_to__gt=before))
    rows = _agencies(held & Q(kind="commune") & ~Q(gso_code=""))
    return {
        row["gso_code"]: successions[row["id"]].default if row["id"] in successions else row["id"]
        for row in rows
    }


def faults_of(catalogue: Catalogue, *, today: date) -> Iterator[Fault]:
    """Yield what speaks against the reorganisations of a catalogue: withdrawn before, moved, or in the past.

    History that comes with the agencies themselves is no fault: nobody has worked in an agency that was not there.
    """
    known = {act.key: act for act in Reorganisation.objects.all()}
    running = set(
        Agency.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today)).values_list("slug", flat=True)
    )
    for key, first in rules.acts_of(catalogue).items():
        act = known.get(key)
        if act and act.state == State.WITHDRAWN:
            yield first.spot.fault(
                f"Sắp xếp “{act.title}” đã bị rút: bỏ nó khỏi tệp, hoặc đặt tên khác (act) để lập lại."
            )
        elif act and act.on != first.on and act.state in (State.CONFIRMED, State.IN_EFFECT):
            yield first.spot.fault(f"Sắp xếp “{act.title}” đã được xác nhận: không đổi ngày hiệu lực nữa.")
        elif act is None and first.on <= today and (late := _running(catalogue, key, running)):
            yield first.spot.fault(
                f"Sắp xếp từ ngày {first.on:%d/%m/%Y} đã qua, mà {late} đang hoạt động trong hệ thống: "
                "chọn ngày hiệu lực sau hôm nay."
            )


def _running(catalogue: Catalogue, act: str, running: set[str]) -> str:
    """An old agency of a reorganisation whose row has no end in the past yet; only rows have cases."""
    if not running:
        return ""
    ended = set(
        Agency.objects.filter(
            key__in=[agency.key for agency in catalogue.agencies], valid_to__isnull=False
        ).values_list("slug", "valid_to")
    )
    changes = [change for change in catalogue.changes if change.act == act]
    old = {(slug, change.on) for change in changes for slug in change.old}
    return next((slug for slug, on in sorted(old) if slug in running and (slug, on) not in ended), "")


def plan(catalogue: Catalogue, *, by: str, at: datetime) -> dict[str, int]:
    """Have a row for each reorganisation of a catalogue and return the ids; one of the past is in effect."""
    today = local(at).date()
    ids: dict[str, int] = {}
    for key, first in rules.acts_of(catalogue).items():
        told = {"title": first.title, "decision": first.decision, "on": first.on}
        begun = State.IN_EFFECT if first.on <= today else State.PLANNED
        act, new = Reorganisation.objects.get_or_create(
            key=key, defaults=told | {"state": begun, "planned_by": by, "planned_at": at}
        )
        if not new and any(getattr(act, name) != value for name, value in told.items()):
            Reorganisation.objects.filter(id=act.pk).update(**told)
        ids[key] = act.pk
    return ids


def rehearse_again(acts: Mapping[str, int]) -> None:
    """Take back rehearsals and confirmations of what has just changed: they were of something else."""
    waiting = Reorganisation.objects.filter(
        id__in=acts.values(), state__in=[State.REHEARSED, State.CONFIRMED], began_at=None
    )
    waiting.update(
        state=State.PLANNED,
        **{"rehearsed_by": "", "rehearsed_at": None, "rehearsal": {}},
        **{"confirmed_by": "", "confirmed_at": None, "confirmed_decision": ""},
    )


def undo(act: Reorganisation) -> None:
    """Have the map stay as it is: the old agencies don't end, the new ones of that day never begin.

    :class:`OutOfOrder` when something points to a new agency already.
    """
    successions = SuccessionRow.objects.filter(reorganisation=act)
    old = list(successions.values_list("old_id", flat=True))
    new = Agency.objects.filter(valid_from=act.on)
    new = new.filter(
        Q(predecessions__reorganisation=act) | Q(parent__predecessions__reorganisation=act)
    ).distinct()
    gone = list(new.values_list("id", flat=True))
    successions.delete()
    try:
        Post.objects.filter(agency__in=gone).delete()
        Agency.objects.filter(id__in=gone, part__gt="").delete()
        Agency.objects.filter(id__in=gone).delete()
    except ProtectedError as error:
        raise OutOfOrder(
            "Đã có dữ liệu gắn với cơ quan mới (bổ nhiệm, hồ sơ): gỡ các dữ liệu ấy trước khi rút."
        ) from error
    Agency.objects.filter(id__in=old, valid_to=act.on).update(valid_to=None)
    Post.objects.filter(agency__in=old, valid_to=act.on).update(valid_to=None)
