"""What the database refuses of a case, in words that people can act on."""

from __future__ import annotations

from typing import Any

import psycopg.errors
from django.db import IntegrityError

from motcua.kernel.refusals import Conflict, Refusal


class refused_by_database:
    """Turn what the database refuses for a reason that people can act on into a refusal."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if not isinstance(error, IntegrityError):
            return
        cause = error.__cause__
        column = getattr(getattr(cause, "diag", None), "column_name", None)
        constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
        if isinstance(cause, psycopg.errors.NotNullViolation) and column == "owner_id":
            raise Refusal(
                "Chưa có ai đảm nhiệm bước tiếp theo ở cơ quan giải quyết; báo quản trị bổ nhiệm người vào vị trí này.",
                code="nobody-in-charge",
            ) from error
        if constraint == "case_numbers_fit_their_code":
            raise Refusal(
                "Cơ quan đã dùng hết số hồ sơ trong ngày; báo quản trị.", code="numbers-used-up"
            ) from error
        if constraint in {"an_event_has_one_place_in_its_stream", "a_case_has_one_open_step_in_a_branch"}:
            raise Conflict("Người khác vừa xử lý hồ sơ này; mở lại hồ sơ để xem hiện trạng.") from error
