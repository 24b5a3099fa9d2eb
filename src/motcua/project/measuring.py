"""Measures on the command line: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.reporting import parse, quarter_of
from motcua.measures import flows, logs, reads, refreshing
from motcua.measures.counting import Asked
from motcua.measures.reads import Line
from motcua.measures.reports import making
from motcua.measures.reports.making import Wanted

NO_DATA = "chưa có dữ liệu"
TOLD = 5


def facts(*, anew: bool, at: datetime) -> Iterator[str]:
    """Derive the facts, from nothing or from what has changed, and tell what they hold."""
    done = refreshing.rebuild(at=at) if anew else refreshing.refresh(at=at, thorough=True)
    for path in done.mended:
        yield refreshing.MENDED % path
    for fact in sorted(done.manifest.facts):
        yield f"{fact}: {done.manifest.rows(fact)} dòng"
    yield f"{done.streams} hồ sơ, thủ tục có thay đổi; {done.written} tệp mới."


def import_log(
    path: Path | None, map_path: Path | None, forgotten: str | None, *, at: datetime
) -> Iterator[str]:
    """Take a log of another system into the facts, or out of them, and tell how its cases went."""
    if forgotten:
        logs.forget(forgotten, refreshing.store())
        refreshing.take_up_logs(at=at)
        yield f"Đã bỏ sổ {forgotten} khỏi số liệu."
        return
    if not path or not map_path:
        raise Invalid("Cần tệp sổ sự kiện và --map TỆP; hoặc --forget TÊN để bỏ một sổ đã nhập.")
    read = logs.take(path, map_path, refreshing.store(), at=at)
    refreshing.take_up_logs(at=at)
    yield f"{read.title}: {read.cases} hồ sơ, {read.events} hoạt động; xong {read.finished}, trong đó trễ {read.late}."
    yield from _went(f"{read.name}:")


def _went(prefix: str) -> Iterator[str]:
    engine = reads.engine()
    if took := flows.throughput(engine, prefix=prefix):
        yield f"Từ hoạt động đầu đến cuối: trung vị {_span(took.median)}, 9 phần 10 hồ sơ trong {_span(took.p90)}."
    yield f"{flows.variants_in_all(engine, prefix=prefix)} đường đi; nhiều hồ sơ nhất:"
    for one in flows.variants(engine, prefix=prefix, limit=TOLD):
        yield f"  {one.cases} hồ sơ: {' → '.join(one.steps)}"
    yield "Chờ lâu nhất tính cả sổ:"
    for wait in flows.waits(engine, prefix=prefix, limit=TOLD):
        all_of_them = _span(wait.times * wait.mean)
        yield f"  {wait.before} → {wait.after}: {wait.times} lần, tổng {all_of_them}, trung vị {_span(wait.median)}"


def _span(seconds: float) -> str:
    """A span of time as people read it: the largest unit that fits, one decimal."""
    for unit, length in (("ngày", 86_400), ("giờ", 3_600), ("phút", 60)):
        if seconds >= length:
            return f"{seconds / length:.1f} {unit}".replace(".", ",")
    return f"{seconds:.0f} giây"


def measure(
    codes: Sequence[str], *, first: date | None, last: date | None, by: Sequence[str], form: str, at: datetime
) -> str:
    """What some measures, or all, say of some days; raises :class:`Invalid` and :class:`Missing`."""
    if first and last and first > last:
        raise Invalid(
            f"Không có ngày nào từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}.",
            faults=[Fault("--from", "Để ngày sau --from không sau ngày sau --to.")],
        )
    as_of = reads.at_once(at=at).as_of
    found = reads.lines(reads.chosen(codes), Asked(as_of, first, last, tuple(by)))
    return {"table": _table, "csv": _csv, "json": _json}[form](found, by, as_of)


def report(
    kind: str, period: str, *, agency: str | None, by: str, form: str, out: Path | None, at: datetime
) -> Path:
    """Write a report of a period to a file, and return which; raises :class:`Invalid` and :class:`Missing`."""
    today = local(at).date()
    wanted = Wanted(
        kind,
        parse(period, settings.REPORT_DAY) if period else quarter_of(today, settings.REPORT_DAY),
        agencies.agency_by_key(agency, today) if agency else None,
        by,
    )
    path = out or Path(making.file_name(wanted, form))
    path.write_bytes(making.written(making.make(wanted, at=at), form, at=at))
    return path


def _row(line: Line, by: Sequence[str]) -> dict[str, Any]:
    told = dict(zip(by, line.key, strict=True)) if line.key else dict.fromkeys(by)
    return {
        "measure": line.measure.code, "title": line.measure.title, **told,
        "part": line.tally.part, "whole": line.tally.whole,
        "percent": _percent(line.share), "points": float(rounded(line.points)) if line.points is not None else None,
    }  # fmt: skip


def _percent(share: Fraction | None) -> float | None:
    return float(rounded(share * 100)) if share is not None else None


def _json(found: Sequence[Line], by: Sequence[str], as_of: datetime) -> str:
    said = {"as_of": as_of.isoformat(), "rows": [_row(line, by) for line in found]}
    return json.dumps(said, ensure_ascii=False, indent=2)


def _csv(found: Sequence[Line], by: Sequence[str], as_of: datetime) -> str:
    names = ["measure", "title", *by, "part", "whole", "percent", "points", "as_of"]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**_row(line, by), "as_of": as_of.isoformat()} for line in found)
    return out.getvalue().rstrip("\n")


def _table(found: Sequence[Line], by: Sequence[str], as_of: datetime) -> str:
    head = ["Chỉ số", *by, "Phần", "Tổng", "%", "Điểm", "Tên"]
    body = [_cells(line, by) for line in found]
    widths = [max(len(row[place]) for row in [head, *body]) for place in range(len(head))]
    told = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *body]
    ]
    return "\n".join([*told, f"Số liệu đến {as_of:%d/%m/%Y %H:%M:%S %Z}"])


def _cells(line: Line, by: Sequence[str]) -> list[str]:
    row = _row(line, by)
    numbers = [row[name] for name in ("part", "whole", "percent", "points")]
    told = ["" if number is None else str(number) for number in numbers]
    if line.tally.part is None and line.tally.whole is None:
        told[0] = NO_DATA
    return [
        row["measure"],
        *(str(row[name] if row[name] is not None else "") for name in by),
        *told,
        row["title"],
    ]
