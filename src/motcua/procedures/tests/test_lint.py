"""Every fault of a procedure file names its line, its field and what to do."""

# ruff: noqa: E501  a table reads best with a row on a line

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.kernel.refusals import Missing
from motcua.procedures import lint

ROUND = """\
    moves: {propose: sign, refuse: sign-refusal}
  - id: sign
    title: Ký
    at: competent
    role: leader
    within: 2 wh
    moves: {sign: hand-over, return: examine}
"""
BROKEN = [
    # what is replaced, by what, line, field, part of the message, part of what to do
    ('code: "1.001193"', "code: 1.001193", 1, "code", "viết chưa đúng mẫu|phải là chữ", "nháy kép|1.001193"),
    ("kind: public", "kind: pubic", 3, "kind", "“pubic” không phải là giá trị dùng được", "Có phải “public”?"),
    ("field: Hộ tịch", "feild: Hộ tịch", 4, "feild", "có “feild” mà mẫu không có", "Có phải “field”?"),
    ("field: Hộ tịch\n", "", 1, "field", "Chưa có “Lĩnh vực”", "Thêm “field:”. Lĩnh vực"),
    ("in_force: 2025-07-01", 'in_force: "2025-07-32"', 10, "in_force", "không phải là một ngày", "2025-07-01"),
    ("value: 1 wd", "value: 1", 12, "limit.value", "phải là chữ", "nháy kép"),
    ("value: 1 wd", "value: 1 ngày", 12, "limit.value", "“1 ngày” viết chưa đúng mẫu", "Ví dụ: 5 wd"),
    ("value: 1 wd", "value: 2 tuần", 12, "limit.value", "“2 tuần” viết chưa đúng mẫu", "tuần thì ghi số ngày làm việc"),
    ("{field: copy, is: true}", "{field: copy, is: maybe}", 21, "fees[1].applies.is", "“maybe”", "Dùng một trong: có, không."),
    ("when: {field: proof, is: hospital}", "when: {all: [{'==': [{var: copy}, true]}, {'==': [{var: proof}, pledge]}]}", 35,
     "papers[1].when.all[0]", "“and”", ""),
    ("when: {field: proof, is: hospital}", "when: {any: [{'==': [{var: copy}, true]}]}", 35, "papers[1].when", "“any”", "Dùng “or”"),
    ("min: 2000-01-01", "min: 1/1/2000", 28, "form[2].min", "Phải là một ngày", ""),
    ("value: 1 wd", "value: 2 wd", 11, "limit", "trong ngày", "Thời hạn giải quyết"),
    ("audience: [citizen]", "audience: citizen", 14, "audience", "phải là danh sách", "Viết lại"),
    ("amount: 0,", "amount: -1,", 20, "fees[0].amount", "“-1” vượt giới hạn; nhỏ nhất là 0", "Sửa lại số này"),
    ("per: bản,", "per: bản, counts: copy,", 21, "fees[1].counts", "không có trường số “copy”", "chưa có"),
    ("{field: copy, is: true}", "{field: copies, is: true}", 21, "fees[1].applies.field", "“copies”", "proof, copy"),
    ("type: name, required", "type: nam, required", 23, "form[0].type", "“nam”", "Có phải “name”?"),
    ("label: Họ tên trẻ,", "label: Họ tên trẻ, max: no,", 23, "form[0].max", "số nguyên", ""),
    ("is: hospital}", "is: hopital}", 35, "papers[1].when.is", "“hopital”", "Dùng một trong: hospital, pledge"),
    ("Nộp tờ khai và giấy chứng sinh.", "", 38, "process[0]", "để trống", ""),
    ("role: civil-status", "role: civil-satus", 50, "steps[1].role", "vai trò “civil-satus”", "civil-status"),
    ("role: civil-status", "role: agriculture", 50, "steps[1].role", "Chưa có vị trí việc làm nào", "danh mục cơ quan"),
    ("propose: sign", "propose: sgn", 52, "steps[1].moves.propose", "không có bước nào tên như vậy", "sign"),
    ("moves: {sign: hand-over,", "needs: [stamp]\n    moves: {sign: hand-over,", 58, "steps[2].needs[0]", "stamp", "papers-attached"),
    (ROUND, ROUND.replace(", refuse: sign-refusal", "").replace("sign: hand-over, ", ""), 52, "steps[1].moves",
     "chỉ đi vòng", "end"),
    ("sign: hand-over, return: examine", "sign: end, return: examine", 58, "steps[2].moves.sign", "chưa trả kết quả", "at: return"),
    ("accept: examine", "accept: hand-over", 46, "steps[0].moves.accept", "chuyển thẳng", "at: competent"),
    ("within: 4 wh", "within: 5 wh", 40, "steps", "9 giờ|1 ngày 1 giờ", "Rút ngắn"),
    ("holds: {supplement: restart}", "holds: {payment: suspend}", 66, "holds", "chờ người nộp bổ sung", "supplement: restart"),
    ("competent: {kind: commune}", "competent: {agency: so-xay-dug}", 17, "competent.agency", "“so-xay-dug”", "so-xay-dung"),
    ("competent: {kind: commune}", "competent: {unit: Phòng Kinh tế}", 17, "competent", "hoặc theo địa bàn", "“kind” hoặc “agency”"),
    ("life_events: [birth]", "life_events: [brith]", 76, "life_events[0]", "“brith”", "Có phải “birth”?"),
    ("life_events: [birth]", "ladder: [3 wd late province, 80% holder]\nlife_events: [birth]", 76, "ladder", "không theo thứ tự", "Xếp nấc sớm trước"),
    ("life_events: [birth]", "ladder: [80 holder]\nlife_events: [birth]", 76, "ladder", "“80 holder”", "Nhắc holder, head"),
    ("code: already-registered", "code: not-eligible", 79, "refuse_reasons[0].code", "đã có", "Đặt mã khác"),
    ("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2025-06-01", 11, "until", "không sau ngày bắt đầu", "Sửa lại"),
    ("title: Tờ khai, original: 1,", "title: Tờ khai,", 31, "papers[0]", "chưa rõ số lượng", "original"),
    ("title: Tờ khai, original", "title: Tờ khai, bản chính, original", 31, "", "trong ngoặc kép", ""),
    ("{field: child,", "{field: chlid,", 74, "result.shows[0].facts[0].field", "Tờ khai không có trường “chlid”", "Có phải “child”?"),
    ("{field: child,", "{field: child.full_name,", 74, "result.shows[0].facts[0].field", "không chia thành phần", "Ghi “child”"),
    ("as: upper", "as: uper", 74, "result.shows[0].facts[0].as", "“uper” không phải là giá trị dùng được", "Có phải “upper”?"),
    ("  valid: forever", "  recipients: [so-xay-dug]\n  valid: forever", 70, "result.recipients[0]", "“so-xay-dug”", "Có phải “so-xay-dung”?"),
    ("{case.code}", "{case.cod}", 71, "result.grounds[0]", "Hồ sơ không có “case.cod”", "Có phải “case.code”?"),
    ("Xét hồ sơ số {case.code},", "Đến hết {case.valid_until},", 71, "result.grounds[0]", "không có thời hạn", "Ghi thời gian có giá trị"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "message", "todo"), BROKEN)
