# language: vi
Tính năng: Cấp giấy thông hành biên giới Việt Nam – Lào

  Kịch bản: Nộp trực tiếp, ba ngày làm việc, năm mươi nghìn đồng
    Biết hồ sơ nộp “trực tiếp”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 05/03/2026
    Và phí là 50.000 đồng

  Kịch bản: Nộp trực tuyến trả một nửa đến hết năm 2026
    Biết hồ sơ nộp “trực tuyến”
    Khi hồ sơ được nộp lúc 09:00 ngày 31/12/2026
    Thì phí là 25.000 đồng

  Kịch bản: Nộp trực tuyến từ năm 2027 trả đủ
    Biết hồ sơ nộp “trực tuyến”
    Khi hồ sơ được nộp lúc 09:00 ngày 04/01/2027
    Thì phí là 50.000 đồng

  Kịch bản: Nghỉ lễ Giỗ Tổ không tính
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 24/04/2026
    Thì ngày hẹn trả là 04/05/2026

  Kịch bản: Trẻ chưa có số định danh thì nộp giấy khai sinh
    Biết tờ khai có “traveller_kind” là “child”
    Và tờ khai có “numbered” là “Không”
    Thì phải nộp “birth-certificate”
    Và phải nộp “representative-proof”

  Kịch bản: Trẻ đã có số định danh thì không nộp giấy khai sinh
    Biết tờ khai có “traveller_kind” là “child”
    Và tờ khai có “numbered” là “Có”
    Thì không phải nộp “birth-certificate”

  Kịch bản: Tự làm cho mình thì không hỏi, không nộp thêm
    Biết tờ khai có “traveller_kind” là “Chính mình”
    Thì không hỏi “numbered”
    Và không phải nộp “representative-proof”

  Kịch bản: Tạm hoãn xuất cảnh thì từ chối khi kiểm tra
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 15:00 ngày 03/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 16:00 ngày 03/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”
