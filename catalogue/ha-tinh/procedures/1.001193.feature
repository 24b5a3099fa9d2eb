# language: vi
Tính năng: Đăng ký khai sinh

  Kịch bản: Nộp buổi sáng thì nhận trong ngày
    Khi hồ sơ được tiếp nhận lúc 08:30 ngày 02/03/2026
    Thì hẹn trả lúc 17:30 ngày 02/03/2026
    Và hồ sơ ở bước “Thẩm tra, ghi Sổ hộ tịch”
    Và bước đang mở do vai trò “civil-status” làm

  Kịch bản: Nhận sau 15 giờ thì trả ngày làm việc sau
    Khi hồ sơ được tiếp nhận lúc 15:30 ngày 06/03/2026
    Thì ngày hẹn trả là 09/03/2026

  Kịch bản: Nộp trước Tết thì trả sau Tết
    Khi hồ sơ được tiếp nhận lúc 16:00 ngày 13/02/2026
    Thì ngày hẹn trả là 23/02/2026

  Kịch bản: Sinh ở bệnh viện thì nộp giấy chứng sinh
    Biết tờ khai có “birth_proof” là “hospital”
    Thì phải nộp “birth-proof”
    Và không phải nộp “witness-statement”
    Và không phải nộp “birth-pledge”

  Kịch bản: Không có giấy chứng sinh, không có người làm chứng thì cam đoan
    Biết tờ khai có “birth_proof” là “pledge”
    Thì phải nộp “birth-pledge”
    Và không phải nộp “birth-proof”

  Kịch bản: Cha mẹ chưa kết hôn thì không đòi giấy chứng nhận kết hôn
    Biết tờ khai có “parents_married” là “Không”
    Thì không phải nộp “Giấy chứng nhận kết hôn”

  Kịch bản: Xin bản sao trích lục thì trả phí theo bản
    Biết tờ khai có “copies” là “3”
    Thì phí là 24.000 đồng

  Kịch bản: Không xin bản sao thì không mất tiền
    Thì không thu phí

  Kịch bản: Bổ sung một lần thì thời hạn tính lại, lần thứ hai thì không được
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “birth-proof” lúc 10:00 ngày 02/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 04/03/2026
    Thì ngày hẹn trả là 04/03/2026
    Khi cơ quan yêu cầu bổ sung “birth-proof” lúc 10:00 ngày 04/03/2026
    Thì việc ấy bị từ chối vì “chỉ cho phép một lần”

  Kịch bản: Đi hết quy trình trong ngày
    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026
    Và bước “Thẩm tra, ghi Sổ hộ tịch” xong lúc 10:00 ngày 02/03/2026
    Và bước “Ký Giấy khai sinh” xong lúc 11:00 ngày 02/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “đúng hạn”
    Khi người nộp nhận kết quả lúc 14:00 ngày 05/03/2026
    Thì trạng thái là “Đã trả kết quả”
    Và hồ sơ giải quyết “đúng hạn”

  Kịch bản: Từ chối sau khi tiếp nhận thì lãnh đạo ký
    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 02/03/2026
    Thì hồ sơ ở bước “Ký văn bản từ chối”
    Khi bước “Ký văn bản từ chối” xong lúc 11:00 ngày 02/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và quy trình qua các bước “Tiếp nhận hồ sơ, Thẩm tra, ghi Sổ hộ tịch, Ký văn bản từ chối”
