# language: vi
Tính năng: Thẩm định báo cáo đánh giá tác động môi trường

  Kịch bản: Ba mươi ngày, thời gian chủ dự án chỉnh sửa không tính
    Khi hồ sơ được tiếp nhận lúc 09:00 ngày 02/03/2026
    Thì ngày hẹn trả là 01/04/2026
    Khi bước “Phân công thụ lý” xong lúc 14:00 ngày 02/03/2026
    Và bước “Khảo sát thực tế nơi thực hiện dự án” xong lúc 10:00 ngày 06/03/2026
    Và bước “Họp hội đồng thẩm định” xong lúc 16:00 ngày 12/03/2026
    Thì hồ sơ ở bước “Rà soát báo cáo đã chỉnh sửa theo kết luận của hội đồng”
    Khi cơ quan yêu cầu bổ sung “Báo cáo đánh giá tác động môi trường” lúc 09:00 ngày 13/03/2026
    Và người nộp bổ sung xong lúc 09:00 ngày 23/03/2026
    Thì ngày hẹn trả là 13/04/2026

  Kịch bản: Khai thác khoáng sản thì có phương án phục hồi môi trường
    Biết tờ khai có “Loại dự án” là “Khai thác khoáng sản”
    Thì phải nộp “Phương án cải tạo phục hồi môi trường”

  Kịch bản: Dự án khác thì không
    Biết tờ khai có “Loại dự án” là “Hạ tầng”
    Thì không phải nộp “Phương án cải tạo phục hồi môi trường”
    Và không thu phí