def test_a_broken_file_is_told_by_line(file: Path, good, old, new, line, field, message, todo):
    assert old in good
    file.write_text(good.replace(old, new, 1), encoding="utf-8")
    found = lint.lint(file)
    told = "\n".join(map(str, found))
    match = [one for one in found if (one.line, one.field) == (line, field)]
    assert match, told
    assert any(part in match[0].message for part in message.split("|")), told
    assert any(part in match[0].sentences for part in todo.split("|")), told
    assert all(one.file == file for one in found)


CONSTITUENTS = {
    "title": ("title: Đăng ký khai sinh\n", "a) Tên thủ tục hành chính"),
    "process": ("process:\n  - Nộp tờ khai và giấy chứng sinh.\n", "b) Trình tự thực hiện"),
    "channels": ("channels: [online, counter]\n", "c) Cách thức thực hiện"),
    "limit": ('limit:\n  value: 1 wd\n  same_day_until: "15:00"\n', "đ) Thời hạn giải quyết"),
    "audience": ("audience: [citizen]\n", "e) Đối tượng thực hiện"),
    "competent": ("competent: {kind: commune}\n", "g) Cơ quan giải quyết"),
}


@pytest.mark.parametrize(("text", "name"), CONSTITUENTS.values(), ids=CONSTITUENTS)
def test_a_missing_constituent_is_named(file: Path, good, text, name):
    assert text in good
    file.write_text(good.replace(text, ""), encoding="utf-8")
    (found,) = lint.lint(file)
    assert found.message == f"Thiếu bộ phận tạo thành {name} (NĐ 63/2010/NĐ-CP Điều 8 khoản 2)."
    assert found.severity == lint.ERROR


