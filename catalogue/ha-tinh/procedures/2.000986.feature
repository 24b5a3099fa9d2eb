# language: vi
Tính năng: Liên thông khai sinh, thường trú, bảo hiểm y tế cho trẻ dưới 6 tuổi

  Kịch bản: Một hồ sơ, một ngày hẹn
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 16/03/2026
    Và hồ sơ ở bước “Đăng ký khai sinh”
    Và bước đang mở do vai trò “civil-status” làm

  Kịch bản: Sinh ở bệnh viện thì nộp giấy chứng sinh
    Biết tờ khai có “birth_proof” là “hospital”
    Thì phải nộp “birth-proof”
    Và không phải nộp “witness-statement”

  Kịch bản: Không đăng ký bảo hiểm thì không hỏi nơi khám
    Biết tờ khai có “insure” là “Không”
    Thì không hỏi “clinic”

  Kịch bản: Cha mẹ đã kết hôn thì có giấy chứng nhận kết hôn
    Biết tờ khai có “declare_father” là “Có”
    Và tờ khai có “parents_married” là “Có”
    Thì hỏi “father”
    Và phải nộp “marriage-certificate”

  Kịch bản: Người được ủy quyền nộp văn bản ủy quyền
    Biết tờ khai có “relation” là “other”
    Thì phải nộp “authorisation”

  Kịch bản: Khai sinh xong thì thường trú và bảo hiểm y tế cùng mở
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “register” xong lúc 16:00 ngày 02/03/2026
    Thì hồ sơ ở bước “Đăng ký thường trú, cấp thẻ bảo hiểm y tế”
