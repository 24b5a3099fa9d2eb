# language: vi
Tính năng: Cấp Giấy chứng nhận đăng ký đầu tư

  Kịch bản: Mười ngày làm việc, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 01/06/2026
    Thì ngày hẹn trả là 15/06/2026
    Và không thu phí

  Kịch bản: Dự án mới thì lấy ý kiến
    Biết tờ khai có “request_case” là “plain”
    Và tờ khai có “land_from_state” là “Không”
    Và tờ khai có “bcc” là “Không”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 01/06/2026
    Và bước “assign” xong lúc 14:00 ngày 01/06/2026
    Thì hồ sơ ở bước “Xem xét điều kiện, lấy ý kiến các cơ quan”
    Và phải nộp “site-right”
    Và không phải nộp “bcc-contract”

  Kịch bản: Đã được chấp thuận thì soạn Giấy chứng nhận ngay
    Biết tờ khai có “request_case” là “approved”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 01/06/2026
    Và bước “assign” xong lúc 14:00 ngày 01/06/2026
    Thì hồ sơ ở bước “Soạn Giấy chứng nhận đăng ký đầu tư”
    Và hỏi “policy_decision”
    Và không phải nộp “finance”
    Và không phải nộp “proposal”

  Kịch bản: Ngành, nghề cấm thì từ chối sau khi xem xét điều kiện, lãnh đạo ký
    Biết tờ khai có “request_case” là “plain”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 01/06/2026
    Và bước “assign” xong lúc 14:00 ngày 01/06/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 04/06/2026
    Và bước “Ký văn bản từ chối” xong lúc 10:00 ngày 05/06/2026
    Thì trạng thái là “Đã xử lý xong”
    Và hồ sơ giải quyết “trước hạn”

  Kịch bản: Lãnh đạo không ký từ chối dự án đã được chấp thuận thì trả về bước soạn
    Biết tờ khai có “request_case” là “approved”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 01/06/2026
    Và bước “assign” xong lúc 14:00 ngày 01/06/2026
    Và hồ sơ bị từ chối lúc 10:00 ngày 02/06/2026
    Và bước “Ký văn bản từ chối” chuyển đến “draft” lúc 15:00 ngày 02/06/2026
    Thì hồ sơ ở bước “Soạn Giấy chứng nhận đăng ký đầu tư”