def test_papers_that_are_empty_are_a_missing_constituent(file: Path, good):
    start, end = good.index("papers:"), good.index("process:")
    file.write_text(good[:start] + "papers: []\n" + good[end:], encoding="utf-8")
    (found,) = lint.lint(file)
    assert "d) Thành phần, số lượng hồ sơ" in found.message
    assert found.line == 30


def test_a_result_without_declared_content_is_an_error(file: Path, good):
    start, end = good.index("  shows:"), good.index("life_events:")
    file.write_text(good[:start] + good[end:], encoding="utf-8")
    (found,) = lint.lint(file)
    assert (found.line, found.field, found.severity) == (67, "result.shows", lint.ERROR)
    assert found.message == "Chưa có “Nội dung kết quả”."
    assert "chỉ gồm những điều văn bản phải nêu" in found.written


@pytest.mark.parametrize("text", ["", "# chỉ có lời chú\n"])
def test_an_empty_file_is_called_empty(file: Path, text):
    file.write_text(text, encoding="utf-8")
    (found,) = lint.lint(file)
    assert found.message == "Tệp trống."


@pytest.mark.parametrize(
    ("old", "new", "example"),
    [
        ('code: "1.001193"', "code: cap-phep", "1.001193"),
        ("within: 4 wh", "within: nhanh", "5 wd"),
        ("in_force: 2025-07-01", "in_force: 31/02/2027", "2025-07-01"),
    ],
)
def test_what_is_misshapen_is_told_once_with_one_example(file: Path, good, old, new, example):
    file.write_text(good.replace(old, new, 1), encoding="utf-8")
    (found,) = lint.lint(file)
    assert (found.sentences.lower().count("ví dụ"), found.sentences.count(example)) == (1, 1)


@pytest.mark.parametrize(
    ("limit", "within", "words"),
    [
        ("1 wd", "4 wd", "vượt thời hạn 1 ngày làm việc. "),
        ("2 cd", "4 wd", "vượt thời hạn 2 ngày (1 ngày 3 giờ 25 phút làm việc). "),
    ],
)
def test_times_that_are_added_are_told_in_days_hours_and_minutes(file: Path, good, limit, within, words):
    changed = good.replace('value: 1 wd\n  same_day_until: "15:00"', f"value: {limit}")
    file.write_text(changed.replace("within: 4 wh", f"within: {within}"), encoding="utf-8")
    assert any(words in one.sentences for one in lint.lint(file))


def test_a_good_file_is_clean(file: Path):
    assert lint.lint(file) == []


def test_what_is_not_yaml_is_told_by_line(file: Path, good):
    file.write_text(good.replace("kind: public", "kind public"), encoding="utf-8")
    (found,) = lint.lint(file)
    assert "YAML" in found.message
    assert found.line in (3, 4)


def test_a_file_is_named_after_its_procedure(file: Path, good):
    other = file.with_name("khai-sinh.yaml")
    file.rename(other)
    (found,) = lint.lint(other)
    assert "Đặt tên tệp là 1.001193.yaml" in found.todo


