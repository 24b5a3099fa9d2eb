# language: vi
Tính năng: Cấp chứng chỉ hành nghề kiến trúc

  Kịch bản: Người nước ngoài nộp thêm bản dịch
    Biết tờ khai có “Bạn là” là “foreign”
    Thì phải nộp “foreign-papers”

  Kịch bản: Sáu ngày làm việc, sáu bước
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 10/03/2026
    Khi bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 04/03/2026
    Và bước “check” xong lúc 10:00 ngày 05/03/2026
    Và bước “sign” xong lúc 15:00 ngày 05/03/2026
    Và bước “issue” xong lúc 16:00 ngày 05/03/2026
    Thì hồ sơ giải quyết “trước hạn”
    Và quy trình qua các bước “Tiếp nhận hồ sơ, Phân công thụ lý, Thẩm định hồ sơ, Soát xét dự thảo, Ký chứng chỉ, Vào số, đóng dấu, phát hành”

  Kịch bản: Chứng chỉ có phí, người Việt Nam không nộp bản dịch
    Biết tờ khai có “Bạn là” là “Công dân Việt Nam”
    Thì phí là 300.000 đồng
    Và không phải nộp “foreign-papers”
    Và phải nộp “exam”

  Kịch bản: Bổ sung một lần thì thời hạn tính lại, lần thứ hai thì không được
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và cơ quan yêu cầu bổ sung “experience” lúc 09:00 ngày 03/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 09/03/2026
    Thì ngày hẹn trả là 17/03/2026
    Khi cơ quan yêu cầu bổ sung “exam” lúc 10:00 ngày 10/03/2026
    Thì việc ấy bị từ chối vì “chỉ cho phép một lần”

  Kịch bản: Chưa đạt sát hạch thì từ chối khi thẩm định
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ bị từ chối lúc 15:00 ngày 04/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 05/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”

  Kịch bản: Trễ hẹn vì ký sau ngày hẹn
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và bước “examine” xong lúc 10:00 ngày 09/03/2026
    Và bước “check” xong lúc 10:00 ngày 10/03/2026
    Và bước “sign” xong lúc 10:00 ngày 11/03/2026
    Và bước “issue” xong lúc 11:00 ngày 11/03/2026
    Thì hồ sơ giải quyết “trễ hạn”
