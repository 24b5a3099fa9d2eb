"""Whether procedures were announced and made public in time (QĐ 766/QĐ-TTg, công khai, minh bạch: 1.1, 1.2, 1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.kernel.calendar import Calendar, local
from motcua.kernel.refusals import CalendarUnknown
from motcua.procedures import reads
from motcua.procedures.definition import Definition
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.structure import CONSTITUENTS

ANNOUNCED_BEFORE = 5
"""Working days before its legal basis takes effect by which a province announces a procedure (1.1)."""
PUBLIC_WITHIN = 5
"""Working days after the decision within which it is made public (1.2; NĐ 63/2010/NĐ-CP Điều 24 khoản 2)."""
POINTS = {"announced": 6, "public": 4, "full": 2}
"""What the whole share is worth."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published version; a day or judgement that the file does not allow is None."""

    code: str
    title: str
    number: int
    decision: str
    decided: date | None
    effective: date | None
    published: date
    announce_by: date | None
    public_by: date | None
    taken: int | None
    announced: bool | None
    public: bool | None
    full: bool


@dataclass(frozen=True, slots=True)
class Score:
    """One item: how many procedures of how many, and the points; None when nothing can be judged."""

    id: str
    met: int
    of: int
    points: float | None


def rows(calendar: Calendar, *, since: date, until: date) -> list[Row]:
    """Versions published in a period, the newest first; ``until`` is included."""
    found = ProcedureVersion.objects.filter(published_at__date__range=(since, until))
    return [
        row(calendar, reads.definition(one.id), one.number, local(one.published_at).date())
        for one in found.order_by("-published_at", "procedure__code")
        if one.published_at
    ]


def row(calendar: Calendar, of: Definition, number: int, published: date) -> Row:
    """The judgement of one version."""
    decided = of.decided
    effective = max((law.effective for law in of.law if law.effective), default=None)
    announce_by = _before(calendar, effective)
    public_by = _within(calendar, decided)
    return Row(
        of.code,
        of.name,
        number,
        of.decision,
        decided,
        effective,
        published,
        announce_by,
        public_by,
        _taken(calendar, decided, published),
        decided <= announce_by if decided and announce_by else None,
        published <= public_by if public_by else None,
        all(_told(of, name) for name in CONSTITUENTS),
    )


def _told(of: Definition, name: str) -> bool:
    """Whether a constituent has content (NĐ 63/2010/NĐ-CP Điều 8 khoản 2)."""
    if name == "limit":
        return True
    if name == "competent":
        return bool(of.competent.kind or of.competent.agency)
    return bool(getattr(of, name))


def _before(calendar: Calendar, day: date | None) -> date | None:
    try:
        return calendar.day_of_rank(calendar.rank_from(day) - ANNOUNCED_BEFORE) if day else None
    except CalendarUnknown:
        return None


def _within(calendar: Calendar, day: date | None) -> date | None:
    try:
        return calendar.nth_working_day(day, PUBLIC_WITHIN) if day else None
    except CalendarUnknown:
        return None


def _taken(calendar: Calendar, decided: date | None, published: date) -> int | None:
    try:
        return calendar.working_days_between(decided, published) if decided else None
    except CalendarUnknown:
        return None


def scores(found: list[Row]) -> list[Score]:
    """The three items over the procedures of some rows: one that was late once is late."""
    return [_score(name, [(one.code, getattr(one, name)) for one in found]) for name in POINTS]


def _score(name: str, judged: list[tuple[str, bool | None]]) -> Score:
    known = [(code, met) for code, met in judged if met is not None]
    late = {code for code, met in known if not met}
    of = {code for code, _ in known}
    points = round(POINTS[name] * (len(of) - len(late)) / len(of), 2) if of else None
    return Score(name, len(of) - len(late), len(of), points)
