# language: vi
Tính năng: Cấp thẻ bảo hiểm y tế

  Kịch bản: Năm ngày làm việc
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Và không thu phí
