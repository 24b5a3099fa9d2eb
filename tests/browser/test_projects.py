"""Other agencies have a part in a project: they answer what they are asked, and write down what they saw."""

from __future__ import annotations

import re
from datetime import date

from motcua.cases import acts
from motcua.cases.models import Case, Step
from motcua.people.models import Account, Appointment
from tests.browser import desk
from tests.stage import OPENING
from tests.stories.project import ASSESSMENT, file_investment, file_project, owner, walked


def asked() -> str:
    """A project on which others are asked, Hà at the Department of Industry and Trade among them."""
    case = walked(file_investment(at=OPENING), "assign", "consult", at=OPENING)
    sits("ha", Step.objects.get(case=case, branch="trade"))
    return Case.objects.get(id=case).code


def on_site() -> str:
    """An assessment whose site Hà is to inspect."""
    case = walked(file_project(ASSESSMENT, at=OPENING), "assign", at=OPENING)
    sits("ha", Step.objects.get(case=case, closed_at=None))
    acts.claim(case, by=owner(case), at=OPENING)
    return Case.objects.get(id=case).code


def sits(name: str, step: Step) -> None:
    """Somebody of the cast holds a post that may work a step, and has it."""
    account = Account.objects.get(username=name)
    post = Appointment.objects.filter(account_id=step.owner_id, post__roles__contains=[step.role]).first()
    assert post is not None
    Appointment.objects.get_or_create(account=account, post_id=post.post_id, valid_from=date(2025, 7, 1))
    Step.objects.filter(id=step.pk).update(owner=account)


def test_an_agency_answers_what_it_is_asked(enter, stage):
    code = stage.behind(asked)
    ha = enter("ha", phone=True)
    ha.heading("Hộp việc")
    ha.look("90-hop-viec-duoc-hoi")
    ha.follow(re.compile(f"Cho ý kiến.*{code}"))
    ha.heading("Cho ý kiến")
    ha.choose("Không đồng ý")
    ha.press("Cho ý kiến")
    ha.sees("Có nội dung cần sửa")
    ha.look("91-y-kien-thieu", status=422)
    ha.fill("Nội dung", "Dự án trùng với cụm công nghiệp Thạch Đồng")
    ha.press("Cho ý kiến")
    ha.sees(f"Đã gửi ý kiến về hồ sơ {code}.")
    ha.look("92-da-gui-y-kien")


def test_an_inspection_is_announced_and_written_down_without_scripts(enter, stage):
    code = stage.behind(on_site)
    ha = enter("ha", javascript=False)
    desk.take_up(ha, code)
    ha.look("93-buoc-can-bien-ban")
    ha.press("Ghi biên bản thẩm tra, xác minh")
    ha.heading("Ghi biên bản thẩm tra, xác minh")
    ha.fill("Ngày", "17", of="Ngày")
    ha.fill("Tháng", "11", of="Ngày")
    ha.fill("Năm", "2026", of="Ngày")
    ha.fill("Giờ", "08:30")
    ha.fill("Địa điểm", "Thôn Bắc Tiến")
    ha.fill("Thành phần tham dự", "Trần Thị Bình")
    ha.fill("Nội dung, kết luận", "Hẹn khảo sát hiện trạng")
    ha.press("Ghi biên bản thẩm tra, xác minh")
    ha.sees("thiếu họ tên hoặc tư cách tham dự")
    ha.look("94-bien-ban-thieu", status=422)
    ha.fill("Thành phần tham dự", "Trần Thị Bình, đại diện UBND phường")
    ha.press("Ghi biên bản thẩm tra, xác minh")
    ha.sees(f"Đã ghi biên bản của hồ sơ {code}.")
    ha.look("95-lich-hen")
