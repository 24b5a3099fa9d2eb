"""The partner API as a whole: every slice's operations under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from motcua.agencies import api as agencies
from motcua.cases import api as cases
from motcua.documents import api as documents
from motcua.people.api import Closed
from motcua.procedures import api as procedures
from motcua.web.api.bodies import Reader, Writer
from motcua.web.api.errors import install
from motcua.web.api.gate import Pace, guarded

ROOT = "/api/v1/"
DESCRIPTION = """\
Giao diện cho hệ thống đối tác: danh mục thủ tục, nộp hồ sơ, theo dõi, xử lý.
Khóa truy cập gửi trong `Authorization: Bearer …` và hành động như tài khoản của khóa.
Mỗi lần ghi mang `Idempotency-Key` do bên gọi đặt: gửi lại cùng mã và cùng nội dung trong 24 giờ thì nhận lại \
đúng câu trả lời cũ, việc không làm lần hai; điều đã bị từ chối thì không giữ lại, được gửi lại với cùng mã.
Mọi lỗi có một dạng `{"error": {"code", "message", "faults": [{"where", "message"}]}}`.
Thời điểm là ISO 8601 có múi giờ, tiền là đồng nguyên.

For partner systems: catalogue, filing, tracking, officers' acts. Send the key as a bearer token; every write \
carries your own Idempotency-Key; every error has the one shape above; moments are ISO 8601 with their offset.
"""


def build() -> NinjaAPI:
    """The API; an operation that does not say what it needs of its caller is closed to everybody."""
    api = NinjaAPI(
        title="motcua", version="1", description=DESCRIPTION, urls_namespace="api-1", docs_url=None,
        auth=Closed(), throttle=[Pace()], renderer=Writer(), parser=Reader(),
    )  # fmt: skip
    install(api)
    for router in (procedures.router, agencies.router, cases.router, documents.router):
        api.add_router("", router)
    return api


api = build()
patterns, _, namespace = api.urls
urlpatterns = [path(ROOT.lstrip("/"), (guarded(patterns), "ninja", namespace))]
