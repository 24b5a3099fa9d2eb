# language: vi
Tính năng: Cấp đổi Giấy chứng nhận đăng ký hợp tác xã

  Kịch bản: Ba ngày làm việc, miễn phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 05/03/2026
    Và không thu phí

  Kịch bản: Thông báo tạm ngừng thì không hỏi nội dung thay đổi
    Biết tờ khai có “change_kind” là “pause”
    Thì không hỏi “change_detail”

  Kịch bản: Tổ chức làm dịch vụ nộp thay
    Biết tờ khai có “proxy_kind” là “organisation”
    Thì phải nộp “service-contract”
    Và không phải nộp “authorisation”
