# language: vi
Tính năng: Cấp Giấy chứng nhận cơ sở an toàn dịch bệnh động vật

  Kịch bản: Mười bốn ngày
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 16/03/2026

  Kịch bản: Phí thẩm định
    Thì phí là 300.000 đồng
