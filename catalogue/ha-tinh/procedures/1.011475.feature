# language: vi
Tính năng: Cấp Giấy chứng nhận cơ sở an toàn dịch bệnh động vật

  Kịch bản: Mười bốn ngày
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 16/03/2026

  Kịch bản: Phí thẩm định
    Thì phí là 300.000 đồng

  Kịch bản: Cơ sở chưa có con vật nào thì báo sai
    Biết tờ khai có “Tổng đàn hiện có” là “0”
    Thì tờ khai sai ở “Tổng đàn hiện có”

  Kịch bản: Cơ sở khắc phục sai lỗi sau đánh giá thì thời hạn tính lại
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Đánh giá thực tế tại cơ sở”
    Khi cơ quan yêu cầu bổ sung “report” lúc 15:00 ngày 06/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 16/03/2026
    Thì ngày hẹn trả là 30/03/2026
    Và hồ sơ ở bước “Đánh giá thực tế tại cơ sở”

  Kịch bản: Lụt không đến cơ sở được thì thời gian chờ không tính
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và hồ sơ tạm dừng vì bất khả kháng lúc 08:00 ngày 05/03/2026
    Và hồ sơ được tiếp tục lúc 08:00 ngày 10/03/2026
    Thì ngày hẹn trả là 23/03/2026

  Kịch bản: Đánh giá không đạt thì trả lời không cấp
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và hồ sơ bị từ chối lúc 15:00 ngày 09/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 10/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”

  Kịch bản: Xin lỗi và hẹn lại một lần, lần thứ hai thì không được
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và cơ quan xin lỗi lúc 09:00 ngày 12/03/2026 và hẹn lại ngày 20/03/2026
    Thì ngày hẹn trả là 20/03/2026
    Khi cơ quan xin lỗi lúc 09:00 ngày 18/03/2026 và hẹn lại ngày 25/03/2026
    Thì việc ấy bị từ chối vì “một lần”
