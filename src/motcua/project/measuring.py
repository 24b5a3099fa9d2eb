"""Measures on the command line: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.agencies import reads as agencies
from motcua.kernel import scoring
from motcua.kernel.calendar import local
from motcua.kernel.measures import rounded
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.reporting import parse, quarter_of
from motcua.measures import flows, kept_logs, logs, reads, refreshing, spark
from motcua.measures.counting import Asked
from motcua.measures.declaring import Measure
from motcua.measures.reads import Line
from motcua.measures.reports import making
from motcua.measures.reports.making import Wanted

NO_DATA = "chưa có dữ liệu"
TOLD = 5
AGENCIES = ("agency", "successor")
NUMBERS = ("part", "whole", "percent", "points")


def facts(*, anew: bool, at: datetime) -> Iterator[str]:
    """Derive the facts, from nothing or from what has changed, and tell what they hold."""
    done = refreshing.rebuild(at=at) if anew else refreshing.refresh(at=at, thorough=True)
    for path in done.mended:
        yield refreshing.MENDED % path
    for fact in sorted(done.manifest.facts):
        yield f"{fact}: {done.manifest.rows(fact)} dòng"
    yield f"Đã xem lại {done.streams} hồ sơ, thủ tục có thể đã thay đổi; {done.written} tệp mới."


def import_log(
    path: Path | None, map_path: Path | None, forgotten: str | None, *, at: datetime
) -> Iterator[str]:
    """Take a log of another system into the facts, or out of them, and tell how its cases went."""
    if forgotten:
        kept_logs.forget(forgotten, refreshing.store())
        refreshing.take_up_logs(at=at)
        yield f"Đã bỏ sổ {forgotten} khỏi số liệu."
        return
    if not path or not map_path:
        raise Invalid("Cần tệp sổ sự kiện và --map TỆP; hoặc --forget TÊN để bỏ một sổ đã nhập.")
    read = logs.take(path, map_path, refreshing.store(), at=at)
    refreshing.take_up_logs(at=at)
    yield f"{read.title}: {read.cases} hồ sơ, {read.events} hoạt động; xong {read.finished}, trong đó trễ {read.late}."
    if still := read.cases - read.finished:
        yield f"{still} hồ sơ sổ không ghi xong: tính là đang giải quyết. Đã xong nơi khác thì ghi ngày xong, nhập lại."
    for one in read.turned:
        yield f"Hồ sơ {one.code} (sự kiện {one.row}) ghi xong trước khi nhận: tính như nhận lúc xong."
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
    codes: Sequence[str], *, first: date | None, last: date | None, by: Sequence[str], form: str, at: datetime,
    on: str = "",
) -> str:  # fmt: skip
    """What some measures, or all, say of some days; counted ``on`` a cluster of Spark where one is named.

    Raises :class:`Invalid` and :class:`Missing`.
    """
    if first and last and first > last:
        raise Invalid(
            f"Không có ngày nào từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}.",
            faults=[Fault("--from", "Để ngày sau --from không sau ngày sau --to.")],
        )
    as_of = reads.at_once(at=at).as_of
    chosen, asked = reads.chosen(codes), Asked(as_of, first, last, tuple(by))
    with spark.cluster(on, refreshing.store()) if on else nullcontext() as engine:
        found = reads.lines(chosen, asked, engine)
    return {"table": _table, "csv": _csv, "json": _json}[form](_rows(found, by), by, as_of)


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
    content = making.written(making.make(wanted, at=at), form, at=at)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Invalid(
            f"Không ghi được {path}: {error.strerror}.",
            faults=[Fault("--out", "Chọn thư mục có sẵn mà bạn ghi được.")],
        ) from error
    return path


Row = dict[str, Any]


def _rows(found: Sequence[Line], by: Sequence[str]) -> list[Row]:
    """Lines for people and programs: agencies by their slugs, periods as they are written, a whole of shares only."""
    keys: list[Row] = [
        dict(zip(by, line.key, strict=True)) if line.key else dict.fromkeys(by) for line in found
    ]
    those: list[int] = [key[name] for key in keys for name in AGENCIES if key.get(name)]
    known = agencies.agencies_by_id(those)
    slugs = {one: row.slug for one, row in known.items()}
    return [
        {
            "measure": line.measure.code, "title": line.measure.title,
            **{name: _told(name, value, slugs) for name, value in key.items()}, "part": line.tally.part,
            "whole": line.tally.whole if _of_a_whole(line.measure) else None,
            "percent": _percent(line.share) if line.measure.is_share else None,
            "points": _points(line),
        }
        for line, key in zip(found, keys, strict=True)
    ]  # fmt: skip


def _told(name: str, value: Any, slugs: Mapping[int, str]) -> Any:
    if name in AGENCIES:
        return slugs.get(value, value)
    if value is not None and name in ("month", "quarter"):
        year, inside = divmod(value, 100 if name == "month" else 10)
        return f"{year}-{inside:02}" if name == "month" else f"{year}-{inside}"
    return value


def _of_a_whole(one: Measure) -> bool:
    return bool(one.scale) or one.is_share or one.is_mean


def _points(line: Line) -> float | None:
    """The points of a scale, or the mean of those that each row has."""
    told = scoring.mean(line.tally) if line.measure.is_mean else line.points and rounded(line.points)
    return None if told is None else float(told)


def _percent(share: Fraction | None) -> float | None:
    return float(rounded(share * 100)) if share is not None else None


def _json(rows: Sequence[Row], by: Sequence[str], as_of: datetime) -> str:
    return json.dumps({"as_of": as_of.isoformat(), "rows": rows}, ensure_ascii=False, indent=2, default=str)


def _csv(rows: Sequence[Row], by: Sequence[str], as_of: datetime) -> str:
    names = ["measure", "title", *by, *NUMBERS, "as_of"]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "as_of": as_of.isoformat()} for row in rows)
    return out.getvalue().rstrip("\n")


def _table(rows: Sequence[Row], by: Sequence[str], as_of: datetime) -> str:
    head = ["Chỉ số", *by, "Phần", "Tổng", "%", "Điểm", "Tên"]
    body = [_cells(row, by) for row in rows]
    widths = [max(len(row[place]) for row in [head, *body]) for place in range(len(head))]
    told = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *body]
    ]
    if not rows:
        told = [
            f"Không có dòng nào: các chỉ số này không phân theo {', '.join(by)}, hoặc những ngày ấy chưa có gì."
        ]
    return "\n".join([*told, f"Số liệu đến {local(as_of):%H:%M:%S %d/%m/%Y}"])


def _cells(row: Row, by: Sequence[str]) -> list[str]:
    told = ["" if row[name] is None else str(row[name]) for name in (*by, *NUMBERS)]
    if row["part"] is None and row["whole"] is None:
        told[len(by)] = NO_DATA
    return [row["measure"], *told, row["title"]]
