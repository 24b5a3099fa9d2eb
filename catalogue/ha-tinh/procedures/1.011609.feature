# language: vi
Tính năng: Công nhận hộ có mức sống trung bình

  Kịch bản: Mười lăm ngày, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 17/03/2026
    Và không thu phí

  Kịch bản: Bị từ chối khi tiếp nhận
    Khi hồ sơ được nộp lúc 08:00 ngày 02/03/2026
    Thì hạn trả lời là 08:00 ngày 03/03/2026
    Khi hồ sơ bị từ chối lúc 09:00 ngày 02/03/2026
    Thì trạng thái là “Không được tiếp nhận”

  Kịch bản: Khiếu nại khi niêm yết thì khảo sát lại
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “survey” xong lúc 10:00 ngày 05/03/2026
    Và bước “announce” chuyển đến “survey” lúc 10:00 ngày 09/03/2026
    Thì hồ sơ ở bước “Khảo sát, xác định thu nhập của hộ”
