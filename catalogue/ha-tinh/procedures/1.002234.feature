# language: vi
Tính năng: Sáp nhập công ty luật

  Kịch bản: Năm ngày làm việc, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Và không thu phí

  Kịch bản: Hợp đồng thiếu nội dung thì bổ sung, tính lại thời hạn
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “merger-contract” lúc 10:00 ngày 03/03/2026
    Và người nộp bổ sung xong lúc 10:00 ngày 09/03/2026
    Thì ngày hẹn trả là 16/03/2026

  Kịch bản: Soát xét xong mới trình ký
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” chuyển đến “examine” lúc 14:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Thẩm tra hồ sơ, hợp đồng sáp nhập”
    Và ngày hẹn trả là 09/03/2026

  Kịch bản: Rút hồ sơ trước khi ký
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và người nộp rút hồ sơ lúc 10:00 ngày 04/03/2026
    Thì trạng thái là “Dừng xử lý”
