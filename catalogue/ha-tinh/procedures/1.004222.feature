# language: vi
Tính năng: Đăng ký thường trú

  Kịch bản: Bảy ngày làm việc
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 11/03/2026
    Và hồ sơ ở bước “Thẩm định, cập nhật Cơ sở dữ liệu về cư trú”

  Kịch bản: Trẻ em được miễn lệ phí
    Biết tờ khai có “exempt” là “Có”
    Thì không thu phí

  Kịch bản: Nộp trực tuyến trả một nửa lệ phí
    Biết hồ sơ nộp “trực tuyến”
    Và tờ khai có “exempt” là “Không”
    Thì phí là 10.000 đồng

  Kịch bản: Nộp trực tiếp trả đủ lệ phí
    Biết hồ sơ nộp “trực tiếp”
    Và tờ khai có “exempt” là “Không”
    Thì phí là 20.000 đồng
