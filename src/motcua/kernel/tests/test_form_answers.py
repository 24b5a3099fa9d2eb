"""Each type of field: what it takes, in which form it keeps it, and what it says of what is wrong."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from motcua.kernel.forms import Schema, validate

TODAY = date(2026, 11, 24)
COMMUNES = {"18073": "Phường Thành Sen"}


def one(kind, label="Ngày sinh", **more):
    return Schema.parse([{"id": "it", "label": label, "type": kind, "required": True, **more}])


def answer(schema, given, **more):
    checked = validate(schema, {"it": given}, today=TODAY, **more)
    assert checked.faults == ()
    return checked.values["it"]


def complaint(schema, given, **more):
    (fault,) = validate(schema, {"it": given}, today=TODAY, **more).faults
    assert fault.where.startswith("it")
    return fault.message


@pytest.mark.parametrize(
    ("kind", "more", "given", "kept"),
    [
        ("text", {}, "  Thôn \u00a0 Đông\t", "Thôn Đông"),
        ("text", {}, unicodedata.normalize("NFD", "Hường"), "Hường"),
        ("text", {}, ["một"], "một"),
        ("text", {"max": 2}, "Đô", "Đô"),
        ("text", {"pattern": "[0-9]{4}", "max": 4}, "0123", "0123"),
        ("textarea", {}, "Một \r\n\r\n Hai ", "Một\n\n Hai"),
        ("name", {}, "Lê  Thị Hồng", "Lê Thị Hồng"),
        ("name", {}, "H'Hen Niê", "H'Hen Niê"),
        ("name", {}, "Jean-Luc O’Neill Jr.", "Jean-Luc O’Neill Jr."),
        ("date", {}, "2026-03-27", "2026-03-27"),
        ("date", {}, "27/3/2026", "2026-03-27"),
        ("date", {}, "27 03 2026", "2026-03-27"),
        ("date", {}, "27-3-2026", "2026-03-27"),
        ("date", {}, "27.3.2026", "2026-03-27"),
        ("date", {}, "ngày 27 tháng 3 năm 2026", "2026-03-27"),
        ("date", {}, {"day": 27, "month": 3, "year": 2026}, "2026-03-27"),
        ("date", {}, {"day": ["29"], "month": ["2"], "year": ["2024"]}, "2024-02-29"),
        ("date", {"past": True}, "24/11/2026", "2026-11-24"),
        ("date", {"future": True}, "24/11/2026", "2026-11-24"),
        ("date", {"partial": True}, "1962", "1962"),
        ("date", {"partial": True}, "3/1962", "1962-03"),
        ("date", {"partial": True}, {"month": "3", "year": "1962"}, "1962-03"),
        ("date", {"partial": True}, {"day": "1", "month": "3", "year": "1962"}, "1962-03-01"),
        ("number", {}, "1.500", 1500),
        ("number", {}, 12, 12),
        ("number", {}, 12.0, 12),
        ("number", {"min": -5}, "-5", -5),
        ("number", {"decimals": 2}, "1.125,50", 1125.5),
        ("number", {"decimals": 2}, "125.5", 125.5),
        ("number", {"decimals": 2}, "125,5", 125.5),
        ("number", {"decimals": 1}, "1,500,000.5", 1500000.5),
        ("money", {}, "1.500.000", 1500000),
        ("money", {}, "1,500,000 đồng", 1500000),
        ("money", {}, "1 500 000đ", 1500000),
        ("money", {}, "2000 VND", 2000),
        ("money", {}, 0, 0),
        ("choice", {"choices": ["x", "y"]}, "y", "y"),
        ("choices", {"choices": ["x", "y", "z"]}, ["z", "x", "z"], ["x", "z"]),
        ("choices", {"choices": ["x", "y"]}, "x", ["x"]),
        ("yes-no", {}, "yes", True),
        ("yes-no", {}, "Không", False),
        ("yes-no", {}, False, False),
        ("declaration", {}, "yes", True),
        ("phone", {}, "+84 912 345 678", "0912345678"),
        ("phone", {"hotline": True}, "1900 1234", "19001234"),
        ("email", {}, "Hoa.Le@Example.VN", "Hoa.Le@example.vn"),
        ("identity", {}, "042 085 001 234", "042085001234"),
        ("identity", {"old": True}, "183456789", "183456789"),
        ("identity", {"passport": True}, "c1234567", "C1234567"),
        ("tax-code", {}, "0100047516001", "0100047516-001"),
        ("tax-code", {"household": True}, "042085001234", "042085001234"),
        ("commune", {}, "18073", "18073"),
        ("place", {}, {"commune": "18073", "detail": "Số 1"}, {"commune": "18073", "detail": "Số 1"}),
        ("place", {}, {"detail": "Thôn 3, xã Nghi Lộc, Nghệ An"}, {"detail": "Thôn 3, xã Nghi Lộc, Nghệ An"}),
        ("place", {"brief": True}, {"commune": "18073"}, {"commune": "18073"}),
    ],
)
def test_an_answer_is_kept_in_one_form(kind, more, given, kept):
    schema = one(kind, **more)
    assert answer(schema, given, communes=COMMUNES) == kept
    assert answer(schema, kept) == kept


@pytest.mark.parametrize(
    ("kind", "label", "more", "given", "message"),
    [
        ("text", "Họ, chữ đệm, tên của trẻ", {}, " \u200b ", "Nhập họ, chữ đệm, tên của trẻ"),
        ("text", "Tên", {"missing": "Nhập tên như trên giấy chứng sinh"}, "",
         "Nhập tên như trên giấy chứng sinh"),
        ("text", "Tên cơ sở", {"max": 5}, "abcdef", "Tên cơ sở dài quá 5 ký tự (đang có 6); rút ngắn lại"),
        ("text", "Tên cơ sở", {"min": 3}, "ab", "Tên cơ sở phải có ít nhất 3 ký tự"),
        ("text", "Tên cơ sở", {}, "a\x00b", "Tên cơ sở có ký tự không hiển thị được; xóa đi và gõ lại"),
        ("text", "Tên cơ sở", {}, 12, "Tên cơ sở phải là chữ, chỉ nhập một giá trị"),
        ("text", "Tên cơ sở", {}, ["a", "b"], "Tên cơ sở phải là chữ, chỉ nhập một giá trị"),
        ("text", "Thửa đất", {"pattern": "[0-9]{1,5}", "max": 5, "example": "125"}, "12a",
         "Thửa đất chưa đúng dạng, ví dụ 125"),
        ("text", "Bạn là ai?", {}, "", "Trả lời câu hỏi “Bạn là ai?”"),
        ("name", "Họ tên", {}, "Hoa 2", "Họ tên chỉ gồm chữ cái và dấu cách, ví dụ Nguyễn Thị Hoa"),
        ("name", "Họ tên", {}, "<b>Hoa</b>", "Họ tên chỉ gồm chữ cái và dấu cách, ví dụ Nguyễn Thị Hoa"),
        ("date", "Ngày sinh", {}, "", "Nhập ngày sinh, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "31/2/2026", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "hôm qua", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "1/1/0001", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, 20260327, "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, {"day": "27", "year": "2026"},
         "Ngày sinh còn thiếu tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "1962", "Ngày sinh còn thiếu ngày, tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {"partial": True}, {"day": "27", "year": "2026"},
         "Ngày sinh còn thiếu tháng; nhập đủ, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {}, "27/3/26", "Năm của ngày sinh phải đủ 4 chữ số, ví dụ 27 3 2026"),
        ("date", "Ngày sinh", {"past": True}, "25/11/2026",
         "Ngày sinh không được sau ngày hôm nay (24/11/2026)"),
        ("date", "Ngày khởi công", {"future": True}, "23/11/2026",
         "Ngày khởi công không được trước ngày hôm nay (24/11/2026)"),
        ("date", "Ngày cấp", {"min": date(2021, 1, 1)}, "31/12/2020",
         "Ngày cấp phải từ ngày 01/01/2021 trở đi"),
        ("date", "Ngày cấp", {"max": date(2021, 1, 1)}, "2/1/2021",
         "Ngày cấp không được sau ngày 01/01/2021"),
        ("number", "Số tầng", {}, "ba", "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, True, "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, "9" * 5000, "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, float("nan"), "Số tầng phải là một số, ví dụ 125"),
        ("number", "Số tầng", {}, "2,5", "Số tầng phải là số nguyên"),
        ("number", "Số tầng", {}, "-1", "Số tầng phải từ 0 trở lên"),
        ("number", "Số tầng", {"max": 1500}, "1501", "Số tầng không được quá 1.500"),
        ("number", "Diện tích", {"decimals": 2}, "2,555",
         "Diện tích chỉ được có tối đa 2 chữ số sau dấu phẩy"),
        ("money", "Vốn", {}, "1,5 triệu", "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {}, 1.5, "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {}, "-5", "Vốn phải là số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1.500.000"),
        ("money", "Vốn", {"min": 1000}, "999", "Vốn phải từ 1.000 trở lên"),
        ("choice", "Giới tính", {"choices": ["x"]}, "", "Chọn giới tính"),
        ("choice", "Giới tính", {"choices": ["x"]}, "z", "Giới tính: chọn trong các mục đã cho"),
        ("choices", "Dịch vụ", {"choices": ["x"]}, [], "Chọn dịch vụ"),
        ("choices", "Dịch vụ", {"choices": ["x"]}, ["x", {}], "Dịch vụ: chọn trong các mục đã cho"),
        ("choices", "Dịch vụ", {"choices": ["x", "y"], "min": 2}, ["x"], "Chọn ít nhất 2 mục ở dịch vụ"),
        ("choices", "Dịch vụ", {"choices": ["x", "y"], "max": 1}, ["x", "y"],
         "Chọn nhiều nhất 1 mục ở dịch vụ"),
        ("yes-no", "Có giấy chứng sinh?", {}, None,
         "Chọn “Có” hoặc “Không” cho câu hỏi “Có giấy chứng sinh?”"),
        ("yes-no", "Đã kết hôn", {}, "maybe", "Chọn “Có” hoặc “Không” cho mục “Đã kết hôn”"),
        ("declaration", "Tôi cam đoan", {}, "", "Đánh dấu vào ô để xác nhận: Tôi cam đoan"),
        ("declaration", "Tôi cam đoan", {}, False, "Đánh dấu vào ô để xác nhận: Tôi cam đoan"),
        ("phone", "Số điện thoại", {}, "12",
         "Số điện thoại phải là số di động 10 chữ số hoặc số cố định 11 chữ số, ví dụ 0912 345 678"),
        ("email", "Thư điện tử", {}, "hoa@",
         "Thư điện tử phải có dạng ten@noigui.vn, không dấu, không dấu cách"),
        ("identity", "CCCD của mẹ", {}, "183456789",
         "CCCD của mẹ phải gồm đúng 12 chữ số, ví dụ 042085001234"),
        ("identity", "Số định danh", {}, "042327001234",
         "Số định danh cho năm sinh 2027, chưa tới; xem lại 12 số trên thẻ"),
        ("tax-code", "Mã số thuế", {}, "0100047517",
         "Mã số thuế có chữ số gõ nhầm (không khớp chữ số kiểm tra); xem lại từng chữ số"),
        ("commune", "Xã, phường", {}, "99999",
         "Xã, phường không có trong danh mục; chọn một xã, phường trong danh sách"),
        ("place", "Nơi ở", {"local": True}, {"detail": "Thôn 1"}, "Chọn xã, phường (nơi ở)"),
        ("place", "Nơi ở", {}, {"commune": "18073"}, "Nhập địa chỉ cụ thể (nơi ở)"),
        ("place", "Quê quán", {"brief": True}, None,
         "Chọn xã, phường (quê quán), hoặc ghi địa chỉ nếu ở ngoài tỉnh"),
        ("place", "Nơi ở", {"missing": "Nhập nơi ở hiện nay"}, None, "Nhập nơi ở hiện nay"),
        ("place", "Nơi ở", {}, "Hà Tĩnh", "Nơi ở phải gồm các mục con"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, [],
         "Nhập ít nhất một dòng vào giấy tờ"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}], "max": 1},
         [{"a": "x"}] * 2,
         "Giấy tờ có nhiều nhất 1 dòng; bớt lại"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}], "min": 2}, [{"a": "x"}],
         "Giấy tờ phải có ít nhất 2 dòng"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, "x",
         "Giấy tờ phải là một danh sách"),
        ("list", "Giấy tờ", {"fields": [{"id": "a", "label": "A", "type": "text"}]}, ["x"],
         "Giấy tờ: dòng 1 phải gồm các mục con"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_what_to_do(kind, label, more, given, message):
    assert complaint(one(kind, label, **more), given, communes=COMMUNES) == message


def test_what_is_not_required_may_be_missing_but_not_wrong():
    schema = one("phone", required=False)
    assert validate(schema, {"it": ""}, today=TODAY).values == {}
    assert validate(schema, {"it": "12"}, today=TODAY).faults
