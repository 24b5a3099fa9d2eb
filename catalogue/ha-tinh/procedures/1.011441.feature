# language: vi
Tính năng: Đăng ký thế chấp nhà đất

  Khung kịch bản: Trong ngày nếu nhận trước 15 giờ
    Khi hồ sơ được tiếp nhận lúc <nhận>
    Thì ngày hẹn trả là <trả>

    Dữ liệu:
      | nhận                  | trả        |
      | 14:59 ngày 02/03/2026 | 02/03/2026 |
      | 15:01 ngày 02/03/2026 | 03/03/2026 |

  Kịch bản: Thế chấp đất phải có bản gốc Giấy chứng nhận
    Biết tờ khai có “collateral” là “land”
    Và tờ khai có “farm_loan” là “Không”
    Thì phải nộp “certificate”
    Và không phải nộp “project-papers”
    Và phí là 80.000 đồng

  Kịch bản: Nhà hình thành trong tương lai thì nộp hợp đồng mua bán
    Biết tờ khai có “collateral” là “future”
    Thì phải nộp “project-papers”
    Và không phải nộp “certificate”
    Và không hỏi “serial”

  Kịch bản: Vay vốn nông nghiệp được miễn phí
    Biết tờ khai có “farm_loan” là “Có”
    Thì không thu phí
    Và phải nộp “loan-contract”
