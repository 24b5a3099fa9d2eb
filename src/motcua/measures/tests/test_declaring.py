"""Measure files: what is wrong is said with file and line, all at once."""

from __future__ import annotations

import pytest

from motcua.kernel.refusals import Invalid
from motcua.measures import declaring
from motcua.measures.language import Kind

GOOD = """\
measure: "x.1"
title: Đúng hạn
facts: case
when: received_day
part: finished_at <= due_at
"""


def read(tmp_path, text):
    folder = tmp_path / "measures"
    folder.mkdir(exist_ok=True)
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    return declaring.read(tmp_path)


def test_the_short_form_shares_what_both_sides_have(tmp_path):
    one = read(tmp_path, GOOD + "where: not bundled\n")["x.1"]
    assert one.part == declaring.Count(
        "case", "(not bundled) and (finished_at <= due_at)", Kind.BOOL, "received_day"
    )
    assert one.whole == declaring.Count("case", "not bundled", Kind.BOOL, "received_day")


def test_a_sum_is_of_whole_numbers(tmp_path):
    one = read(tmp_path, GOOD.replace("finished_at <= due_at", "worked") + "where: not bundled\n")["x.1"]
    assert one.part == declaring.Count(
        "case", "case when not bundled then worked end", Kind.INT, "received_day"
    )


def test_who_waits_for_a_slice_counts_nothing_yet(tmp_path):
    one = read(tmp_path, 'measure: "x.1"\ntitle: Thanh toán\nwaits_for: payments\n')["x.1"]
    assert one.counts == ()


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (("part: finished_at", "part: finishd_at"), 5, "Không có cột “finishd_at”; có phải “finished_at”?"),
        (("facts: case", "facts: cases"), 3, "Không có bảng số liệu “cases”"),
        (("facts: case", "facts: case join step on true"), 3, "không ghép bảng"),
        (("facts: case", "facts: [case, step]"), 3, "không ghép bảng"),
        (("facts: case\n", ""), 1, "Thiếu “facts”"),
        (
            ("part: finished_at", "part: exists (select 1 from step) and finished_at"),
            5,
            "không hỏi sang bảng khác",
        ),
        (
            ("part: finished_at <= due_at", "part: case_id in (select case_id from step)"),
            5,
            "phải kèm danh sách giá trị",
        ),
        (
            ("part: finished_at <= due_at", "part: channel = 2 and online in ('full', 'ful')"),
            5,
            "Cột “online” không có giá trị “ful”; có: full, partial, info.",
        ),
        (("part: finished_at <= due_at", "part: sum(worked)"), 5, "hệ thống tự đếm và cộng"),
        (("when: received_day", "when: received_at"), 4, "“when: received_at” không dùng được"),
        (
            ("part: finished_at <= due_at", "part: worked / 0"),
            5,
            "“worked / 0” trong chỉ số: không viết phép chia",
        ),
        (("part: finished_at <= due_at", "part: days_between(due_at)"), 5, "Không dùng được"),
        (("part: finished_at <= due_at", "part: held\nlost: held"), 6, "Chỉ khai một trong hai"),
        (("part: finished_at <= due_at", "part: code"), 5, "phải là điều kiện (để đếm) hoặc số nguyên"),
        (("title: Đúng hạn", "title: Đúng hạn\nfewest: ít"), 3, "fewest là số ít nhất"),
        (
            ("title: Đúng hạn", "title: Đúng hạn\namong: Đất đai"),
            3,
            "among ghi measure (mã chỉ số) và fields",
        ),
        (
            ("title: Đúng hạn", 'title: Đúng hạn\nfewest: 5\namong: {measure: "x.2", fields: [Đất đai]}'),
            1,
            "Không có chỉ số “x.2”",
        ),
        (("title: Đúng hạn", "titel: Đúng hạn"), 2, "Không có trường “titel”"),
        (("title: Đúng hạn", "title: Đúng hạn\nwaits_for: [papers, legal]"), 3, "“waits_for” là một chữ"),
        (("title: Đúng hạn", "title: Đúng hạn\nunit: [hồ sơ]"), 3, "“unit” là một chữ"),
        (('measure: "x.1"', "measure: 1"), 1, "Thiếu “measure”"),
        (("part: finished_at <= due_at", "where: worked"), 1, "Thiếu “part”"),
        (("part: finished_at <= due_at", "part: worked\npoints: many"), 6, "points là số điểm"),
        (
            ("part: finished_at <= due_at", "part: worked\npoints: 5\nfull_at: 0 %"),
            6,
            "full_at phải trên 0 %",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, wrong, line, said):
    with pytest.raises(Invalid) as refused:
        read(tmp_path, GOOD.replace(*wrong))
    told = [(fault.where.rpartition(":")[2], fault.message) for fault in refused.value.faults]
    assert any(said in message for _, message in told), told
    assert len(told) == len(set(told)), "each is said once"
    assert (str(line)) in [where for where, message in told if said in message], told


LOSES = """\
measure: "x.1"
title: Điểm
facts: case
when: finished_day
most: 2
unit: điểm
loses:
  - if: held
    leaves: 1
    because: đang tạm dừng
  - if: redated
    leaves: 0
    because: đã hẹn lại
"""


def test_what_a_loss_leaves_is_less_than_the_most(tmp_path):
    assert [loss.leaves for loss in read(tmp_path, LOSES)["x.1"].losses] == [1, 0]


@pytest.mark.parametrize("leaves", ["2", "9", "-3", "true", "1.5", "nhiều"])
def test_a_loss_that_leaves_what_no_row_can_have_is_refused_at_its_place(tmp_path, leaves):
    with pytest.raises(Invalid) as refused:
        read(tmp_path, LOSES.partition("  - if: redated")[0].replace("leaves: 1", f"leaves: {leaves}"))
    (fault,) = refused.value.faults
    assert fault.where.endswith("x.yaml:9")
    assert fault.message == "“leaves” là số điểm còn lại: số nguyên từ 0, nhỏ hơn “most”."


def test_a_code_is_declared_once(tmp_path):
    with pytest.raises(Invalid) as refused:
        read(
            tmp_path,
            "\n".join(
                f"- {line}" if n == 0 else f"  {line}"
                for _ in "12"
                for n, line in enumerate(GOOD.splitlines())
            ),
        )
    assert all("cũng khai ở" in fault.message for fault in refused.value.faults)
    assert len(refused.value.faults) == 2, "each is told of the other"


def test_the_shipped_measures_are_whole(settings):
    assert declaring.read(settings.CATALOGUE)
