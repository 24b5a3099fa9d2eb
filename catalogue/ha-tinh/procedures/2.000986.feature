# language: vi
Tính năng: Liên thông khai sinh, thường trú, bảo hiểm y tế cho trẻ dưới 6 tuổi

  Kịch bản: Một hồ sơ, một ngày hẹn
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 16/03/2026
    Và hồ sơ ở bước “Đăng ký khai sinh”
    Và bước đang mở do vai trò “civil-status” làm

  Kịch bản: Sinh ở bệnh viện thì nộp giấy chứng sinh
    Biết tờ khai có “birth_proof” là “hospital”
    Thì phải nộp “birth-proof”
    Và không phải nộp “witness-statement”
