# language: vi
Tính năng: Trợ cấp an sinh xã hội cho thanh niên xung phong

  Bối cảnh:
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026

  Kịch bản: Bảy ngày làm việc, xã rồi đến sở
    Thì ngày hẹn trả là 11/03/2026
    Khi bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” xong lúc 14:00 ngày 04/03/2026
    Và bước “sign” xong lúc 10:00 ngày 05/03/2026
    Và bước “issue” xong lúc 11:00 ngày 05/03/2026
    Và bước “forward” xong lúc 14:00 ngày 05/03/2026
    Và bước “allot” xong lúc 15:00 ngày 05/03/2026
    Thì hồ sơ ở bước “Thẩm định tại Sở Nội vụ”
    Và bước đang mở do vai trò “social-affairs” làm
    Khi bước “appraise” xong lúc 10:00 ngày 09/03/2026
    Và bước “initial” xong lúc 15:00 ngày 09/03/2026
    Và bước “approve” xong lúc 10:00 ngày 10/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”

  Kịch bản: Sở trả lại thì xã thẩm định lại, ngày hẹn không đổi
    Khi bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” xong lúc 14:00 ngày 04/03/2026
    Và bước “sign” xong lúc 10:00 ngày 05/03/2026
    Và bước “issue” xong lúc 11:00 ngày 05/03/2026
    Và bước “forward” chuyển đến “examine” lúc 14:00 ngày 05/03/2026
    Thì hồ sơ ở bước “Thẩm định, tổ chức hội nghị, lập dự thảo danh sách và biên bản xác nhận”
    Và ngày hẹn trả là 11/03/2026

  Kịch bản: Không còn giấy tờ thì nộp bản khai có chứng thực
    Biết tờ khai có “service_proof” là “Không còn giấy tờ nào”
    Thì phải nộp “certified-statement”
    Và không phải nộp “service-paper”

  Kịch bản: Thân nhân của người đã từ trần khai quan hệ
    Biết tờ khai có “allowance” là “deceased”
    Thì hỏi “volunteer.full_name”
    Và hỏi “volunteer_relation”

  Kịch bản: Hộ nghèo nộp giấy chứng nhận, không thu phí
    Biết tờ khai có “poor” là “Có”
    Thì phải nộp “poor-household”
    Và không thu phí

  Kịch bản: Sở từ chối thì lãnh đạo sở ký
    Khi bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” xong lúc 14:00 ngày 04/03/2026
    Và bước “sign” xong lúc 10:00 ngày 05/03/2026
    Và bước “issue” xong lúc 11:00 ngày 05/03/2026
    Và bước “forward” xong lúc 14:00 ngày 05/03/2026
    Và bước “allot” xong lúc 15:00 ngày 05/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 06/03/2026
    Thì hồ sơ ở bước “Ký văn bản từ chối tại Sở Nội vụ”
