# language: vi
Tính năng: Cấp Giấy chứng nhận an toàn thực phẩm

  Kịch bản: Mười lăm ngày, phí thẩm định
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 17/03/2026
    Và phí là 700.000 đồng

  Kịch bản: Cấp lần đầu thì thẩm định tại cơ sở
    Biết tờ khai có “issue_kind” là “new”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Và bước “examine” xong lúc 14:00 ngày 03/03/2026
    Thì hồ sơ ở bước “Thẩm định thực tế tại cơ sở”
    Và phải nộp “site-report”

  Kịch bản: Chỉ đổi thông tin thì không thẩm định lại
    Biết tờ khai có “issue_kind” là “changed”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Và bước “examine” xong lúc 14:00 ngày 03/03/2026
    Thì hồ sơ ở bước “Soát xét dự thảo”
    Và không phải nộp “site-report”
    Và hỏi “food_certificate”

  Kịch bản: Cơ sở khắc phục sai lỗi thì tính lại thời hạn
    Biết tờ khai có “issue_kind” là “new”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Và bước “examine” xong lúc 14:00 ngày 03/03/2026
    Và cơ quan yêu cầu bổ sung “site-report” lúc 10:00 ngày 05/03/2026
    Và người nộp bổ sung xong lúc 10:00 ngày 16/03/2026
    Thì ngày hẹn trả là 31/03/2026

  Kịch bản: Thẩm định không đạt thì từ chối, lãnh đạo ký
    Biết tờ khai có “issue_kind” là “new”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Và bước “examine” xong lúc 14:00 ngày 03/03/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 09/03/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 10/03/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”
