"""What a year of cases shows: limits far above what is taken, papers that never decided anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from motcua.kernel import judging
from motcua.kernel.clock import MINUTES_A_DAY, Limit, Unit
from motcua.procedures.definition import Definition
from motcua.procedures.reviewing.advice import Advice, Known
from motcua.web import words


def long_limits(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Limits of which nine in ten cases take only a small share; what is settled the same day is short enough."""
    for one in of:
        lived = (known.lived or {}).get(one.code)
        if lived is None or lived.granted < known.bounds.least or one.rule.same_day_until:
            continue
        if lived.p90 <= known.bounds.share * judging.minutes(one.rule.limit):
            shorter = _enough(lived.p90, one.rule.limit)
            yield Advice(
                one,
                ("limit", "value"),
                f"Thời hạn là {one.rule.limit.in_words()}, mà 9 phần 10 trong {words.number(lived.granted)} hồ sơ "
                f"một năm qua xong trong {words.span(lived.p90)}.",
                f"Rút thời hạn xuống “{shorter}”, hoặc nói rõ vì sao vẫn cần chừng ấy.",
                lived.applicants,
            )


def _enough(minutes: int, limit: Limit) -> str:
    """The shortest limit within which these working minutes fall, as a file writes it."""
    if limit.unit is Unit.WORKING_HOURS:
        return f"{max(1, ceil(minutes / 60))} wh"
    return f"{max(1, ceil(minutes / MINUTES_A_DAY))} wd"


def idle_papers(of: Sequence[Definition], known: Known) -> Iterator[Advice]:
    """Papers that many cases brought, none of which was sent back or refused for what they show."""
    for one in of:
        lived = (known.lived or {}).get(one.code)
        for index, paper in enumerate(one.papers):
            year = lived.papers.get(paper.id) if lived else None
            if year is None or paper.from_form or year.closed < known.bounds.least:
                continue
            if not year.returned and not year.refused:
                yield Advice(
                    one,
                    ("papers", index),
                    f"“{paper.title}” chưa lần nào đổi một quyết định: {words.number(year.closed)} hồ sơ đã xong một "
                    f"năm qua đều có, không hồ sơ nào phải bổ sung nó hay bị từ chối vì giấy tờ.",
                    "Xem có bỏ được không, hoặc thay bằng lời cam đoan trong tờ khai.",
                    year.applicants,
                )
