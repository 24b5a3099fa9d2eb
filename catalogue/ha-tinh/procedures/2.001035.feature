# language: vi
Tính năng: Chứng thực giao dịch

  Kịch bản: Chuyển nhượng đất: hai ngày làm việc, năm mươi nghìn đồng
    Biết tờ khai có “deal” là “sale”
    Và tờ khai có “asset” là “land”
    Và tờ khai có “farm_loan” là “Không”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 04/03/2026
    Và phí là 50.000 đồng
    Và phải nộp “ownership”
    Và phải nộp “marital-status”
    Và không phải nộp “movable-title”
    Và không hỏi “registered”

  Kịch bản: Cho thuê nhà thì không cần giấy tờ hôn nhân
    Biết tờ khai có “deal” là “lease”
    Và tờ khai có “asset” là “house”
    Thì phải nộp “ownership”
    Và không phải nộp “marital-status”

  Kịch bản: Bán xe phải có giấy đăng ký
    Biết tờ khai có “deal” là “sale”
    Và tờ khai có “asset” là “movable”
    Và tờ khai có “registered” là “Có”
    Thì phải nộp “movable-title”
    Và không phải nộp “ownership”

  Kịch bản: Vay vốn nông nghiệp được miễn phí
    Biết tờ khai có “farm_loan” là “Có”
    Thì không thu phí
    Và phải nộp “loan-contract”
