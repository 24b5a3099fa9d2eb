"""The log of another system becomes facts: by a mapping, or not at all and with every reason; never a person."""

from __future__ import annotations

import gzip

import pytest

from motcua.kernel.refusals import Invalid, Missing
from motcua.kernel.reporting import Quarter
from motcua.measures import flows, kept_logs, logs, reads, refreshing
from motcua.measures.reports import making
from motcua.measures.reports.making import Wanted
from tests.province import MONDAY, THANH_SEN, agency, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts"), pytest.mark.once]

READ = later(MONDAY, days=30)
"""When logs are read, all that they tell of being over."""

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
TURNED_MAP = """\
log: cu
title: Sổ cũ
columns: {case: Mã, activity: Việc, at: Lúc, received: Nhận lúc, finished: Xong}
defaults: {agency: gso-18073, procedure: "1.001193", channel: counter}
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
        read = logs.take(path, map_path, refreshing.store(), at=READ)
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
        "SELECT name, waited, worked, closed_at::TEXT FROM step_facts WHERE case_id = 'cu:A' ORDER BY step_id"
    ) == [
        ("Nhận", None, 0, "2026-11-16 01:00:00"),
        ("examine", None, 120, "2026-11-16 03:00:00"),
        ("Ký", None, 210, "2026-11-16 08:30:00"),
    ], "when somebody took it, this log does not say"


def test_its_steps_stand_among_the_slowest_as_far_as_they_can_be_told(take, signed_in_at, monkeypatch):
    from motcua.measures.boards import waiting

    monkeypatch.setattr(waiting, "FEWEST", 1)
    take()
    quan = signed_in_at(later(MONDAY, days=3))("quan")
    (table,) = quan.get("/dieu-hanh/diem-nghen/?tu-ngay=2026-11-16").context["tables"]
    assert [row[2:4] + row[5:6] + row[9:] for row in table.plain] == [
        ["2", "1 ngày 1 giờ làm việc", "–", "–"],
        ["1", "2 giờ làm việc", "–", "–"],
        ["3", "dưới một phút", "–", "–"],
    ]
    take(LOG.replace("2026-", "2006-"))
    (table,) = quan.get("/dieu-hanh/diem-nghen/?tu-ngay=2006-11-16&den-ngay=2006-11-30").context["tables"]
    assert [row[3] for row in table.plain] == ["26,8 giờ đồng hồ", "2,0 giờ đồng hồ", "0,0 giờ đồng hồ"]


def test_who_did_it_stays_out(take, facts):
    take()
    kept = b"".join(path.read_bytes() for path in facts.rglob("*.parquet"))
    assert b"Nguy" not in kept
    assert seen("SELECT count(*) FROM step_facts WHERE owner IS NOT NULL OR role <> ''") == [(0,)]


def test_a_kept_log_that_is_damaged_is_named_with_what_to_do_and_can_be_read_again_or_forgotten(take, facts):
    take()
    kept = facts / "logs" / "cu" / "case.parquet"
    kept.write_bytes(kept.read_bytes()[:-40])
    with pytest.raises(Invalid, match="của sổ “cu” hỏng hoặc mất") as refused:
        refreshing.rebuild(at=MONDAY)
    assert "--forget cu" in refused.value.faults[0].message
    take()
    refreshing.rebuild(at=MONDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(3,)]
    kept.write_bytes(b"")
    kept_logs.forget("cu", refreshing.store())
    refreshing.take_up_logs(at=MONDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(0,)]


def test_it_comes_back_when_facts_are_built_from_nothing_and_goes_when_it_is_forgotten(take):
    take()
    followed = refreshing.refresh(at=MONDAY).manifest
    assert refreshing.rebuild(at=MONDAY).manifest.facts == followed.facts
    assert seen("SELECT count(*) FROM case_facts") == [(3,)]
    take()
    assert seen("SELECT count(*) FROM case_facts") == [(3,)], "read again it replaces itself"
    kept_logs.forget("cu", refreshing.store())
    refreshing.take_up_logs(at=MONDAY)
    assert seen("SELECT count(*) FROM case_facts") == [(0,)]
    with pytest.raises(Missing, match="Không có sổ “cu”; có: chưa nhập sổ nào"):
        kept_logs.forget("cu", refreshing.store())


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_xes_is_read_and_a_start_is_when_somebody_took_it(take, name):
    assert take(XES, XES_MAP, name).events == 1
    assert seen("SELECT name, claimed_at::TEXT, closed_at::TEXT, waited, worked FROM step_facts") == [
        ("Nhận", "2026-11-16 01:00:00", "2026-11-16 02:30:00", 0, 90)
    ]


def test_an_xes_event_may_have_what_the_first_one_lacks(take):
    log = XES.replace('<string key="lifecycle:transition" value="start"/>', "")
    last = 'value="complete"/>'
    log = log.replace(last, last + '<date key="due" value="2026-11-17T17:00:00+07:00"/>')
    assert take(log, XES_MAP.replace("columns: {", "columns: {due: due, "), "log.xes").events == 2
    assert seen("SELECT due_day::TEXT FROM case_facts") == [("2026-11-17",)]


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


def test_what_was_finished_before_it_was_received_is_named_and_breaks_no_report(take):
    """B was received on 15 December and finished on the 14th, across the end of a quarter of reports."""
    log = """\
