# language: vi
Tính năng: Cấp Giấy xác nhận tình trạng hôn nhân

  Khung kịch bản: Ba ngày làm việc, không tính ngày nghỉ
    Khi hồ sơ được tiếp nhận lúc <nhận>
    Thì ngày hẹn trả là <trả>

    Dữ liệu:
      | nhận                   | trả        |
      | 08:00 ngày 02/03/2026  | 05/03/2026 |
      | 16:50 ngày 02/03/2026  | 05/03/2026 |
      | 09:00 ngày 05/03/2026  | 10/03/2026 |
      | 10:00 ngày 12/02/2026  | 24/02/2026 |
      | 15:30 ngày 25/04/2025  | 29/04/2025 |

  Kịch bản: Đã ly hôn thì nộp bản án
    Biết tờ khai có “Tình trạng hôn nhân hiện tại” là “divorced”
    Thì phải nộp “divorce”
    Và không phải nộp “death”

  Kịch bản: Xin cho chính mình thì không hỏi người được xác nhận
    Biết tờ khai có “Bạn xin xác nhận cho chính mình?” là “Có”
    Thì hỏi “self”
    Và không hỏi “subject”

  Kịch bản: Lệ phí mười nghìn đồng
    Thì phí là 10.000 đồng

  Kịch bản: Xin lỗi phải trước hạn một ngày và chỉ một lần
    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026
    Và cơ quan xin lỗi lúc 09:00 ngày 04/03/2026 và hẹn lại ngày 09/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Khi cơ quan xin lỗi lúc 09:00 ngày 05/03/2026 và hẹn lại ngày 12/03/2026
    Thì việc ấy bị từ chối vì “một lần”

  Kịch bản: Trễ hạn thì ghi là trễ
    Khi hồ sơ được tiếp nhận lúc 08:00 ngày 02/03/2026
    Và bước “Thẩm tra, xác minh tình trạng hôn nhân” xong lúc 10:00 ngày 06/03/2026
    Và bước “Ký Giấy xác nhận” xong lúc 11:00 ngày 06/03/2026
    Thì hồ sơ giải quyết “trễ hạn”
