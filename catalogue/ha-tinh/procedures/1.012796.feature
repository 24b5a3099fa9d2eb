# language: vi
Tính năng: Đính chính Giấy chứng nhận cấp lần đầu

  Kịch bản: Tám ngày làm việc, miễn phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 12/03/2026
    Và không thu phí

  Kịch bản: Nộp qua người đại diện thì có văn bản đại diện
    Biết tờ khai có “by_proxy” là “Có”
    Thì phải nộp “authorisation”

  Kịch bản: Cấp mới thì in Giấy chứng nhận
    Biết tờ khai có “outcome” là “new”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “request-file” xong lúc 10:00 ngày 04/03/2026
    Và bước “conclude” xong lúc 10:00 ngày 05/03/2026
    Thì hồ sơ ở bước “In Giấy chứng nhận mới”

  Kịch bản: Xác nhận trên giấy cũ thì trình ký ngay
    Biết tờ khai có “outcome” là “confirm”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “request-file” xong lúc 10:00 ngày 04/03/2026
    Và bước “conclude” xong lúc 10:00 ngày 05/03/2026
    Thì hồ sơ ở bước “Soát xét”
