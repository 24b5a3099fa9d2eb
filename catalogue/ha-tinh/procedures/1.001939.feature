# language: vi
Tính năng: Cấp thẻ bảo hiểm y tế

  Kịch bản: Năm ngày làm việc
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Và không thu phí

  Kịch bản: Tờ khai lập từ câu trả lời, không đòi giấy tờ khác
    Thì phải nộp “declaration”

  Kịch bản: Xin lỗi và hẹn lại đúng một ngày
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và cơ quan xin lỗi lúc 15:00 ngày 06/03/2026 và hẹn lại ngày 10/03/2026
    Thì ngày hẹn trả là 10/03/2026

  Kịch bản: Bổ sung tờ khai thì tính lại từ đầu
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “declaration” lúc 10:00 ngày 03/03/2026
    Và người nộp bổ sung xong lúc 10:00 ngày 05/03/2026
    Thì ngày hẹn trả là 12/03/2026
