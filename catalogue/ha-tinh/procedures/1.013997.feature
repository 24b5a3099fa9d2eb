# language: vi
Tính năng: Hỗ trợ thiệt hại do dịch bệnh động vật

  Kịch bản: Hai mươi lăm ngày làm việc, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 06/04/2026
    Và không thu phí

  Kịch bản: Ổ dịch đầu tiên thì cần kết quả xét nghiệm
    Biết tờ khai có “outbreak” là “first”
    Thì phải nộp “test-results”
    Và không phải nộp “agent-confirmation”

  Kịch bản: Nuôi tôm thì khai diện tích, không khai số con
    Biết tờ khai có “animal_kind” là “aquatic”
    Thì hỏi “pond_area”
    Và không hỏi “destroyed_head”

  Kịch bản: Có kiến nghị khi niêm yết thì trả lời trước khi ra quyết định
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “team” xong lúc 10:00 ngày 03/03/2026
    Và bước “appraise” xong lúc 10:00 ngày 09/03/2026
    Và bước “announce” chuyển đến “answer” lúc 10:00 ngày 17/03/2026
    Thì hồ sơ ở bước “Trả lời kiến nghị, phản ánh”
    Và bước đang mở do vai trò “agriculture” làm

  Kịch bản: Thẩm định thấy không đủ điều kiện thì từ chối, lãnh đạo ký
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “team” xong lúc 10:00 ngày 03/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 09/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 10/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”
