"""What a report says in words stands in its tables, and nothing is said of what nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.scoring import Standing
from motcua.kernel.targets import Reading, Status
from motcua.measures import promising
from motcua.measures.marking import Mark
from motcua.measures.readings import Kept
from motcua.measures.reports import comparing, promises, resolution
from motcua.measures.reports.report import NO_DATA, Change, Percent, told
from motcua.measures.tests.made_up import ASKED, AT, KNOWN, NAMES, SPOTS, row

FIGURE = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
MOVES = re.compile("tăng|giảm|bằng kỳ trước")


def figures(text):
    return set(FIGURE.findall(text))


def said(sections):
    return [sentence for section in sections for sentence in section.sentences]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(KNOWN)
def test_every_figure_of_the_narrative_stands_in_a_table(known):
    sections = resolution.sections(known)
    rows = [line for section in sections for table in section.tables for line in table.rows]
    tables = [told(cell) for line in rows for cell in line.cells]
    there = set().union(*map(figures, tables)) if tables else set()
    assert {figure: one for one in said(sections) for figure in figures(one) if figure not in there} == {}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(KNOWN)
def test_a_rise_or_a_fall_is_told_only_when_both_periods_are_known(known):
    alone = said(resolution.sections(replace(known, counted_before={}, scores_before=[])))
    assert [one for one in alone if MOVES.search(one)] == []


def test_without_data_every_section_says_so_and_none_says_zero():
    empty = resolution.Known(ASKED, {}, {}, {}, [], [], [], NAMES)
    sentences = said(resolution.sections(empty))
    assert not any(figures(one) for one in sentences)
    assert sum(NO_DATA in one for one in sentences) >= 5


def test_what_rose_and_what_fell_is_told_by_how_much():
    now, before = row(90, 5, 5, 0, 0, online=50), row(70, 5, 25, 1, 0, online=10)
    table = comparing.compared(now, before)
    sentences = comparing.sentences(table)
    assert sentences[0].startswith("Số hồ sơ phải giải quyết trong kỳ là 100, giảm 1 hồ sơ so với kỳ trước:")
    assert (
        "Tỷ lệ giải quyết trước hạn và đúng hạn: 95,00 %, tăng 20,00 điểm phần trăm so với kỳ trước."
        in sentences
    )
    assert "Đã giải quyết 100 hồ sơ, bằng kỳ trước: trước hạn 90, đúng hạn 5, quá hạn 5." in sentences


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_what_is_not_quite_all_is_never_called_all(part, more):
    shown = Percent.of(Fraction(part, part + more))
    assert 0 < shown.value < 100
    assert told(Percent.of(Fraction(1))) == "100,00 %"


def test_who_is_late_is_named_with_the_most_first_and_asked_to_settle():
    counted = {SPOTS[0]: row(1, 0, 2, 0, 0), SPOTS[1]: row(1, 0, 1, 0, 7)}
    known = resolution.Known(ASKED, counted, counted, {}, [], [], [], NAMES)
    late = resolution.lateness(known)
    assert [one.cells[0] for one in late.tables[0].rows] == [NAMES[2], NAMES[1], "Tổng cộng"]
    assert resolution.proposals(known).sentences == (
        f"{NAMES[2]}: giải quyết dứt điểm 7 hồ sơ đang quá hạn, xin lỗi và nêu rõ lý do.",
    )


def test_the_highest_is_named_when_it_is_one_and_counted_when_they_are_several():
    marks = [
        Mark(agency, None, 1, (), Standing(Decimal(points), Decimal(18), ""))
        for agency, points in ((1, "10.0"), (2, "10.0"), (3, "7.5"))
    ]
    known = resolution.Known(ASKED, {}, {}, {}, [], [], marks, NAMES)
    assert resolution.marks(known).sentences[1:] == (
        "Cao nhất: 2 cơ quan cùng đạt 10,0 điểm.",
        f"Thấp nhất: {NAMES[3]}, 7,5 điểm.",
    )


def test_with_data_of_a_part_of_the_period_before_nothing_is_compared_and_it_is_said():
    known = resolution.Known(
        ASKED, {SPOTS[0]: row(1, 0, 2, 0, 0)}, {}, {}, [], [], [], NAMES, since=date(2026, 11, 1)
    )
    sentences = resolution.situation(known).sentences
    assert sentences[-1] == "Số liệu có từ ngày 01/11/2026, chưa đủ cả kỳ trước: không so với kỳ trước."
    assert not any("tăng" in one or "giảm" in one for one in sentences[:-1])


def test_a_change_carries_its_sign():
    assert [told(Change(by)) for by in (12, 0, -3)] == ["+12", "0", "-3"]


def test_the_targets_are_counted_and_those_that_are_missed_are_named():
    met, missed, unknown = list(promising.targets().values())[:3]
    kept = [
        Kept(met, (), Reading(AT.date(), Fraction(9)), Status.MET),
        Kept(missed, (), Reading(AT.date(), Fraction(30), beyond=True), Status.NOT_MET),
        Kept(unknown, (), None, Status.NO_DATA),
    ]
    section = promises.section(kept)
    assert section.sentences == (
        "Trong 3 chỉ tiêu: 1 đạt, 0 đúng lộ trình, 1 chưa đạt, 1 chưa có dữ liệu, 0 không còn áp dụng.",
    )
    assert [told(row.cells[1]) for row in section.tables[1].rows] == ["9", "ngoài nhóm 30", NO_DATA]
    assert promises.shortfall(kept).sentences == (f"{missed.title}.",)
