# language: vi
Tính năng: Đăng ký kết hôn

  Khung kịch bản: Trong ngày nếu nhận trước 15 giờ
    Khi hồ sơ được tiếp nhận lúc <nhận>
    Thì ngày hẹn trả là <trả>

    Dữ liệu:
      | nhận                  | trả        |
      | 09:00 ngày 02/03/2026 | 02/03/2026 |
      | 15:30 ngày 02/03/2026 | 03/03/2026 |
      | 15:30 ngày 06/03/2026 | 09/03/2026 |

  Kịch bản: Hai bên cùng thường trú ở xã, chưa từng kết hôn thì không thêm giấy tờ nào
    Biết tờ khai có “residence_here” là “Có”
    Và tờ khai có “groom_status” là “single”
    Và tờ khai có “bride_status” là “single”
    Thì không phải nộp “marital-status”
    Và không phải nộp “divorce”
    Và không phải nộp “death”

  Kịch bản: Một bên đã ly hôn thì nộp bản án
    Biết tờ khai có “groom_status” là “single”
    Và tờ khai có “bride_status” là “divorced”
    Thì phải nộp “divorce”
    Và không phải nộp “death”

  Kịch bản: Hai bản sao trích lục
    Biết tờ khai có “copies” là “2”
    Thì phí là 16.000 đồng
