"""One sheet of each form, as Hoa might hold it, and the words that its paper must carry."""

from __future__ import annotations

from datetime import datetime

from motcua.documents.slips import (
    Applicant,
    ControlSlip,
    Fact,
    FactGroup,
    FormSet,
    PaperLine,
    Register,
    RegisterLine,
    ResultSheet,
    ReturnSlip,
    Signer,
    Slip01,
    Slip02,
    Slip03,
    Slip04,
    StopNotice,
    Transfer,
)
from motcua.kernel.calendar import LOCAL


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


HOA = Applicant(
    name="Nguyễn Thị Hoa",
    address="Số 12, đường Phan Đình Phùng, phường Thành Sen, tỉnh Hà Tĩnh",
    phone="0912 345 678",
    email="hoa@example.vn",
)
HEAD = {
    "agency_parent": "Ủy ban nhân dân phường Thành Sen",
    "agency_name": "Trung tâm Phục vụ hành chính công",
    "number": "H27.60-20261123-0000017",
    "place": "Thành Sen",
    "at": at(11, 23, 9, 5),
    "case_code": "H27.60-20261123-0000017",
    "tracking_url": "https://motcua.example.vn/tra-cuu/?ma=H27.60-20261123-0000017",
}
CASE = HEAD | {
    "form_set": FormSet.ND61,
    "form_number": "01",
    "circular": "01/2018/TT-VPCP",
    "applicant": HOA,
    "procedure_title": "Thủ tục đăng ký khai sinh",
}
RECEIPT = Slip01(
    **CASE,
    suffix="TNHS",
    papers=(PaperLine("Tờ khai đăng ký khai sinh", "điện tử"), PaperLine("Giấy chứng sinh", "bản chính", 2)),
    sets=1,
    limit_in_words="01 ngày làm việc",
    received_at=at(11, 23, 9, 5),
    due_at=at(11, 24, 17, 30),
    return_place="Bưu điện, tận nhà",
    book="01",
    ordinal="0017",
    officer_name="Trần Văn Minh",
)
SUPPLEMENT = Slip02(
    **CASE,
    suffix="HDHS",
    items=("Bản vẽ mặt bằng móng.", "Trang 3 của Giấy chứng nhận."),
    reasons=("Hồ sơ thiếu giấy tờ theo Nghị định số 175/2024/NĐ-CP.",),
    guidance="Nộp bổ sung trên Cổng Dịch vụ công.",
    consequence="Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
    contact="ông Trần Văn Minh, số điện thoại 0239 3855 555",
    supplement_by=at(12, 7, 17, 30),
    officer_name="Trần Văn Minh",
)
REFUSAL = Slip03(
    **CASE,
    suffix="HDHS",
    reasons=("Ngành nghề không được phép tại địa điểm này.", "Tên trùng với hộ kinh doanh khác."),
    legal_basis=("Khoản 3 Điều 17 Nghị định số 61/2018/NĐ-CP.",),
    officer_name="Trần Văn Minh",
)
APOLOGY = Slip04(
    **CASE | {"agency_name": "Sở Xây dựng", "number": "128"},
    suffix="PXL",
    apologising="Sở Xây dựng",
    received_by="Sở Xây dựng",
    received_at=at(11, 2, 14, 20),
    original_due=at(11, 27, 17, 30),
    new_due=at(12, 4, 11, 0),
    reason="chưa nhận được ý kiến về phòng cháy và chữa cháy.",
    signer=Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Anh Quân"),
    recipients=("Như trên;", "Lưu: VT, QLXD."),
)
LICENCE = ResultSheet(
    **HEAD,
    suffix="GPXD",
    title_lines=("Giấy phép xây dựng",),
    subtitle="(Nhà ở riêng lẻ)",
    opening=("Căn cứ Luật Xây dựng;",),
    groups=(FactGroup("1. Chủ đầu tư", (Fact("Họ và tên", "Nguyễn Thị Hoa"), Fact("Diện tích", "85,5 m²"))),),
    closing=("Giấy phép có hiệu lực khởi công trong 12 tháng.",),
    signer=Signer(("GIÁM ĐỐC",), "Lê Anh Quân"),
    result_code="KQ.H27.09.000052",
)
STOPPED = StopNotice(
    **CASE | {"form_set": FormSet.ND118, "form_number": "05", "circular": "03/2025/TT-VPCP"},
    suffix="TBDHS",
    stage="Thẩm định",
    reason="Người nộp không bổ sung giấy tờ.",
    basis="Khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP",
    settlement="Thủ tục này không thu phí, lệ phí.",
    contact="Trung tâm Phục vụ hành chính công",
    signer=Signer(("CHỦ TỊCH",), "Lê Anh Quân"),
    recipients=("Như trên;", "Lưu: VT, hồ sơ."),
)
CONTROL = ControlSlip(
    **CASE | {"form_number": "05"},
    suffix="",
    agency_competent="Ủy ban nhân dân phường Thành Sen",
    agencies_beside="Sở Xây dựng",
    transfers=(
        Transfer(
            "Một cửa",
            "Nguyễn Thị Hoa",
            "Trần Văn Minh",
            at(11, 23, 8, 0),
            at(11, 23, 8, 10),
            "Đúng hạn",
            "Tiếp nhận",
        ),
        Transfer("UBND phường", "Trần Văn Minh", "Lê Thị Lan", at(11, 23, 9, 5), None, "", "Thẩm định"),
    ),
)
RETURNED = ReturnSlip(
    **HEAD,
    suffix="",
    applicant=Applicant(name="Nguyễn Thị Hoa"),
    procedure_title="Thủ tục đăng ký khai sinh",
    results=("Giấy khai sinh, số 17",),
    handed_over_at=at(11, 24, 10, 15),
    receiver="Nguyễn Thị Hoa",
    invitation="Lần giải quyết này thế nào?",
    invitation_words="Một phút, không ghi tên.",
    invitation_url="https://motcua.example.vn/y-kien/0123456789abcdef0123456789abcdef/",
    invitation_until=at(12, 24, 10, 15),
)
REGISTER = Register(
    **HEAD,
    suffix="",
    title="Sổ theo dõi hồ sơ",
    form_number="06",
    circular="01/2018/TT-VPCP",
    period="Từ ngày 01/11/2026 đến ngày 30/11/2026",
    lines=(
        RegisterLine(
            2026, 17, "H27.60-20261123-0000017", "Đăng ký khai sinh", 1, "Nguyễn Thị Hoa", "Thành Sen, 0912 345 678",
            "UBND phường Thành Sen", "23/11/2026", "24/11/2026", "", "Trực tiếp tại quầy", "", "Có yêu cầu bổ sung",
        ),
    ),
)  # fmt: skip
SHEETS = (RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, STOPPED, CONTROL, RETURNED, REGISTER, LICENCE)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
PERSON = """
    Nguyễn Thị Hoa Địa chỉ: Số 12, đường Phan Đình Phùng, phường Thành Sen, tỉnh Hà Tĩnh
    Số điện thoại: 0912 345 678 Email: hoa@example.vn Nội dung yêu cầu giải quyết: Thủ tục đăng ký khai sinh
"""
WORDING = {
    Slip01: (
        PERSON,
        "ỦY BAN NHÂN DÂN PHƯỜNG THÀNH SEN TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Số: H27.60-20261123-0000017/TNHS Thành Sen, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công, Ủy ban nhân dân phường",
        "Mã hồ sơ: H27.60-20261123-0000017",
        """1. Thành phần hồ sơ nộp gồm: TT Tên giấy tờ Hình thức Số lượng
        1 Tờ khai đăng ký khai sinh điện tử 01 2 Giấy chứng sinh bản chính 02
        2. Số lượng hồ sơ: 01 (bộ)
        3. Thời gian giải quyết hồ sơ theo quy định là: 01 ngày làm việc
        4. Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 23 tháng 11 năm 2026
        5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 24 tháng 11 năm 2026
        6. Đăng ký nhận kết quả tại: Bưu điện, tận nhà
        Vào Sổ theo dõi hồ sơ, Quyển số: 01, Số thứ tự: 0017
        NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Hoa
        NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Minh""",
    ),
    Slip02: (
        PERSON,
        "Số: H27.60-20261123-0000017/HDHS",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        """Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:
        1. Bản vẽ mặt bằng móng. 2. Trang 3 của Giấy chứng nhận.
        Lý do: Hồ sơ thiếu giấy tờ theo Nghị định số 175/2024/NĐ-CP.
        Hướng dẫn: Nộp bổ sung trên Cổng Dịch vụ công.
        Thời hạn bổ sung, hoàn thiện hồ sơ: trước 17 giờ 30 phút, ngày 07 tháng 12 năm 2026
        Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.""",
        "Ông/Bà liên hệ với ông Trần Văn Minh, số điện thoại 0239 3855 555 để được hướng dẫn./.",
        "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên) Trần Văn Minh",
    ),
    Slip03: (
        PERSON,
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        """không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:
        1. Ngành nghề không được phép tại địa điểm này. 2. Tên trùng với hộ kinh doanh khác.
        Căn cứ: Khoản 3 Điều 17 Nghị định số 61/2018/NĐ-CP.""",
    ),
    Slip04: (
        "Số: 128/PXL",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi: Nguyễn Thị Hoa (Địa chỉ: Số 12, đường Phan Đình Phùng",
        "Vào 14 giờ 20 phút, ngày 02 tháng 11 năm 2026, Sở Xây dựng tiếp nhận hồ sơ",
        "mã hồ sơ: H27.60-20261123-0000017",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026",
        "Lý do: chưa nhận được ý kiến về phòng cháy và chữa cháy.",
        "Sở Xây dựng xin lỗi Ông/Bà/Tổ chức vì sự chậm trễ này",
        "Thời gian hẹn lại: 11 giờ 00 phút, ngày 04 tháng 12 năm 2026",
        "Nơi nhận: - Như trên; - Lưu: VT, QLXD. KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Anh Quân",
    ),
    StopNotice: (
        PERSON,
        "Số: H27.60-20261123-0000017/TBDHS",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        """1. Giai đoạn khi dừng: Thẩm định 2. Lý do: Người nộp không bổ sung giấy tờ.
        3. Căn cứ: Khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP 4. Phí, lệ phí: Thủ tục này không thu phí, lệ phí.""",
        "Mẫu số 05 – Thông tư số 03/2025/TT-VPCP",
    ),
    ControlSlip: (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Cơ quan giải quyết hồ sơ: Ủy ban nhân dân phường Thành Sen Cơ quan phối hợp giải quyết hồ sơ: Sở Xây dựng",
        "Tên cơ quan Thời gian giao, nhận Kết quả Ghi chú",
        "Giao: 08 giờ 00 phút, ngày 23 tháng 11 năm 2026 Nhận: 08 giờ 10 phút, ngày 23 tháng 11 năm 2026",
        "Mẫu số 05 – Thông tư số 01/2018/TT-VPCP",
    ),
    ReturnSlip: (
        "PHIẾU TRẢ KẾT QUẢ",
        """Nội dung yêu cầu giải quyết: Thủ tục đăng ký khai sinh Kết quả đã trả: Giấy khai sinh, số 17
        Người nhận: Nguyễn Thị Hoa Thời gian trả: 10 giờ 15 phút, ngày 24 tháng 11 năm 2026
        Lần giải quyết này thế nào? Một phút, không ghi tên.
        Trả lời được đến 10 giờ 15 phút, ngày 24 tháng 12 năm 2026, tại:
        https://motcua.example.vn/y-kien/""",
    ),
    Register: (
        "SỔ THEO DÕI HỒ SƠ Từ ngày 01/11/2026 đến ngày 30/11/2026",
        "Mẫu số 06 – Thông tư số 01/2018/TT-VPCP",
    ),
    ResultSheet: (
        "Số: H27.60-20261123-0000017/GPXD",
        """GIẤY PHÉP XÂY DỰNG (Nhà ở riêng lẻ) KQ.H27.09.000052 Căn cứ Luật Xây dựng;
        1. Chủ đầu tư Họ và tên: Nguyễn Thị Hoa Diện tích: 85,5 m²
        Giấy phép có hiệu lực khởi công trong 12 tháng. GIÁM ĐỐC Lê Anh Quân
        Mã kết quả: KQ.H27.09.000052""",
    ),
}
