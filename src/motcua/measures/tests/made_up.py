"""Periods made up for the reports: any row of form II.06, any score, any marks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hypothesis import strategies as st

from motcua.kernel.calendar import LOCAL
from motcua.kernel.measures import Tally, points
from motcua.kernel.scoring import Standing
from motcua.kernel.situation import Situation
from motcua.kernel.targets import Reading, Status
from motcua.measures import promising, reads
from motcua.measures.counting import Asked
from motcua.measures.marking import Mark
from motcua.measures.readings import Kept
from motcua.measures.reads import Line
from motcua.measures.reports import resolution
from motcua.measures.reports.report import Report, Section
from motcua.measures.reports.resolution import Known
from motcua.measures.reports.situations import Spot

AT = datetime(2026, 12, 16, 9, 30, tzinfo=LOCAL)
ASKED = Asked(AT)
NAMES = {1: "Sở Tài chính", 2: "Ủy ban nhân dân phường Thành Sen", 3: "Ủy ban nhân dân xã Đức Thọ"}
SPOTS = [
    Spot("province", 1, "Đầu tư tại Việt Nam"),
    Spot("commune", 2, "Hộ tịch"),
    Spot("commune", 2, "Chứng thực"),
    Spot("commune", 3, ""),
]
NUMBERS = st.integers(0, 2_000) | st.integers(0, 2)


def row(
    early: int, on_time: int, late: int, in_time: int, overdue: int, online: int = 0, over: int = 0
) -> Situation:
    """A row that adds up, from what stands in its smallest columns."""
    settled, running = early + on_time + late, in_time + overdue
    received = settled + running
    online, over = min(online, received), min(over, received - min(online, received))
    return Situation(
        received, online, received - online - over, over,
        settled, early, on_time, late, running, in_time, overdue,
    )  # fmt: skip


COUNTED = st.dictionaries(
    st.sampled_from(SPOTS), st.builds(row, *[NUMBERS] * 7).filter(lambda one: one.received > 0)
)


@st.composite
def scores(draw):
    """The lines of QĐ 766, some of them with nothing counted."""
    found = []
    for measure in reads.chosen(["766"]):
        whole = draw(st.none() | st.integers(0, 50)) if not measure.waits_for else None
        part = draw(st.integers(0, whole)) if whole is not None else None
        tally = Tally(part, whole)
        found.append(Line(measure, (), tally, points(measure.scale, tally) if measure.scale else None))
    return found


MARKS = st.builds(
    lambda agency, cases, tenths: Mark(
        agency, None, cases, (), Standing(Decimal(tenths) / 10, Decimal(18), "Tốt" if tenths > 120 else "")
    ),
    st.sampled_from(list(NAMES)),
    st.integers(1, 500),
    st.integers(0, 180),
)

READINGS = st.builds(Reading, st.just(AT.date()), st.fractions(0, 100, max_denominator=30), st.booleans())


@st.composite
def targets(draw):
    """Some targets of the resolution, each with a value or none."""
    chosen = draw(st.lists(st.sampled_from(list(promising.targets().values())), max_size=6, unique_by=id))
    known = st.sampled_from([Status.MET, Status.ON_TRACK, Status.NOT_MET])
    silent = st.sampled_from([Status.NO_DATA, Status.NOT_APPLICABLE])
    return [
        Kept(target, (), reading, draw(known if reading else silent))
        for target in chosen
        for reading in [draw(st.none() | READINGS)]
    ]


KNOWN = st.builds(
    Known, st.just(ASKED), COUNTED, COUNTED, COUNTED, scores(), scores(),
    st.lists(MARKS, unique_by=lambda mark: mark.agency), st.just(NAMES), targets(),
)  # fmt: skip


def report_of(sections: tuple[Section, ...], *, across: bool = False) -> Report:
    """A report of the province with these sections."""
    return Report(
        parent="",
        agency="Ủy ban nhân dân tỉnh Hà Tĩnh",
        place="Hà Tĩnh",
        symbol="BC-UBND",
        title="Báo cáo",
        subject=resolution.TITLE,
        days="Quý 4/2026 (từ ngày 15/09/2026 đến ngày 14/12/2026)",
        as_of=AT,
        sections=sections,
        recipients=("Văn phòng Chính phủ;", "Lưu: VT."),
        signed_as=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        across=across,
    )
