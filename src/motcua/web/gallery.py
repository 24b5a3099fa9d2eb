"""Every component on two pages, for those who design and test them; served only in development."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.kernel import forms
from motcua.kernel.calendar import LOCAL
from motcua.kernel.clock import Remaining
from motcua.kernel.refusals import Fault
from motcua.web.access import public
from motcua.web.paging import Page

RECEIVED = datetime(2026, 11, 20, 9, 15, tzinfo=LOCAL)
DUE = datetime(2026, 11, 24, 17, 30, tzinfo=LOCAL)

STEPS = (
    {
        "title": "Tiếp nhận hồ sơ",
        "state": "done",
        "who": "Trần Văn Minh",
        "agency": "Bộ phận một cửa xã Thạch Hà",
        "opened_at": RECEIVED,
        "closed_at": RECEIVED,
        "note": "Đủ giấy tờ.",
    },
    {
        "title": "Thẩm định",
        "state": "current",
        "who": "Lê Thị Lan",
        "agency": "UBND xã Thạch Hà",
        "opened_at": RECEIVED,
        "due_at": DUE,
        "standing": "due-soon",
    },
    {"title": "Ký", "state": "next", "agency": "UBND xã Thạch Hà"},
    {"title": "Trả kết quả", "state": "next", "agency": "Bộ phận một cửa xã Thạch Hà"},
)
QUEUES = (
    {"text": "Chờ tiếp nhận", "href": "?hang=tiep-nhan", "count": 12, "current": True},
    {"text": "Đang giải quyết", "href": "?hang=giai-quyet", "count": 1340, "current": False},
    {"text": "Quá hạn", "href": "?hang=qua-han", "count": 3, "current": False, "late": True},
    {"text": "Chờ trả kết quả", "href": "?hang=tra", "count": 0, "current": False},
)
ROWS = (
    ("H27.36-261120-0001", "Đăng ký khai sinh", "Nguyễn Thị Hoa", "overdue", Remaining(120, late=True)),
    (
        "H27.36-261120-0002",
        "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan có thẩm quyền của Việt Nam cấp",
        "Phan Đình Giót",
        "due-soon",
        "còn 3 giờ làm việc",
    ),
    (
        "H27.36-261120-0003",
        "Thành lập hộ kinh doanh",
        "Công ty TNHH An Phát",
        "in-time",
        "còn 2 ngày làm việc",
    ),
    (
        "H27.36-261119-0044",
        "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "Võ Thị Hồng Nhung",
        "held",
        "chờ bổ sung",
    ),
)
SUMMARY = (
    {"key": "Họ, chữ đệm, tên trẻ", "value": "Nguyễn Bình An", "href": "#"},
    {"key": "Ngày sinh", "value": "thứ Sáu 20/11/2026", "href": "#"},
    {"key": "Nơi sinh", "value": "", "href": "#"},
)
FACTS = (
    {"key": "Người nộp", "value": "Nguyễn Thị Hoa"},
    {"key": "Kênh", "value": "Trực tuyến"},
    {"key": "Lệ phí", "value": "Không thu"},
    {"key": "Nơi trả", "value": "Bộ phận một cửa xã Thạch Hà"},
)
FILTERS = (
    {
        "name": "thu-tuc",
        "label": "Thủ tục",
        "choices": (("1", "Đăng ký khai sinh"), ("2", "Chứng thực")),
        "value": "2",
    },
    {"name": "kenh", "label": "Kênh", "choices": (("o", "Trực tuyến"), ("c", "Tại quầy")), "value": ""},
)
FORM = forms.Schema.parse(
    [
        {"id": "note", "type": "note", "label": "Ghi như trong giấy chứng sinh."},
        {"id": "child_name", "type": "name", "label": "Họ, chữ đệm, tên trẻ", "required": True},
        {"id": "born", "type": "date", "label": "Ngày sinh", "hint": "Ví dụ 27 3 2026", "required": True},
        {"id": "copies", "type": "number", "label": "Số bản sao", "unit": "bản"},
        {"id": "income", "type": "money", "label": "Thu nhập một tháng"},
        {"id": "why", "type": "textarea", "label": "Lý do đăng ký muộn"},
        {
            "id": "place_kind",
            "type": "choice",
            "label": "Nơi sinh",
            "required": True,
            "choices": [
                {"value": "hospital", "label": "Cơ sở y tế", "hint": "Bệnh viện, trạm y tế, nhà hộ sinh"},
                {"value": "home", "label": "Tại nhà"},
                {"value": "other", "label": "Nơi khác"},
            ],
        },
        {"id": "twin", "type": "yes-no", "label": "Trẻ là con sinh đôi?", "required": True},
        {
            "id": "rights",
            "type": "choices",
            "label": "Làm cùng lúc",
            "choices": [
                {"value": "insurance", "label": "Thẻ bảo hiểm y tế"},
                {"value": "residence", "label": "Đăng ký thường trú"},
            ],
        },
        {"id": "mother", "type": "person", "label": "Người mẹ", "required": True},
        {
            "id": "witnesses",
            "type": "list",
            "label": "Người làm chứng",
            "fields": [
                {"id": "full_name", "type": "name", "label": "Họ tên", "required": True},
                {"id": "kin", "type": "yes-no", "label": "Là người thân?", "required": True},
                {
                    "id": "kinship",
                    "type": "text",
                    "label": "Quan hệ",
                    "max": 20,
                    "when": {"field": "kin", "is": True},
                },
            ],
        },
        {"id": "true", "type": "declaration", "label": "Tôi cam đoan những điều khai trên là đúng sự thật."},
    ]
)
VALUES = {
    "child_name": "Nguyễn Bình An",
    "born.day": "31",
    "born.month": "2",
    "born.year": "2026",
    "twin": "no",
}
COMMUNES = {"18562": "Xã Thạch Hà", "18073": "Phường Thành Sen"}
FILES = ({"name": "giay-chung-sinh.pdf", "size": 182_044, "href": "#", "remove": "1"},)
FAULTS = (
    Fault("born", "Ngày sinh phải là một ngày có thật, ví dụ 27 3 2026"),
    Fault("place_kind", "Chọn nơi sinh"),
    Fault("mother.full_name", "Nhập họ, chữ đệm, tên của người mẹ"),
)


def _context() -> dict[str, Any]:
    return {
        "steps": STEPS,
        "queues": QUEUES,
        "rows": ROWS,
        "summary": SUMMARY,
        "facts": FACTS,
        "filters": FILTERS,
        "faults": FAULTS,
        "form": FORM.fields,
        "values": VALUES,
        "communes": COMMUNES,
        "files": FILES,
        "file_errors": ("Tệp anh.exe không phải PDF hay ảnh. Hãy chụp lại hoặc chọn tệp khác.",),
        "due": DUE,
        "page_of_rows": Page(ROWS, next_key="sau", previous_key="truoc"),
        "table_head": ("Mã hồ sơ", "Thủ tục", "Lệ phí"),
        "numeric": (2,),
        "table_rows": (
            ("H27.36-261120-0001", "Đăng ký khai sinh", "0"),
            ("H27.36-261120-0002", "Chứng thực", "2.000"),
        ),
        "crumbs": (("Thủ tục", "/thu-tuc/"), ("Hộ tịch", "/thu-tuc/?linh-vuc=ho-tich")),
        "counts": (
            {"text": "Đang giải quyết", "value": 1340, "href": "#"},
            {"text": "Quá hạn", "value": 3, "href": "#"},
            {"text": "Trước hạn tháng này", "value": 98213},
        ),
    }


@public
def portal(request: HttpRequest) -> HttpResponse:
    """The components as citizens see them."""
    return render(request, "web/gallery_portal.html", _context())


@public
def desk(request: HttpRequest) -> HttpResponse:
    """The components as officers see them."""
    return render(request, "web/gallery_desk.html", _context())
