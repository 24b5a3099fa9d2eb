"""The log of another system becomes facts: by a mapping, or not at all and with every reason; never a person."""

from __future__ import annotations

import gzip

import pytest

from motcua.kernel.refusals import Invalid, Missing
from motcua.measures import flows, logs, reads, refreshing
from tests.province import MONDAY, THANH_SEN, agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

LOG = """\
Mã,Việc,Lúc,Hẹn,Xong,Kênh,Ai
A,Nhận,2026-11-16 08:00,2026-11-17 17:00,2026-11-16 15:30,quầy,Nguyễn Văn An
A,Xét,2026-11-16 10:00,2026-11-17 17:00,2026-11-16 15:30,quầy,Trần Thị Bình
A,Ký,2026-11-16T08:30:00Z,2026-11-17 17:00,2026-11-16 15:30,quầy,Lê Cường
B,Nhận,2026-11-16 09:00,2026-11-16 17:00,2026-11-18 09:00,mạng,Nguyễn Văn An
B,Ký,2026-11-18 09:00,2026-11-16 17:00,2026-11-18 09:00,mạng,Lê Cường
C,Nhận,2026-11-16 11:00,2026-11-20 17:00,,mạng,Nguyễn Văn An
"""
MAP = """\
log: cu
title: Sổ cũ
columns: {case: Mã, activity: Việc, at: Lúc, due: Hẹn, finished: Xong, channel: Kênh}
values:
  channel: {quầy: counter, mạng: online}
  activity: {Xét: examine}
defaults: {agency: gso-18073, procedure: "1.001193"}
"""
XES = """\
<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="A"/>
<event><string key="concept:name" value="Nhận"/><string key="lifecycle:transition" value="start"/>
<date key="time:timestamp" value="2026-11-16T08:00:00+07:00"/></event>
<event><string key="concept:name" value="Nhận"/><string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2026-11-16T09:30:00+07:00"/></event></trace></log>
"""
XES_MAP = """\
log: xes
columns: {case: "case:concept:name", activity: "concept:name", at: "time:timestamp", lifecycle: "lifecycle:transition"}
defaults: {agency: gso-18073, procedure: "1.001193", channel: counter}
"""


@pytest.fixture
def take(tmp_path):
    def taken(log=LOG, said=MAP, name="log.csv"):
        path, map_path = tmp_path / name, tmp_path / "map.yaml"
        path.write_bytes(gzip.compress(log.encode()) if name.endswith(".gz") else log.encode())
        map_path.write_text(said, encoding="utf-8")
        read = logs.take(path, map_path, refreshing.store(), at=MONDAY)
        refreshing.take_up_logs(at=MONDAY)
        return read

    return taken


def seen(query):
    return reads.engine().run(query)


def test_its_cases_count_like_ones_own(take):
    read = take()
    assert (read.cases, read.finished, read.late, read.events) == (3, 2, 1, 6)
    assert seen(
        "SELECT code, channel, agency, received_day::TEXT, finished_at > due_at FROM case_facts ORDER BY 1"
    ) == [
        ("A", 1, agency(THANH_SEN), "2026-11-16", False),
        ("B", 2, agency(THANH_SEN), "2026-11-16", True),
        ("C", 2, agency(THANH_SEN), "2026-11-16", None),
    ]


def test_an_activity_lasts_from_the_event_before_and_its_working_minutes_are_counted(take):
    take()
    assert seen(
        "SELECT name, worked, closed_at::TEXT FROM step_facts WHERE case_id = 'cu:A' ORDER BY step_id"
    ) == [
        ("Nhận", 0, "2026-11-16 01:00:00"),
        ("examine", 120, "2026-11-16 03:00:00"),
        ("Ký", 210, "2026-11-16 08:30:00"),
    ]


