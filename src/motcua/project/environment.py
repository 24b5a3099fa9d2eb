"""The settings of an installation: environment variables ``MOTCUA_*``, each declared once, none required."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from motcua.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, default as text and what it is for (Vietnamese)."""

    name: str
    default: str
    help: str

    @property
    def text(self) -> str:
        return os.environ.get(self.name, self.default)

    @property
    def on(self) -> bool:
        return self.text.strip().lower() in {"1", "true", "yes", "on"}

    @property
    def number(self) -> int:
        return int(self.text)

    def number_within(self, least: int, most: int) -> int:
        """The number; :class:`Refusal` when it is none or lies outside."""
        if not self.text.strip().isdecimal() or not least <= self.number <= most:
            raise Refusal(
                f"{self.name}={self.text} không dùng được; viết một số nguyên từ {least} đến {most}."
            )
        return self.number

    @property
    def items(self) -> list[str]:
        return [item.strip() for item in self.text.split(",") if item.strip()]


DATA_DIR = Variable(
    "MOTCUA_DATA_DIR", "var", "Thư mục dữ liệu: cơ sở dữ liệu nhúng, tệp giấy tờ, khóa bí mật."
)
DATABASE_URL = Variable(
    "MOTCUA_DATABASE_URL", "", "Địa chỉ PostgreSQL 15 trở lên; để trống thì dùng bản nhúng."
)
SECRET_KEY = Variable(
    "MOTCUA_SECRET_KEY", "", "Khóa ký phiên làm việc; để trống thì sinh một lần và giữ trong thư mục dữ liệu."
)
DEBUG = Variable(
    "MOTCUA_DEBUG", "0", "Hiện lỗi chi tiết cho người phát triển. Không bật khi phục vụ người dân."
)
DEMO = Variable(
    "MOTCUA_DEMO", "0", "Cho đăng nhập một chạm bằng các nhân vật mẫu. Không bật khi phục vụ người dân."
)
HOSTS = Variable(
    "MOTCUA_HOSTS", "localhost,127.0.0.1,[::1]", "Các tên máy được phép phục vụ, cách nhau bằng dấu phẩy."
)
HTTPS = Variable("MOTCUA_HTTPS", "0", "Đặt 1 khi đứng sau HTTPS: cookie chỉ đi qua kênh mã hóa, bật HSTS.")
PROXIES = Variable(
    "MOTCUA_PROXIES",
    "0",
    "Số máy chủ chuyển tiếp đáng tin đứng trước (nginx: 1), để đếm đúng người truy cập.",
)
BASE_URL = Variable(
    "MOTCUA_BASE_URL", "http://localhost:8000", "Địa chỉ công khai của cổng, in trong mã QR của phiếu."
)
PROVINCE = Variable("MOTCUA_PROVINCE", "Hà Tĩnh", "Tên tỉnh hiện ở đầu trang và trên phiếu.")
HOTLINE = Variable(
    "MOTCUA_HOTLINE", "0239 555 1022", "Đường dây hỗ trợ hiện ở cuối mọi trang (số mặc định là số mẫu)."
)
CATALOGUE = Variable("MOTCUA_CATALOGUE", "", "Thư mục catalogue; để trống thì dùng thư mục đi kèm mã nguồn.")
THREADS = Variable("MOTCUA_THREADS", "4", "Số luồng xử lý yêu cầu của mỗi tiến trình web.")
API_PACE = Variable(
    "MOTCUA_API_PACE", "600", "Số yêu cầu API mỗi phút của một tài khoản, ở mỗi tiến trình; 0 là không hạn."
)
API_PACE_ANONYMOUS = Variable(
    "MOTCUA_API_PACE_ANONYMOUS",
    "60",
    "Số yêu cầu API không kèm khóa mỗi phút của một địa chỉ mạng; 0 là không hạn.",
)
REVIEW_CASES = Variable(
    "MOTCUA_REVIEW_CASES",
    "100",
    "Số hồ sơ đã xong ít nhất trong một năm để góp ý về thời hạn và giấy tờ của một thủ tục.",
)
REVIEW_SHARE = Variable(
    "MOTCUA_REVIEW_SHARE",
    "50",
    "Thời hạn bị coi là quá dài khi 9 phần 10 hồ sơ chỉ dùng đến bấy nhiêu phần trăm của nó.",
)
LADDER = Variable(
    "MOTCUA_LADDER",
    "80% holder, 100% head, 3 wd late province",
    "Các nấc nhắc việc khi một bước chưa xong, cách nhau bằng dấu phẩy; thủ tục có “ladder” thì theo thủ tục.",
)
REPORT_DAY = Variable(
    "MOTCUA_REPORT_DAY",
    "15",
    "Ngày của tháng cuối quý mà kỳ báo cáo sau bắt đầu, từ 1 đến 28; 1 là theo quý dương lịch.",
)
WARN_FROM = Variable(
    "MOTCUA_WARN_FROM", "50", "Khả năng trễ, theo phần trăm, từ đó hộp việc nhắc trước, từ 1 đến 99."
)
SURVEY_DAYS = Variable(
    "MOTCUA_SURVEY_DAYS", "30", "Số ngày kể từ khi trả kết quả mà người nộp còn gửi được phiếu hài lòng."
)
SURVEY_LIST_DAYS = Variable(
    "MOTCUA_SURVEY_LIST_DAYS",
    "30",
    "Số ngày sau ngày cuối của một khảo sát theo danh sách mà tên, điện thoại, địa chỉ còn giữ; rồi bị xóa.",
)

ALL = (
    DATA_DIR, DATABASE_URL, SECRET_KEY, DEBUG, DEMO, HOSTS, HTTPS, PROXIES, BASE_URL, PROVINCE, HOTLINE, CATALOGUE,
    THREADS, API_PACE, API_PACE_ANONYMOUS, REVIEW_CASES, REVIEW_SHARE, LADDER, REPORT_DAY, WARN_FROM,
    SURVEY_DAYS, SURVEY_LIST_DAYS,
)  # fmt: skip


def data_dir() -> Path:
    """The data folder, made if it is not there."""
    path = Path(DATA_DIR.text).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def catalogue_dir() -> Path:
    """The folder of the law as data."""
    if CATALOGUE.text:
        return Path(CATALOGUE.text).resolve()
    return Path(__file__).resolve().parents[3] / "catalogue"


def secret_key() -> str:
    """The signing key: given, or drawn once and kept readable to its owner only."""
    if SECRET_KEY.text:
        return SECRET_KEY.text
    kept = data_dir() / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
