# language: vi
Tính năng: Kiểm tra hiện trường rừng trồng bị thiệt hại

  Khung kịch bản: Một ngày làm việc
    Khi hồ sơ được tiếp nhận lúc <nhận>
    Thì ngày hẹn trả là <trả>
    Và không thu phí

    Dữ liệu:
      | nhận                  | trả        |
      | 09:00 ngày 02/03/2026 | 03/03/2026 |
      | 16:00 ngày 06/03/2026 | 09/03/2026 |

  Kịch bản: Không thuộc trường hợp được xét thì từ chối
    Khi hồ sơ được nộp lúc 08:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 09:00 ngày 02/03/2026
    Thì trạng thái là “Không được tiếp nhận”

  Kịch bản: Không có diện tích thì báo sai
    Biết tờ khai có “Diện tích bị thiệt hại” là “0”
    Thì tờ khai sai ở “Diện tích bị thiệt hại”
