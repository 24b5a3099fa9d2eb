# language: vi
Tính năng: Chứng thực bản sao từ bản chính

  Kịch bản: Trong ngày
    Khi hồ sơ được tiếp nhận lúc 14:59 ngày 02/03/2026
    Thì hẹn trả lúc 17:30 ngày 02/03/2026

  Kịch bản: Sau 15 giờ
    Khi hồ sơ được tiếp nhận lúc 15:01 ngày 02/03/2026
    Thì ngày hẹn trả là 03/03/2026

  Kịch bản: Trễ hạn tính đến hết giờ làm việc
    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026
    Và bước “certify” xong lúc 17:00 ngày 02/03/2026
    Và bước “sign” xong lúc 18:00 ngày 02/03/2026
    Thì hồ sơ giải quyết “trễ hạn”
