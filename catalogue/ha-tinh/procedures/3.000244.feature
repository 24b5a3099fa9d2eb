# language: vi
Tính năng: Hỗ trợ an sinh xã hội

  Kịch bản: Bảy ngày làm việc, xã rồi đến sở
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 11/03/2026
    Khi bước “Thẩm định hồ sơ, lập danh sách và biên bản xác nhận” xong lúc 10:00 ngày 03/03/2026
    Và bước “Ký duyệt, chuyển Sở Nội vụ” xong lúc 10:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Thẩm định tại Sở Nội vụ”
    Khi bước “Thẩm định tại Sở Nội vụ” xong lúc 10:00 ngày 05/03/2026
    Và bước “Phê duyệt kết quả” xong lúc 15:00 ngày 05/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”
