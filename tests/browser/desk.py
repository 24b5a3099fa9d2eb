"""What officers do at the desk, told once for all stories."""

from __future__ import annotations

import re

from tests.browser.person import Person
from tests.stage import Stage

RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def take_up(officer: Person, code: str) -> None:
    """Open a case from the inbox."""
    officer.open("/ban-lam-viec/")
    officer.heading("Hộp việc")
    officer.follow(code)
    officer.sees(code)


def reads_the_photograph(officer: Person) -> None:
    """The viewer shows what Hoa has photographed."""
    shown = officer.page.locator(".mc-viewer img")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 100


def receive(minh: Person, code: str) -> None:
    """Minh reads what came in and receives it: from now on the promise runs."""
    take_up(minh, code)
    minh.look("21-ho-so-cho-tiep-nhan")
    minh.press("Tiếp nhận")
    minh.sees(f"Đã tiếp nhận hồ sơ {code}.")
    minh.look("22-ho-so-da-tiep-nhan")


def examine(lan: Person, code: str) -> None:
    """Lan proposes what the leader is to sign."""
    take_up(lan, code)
    lan.look("23-ho-so-tham-tra")
    lan.press("Đề xuất")
    lan.sees(f"Hồ sơ {code}: đã xong “Đề xuất”")


def sign(quan: Person, code: str) -> None:
    """Quân reads the draft of what he is to sign, and signs."""
    take_up(quan, code)
    quan.look("24-ho-so-cho-ky")
    quan.follow("Xem dự thảo kết quả")
    quan.sees("Lập từ hồ sơ lúc mở xem, không lưu lại; số được cấp khi kết quả được phát hành.")
    draft = quan.pdf("Mở ở thẻ mới")
    assert all(words in draft for words in ("DỰ THẢO", "GIẤY KHAI SINH", "CHỦ TỊCH Lê Anh Quân"))
    quan.look("24-du-thao-ket-qua")
    quan.press("Ký")
    quan.sees(f"Hồ sơ {code}: đã xong “Ký”")


def hand_over(minh: Person, code: str, receiver: str) -> None:
    """Minh finds the result of who stands at the counter, and gives it to whom it belongs."""
    minh.open("/ban-lam-viec/tai-quay/")
    minh.fill("Số định danh, họ tên hoặc mã hồ sơ", receiver)
    minh.press("Tìm kết quả")
    minh.heading("Hộp việc")
    minh.follow(code)
    minh.sees(re.compile("chờ người nộp đến nhận"))
    minh.press("Trả kết quả")
    minh.heading("Trả kết quả")
    minh.choose("Chính người nộp hồ sơ")
    minh.fill("Họ tên người nhận", receiver)
    minh.choose("Trực tiếp tại quầy")
    minh.look("25-tra-ket-qua")
    minh.press("Trả kết quả")
    minh.sees(f"Đã trả kết quả hồ sơ {code} cho {receiver}.")
    minh.look("26-ho-so-da-tra")


def all_the_way(enter, stage: Stage, code: str, receiver: str) -> None:
    """Everybody does what is theirs, one after the other."""
    minh = enter("minh")
    minh.heading("Hộp việc")
    minh.look("20-hop-viec")
    take_up(minh, code)
    reads_the_photograph(minh)
    receive(minh, code)
    stage.deliver()
    minh.page.reload()
    assert code in minh.pdf(RECEIPT)
    examine(enter("lan"), code)
    sign(enter("quan"), code)
    hand_over(minh, code, receiver)
    stage.deliver()
