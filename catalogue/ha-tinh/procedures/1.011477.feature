# language: vi
Tính năng: Cấp lại Giấy chứng nhận cơ sở an toàn dịch bệnh động vật

  Kịch bản: Đã khắc phục sai lỗi thì nộp báo cáo khắc phục
    Biết tờ khai có “Vì sao bạn đề nghị cấp lại?” là “remedied”
    Thì phải nộp “remedy-report”
    Và không phải nộp “disease-report”

  Kịch bản: Hai mươi tám giờ làm việc chạy trong giờ làm việc
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì hẹn trả lúc 15:00 ngày 05/03/2026

  Kịch bản: Giờ không chạy vào ngày nghỉ
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 06/03/2026
    Thì hẹn trả lúc 15:00 ngày 11/03/2026

  Kịch bản: Đã xử lý dịch bệnh thì nộp báo cáo xử lý, thay đổi thông tin thì nói rõ
    Biết tờ khai có “reason” là “treated”
    Thì phải nộp “disease-report”
    Và không phải nộp “remedy-report”
    Và không hỏi “change”

  Kịch bản: Bổ sung thì hai mươi tám giờ đếm lại từ đầu
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “request” lúc 15:00 ngày 02/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 09/03/2026
    Thì hẹn trả lúc 15:00 ngày 12/03/2026

  Kịch bản: Không còn giữ điều kiện thì từ chối khi thẩm định
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 04/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 05/03/2026
    Thì trạng thái là “Đã xử lý xong”

  Kịch bản: Trễ một giờ là trễ hạn
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” xong lúc 15:00 ngày 04/03/2026
    Và bước “sign” xong lúc 14:00 ngày 05/03/2026
    Và bước “issue” xong lúc 16:00 ngày 05/03/2026
    Thì hồ sơ giải quyết “trễ hạn”
