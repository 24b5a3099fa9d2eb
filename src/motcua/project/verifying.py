"""The command that verifies what is kept: the journal, the rows that it tells, the files beside them."""

from __future__ import annotations

import sys
from datetime import datetime

from motcua.cases import checks
from motcua.documents import checks as files
from motcua.journal import seals
from motcua.journal.seals import Verdict
from motcua.kernel.calendar import LOCAL
from motcua.registers import checks as registers
from motcua.surveys import checks as boxes


def verify(*, noted: str | None, at: datetime) -> int:
    """Say whether journal, rows and stored files are what they were; 1 at the first that is not.

    ``noted`` is the root of a seal that somebody wrote down: it must still be there.
    """
    verdict = seals.verify()
    print(f"{verdict.events} sự kiện, {verdict.streams} chuỗi, {len(verdict.seals)} niêm phong.")
    if verdict.last is not None:
        print(f"Gốc niêm phong gần nhất, {_told(verdict.last.at)}: {verdict.last.root}")
    if wrong := _first_wrong(verdict, noted):
        print(wrong, file=sys.stderr)
        return 1
    if late := verdict.late(at):
        print(f"Lưu ý: {late}", file=sys.stderr)
    print(
        "Nhật ký nguyên vẹn. Mọi cột của hồ sơ, bước, lần tạm dừng, lần sửa tờ khai và báo động đúng như nhật ký kể, "
        "sổ số liệu cũng vậy; mọi tệp lưu trữ đúng như lúc nhận. Bản nháp, con người và danh mục không so ở đây."
    )
    return 0


def _first_wrong(verdict: Verdict, noted: str | None) -> str:
    if verdict.broken is not None:
        return verdict.broken.message
    if noted is not None and verdict.sealed_under(noted) is None:
        return "Không còn niêm phong nào mang gốc đã ghi: niêm phong ấy đã bị xóa hoặc bị viết lại."
    if rows := checks.rows_that_differ(limit=1):
        return rows[0].message
    if entries := registers.rows_that_differ(limit=1):
        return entries[0]
    damaged = next(files.files_that_differ(), None)
    if damaged:
        return f"Tệp lưu trữ đã bị sửa hoặc bị mất: {damaged}."
    stuffed = next(boxes.boxes_that_differ(), None)
    return f"Phiếu trả lời bị thêm hoặc bị mất: {stuffed}." if stuffed else ""


def _told(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"
