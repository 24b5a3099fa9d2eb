# language: vi
Tính năng: Đăng ký thành lập hộ kinh doanh

  Kịch bản: Hộ gia đình thành lập thì phải có biên bản họp và ủy quyền
    Biết tờ khai có “Ai thành lập hộ kinh doanh?” là “family”
    Thì phải nộp “family-minutes”
    Và phải nộp “family-authorisation”

  Kịch bản: Một người thành lập thì không
    Biết tờ khai có “founder” là “person”
    Thì không phải nộp “family-minutes”
    Và phí là 150.000 đồng

  Kịch bản: Chờ nộp tiền thì không tính thời gian chờ
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “assign” xong lúc 10:00 ngày 02/03/2026
    Và hồ sơ tạm dừng chờ nghĩa vụ tài chính lúc 08:00 ngày 03/03/2026
    Và hồ sơ được tiếp tục lúc 08:00 ngày 05/03/2026
    Thì ngày hẹn trả là 09/03/2026
