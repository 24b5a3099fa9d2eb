"""The demonstration: a whole province in a database of its own, built once, kept from then on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from motcua.cases.models import Case
from motcua.journal import seals
from motcua.kernel.refusals import Refusal
from motcua.people.sign_in import CAST
from motcua.project import cast, environment, loading, simulation

BUILDING, BUILT = "motcua-demo: building", "motcua-demo: built"
"""What the comment of the database says while a demonstration is being built, and after."""


_at_once = partial(print, flush=True)
"""So that a log tells how far it is while it goes on."""


def build(*, cases: int, days: int, seed: int, at: datetime, say: Callable[[str], None] = _at_once) -> None:
    """Make sure that the province of the demonstration is there; a build that was interrupted is begun anew.

    A database that holds cases already is kept as it is. Raises what :func:`simulation.run` refuses, and a Refusal
    for the database of a real installation: the cast's password is public.
    """
    started = time.perf_counter()
    _make_ours(say)
    _prepare(at=at, say=say)
    if known := Case.objects.count():
        say(f"Cơ sở dữ liệu đã có {known} hồ sơ; giữ nguyên, không mô phỏng thêm.")
    else:
        _fill(cases=cases, days=days, seed=seed, at=at, say=say)
    say(
        f"Sẵn sàng sau {time.perf_counter() - started:.0f} giây. "
        f"Mật khẩu chung: {cast.PASSWORD}. Tên đăng nhập:"
    )
    for username, who in CAST.items():
        say(f"  {username:8} {who}")


def _make_ours(say: Callable[[str], None]) -> None:
    """Take an empty database, or one that a demonstration was built in; what another build has begun goes."""
    mark = _mark()
    if not mark and connection.introspection.table_names():
        raise Refusal(
            "Cơ sở dữ liệu này đang được dùng và không do `motcua demo` dựng: không đưa vào đó dàn nhân vật có "
            "mật khẩu công khai. Bỏ biến MOTCUA_DATABASE_URL, hoặc chọn thư mục khác bằng --dir."
        )
    if mark == BUILDING:
        say("Lần dựng trước bị ngắt giữa chừng; xóa phần dở dang và dựng lại từ đầu.")
        _clear()
    _set_mark(mark or BUILDING)


def _prepare(*, at: datetime, say: Callable[[str], None]) -> None:
    """Tables, catalogue and people; what is there already stays."""
    with _timed("Tạo các bảng", say):
        call_command("migrate", verbosity=0)
    with _timed("Nạp danh mục", say):
        for line in loading.load(environment.catalogue_dir(), by="system", at=at):
            say(f"  {line}")
    with _timed("Bổ nhiệm người vào các vị trí", say):
        cast.engage(at=at)


def _fill(*, cases: int, days: int, seed: int, at: datetime, say: Callable[[str], None]) -> None:
    with _timed("Mô phỏng", say):
        summary = simulation.run(cases=cases, days=days, seed=seed, at=at)
        for line in summary.lines:
            say(f"  {line}")
    with _timed("Niêm phong nhật ký, thống kê các bảng", say):
        seals.seal(at=at)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    _set_mark(BUILT)


@contextmanager
def _timed(part: str, say: Callable[[str], None]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    say(f"{part}: {time.perf_counter() - started:.1f} giây.")


# --- how far a build has come --------------------------------------------------------------------------------


def _mark() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database
            WHERE datname = current_database()"""
        )
        return str(cursor.fetchone()[0])


def _set_mark(text: str) -> None:
    with connection.cursor() as cursor:
        name = sql.Identifier(connection.settings_dict["NAME"])
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(text)))


def _clear() -> None:
    """Empty a database that a build has begun to fill and nobody has worked in: the whole schema goes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
