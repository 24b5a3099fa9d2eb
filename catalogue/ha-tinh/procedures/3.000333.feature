# language: vi
Tính năng: Cấp Phiếu Lý lịch tư pháp

  Kịch bản: Mười ngày, nộp đủ phí
    Biết tờ khai có “fee_class” là “full”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 12/03/2026
    Và phí là 200.000 đồng
    Và không phải nộp “fee-proof”

  Kịch bản: Sinh viên được giảm một nửa, nộp giấy tờ chứng minh
    Biết tờ khai có “fee_class” là “reduced”
    Thì phí là 100.000 đồng
    Và phải nộp “fee-proof”

  Kịch bản: Phiếu số 2 không hỏi ủy quyền
    Biết tờ khai có “record_kind” là “Phiếu Lý lịch tư pháp số 2”
    Và tờ khai có “minor” là “Không”
    Thì không hỏi “by_other”
    Và không phải nộp “authorisation”

  Kịch bản: Con nộp thay cha mẹ thì không cần văn bản ủy quyền
    Biết tờ khai có “record_kind” là “one”
    Và tờ khai có “minor” là “Không”
    Và tờ khai có “by_other” là “Có”
    Và tờ khai có “by_kin” là “Có”
    Thì không phải nộp “authorisation”

  Kịch bản: Người ngoài nộp thay thì cần văn bản ủy quyền
    Biết tờ khai có “record_kind” là “one”
    Và tờ khai có “minor” là “Không”
    Và tờ khai có “by_other” là “Có”
    Và tờ khai có “by_kin” là “Không”
    Thì phải nộp “authorisation”

  Kịch bản: Ngày hẹn rơi vào Chủ nhật thì sang thứ Hai
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 05/03/2026
    Thì ngày hẹn trả là 16/03/2026
