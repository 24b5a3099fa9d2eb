# language: vi
Tính năng: Đăng ký kết hôn lưu động

  Kịch bản: Năm ngày làm việc, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Và không thu phí

  Kịch bản: Lãnh đạo ký rồi mới ghi Sổ
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “verify” xong lúc 15:00 ngày 03/03/2026
    Và bước “sign” xong lúc 09:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Ghi Sổ đăng ký kết hôn”
