"""Doing a write once: the answer is kept with the deed, in its transaction, under the caller's Idempotency-Key.

A machine that stops before the commit has neither done nor answered anything; after it, the same request gets the
same answer for 24 hours. What was refused has changed nothing and is not kept: it may be tried again.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import wraps
from typing import Annotated, Any

import psycopg.errors
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.params.models import Header
from ninja.responses import Status
from ninja.utils import contribute_operation_args
from pydantic import StringConstraints

from motcua.kernel.refusals import Conflict, Invalid
from motcua.web.models import Answered

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = timedelta(hours=24)
PATIENCE = "10s"
"""How long the second of two equal requests waits for the first one's answer."""

WHAT = "Mã do bên gọi đặt cho lần ghi này / Your own key of this write."

Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._:\-]{1,128}$")]
Answer = Schema | Status[Any] | None

CLAIM = """
INSERT INTO web_answered (account, key, digest, at, body)
VALUES (%(account)s, %(key)s, %(digest)s, %(at)s, '')
ON CONFLICT (account, key) DO UPDATE SET digest = excluded.digest, at = excluded.at, status = NULL, body = ''
WHERE web_answered.at <= %(expired)s
RETURNING id"""


def once(operation: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """Have an operation of the API ask for an Idempotency-Key and run once for each key of an account.

    422 when the key came with another request before, 409 while the first request takes longer than ``PATIENCE``.
    """

    @wraps(operation)
    def kept(request: HttpRequest, *args: Any, idempotency_key: str, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            claimed = _claim(request, idempotency_key)
            if isinstance(claimed, HttpResponse):
                return claimed
            return _keep(claimed, operation(request, *args, **kwargs))

    kept.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
    contribute_operation_args(kept, "idempotency_key", Key, Header(..., alias=HEADER, description=WHAT))
    return kept


def _claim(request: HttpRequest, key: str) -> int | HttpResponse:
    """The row that this request will fill, or what the same request was answered before."""
    at: datetime = request.at  # type: ignore[attr-defined]
    account: int = request.auth.account  # type: ignore[attr-defined]
    digest = _digest(request)
    row = _insert({"account": account, "key": key, "digest": digest, "at": at, "expired": at - KEPT})
    return row if row is not None else _answered(account, key, digest)


def _digest(request: HttpRequest) -> bytes:
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _parts(request):
        told.update(part)
    return told.digest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """The body, or of one in parts its fields and files, whatever stands between them."""
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    yield repr(sorted(request.POST.lists())).encode()
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"\n{name} {file.name} {file.size}\n".encode()
            yield from file.chunks()
            file.seek(0)


def _insert(values: dict[str, Any]) -> int | None:
    """The new row; whoever comes second waits here until the first has committed or failed."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute(CLAIM, values)
            row = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            message = f"Một yêu cầu khác với cùng {HEADER} đang được xử lý; đợi rồi gửi lại nguyên văn."
            raise Conflict(message, code="in-progress") from error
        raise
    return int(row[0]) if row else None


def _answered(account: int, key: str, digest: bytes) -> HttpResponse:
    earlier = Answered.objects.get(account=account, key=key)
    if bytes(earlier.digest) != digest:
        message = f"{HEADER} này đã dùng cho một yêu cầu khác; mỗi lần ghi mới đặt một mã mới."
        raise Invalid(message, code="idempotency-key-reused")
    response = _response(int(earlier.status or 200), earlier.body)
    response[REPLAYED] = "true"
    return response


def _keep(row: int, answer: Answer) -> HttpResponse:
    status, value = (answer.status_code, answer.value) if isinstance(answer, Status) else (200, answer)
    body = value.model_dump_json() if value is not None else ""
    Answered.objects.filter(id=row).update(status=status, body=body)
    return _response(status, body)


def _response(status: int, body: str) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


def sweep(*, at: datetime) -> int:
    """Forget the answers that are older than 24 hours; return how many."""
    return Answered.objects.filter(at__lte=at - KEPT).delete()[0]
