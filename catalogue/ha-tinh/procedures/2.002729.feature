# language: vi
Tính năng: Cấp Giấy chứng nhận doanh nghiệp sinh thái

  Kịch bản: Ba mươi ngày, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 01/04/2026
    Và không thu phí

  Kịch bản: Cấp lại thì hỏi số đã cấp
    Biết tờ khai có “eco_request” là “Cấp lại Giấy chứng nhận”
    Thì hỏi “eco_certificate”

  Kịch bản: Cấp lần đầu thì không hỏi
    Biết tờ khai có “eco_request” là “new”
    Thì không hỏi “eco_certificate”

  Kịch bản: Ý kiến trái nhau thì hỏi lại, ngày hẹn không đổi
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “ask” xong lúc 10:00 ngày 04/03/2026
    Và bước “opinions” chuyển đến “ask” lúc 10:00 ngày 11/03/2026
    Thì hồ sơ ở bước “Kiểm tra hồ sơ, gửi lấy ý kiến các sở”
    Và ngày hẹn trả là 01/04/2026

  Kịch bản: Bổ sung báo cáo giám sát thì tính lại từ đầu
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “monitoring-report” lúc 10:00 ngày 03/03/2026
    Và người nộp bổ sung xong lúc 10:00 ngày 10/03/2026
    Thì ngày hẹn trả là 09/04/2026

  Kịch bản: Chưa có ý kiến của các sở thì chưa từ chối được
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 03/03/2026
    Thì việc ấy bị từ chối vì “không có hướng từ chối”

  Kịch bản: Đánh giá không đạt thì từ chối, lãnh đạo không ký thì đánh giá lại
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “ask” xong lúc 10:00 ngày 04/03/2026
    Và bước “opinions” xong lúc 10:00 ngày 12/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 16/03/2026
    Và bước “Ký văn bản từ chối” chuyển đến “assess” lúc 10:00 ngày 17/03/2026
    Thì hồ sơ ở bước “Đánh giá hồ sơ, lập báo cáo đánh giá”
    Và ngày hẹn trả là 01/04/2026
