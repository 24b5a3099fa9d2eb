# language: vi
Tính năng: Giấy phép liên vận Việt Nam - Lào - Campuchia

  Kịch bản: Một ngày làm việc, không thu phí
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 03/03/2026
    Và không thu phí

  Kịch bản: Giấy phép bị mất thì chỉ nộp giấy đề nghị
    Biết tờ khai có “grant” là “lost”
    Và tờ khai có “vehicle_owned” là “Không”
    Thì không phải nộp “registration”
    Và không phải nộp “lease”

  Kịch bản: Xe thuê thì nộp hợp đồng thuê
    Biết tờ khai có “grant” là “new”
    Và tờ khai có “vehicle_owned” là “Không”
    Thì phải nộp “registration”
    Và phải nộp “lease”

  Kịch bản: Xe không kinh doanh đi làm công trình ở Lào
    Biết tờ khai có “vehicle_use” là “private”
    Và tờ khai có “grant” là “new”
    Và tờ khai có “project_abroad” là “Có”
    Thì hỏi “project_abroad”
    Và không hỏi “transport_licence”
    Và phải nộp “work-abroad”
