"""What a step has on its page besides its cells: where it goes on to, and what it may wait for."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from motcua.kernel.flow import END, REFUSED, WAIT_APPLICANT, WAIT_PAYMENT
from motcua.procedures.drafting.columns import Column, Manner, Table

ENDS = {
    END: gettext_noop("kết thúc"),
    REFUSED: gettext_noop("từ chối"),
    WAIT_APPLICANT: gettext_noop("chờ người nộp bổ sung"),
    WAIT_PAYMENT: gettext_noop("chờ nộp tiền"),
}
JOINS = {
    "all": gettext_noop("Mọi nơi đã trả lời"),
    "any": gettext_noop("Một nơi đã trả lời"),
    "2": gettext_noop("2 nơi đã trả lời"),
    "3": gettext_noop("3 nơi đã trả lời"),
    "4": gettext_noop("4 nơi đã trả lời"),
    "5": gettext_noop("5 nơi đã trả lời"),
    "deadline": gettext_noop("Mọi nơi đã trả lời, hoặc bước hết thời hạn"),
}
SILENCES = {
    "agree": gettext_noop("Coi như đồng ý"),
    "none": gettext_noop("Ghi là không trả lời"),
}
SHARES = {
    "1/2": gettext_noop("Quá một nửa"),
    "2/3": gettext_noop("Quá hai phần ba"),
    "3/4": gettext_noop("Quá ba phần tư"),
}
CLOCKS = {
    "suspend": gettext_noop("Dừng đến khi có trả lời"),
    "budgeted": gettext_noop("Vẫn chạy, đã tính trong thời hạn"),
}

MOVES = Table(
    "moves",
    gettext_noop("Hướng đi tiếp"),
    gettext_noop("Hướng"),
    (
        Column("verb", gettext_noop("Việc làm"), "choice"),
        Column("to", gettext_noop("Sang bước"), "choice", vietnamese=True),
        Column("when", gettext_noop("Khi"), "condition"),
    ),
    moves=True,
    narrow=True,
    how="Chọn việc làm rồi bước đi tới; việc có nhiều ngả thì ghi nhiều dòng, dòng cuối không có điều kiện.",
)

ASKS = Table(
    "consult.ask",
    gettext_noop("Những nơi được hỏi"),
    gettext_noop("Nơi được hỏi"),
    (
        Column("title", gettext_noop("Hỏi về việc gì"), "long", required=True),
        Column("agency", gettext_noop("Cơ quan được hỏi"), "choice"),
        Column("commune", gettext_noop("Hoặc xã, phường ở mục"), "choice", vietnamese=True),
        Column("role", gettext_noop("Vai trò trả lời"), "choice"),
        Column("within", gettext_noop("Trả lời trong"), "limit", required=True),
        Column("product", gettext_noop("Sản phẩm"), "long"),
        Column("when", gettext_noop("Chỉ hỏi khi"), "condition"),
    ),
    identified=True,
)

CHILDREN = Table(
    "children",
    gettext_noop("Hồ sơ con"),
    gettext_noop("Hồ sơ con"),
    (
        Column("procedure", gettext_noop("Thủ tục"), "procedure", required=True),
        Column("share", gettext_noop("Thời gian"), "limit", required=True),
        Column("agency", gettext_noop("Cơ quan, nếu không theo địa bàn"), "choice"),
        Column("when", gettext_noop("Chỉ mở khi"), "condition"),
        Column("declare", gettext_noop("Tờ khai lấy từ, mỗi dòng một mục"), "sources", required=True),
    ),
    identified=True,
)

MANNERS = (
    Manner(
        "consult",
        gettext_noop("Lấy ý kiến nhiều cơ quan"),
        ("consult",),
        facts=(
            Column("consult.join", gettext_noop("Đi tiếp khi"), "choice", JOINS, required=True),
            Column("consult.silence", gettext_noop("Hết hạn không trả lời"), "choice", SILENCES),
        ),
        tables=(ASKS,),
    ),
    Manner("children", gettext_noop("Hồ sơ con ở thủ tục khác"), ("children",), tables=(CHILDREN,)),
    Manner(
        "verification",
        gettext_noop("Biên bản thẩm tra, xác minh tại chỗ"),
        ("minutes",),
        {"minutes": "verification"},
    ),
    Manner(
        "council",
        gettext_noop("Họp hội đồng"),
        ("minutes", "council"),
        {"minutes": "council"},
        (
            Column("council.members", gettext_noop("Số thành viên"), "number", required=True),
            Column("council.quorum", gettext_noop("Số phải có mặt"), "number", required=True),
            Column("council.agree", gettext_noop("Thông qua khi đồng ý"), "choice", SHARES, required=True),
        ),
    ),
    Manner(
        "outside",
        gettext_noop("Cơ quan ngoài hệ thống"),
        ("outside",),
        facts=(
            Column("outside.agency", gettext_noop("Tên cơ quan"), required=True),
            Column("outside.clock", gettext_noop("Đồng hồ của hồ sơ"), "choice", CLOCKS, required=True),
        ),
    ),
)
