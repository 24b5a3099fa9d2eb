# language: vi
Tính năng: Cấp lại Giấy chứng nhận cơ sở an toàn dịch bệnh động vật

  Kịch bản: Đã khắc phục sai lỗi thì nộp báo cáo khắc phục
    Biết tờ khai có “Vì sao bạn đề nghị cấp lại?” là “remedied”
    Thì phải nộp “remedy-report”
    Và không phải nộp “disease-report”

  Kịch bản: Hai mươi tám giờ làm việc chạy trong giờ làm việc
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì hẹn trả lúc 15:00 ngày 05/03/2026
