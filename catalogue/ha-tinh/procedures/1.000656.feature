# language: vi
Tính năng: Đăng ký khai tử

  Khung kịch bản: Trong ngày nếu nhận trước 15 giờ
    Khi hồ sơ được tiếp nhận lúc <nhận>
    Thì ngày hẹn trả là <trả>

    Dữ liệu:
      | nhận                  | trả        |
      | 10:00 ngày 02/03/2026 | 02/03/2026 |
      | 15:30 ngày 06/03/2026 | 09/03/2026 |

  Kịch bản: Có giấy báo tử thì nộp giấy báo tử
    Biết tờ khai có “death_proof” là “notice”
    Thì phải nộp “Giấy báo tử”
    Và không phải nộp “witness-statement”
    Và hỏi “death_proof_detail”

  Kịch bản: Không có giấy tờ thì cam đoan có người làm chứng
    Biết tờ khai có “death_proof” là “none”
    Thì phải nộp “witness-statement”
    Và không hỏi “death_proof_detail”

  Kịch bản: Đúng hạn thì miễn lệ phí
    Biết tờ khai có “overdue” là “Không”
    Thì không thu phí
    Và không hỏi “fee_exempt”

  Kịch bản: Quá hạn thì thu lệ phí
    Biết tờ khai có “overdue” là “Có”
    Và tờ khai có “fee_exempt” là “Không”
    Thì phí là 10.000 đồng

  Kịch bản: Quá hạn nhưng thuộc diện miễn thì chỉ trả tiền bản sao
    Biết tờ khai có “overdue” là “Có”
    Và tờ khai có “fee_exempt” là “Có”
    Và tờ khai có “copies” là “3”
    Thì phí là 24.000 đồng
