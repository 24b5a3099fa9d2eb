# language: vi
Tính năng: Đăng ký thành lập doanh nghiệp tư nhân

  Kịch bản: Ba ngày làm việc, phí công bố một trăm nghìn đồng
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 05/03/2026
    Và phí là 100.000 đồng

  Kịch bản: Chuyển đổi từ hộ kinh doanh
    Biết tờ khai có “founding” là “household”
    Và tờ khai có “social” là “Không”
    Thì hỏi “household_tax_code”
    Và phải nộp “household-certificate”
    Và không phải nộp “social-pledge”

  Kịch bản: Doanh nghiệp xã hội phải cam kết
    Biết tờ khai có “founding” là “new”
    Và tờ khai có “social” là “Có”
    Thì phải nộp “social-pledge”
    Và không phải nộp “conversion-decision”