def test_a_code_that_the_nation_does_not_list_is_worth_a_look(file: Path, good):
    other = file.with_name("1.999999.yaml")
    other.write_text(good.replace('"1.001193"', '"1.999999"'), encoding="utf-8")
    (found,) = lint.lint(other)
    assert found.severity == lint.WARNING
    assert lint.errors_in([found]) == ()
    assert ": lưu ý: " in str(found)


def test_two_versions_in_force_at_once_are_told(file: Path, good):
    later = file.with_name("1.001193@2026-03-01.yaml")
    later.write_text(good.replace("2025-07-01", "2026-03-01"), encoding="utf-8")
    (found,) = lint.lint(file.parent)
    assert (found.file, found.field) == (later, "in_force")
    assert "until: 2026-03-01" in found.written
    file.write_text(
        good.replace("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2026-03-01"), encoding="utf-8"
    )
    assert lint.lint(file.parent) == []


def test_a_finding_is_one_line_for_the_terminal(file: Path, good):
    file.write_text(good.replace("level: commune", "level: xã"), encoding="utf-8")
    (found,) = lint.lint(file)
    assert str(found).startswith(f"{file}:5: lỗi: level: “xã” không phải là giá trị dùng được.")


def test_a_draft_outside_any_catalogue_is_judged_by_that_of_the_installation(tmp_path: Path, good):
    draft = tmp_path / "1.001193.yaml"
    draft.write_text(good.replace("role: one-stop", "role: nobody", 1), encoding="utf-8")
    found = [one.field for one in lint.lint(draft) if one.severity == lint.ERROR]
    assert "steps[0].role" in found
    assert [one.field for one in lint.lint(tmp_path) if one.severity == lint.ERROR] == found


def test_a_path_at_which_nothing_lies_is_told_so(tmp_path: Path):
    with pytest.raises(Missing, match="Không có tệp hoặc thư mục nào ở"):
        lint.lint(tmp_path / "1.001193.yaml")


def test_the_procedures_that_ship_are_clean(real: Path):
    assert [str(one) for one in lint.lint(real)] == []
    assert len(lint.files_under(real)) >= 8


def test_an_officer_who_refuses_alone_where_a_leader_decides_is_worth_a_look(file: Path, good):
    file.write_text(good.replace("refuse: sign-refusal", "refuse: refused"), encoding="utf-8")
    found = {one.field: one for one in lint.lint(file)}
    assert found["steps[1].moves.refuse"].severity == lint.WARNING
    assert "không qua lãnh đạo ký" in found["steps[1].moves.refuse"].message
    assert "decides: refused" in found["steps[1].moves.refuse"].written


def test_each_of_several_missing_fields_is_told_once(tmp_path):
    draft = tmp_path / "1.000001.yaml"
    draft.write_text('code: "1.000001"\nfield: Hộ tịch\n')
    told = [(one.field, one.message) for one in lint.lint(draft)]
    assert len(told) > 10
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("moves", "lost"),
    [
        ("refuse: check", True),  # an ordinary step only put between
        ("refuse: sign", True),
        ("refuse: sign-refusal", False),
        ("refuse: [{to: sign, when: {field: copy, is: true}}, sign-refusal]", True),
    ],
)
def test_a_refusal_that_ends_like_a_result_is_an_error(file: Path, good, moves, lost):
    between = "  - {id: check, title: Soát, at: competent, role: leader, within: 1 wh, moves: {sign: hand-over}}\n  - id: hand-over\n"
    text = good.replace("refuse: sign-refusal", moves).replace("  - id: hand-over\n", between)
    file.write_text(text, encoding="utf-8")
    found = [one for one in lint.lint(file) if one.field == "steps[1].moves.refuse"]
    assert bool(found) is lost, [str(one) for one in lint.lint(file)]
    for one in found:
        assert one.severity == lint.ERROR
        assert "không ký từ chối" in one.message
        assert "Nếu là bước ký thì ký: Từ chối" in one.todo
        assert "decides: refused" in one.written
        assert "NĐ 61/2018" in one.todo
