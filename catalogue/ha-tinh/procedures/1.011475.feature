# language: vi
Tính năng: Cấp Giấy chứng nhận cơ sở an toàn dịch bệnh động vật

  Kịch bản: Mười bốn ngày
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 16/03/2026

  Kịch bản: Phí thẩm định
    Thì phí là 300.000 đồng

  Kịch bản: Dừng vì dịch bùng phát thì không tính thời gian dừng
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ tạm dừng vì bất khả kháng lúc 08:00 ngày 03/03/2026
    Và hồ sơ được tiếp tục lúc 08:00 ngày 10/03/2026
    Thì ngày hẹn trả là 23/03/2026

  Kịch bản: Cơ sở chưa có con vật nào thì báo sai
    Biết tờ khai có “Tổng đàn hiện có” là “0”
    Thì tờ khai sai ở “Tổng đàn hiện có”

  Kịch bản: Đánh giá tại cơ sở không đạt thì trả lời từ chối
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 03/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 06/03/2026
    Thì trạng thái là “Đã xử lý xong”
