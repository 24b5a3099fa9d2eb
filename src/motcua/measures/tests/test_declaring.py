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
        (("facts: case", "facts: cases"), 5, "Không có bảng số liệu “cases”"),
        (("when: received_day", "when: received_at"), 5, "“when: received_at” không dùng được"),
        (("part: finished_at <= due_at", "part: worked / 0"), 5, "Không dùng được “worked / 0”"),
        (("part: finished_at <= due_at", "part: days_between(due_at)"), 5, "Không dùng được"),
        (("part: finished_at <= due_at", "part: held\nlost: held"), 6, "Chỉ khai một trong hai"),
        (("part: finished_at <= due_at", "part: code"), 5, "phải là điều kiện (để đếm) hoặc số nguyên"),
        (("title: Đúng hạn", "title: Đúng hạn\nfewest: ít"), 3, "fewest là số ít nhất"),
        (("title: Đúng hạn", "titel: Đúng hạn"), 2, "Không có trường “titel”"),
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
    assert (str(line)) in [where for where, message in told if said in message], told


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
    assert "đã khai" in refused.value.faults[0].message


def test_the_shipped_measures_are_whole(settings):
    assert declaring.read(settings.CATALOGUE)
