# language: vi
Tính năng: Chấp thuận chủ trương đầu tư của UBND tỉnh

  Kịch bản: Ba mươi lăm ngày, các sở trả lời trong lúc ấy
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 06/04/2026
    Khi bước “Phân công thụ lý” xong lúc 14:00 ngày 02/03/2026
    Và bước “Kiểm tra hồ sơ, xác định cơ quan phải lấy ý kiến” xong lúc 10:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Lấy ý kiến các cơ quan”
    Khi bước “Lấy ý kiến các cơ quan” xong lúc 10:00 ngày 16/03/2026
    Và bước “Lập báo cáo thẩm định” xong lúc 10:00 ngày 19/03/2026
    Và bước “Ký trình Ủy ban nhân dân tỉnh” xong lúc 16:00 ngày 19/03/2026
    Thì hồ sơ ở bước “Chấp thuận chủ trương đầu tư”
    Khi bước “Chấp thuận chủ trương đầu tư” xong lúc 15:00 ngày 25/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”

  Kịch bản: Đã có quyền sử dụng đất thì nộp giấy tờ về đất
    Biết tờ khai có “asks_land” là “Không”
    Và tờ khai có “limited_technology” là “Không”
    Thì phải nộp “Bản sao giấy tờ về quyền sử dụng đất hoặc thỏa thuận thuê địa điểm”
    Và không phải nộp “Giải trình về công nghệ sử dụng trong dự án”
    Và không thu phí

  Kịch bản: Bổ sung hồ sơ thì tính lại từ đầu
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “Phân công thụ lý” xong lúc 14:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “Đề xuất dự án đầu tư” lúc 09:00 ngày 04/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 09/03/2026
    Thì ngày hẹn trả là 13/04/2026
