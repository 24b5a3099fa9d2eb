"""Nga enters a figure with its document, Sơn approves it; Quân reads the targets and asks what would be if."""

from __future__ import annotations

from openpyxl import Workbook

from tests.browser.papers import photograph

REGISTER = "/dieu-hanh/so/ho-so-ngoai-he-thong/"


def sheet(folder, *rows):
    book = Workbook()
    for row in (["Năm", "Hồ sơ tiếp nhận ngoài hệ thống"], *rows):
        book.active.append(row)
    path = folder / "ngoài hệ thống.xlsx"
    book.save(path)
    return path


def test_a_figure_goes_from_its_document_to_the_register(enter, tmp_path):
    nga = enter("nga", phone=True, javascript=False)
    nga.open(f"{REGISTER}excel/")
    nga.attach("Tệp Excel đã điền", sheet(tmp_path, [2025, "bốn mươi"]))
    nga.press("Xem lại trước khi trình")
    nga.sees("Dòng 2: Cột “Hồ sơ tiếp nhận ngoài hệ thống”: “bốn mươi” không phải số")
    nga.look("90-so-lieu-sai", status=422)
    nga.attach("Tệp Excel đã điền", sheet(tmp_path, [2025, 40]))
    nga.fill("Số và tên văn bản", "Báo cáo số 12/BC-VP")
    nga.fill_day(2, 3, 2026, of="Ngày văn bản")
    nga.attach("Tệp văn bản", photograph(tmp_path))
    nga.press("Xem lại trước khi trình")
    nga.look("91-xem-lai-dot-nhap")
    nga.press("Trình duyệt")
    son = enter("son")
    son.open(REGISTER)
    son.follow("Báo cáo số 12/BC-VP")
    son.look("93-duyet-dot-nhap")
    son.press("Duyệt")
    son.sees("Đã duyệt: số mới được dùng từ bây giờ.")
    son.look("94-so-so-lieu")


def test_a_leader_reads_the_targets_and_asks_what_if(enter):
    quan = enter("quan", phone=True)
    quan.open("/dieu-hanh/muc-tieu/")
    quan.look("95-chi-tieu")
    quan.follow("Sở Nội vụ")
    quan.sees("Chỉ xem: Sở Nội vụ")
    quan.look("98-chi-tieu-cua-mot-so")
    quan.follow("xem cả 52 chỉ tiêu")
    quan.follow("Thứ hạng Chỉ số năng lực cạnh tranh (PCI)")
    quan.look("96-mot-chi-tieu")
    quan.open("/dieu-hanh/chi-so/pci/")
    quan.fill("Điểm của hạng 20", "68,5")
    quan.press("Tính")
    quan.sees("còn thiếu 3,94 để tới 68,50")
    quan.look("97-chi-so")


def test_wide_tables_of_boards_hold_on_a_telephone(enter):
    quan = enter("quan", phone=True)
    quan.open("/dieu-hanh/cham-diem/gso-18073/")
    quan.look("99-cham-diem")
    quan.open("/dieu-hanh/diem-nghen/")
    quan.look("99-diem-nghen")