Mã,Việc,Lúc,Nhận lúc,Xong
A,Nhận,2026-11-16 08:00,2026-11-16 08:00,2026-11-16 15:30
B,Nhận,2026-12-13 08:00,2026-12-15 08:00,2026-12-14 09:00
"""
    read = take(log, TURNED_MAP)
    (one,) = read.turned
    assert (one.code, one.row, f"{one.day}") == ("B", 2, "2026-12-14")
    report = making.make(Wanted("II.06", Quarter(2026, 4, 15)), at=later(MONDAY, days=40))
    assert report.sections[0].sentences == (
        "“Sổ cũ” có 1 hồ sơ ghi xong trước khi nhận (B): tính như nhận lúc xong.",
    )
    after = making.make(Wanted("II.06", Quarter(2027, 1, 15)), at=later(MONDAY, days=40))
    assert after.sections[0].sentences == ("Kỳ này chưa có dữ liệu.",), "it counts where it was finished"


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
        (("2026-11-16 10:00", "hôm qua"), None, "log.csv:3", "“Lúc” không phải thời điểm"),
        (("A,Ký,", ",Ký,"), None, "log.csv:4", "Thiếu “Mã”."),
        (("A,Ký,", "\n,,,,,,\n,Ký,"), None, "log.csv:6", "Thiếu “Mã”."),
        (("2026-11-16 10:00", "16/11/2026"), None, "log.csv:3", "khai dates: dd/mm/yyyy"),
        (None, ("log: cu", "dates: mm/dd/yyyy\nlog: cu"), "map.yaml:1", "dates là cách sổ viết ngày"),
        (None, ("log: cu", "dates: dd/mm/yyyy\nlog: cu"), "log.csv:2", "như 16/11/2026 hay 16/11/2026 08:00"),
        (("2026-11-16 10:00", "0001-11-16 10:00"), None, "log.csv:3", "“Lúc” phải từ 01/01/1900 đến "),
        (("2026-11-16 10:00", "2099-11-16 10:00"), None, "log.csv:3", "“Lúc” phải từ 01/01/1900 đến "),
        ((",quầy,Trần Thị Bình", ""), None, "log.csv:3", "Có 5 ô, dòng tiêu đề có 7 cột."),
        ((",Trần Thị Bình", ',"Trần'), None, "log.csv:3", "dấu nháy kép mở mà không đóng"),
        (("Mã,Việc,Lúc,Hẹn", "Mã,Việc,Mã,Hẹn"), None, "log.csv:1", "Có hai cột “Mã”"),
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
    "damaged",
    [
        lambda whole: whole[:40],
        lambda whole: b"he" + whole[2:],
        lambda whole: whole[:30] + b"\xff" + whole[31:],
    ],
    ids=["cut short", "another file", "a byte flipped"],
)
def test_a_zipped_log_that_is_damaged_is_refused(tmp_path, facts, damaged):
    path, map_path = tmp_path / "log.xes.gz", tmp_path / "map.yaml"
    path.write_bytes(damaged(gzip.compress(b"<log>" + b"<trace/>" * 999 + b"</log>")))
    map_path.write_text(XES_MAP, encoding="utf-8")
    with pytest.raises(Invalid, match=r"không phải tệp nén trọn vẹn"):
        logs.take(path, map_path, refreshing.store(), at=READ)


@pytest.mark.parametrize(
    ("content", "said", "name"),
    [
        ("", MAP, "log.csv"), (LOG.splitlines()[0], MAP, "log.csv"), ("<log", XES_MAP, "log.xes"),
        ("<log></log>", XES_MAP, "log.xes"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', XES_MAP, "log.xes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_log_is_refused_and_what_was_read_before_stays(take, content, said, name):
    take()
    with pytest.raises(Invalid):
        take(content, said, name)
    assert seen("SELECT count(*) FROM case_facts") == [(3,)]


def test_a_file_of_another_encoding_is_told_how_to_be_saved(take, tmp_path):
    take()
    (tmp_path / "log.csv").write_bytes(LOG.encode("utf-16"))
    with pytest.raises(Invalid, match="CSV UTF-8"):
        logs.take(tmp_path / "log.csv", tmp_path / "map.yaml", refreshing.store(), at=READ)


DAYS = """\
Mã;Việc;Lúc;Hẹn;Xong
A;Nhận;14/09/2026;18/09/2026;18/09/2026
A;Trả;18/09/2026 10:00;18/09/2026;18/09/2026
B;Nhận;8:05 1/9/2026;04/9/2026 16:00;05/09/2026
C;Nhận;01-09-2026 08:05:30;05.09.2026;05.09.2026 23:59
D;Nhận;01/09/2026 08:05;05/09/2026;06/09/2026 00:00
"""


def test_days_as_vietnam_writes_them_and_due_on_a_day_is_on_time_until_it_ends(take):
    said = MAP.replace(", channel: Kênh", "").replace("log: cu", "dates: dd/mm/yyyy\nlog: cu")
    read = take(DAYS, said.replace("defaults: {", "defaults: {channel: counter, "))
    assert (read.cases, read.finished, read.late) == (4, 4, 2)
    columns = "code, received_at::TEXT, due_day::TEXT, finished_at::TEXT, finished_at > due_at"
    assert seen(f"SELECT {columns} FROM case_facts ORDER BY 1") == [
        ("A", "2026-09-13 17:00:00", "2026-09-18", "2026-09-18 03:00:00", False),
        ("B", "2026-09-01 01:05:00", "2026-09-04", "2026-09-04 17:00:00", True),
        ("C", "2026-09-01 01:05:30", "2026-09-05", "2026-09-05 16:59:00", False),
        ("D", "2026-09-01 01:05:00", "2026-09-05", "2026-09-05 17:00:00", True),
    ]


@pytest.mark.parametrize(
    ("dates", "written", "received"),
    [
        ("dd/mm/yyyy", "16-11-2026", "2026-11-15 17:00:00"),
        ("dd/mm/yyyy", "08:00 16-11-2026", "2026-11-16 01:00:00"),
        ("yyyy-mm-dd", "2026-11-16", "2026-11-15 17:00:00"),
        ("yyyy-mm-dd", "2026-11-16 08:00:05.5+09", "2026-11-15 23:00:05.5"),
    ],
)
def test_the_end_of_a_day_is_no_zone(take, dates, written, received):
    said = MAP.replace("log: cu", f"dates: {dates}\nlog: cu").replace(", due: Hẹn, finished: Xong", "")
    take(f"Mã,Việc,Lúc,Kênh\nA,Nhận,{written},quầy\n", said)
    assert seen("SELECT received_at::TEXT FROM case_facts") == [(received,)]
