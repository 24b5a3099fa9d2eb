# language: vi
Tính năng: Xác nhận điều kiện nhà ở xã hội

  Kịch bản: Bảy ngày, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 09/03/2026
    Và không thu phí

  Kịch bản: Nhà chật thì nộp giấy về nhà đang có
    Biết tờ khai có “owned_area” là “50”
    Và tờ khai có “household_size” là “4”
    Thì phải nộp “ownership”

  Kịch bản: Nhà đủ rộng hoặc chưa có nhà thì không phải nộp
    Biết tờ khai có “owned_area” là “60”
    Và tờ khai có “household_size” là “4”
    Thì không phải nộp “ownership”

  Kịch bản: Vay vốn thì xác minh tại chỗ
    Biết tờ khai có “housing_need” là “policy-loan”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Thì hồ sơ ở bước “Xác minh nhà ở, đất ở tại chỗ”
    Và hỏi “house_place”
    Và phải nộp “land-proof”

  Kịch bản: Mua nhà thì đối chiếu ngay
    Biết tờ khai có “housing_need” là “buy”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 14:00 ngày 02/03/2026
    Thì hồ sơ ở bước “Đối chiếu điều kiện về đối tượng, nhà ở, vay vốn”
    Và hỏi “project_name”

  Kịch bản: Hộ nghèo không phải khai thu nhập
    Biết tờ khai có “target_group” là “poor”
    Thì không hỏi “monthly_income”
    Và phải nộp “group-proof”
