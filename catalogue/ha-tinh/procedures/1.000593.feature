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

  Kịch bản: Chưa đồng ý thì trả về xác minh lại
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “verify” xong lúc 15:00 ngày 03/03/2026
    Và bước “sign” chuyển đến “verify” lúc 09:00 ngày 04/03/2026
    Thì bước đang mở do vai trò “civil-status” làm
    Và ngày hẹn trả là 09/03/2026

  Kịch bản: Chưa đủ điều kiện kết hôn thì từ chối
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 15:00 ngày 03/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 16:00 ngày 03/03/2026
    Thì trạng thái là “Đã xử lý xong”

  Kịch bản: Giấy tờ tùy thân chỉ xuất trình
    Thì phải nộp “identity”
