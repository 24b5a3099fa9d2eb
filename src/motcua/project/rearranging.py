"""The command of the day the map changes: the words of a plan, of its rehearsal, of the day itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime

from motcua.agencies import reads as agencies
from motcua.agencies import reorganising
from motcua.agencies.models import Reorganisation
from motcua.cases import reads as cases
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Invalid, Missing
from motcua.people.actors import Actor, actor_named
from motcua.reorganisations import acts
from motcua.reorganisations.reads import TOTALS, Told
from motcua.web import words


def rearrange(options: argparse.Namespace, *, at: datetime) -> Iterator[str]:
    """List the reorganisations, or tell one and do with it what the options say; raises :class:`Refusal`."""
    if options.key is None:
        yield from _listed()
    elif options.carry_out:
        yield _run(acts.carry_out(options.key, at=at))
    else:
        yield from _decided(options, at)


def _listed() -> Iterator[str]:
    for of in reorganising.acts():
        yield f"{of.key}: {of.title}, hiệu lực {of.on:%d/%m/%Y}; {of.get_state_display().lower()}."


def _decided(options: argparse.Namespace, at: datetime) -> Iterator[str]:
    key = options.key
    if options.rehearse:
        acts.rehearse(key, by=_who(options.by, at), at=at)
    elif options.confirm is not None:
        acts.confirm(key, decision=options.confirm, by=_who(options.by, at), at=at)
    elif options.withdraw is not None:
        acts.withdraw(key, reason=options.withdraw, by=_who(options.by, at), at=at)
    elif options.place:
        _place(key, *options.place, by=_who(options.by, at), at=at)
    yield from _told(reorganising.act(key))


def _place(key: str, code: str, slug: str, *, by: Actor, at: datetime) -> None:
    case = cases.id_of(code)
    if case is None:
        raise Missing(f"Không có hồ sơ {code}.")
    agency = agencies.agency_by_key(slug, reorganising.act(key).on)
    acts.place(key, case, agency.id, by=by, at=at)


def _who(username: str | None, at: datetime) -> Actor:
    if username is None:
        raise Invalid("Nêu tài khoản quản trị làm việc này: --by TÊN_ĐĂNG_NHẬP.")
    found = actor_named(username, on=local(at).date())
    if found is None or not found.administrator:
        raise Missing(f"Không có tài khoản quản trị “{username}” đang hoạt động.")
    return found


def _run(run: acts.Run) -> str:
    left = f"; {words.number(run.left)} hồ sơ còn lại sẽ được chuyển ở lần chạy sau" if run.left else ""
    return (
        f"Đã chuyển {words.number(run.moved)} hồ sơ, {words.number(run.drafts)} bản nháp, "
        f"{words.number(run.officers)} lượt giữ vị trí{left}."
    )


def _told(of: Reorganisation) -> Iterator[str]:
    yield f"{of.title}, hiệu lực {of.on:%d/%m/%Y}; {of.get_state_display().lower()}. Căn cứ: {of.decision}."
    if of.rehearsal:
        yield from _rehearsed(Told(of))


def _rehearsed(told: Told) -> Iterator[str]:
    found = told.act.rehearsal
    for way in found["ways"]:
        yield (
            f"  {way['old']} → {way['new']}: {words.number(way['cases'])} hồ sơ, "
            f"{words.number(way['steps'])} bước, {words.number(way['officers'])} lượt giữ vị trí"
        )
    totals = found["totals"]
    yield "; ".join(f"{words.number(totals[name])} {text}" for name, text in TOTALS.items()) + "."
    yield f"{len(told.problems)} vấn đề."
    for problem in told.problems:
        must = "phải xử lý trước" if problem.blocking else "cần biết"
        yield f"  [{must}] {problem.message} ({words.number(problem.count)})"
        yield from (f"    {name}" for name in problem.names)
