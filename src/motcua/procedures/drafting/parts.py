"""The parts in which a draft is written, and what the pages know of each: the columns of its table, its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_noop

from motcua.kernel.forms.groups import PERSON_PARTS
from motcua.kernel.forms.parsing import KINDS
from motcua.procedures.drafting.columns import Column, Part, Table
from motcua.procedures.drafting.steps import MANNERS, MOVES
from motcua.procedures.models import Level, Online

ALL = "all"
"""The whole text, edited as one part."""
SCENARIOS = "scenarios"


PLACES = {
    "reception": gettext_noop("Nơi tiếp nhận"),
    "competent": gettext_noop("Cơ quan giải quyết"),
    "return": gettext_noop("Nơi trả kết quả"),
    "agency": gettext_noop("Cơ quan khác"),
}
MOMENTS = {
    "reception": gettext_noop("Khi tiếp nhận"),
    "supplement": gettext_noop("Khi bổ sung"),
    "return": gettext_noop("Khi trả kết quả"),
}
AUDIENCES = {
    "citizen": gettext_noop("Cá nhân"),
    "business": gettext_noop("Doanh nghiệp, tổ chức"),
    "household": gettext_noop("Hộ kinh doanh"),
}
CHANNELS = {
    "online": gettext_noop("Trực tuyến"),
    "counter": gettext_noop("Trực tiếp"),
    "post": gettext_noop("Bưu chính công ích"),
}
COMPETENT = {
    "commune": gettext_noop("UBND xã, phường"),
    "commune-police": gettext_noop("Công an xã, phường"),
}
STYLES = {
    "upper": gettext_noop("Chữ in hoa"),
    "year": gettext_noop("Chỉ năm"),
    "words": gettext_noop("Bằng chữ"),
}

TYPES = {
    "text": gettext_noop("Chữ, một dòng"),
    "textarea": gettext_noop("Chữ, nhiều dòng"),
    "name": gettext_noop("Họ tên"),
    "phone": gettext_noop("Số điện thoại"),
    "email": gettext_noop("Thư điện tử"),
    "identity": gettext_noop("Số định danh"),
    "tax-code": gettext_noop("Mã số thuế"),
    "commune": gettext_noop("Xã, phường"),
    "date": gettext_noop("Ngày"),
    "number": gettext_noop("Số"),
    "money": gettext_noop("Số tiền"),
    "choice": gettext_noop("Chọn một"),
    "choices": gettext_noop("Chọn nhiều"),
    "yes-no": gettext_noop("Có hoặc không"),
    "declaration": gettext_noop("Cam đoan"),
    "note": gettext_noop("Lời dẫn"),
    "group": gettext_noop("Nhóm mục"),
    "person": gettext_noop("Người"),
    "place": gettext_noop("Địa chỉ"),
    "list": gettext_noop("Danh sách"),
}
DECISIONS = {"refused": gettext_noop("Từ chối")}

IDENTITY = (
    Column("code", gettext_noop("Mã thủ tục"), required=True),
    Column("title", gettext_noop("Tên thủ tục"), "long", required=True),
    Column("short", gettext_noop("Tên ngắn")),
    Column("field", gettext_noop("Lĩnh vực"), required=True),
    Column(
        "level",
        gettext_noop("Cấp giải quyết"),
        "choice",
        {one.value: one.label for one in Level if one != Level.OTHER},
        required=True,
    ),
    Column(
        "online",
        gettext_noop("Mức độ trực tuyến"),
        "choice",
        dict(Online.choices),
        required=True,
    ),
    Column("in_force", gettext_noop("Áp dụng từ ngày"), "day", required=True),
    Column("decision.document", gettext_noop("Số quyết định công bố")),
    Column("decision.by", gettext_noop("Cơ quan công bố")),
    Column("decision.date", gettext_noop("Ngày ký quyết định"), "day"),
    Column("decision.signer", gettext_noop("Người ký")),
    Column("audience", gettext_noop("Đối tượng thực hiện"), "many", AUDIENCES, required=True),
    Column("competent.kind", gettext_noop("Cơ quan giải quyết theo địa bàn"), "choice", COMPETENT),
    Column("competent.agency", gettext_noop("Hoặc cơ quan giải quyết là"), "choice"),
    Column("competent.unit", gettext_noop("Đơn vị chuyên môn tham mưu")),
    Column("channels", gettext_noop("Cách thức thực hiện"), "many", CHANNELS, required=True),
    Column("limit.value", gettext_noop("Thời hạn giải quyết"), "limit", required=True),
    Column("limit.note", gettext_noop("Ghi chú về thời hạn")),
)

LAWS = (
    Column("document", gettext_noop("Văn bản"), "long", required=True),
    Column("article", gettext_noop("Điều, khoản")),
    Column("effective", gettext_noop("Có hiệu lực từ"), "day"),
    Column("recalled", gettext_noop("Chưa đối chiếu"), "yes-no"),
)

STEPS = (
    Column("id", gettext_noop("Mã bước"), required=True),
    Column("title", gettext_noop("Nội dung công việc"), "long", required=True),
    Column("at", gettext_noop("Nơi thực hiện"), "choice", PLACES, required=True),
    Column("agency", gettext_noop("Cơ quan khác"), "choice"),
    Column("role", gettext_noop("Vai trò"), "choice", required=True),
    Column("within", gettext_noop("Thời gian"), "limit", required=True),
    Column("product", gettext_noop("Biểu mẫu, kết quả"), "long"),
    Column(
        "decides", gettext_noop("Nếu là bước ký thì ký"), "choice", DECISIONS, blank=gettext_noop("Kết quả")
    ),
    Column("needs", gettext_noop("Phải xong trước"), "many", vietnamese=True),
)


def _with(option: str) -> tuple[str, ...]:
    """The types of questions that have an option."""
    return tuple(name for name, kind in KINDS.items() if option in kind.options)


FIELDS = (
    Column("id", gettext_noop("Mã mục"), required=True),
    Column("label", gettext_noop("Nhãn"), "long", required=True),
    Column("type", gettext_noop("Kiểu"), "choice", TYPES, required=True),
    Column("required", gettext_noop("Bắt buộc"), "yes-no"),
    Column("hint", gettext_noop("Gợi ý"), "long"),
    Column("choices", gettext_noop("Lựa chọn"), "choices", types=_with("choices")),
    Column("min", gettext_noop("Ít nhất"), "bound", types=_with("min")),
    Column("max", gettext_noop("Nhiều nhất"), "bound", types=_with("max")),
    Column("page", gettext_noop("Thuộc trang")),
    Column("when", gettext_noop("Chỉ hỏi khi"), "condition"),
    Column("own", gettext_noop("Chính là người nộp hồ sơ"), "yes-no", types=_with("own")),
    *(
        Column(name, title, "many", PERSON_PARTS, vietnamese=True, types=_with("ask"), folded=True)
        for name, title in (
            ("ask", gettext_noop("Hỏi những gì")),
            ("must", gettext_noop("Bắt buộc thêm")),
            ("optional", gettext_noop("Không bắt buộc")),
        )
    ),
    Column("prefill", gettext_noop("Điền sẵn từ"), "prefill", folded=True),
    Column("section", gettext_noop("Phần trong bản xem lại"), folded=True),
    Column("missing", gettext_noop("Câu nhắc khi bỏ trống"), "long", folded=True),
    Column("max_age", gettext_noop("Chưa đủ số tuổi"), "number", types=_with("max_age"), folded=True),
    Column(
        "too_old", gettext_noop("Câu hướng dẫn khi đã đủ tuổi"), "long", types=_with("max_age"), folded=True
    ),
)
INNER = Table(
    "fields",
    gettext_noop("Mục con"),
    gettext_noop("Mục con"),
    tuple(
        replace(one, types=())
        for one in FIELDS
        if one.name in ("choices", "min", "max") or not (one.types or one.folded or one.name == "page")
    ),
    types=_with("fields"),
    how="Các mục của nhóm, hoặc của mỗi dòng trong danh sách.",
)

PAPERS = (
    Column("id", gettext_noop("Mã giấy tờ"), required=True),
    Column("title", gettext_noop("Tên giấy tờ"), "long", required=True),
    Column("original", gettext_noop("Bản chính"), "number"),
    Column("copy", gettext_noop("Bản sao"), "number"),
    Column("show", gettext_noop("Chỉ xuất trình"), "yes-no"),
    Column("optional", gettext_noop("Nếu có"), "yes-no"),
    Column("from_form", gettext_noop("Lập từ tờ khai"), "yes-no"),
    Column("when", gettext_noop("Chỉ nộp khi"), "condition"),
)
HELD = Table(
    "satisfied_by",
    gettext_noop("Nhà nước đã có"),
    gettext_noop("Nơi đã có"),
    (
        Column("result", gettext_noop("Kết quả thủ tục, theo mã")),
        Column("register", gettext_noop("Hoặc sổ, cơ sở dữ liệu"), "choice", vietnamese=True),
        Column("paper", gettext_noop("Hoặc giấy tờ trong kho dữ liệu")),
    ),
    narrow=True,
    how="Dữ liệu thay cho giấy tờ này: kết quả của một thủ tục, một sổ đăng ký, hoặc giấy tờ của hồ sơ trước.",
)

FEES = (
    Column("name", gettext_noop("Tên phí, lệ phí"), "long", required=True),
    Column("amount", gettext_noop("Mức thu (đồng)"), "number", required=True),
    Column("per", gettext_noop("Tính theo")),
    Column("when", gettext_noop("Nộp lúc"), "choice", MOMENTS, required=True),
    Column("channel", gettext_noop("Chỉ của kênh"), "choice", CHANNELS),
    Column("law", gettext_noop("Căn cứ"), "long"),
    Column("applies", gettext_noop("Chỉ thu khi"), "condition"),
)

RESULT = (
    Column("result.code", gettext_noop("Mã loại kết quả"), required=True),
    Column("result.title", gettext_noop("Tên kết quả"), "long", required=True),
    Column("result.valid", gettext_noop("Thời gian có giá trị"), "validity", required=True),
)

SHOWS = (
    Column("heading", gettext_noop("Đề mục"), "long"),
    Column("when", gettext_noop("Chỉ ghi khi"), "condition"),
    Column("blank", gettext_noop("Để trống điều không khai"), "yes-no"),
)
FACTS = Table(
    "facts",
    gettext_noop("Các mục"),
    gettext_noop("Mục"),
    (
        Column("field", gettext_noop("Điều cần ghi"), "named"),
        Column("text", gettext_noop("Hoặc câu ghép")),
        Column("label", gettext_noop("Nhãn")),
        Column("as", gettext_noop("Cách ghi"), "choice", STYLES),
        Column("beside", gettext_noop("Cùng dòng"), "yes-no"),
    ),
    narrow=True,
)

_GIVEN = ("kind", "short", "until", "level_2011", "proactive", "immediate", "reception", "return", "holds",
          "contact", "life_events", "keywords")  # fmt: skip

PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        Part(
            "identity",
            gettext_noop("Thông tin chung và thời hạn"),
            (*dict.fromkeys(column.name.partition(".")[0] for column in IDENTITY), *_GIVEN),
            facts=IDENTITY,
        ),
        Part("law", gettext_noop("Căn cứ pháp lý"), ("law",), rows="law", columns=LAWS),
        Part(
            "steps",
            gettext_noop("Các bước thực hiện"),
            ("steps",),
            rows="steps",
            columns=STEPS,
            tables=(MOVES,),
            manners=MANNERS,
        ),
        Part(
            "form",
            gettext_noop("Tờ khai"),
            ("form", "form_name"),
            rows="form",
            columns=FIELDS,
            tables=(INNER,),
        ),
        Part(
            "papers",
            gettext_noop("Thành phần hồ sơ"),
            ("papers", "sets"),
            rows="papers",
            columns=PAPERS,
            tables=(HELD,),
        ),
        Part("fees", gettext_noop("Phí, lệ phí"), ("fees",), rows="fees", columns=FEES),
        Part(
            "conditions",
            gettext_noop("Trình tự, yêu cầu, điều kiện"),
            ("process", "conditions"),
            lines=("process", "conditions"),
        ),
        Part(
            "result",
            gettext_noop("Kết quả và lý do"),
            ("result", "supplement_reasons", "refuse_reasons"),
            facts=RESULT,
            rows="result.shows",
            columns=SHOWS,
            tables=(FACTS,),
        ),
    )
}


def part_of(field: str) -> str:
    """The part in which a field of the file is written; what none knows is written in the whole text."""
    key = field.partition(".")[0].partition("[")[0]
    return next((part.id for part in PARTS.values() if key in part.keys), ALL)
