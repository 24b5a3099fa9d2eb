# language: vi
Tính năng: Cấp giấy phép xây dựng nhà ở riêng lẻ

  Kịch bản: Nhà liền kề phải có cam kết
    Biết tờ khai có “Có công trình liền kề không?” là “Có”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì phải nộp “neighbour-pledge”
    Và ngày hẹn trả là 17/03/2026

  Kịch bản: Đất của mình, không liền kề, không thẩm tra thì không thêm giấy tờ nào
    Biết tờ khai có “land_right” là “own”
    Và tờ khai có “adjoining” là “Không”
    Và tờ khai có “design_review” là “Không”
    Thì không phải nộp “neighbour-pledge”
    Và không phải nộp “design-review”
    Và không phải nộp “rented-land”

  Kịch bản: Ngày cuối là chủ nhật thì lùi sang thứ hai
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 07/03/2026
    Thì ngày hẹn trả là 23/03/2026

  Kịch bản: Lãnh đạo trả lại để sửa dự thảo
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “inspect” xong lúc 10:00 ngày 04/03/2026
    Và bước “examine” xong lúc 10:00 ngày 06/03/2026
    Và bước “check” chuyển đến “examine” lúc 14:00 ngày 06/03/2026
    Thì hồ sơ ở bước “Đối chiếu điều kiện, lấy ý kiến, dự thảo giấy phép”

  Kịch bản: Chiều cao không thể có thì báo sai
    Biết tờ khai có “Chiều cao công trình” là “500”
    Thì tờ khai sai ở “Chiều cao công trình”

  Kịch bản: Lãnh đạo không ký từ chối thì kiểm tra lại
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 04/03/2026
    Và bước “sign-refusal” chuyển đến “inspect” lúc 14:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Kiểm tra hồ sơ, kiểm tra thực địa”