def test_who_did_it_stays_out(take, facts):
    take()
    kept = b"".join(path.read_bytes() for path in facts.rglob("*.parquet"))
    assert b"Nguy" not in kept
    assert seen("SELECT count(*) FROM step_facts WHERE owner IS NOT NULL OR role <> ''") == [(0,)]


def test_it_comes_back_when_facts_are_built_from_nothing_and_goes_when_it_is_forgotten(take):
    take()
    followed = refreshing.refresh(at=MONDAY).manifest
    assert refreshing.rebuild(at=MONDAY).manifest.facts == followed.facts
    assert seen("SELECT count(*) FROM case_facts") == [(3,)]
    take()
    assert seen("SELECT count(*) FROM case_facts") == [(3,)], "read again it replaces itself"
    logs.forget("cu", refreshing.store())
    refreshing.take_up_logs(at=MONDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(0,)]
    with pytest.raises(Missing, match="Không có sổ “cu”; có: chưa nhập sổ nào"):
        logs.forget("cu", refreshing.store())


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_xes_is_read_and_a_start_is_when_somebody_took_it(take, name):
    assert take(XES, XES_MAP, name).events == 1
    assert seen("SELECT name, claimed_at::TEXT, closed_at::TEXT, worked FROM step_facts") == [
        ("Nhận", "2026-11-16 01:00:00", "2026-11-16 02:30:00", 90)
    ]


def test_its_ways_and_waits_are_told(take):
    take()
    engine = reads.engine()
    assert flows.variants_in_all(engine, prefix="cu:") == 3
    assert [(one.steps, one.cases) for one in flows.variants(engine)] == [
        (("Nhận",), 1), (("Nhận", "Ký"), 1), (("Nhận", "examine", "Ký"), 1),
    ]  # fmt: skip
    assert flows.throughput(engine).median == 7.5 * 3600
    longest = flows.waits(engine)[0]
    assert (longest.before, longest.after, longest.times, longest.mean) == ("Nhận", "Ký", 1, 48 * 3600)
    assert flows.throughput(engine, prefix="khac:") is None


@pytest.mark.parametrize(
    ("log", "said", "where", "message"),
    [
        (("Lúc", "Lúc nào"), None, "map.yaml:3", "Sổ không có cột “Lúc”; có phải “Lúc nào”?"),
        (None, ("activity: Việc, ", ""), "map.yaml:3", "Thiếu “activity”"),
        (None, ("case: Mã", "case: Mã, who: Ai"), "map.yaml:3", "Không có “who”"),
        (None, (", mạng: online", ""), "map.yaml, channel", "Chưa nói “mạng” là gì (3 sự kiện)"),
        (None, ("quầy: counter", "quầy: desk"), "map.yaml:5", "Kênh “desk” không có; có: counter, online, post."),
        (None, ("gso-18073", "gso-1"), "map.yaml", "Danh mục không có cơ quan “gso-1”."),
        (None, ("agency: gso-18073, ", ""), "map.yaml:1", "Chưa biết agency"),
        (None, ("log: cu", "log: sổ cũ"), "map.yaml:1", "“log” là tên của sổ"),
        (("2026-11-16 10:00", "hôm qua"), None, "log.csv, sự kiện 2", "“Lúc” không phải thời điểm"),
        (("A,Ký,", ",Ký,"), None, "log.csv, sự kiện 3", "thiếu “Mã”."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_whole_and_nothing_is_written(take, facts, log, said, where, message):
    with pytest.raises(Invalid) as refused:
        take(LOG.replace(*log) if log else LOG, MAP.replace(*said) if said else MAP)
    assert any(where in fault.where and message in fault.message for fault in refused.value.faults), (
        refused.value.faults
    )
    assert not (facts / "logs").exists()


@pytest.mark.parametrize(
    ("content", "name"), [("", "log.csv"), ("<log", "log.xes"), ("<log></log>", "log.xes")]
)
def test_a_file_that_is_no_log_is_refused(take, content, name):
    with pytest.raises(Invalid):
        take(content, XES_MAP, name)
