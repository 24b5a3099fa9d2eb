"""Four real forms, as their procedure files would ask them."""

from __future__ import annotations

from motcua.kernel.forms import Schema

BIRTH = Schema.parse(
    [
        {"id": "applicant", "label": "Người yêu cầu", "type": "person", "own": True, "required": True,
         "ask": ["full_name", "id_number", "residence", "phone", "email"], "prefill": "account"},
        {"id": "relation", "label": "Quan hệ với trẻ", "type": "choice", "required": True,
         "section": "Người được khai sinh",
         "choices": [{"value": "mother", "label": "Mẹ"}, {"value": "father", "label": "Cha"},
                     {"value": "other", "label": "Người thân khác"}]},
        {"id": "relation_other", "label": "Quan hệ cụ thể", "type": "text", "max": 50, "required": True,
         "when": {"field": "relation", "is": "other"}},
        {"id": "child_name", "label": "Họ, chữ đệm, tên của trẻ", "type": "name", "max": 100,
         "required": True},
        {"id": "child_birth_date", "label": "Ngày sinh", "type": "date", "past": True, "required": True},
        {"id": "child_sex", "label": "Giới tính", "type": "choice", "required": True,
         "choices": [{"value": "male", "label": "Nam"}, {"value": "female", "label": "Nữ"}]},
        {"id": "origin", "label": "Quê quán", "type": "place", "brief": True, "required": True},
        {"id": "at_hospital", "label": "Trẻ sinh ở cơ sở y tế?", "type": "yes-no", "required": True},
        {"id": "hospital", "label": "Tên cơ sở y tế", "type": "text", "required": True,
         "when": {"field": "at_hospital", "is": True}},
        {"id": "birth_place", "label": "Nơi sinh", "type": "place", "required": True,
         "when": {"field": "at_hospital", "not": True}},
        {"id": "mother", "label": "Người mẹ", "type": "person", "required": True, "partial": True,
         "passport": True,
         "section": "Cha mẹ", "prefill": "population"},
        {"id": "father", "label": "Người cha", "type": "person", "partial": True, "passport": True},
        {"id": "copies", "label": "Số bản sao", "type": "number", "max": 20, "section": "Kết quả"},
        {"id": "together", "label": "Đăng ký cùng lúc", "type": "choices",
         "choices": [{"value": "residence", "label": "Thường trú"}, {"value": "insurance",
          "label": "Thẻ BHYT"}]},
        {"id": "advice", "label": "Khai sai sự thật bị xử lý theo pháp luật.", "type": "note"},
        {"id": "oath", "label": "Tôi cam đoan nội dung khai là đúng", "type": "declaration",
         "required": True},
    ]
)  # fmt: skip

HOUSE = Schema.parse(
    [
        {"id": "owner", "label": "Chủ đầu tư", "type": "person", "required": True, "old": True,
         "ask": ["full_name", "id_number", "residence", "phone"]},
        {"id": "site", "label": "Địa điểm xây dựng", "type": "place", "local": True, "required": True},
        {"id": "plot", "label": "Thửa đất số", "type": "text", "pattern": "[0-9]{1,5}(?:/[0-9]{1,4})?",
         "max": 10,
         "example": "125", "required": True, "personal": False},
        {"id": "area", "label": "Diện tích xây dựng", "type": "number", "decimals": 2, "min": 1,
         "max": 100_000,
         "unit": "m²", "required": True},
        {"id": "ground", "label": "Cốt nền", "type": "number", "decimals": 2, "min": -20, "max": 100,
         "unit": "m"},
        {"id": "floors", "label": "Số tầng", "type": "number", "min": 1, "max": 99, "required": True},
        {"id": "start", "label": "Ngày khởi công dự kiến", "type": "date", "future": True},
        {"id": "note", "label": "Nội dung khác", "type": "textarea", "max": 500},
    ]
)  # fmt: skip

HOUSEHOLD = Schema.parse(
    [
        {"id": "name", "label": "Tên hộ kinh doanh", "type": "text", "min": 3, "max": 150,
         "required": True},
        {"id": "head", "label": "Chủ hộ", "type": "person", "required": True, "partial": True},
        {"id": "tax_code", "label": "Mã số thuế (nếu có)", "type": "tax-code", "household": True},
        {"id": "capital", "label": "Vốn kinh doanh", "type": "money", "required": True, "min": 1},
        {"id": "family", "label": "Các thành viên hộ gia đình cùng góp vốn?", "type": "yes-no",
         "required": True},
        {"id": "members", "label": "Thành viên", "type": "list", "required": True, "max": 5,
         "when": {"field": "family", "is": True},
         "fields": [{"id": "full_name", "label": "Họ tên", "type": "name", "required": True},
                    {"id": "id_number", "label": "Số định danh cá nhân", "type": "identity",
                     "required": True},
                    {"id": "share", "label": "Vốn góp", "type": "money", "required": True}]},
        {"id": "contact", "label": "Liên hệ", "type": "group", "required": True,
         "fields": [{"id": "way", "label": "Cách liên hệ", "type": "choice", "choices": ["Điện thoại",
          "Thư điện tử"],
                     "required": True},
                    {"id": "phone", "label": "Số điện thoại", "type": "phone", "required": True,
                     "when": {"field": "way", "is": "Điện thoại"}},
                    {"id": "email", "label": "Thư điện tử", "type": "email", "required": True,
                     "when": {"field": "way", "is": "Thư điện tử"}}]},
    ]
)  # fmt: skip

COPIES = Schema.parse(
    [
        {"id": "papers", "label": "Giấy tờ cần chứng thực", "type": "list", "required": True, "min": 1,
         "max": 10,
         "fields": [{"id": "title", "label": "Tên giấy tờ", "type": "text", "required": True},
                    {"id": "copies", "label": "Số bản sao", "type": "number", "min": 1, "max": 50,
                     "required": True}]},
        {"id": "return", "label": "Cách nhận kết quả", "type": "choice", "required": True,
         "choices": [{"value": "counter", "label": "Tại quầy"}, {"value": "post",
          "label": "Qua bưu chính"}]},
        {"id": "address", "label": "Địa chỉ nhận", "type": "place", "required": True,
         "when": {"field": "return", "is": "post"}},
    ]
)  # fmt: skip

FORMS = (BIRTH, HOUSE, HOUSEHOLD, COPIES)
