# language: vi
Tính năng: Đăng ký biến động đất đai khi chuyển nhượng, thừa kế, tặng cho

  Kịch bản: Chờ thuế thì đồng hồ đứng lại
    Biết tờ khai có “exempt” là “Không”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 12/03/2026
    Khi bước “Kiểm tra hồ sơ, trích lục bản đồ” xong lúc 09:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Chờ cơ quan thuế xác định nghĩa vụ tài chính, người nộp thực hiện”
    Khi cơ quan ngoài hệ thống trả lời lúc 09:00 ngày 11/03/2026
    Thì ngày hẹn trả là 19/03/2026
    Khi bước “Chờ cơ quan thuế xác định nghĩa vụ tài chính, người nộp thực hiện” xong lúc 10:00 ngày 11/03/2026
    Thì hồ sơ ở bước “Ghi biến động vào sổ địa chính, soạn Giấy chứng nhận”

  Kịch bản: Được miễn thuế thì không phải chờ
    Biết tờ khai có “exempt” là “Có”
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Và bước “Kiểm tra hồ sơ, trích lục bản đồ” xong lúc 09:00 ngày 04/03/2026
    Thì hồ sơ ở bước “Ghi biến động vào sổ địa chính, soạn Giấy chứng nhận”
    Và phải nộp “Giấy tờ chứng minh được miễn thuế, lệ phí”

  Kịch bản: Tách thửa thì có bản vẽ
    Biết tờ khai có “part” là “Có”
    Và tờ khai có “cause” là “Thừa kế”
    Thì phải nộp “Mảnh trích đo hoặc bản vẽ tách thửa”
    Và phải nộp “Văn bản về việc thừa kế”
