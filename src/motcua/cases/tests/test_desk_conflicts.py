"""Stories of two at once: who comes second is told who did what, and loses nothing that was typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.cases import acts, upkeep
from motcua.cases.models import Case, Step
from motcua.cases.tests.desk_pages import at, colleague, do, page
from motcua.journal.models import Event
from motcua.kernel.refusals import Conflict
from tests.province import who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db

ASKED = {
    "items": ["birth-proof"],
    "reason_code": "unreadable",
    "reason": "Ảnh mờ, không đọc được số.",
}


def received():
    case = file_birth(at=at(8))
    acts.receive(case, by=who("minh"), at=at(9))
    return case


def claimed():
    case = received()
    acts.claim(case, by=who("lan"), at=at(9, 30))
    return case


def kinds(case) -> list[str]:
    return list(Event.objects.filter(stream=case).order_by("seq").values_list("kind", flat=True))


def test_who_comes_second_is_told_who_did_what_and_keeps_what_was_typed(province, sits, watch):
    case = received()
    colleague("mai", "Phan Thị Mai", like="lan")
    seen = Case.objects.get(id=case).revision
    acts.claim(case, by=who("mai"), at=at(9, 40))
    watch.at = at(10)
    lan = sits("lan")
    shown = page(do(lan, case, "yeu-cau-bo-sung", revision=seen, **ASKED), 409)
    assert "Phan Thị Mai đã nhận xử lý bước này lúc 09:40 ngày 16/11." in shown.text
    assert shown.one("textarea", id="field-reason").text == ASKED["reason"]
    assert shown.one("input", value="birth-proof").get("checked") == ""
    assert not shown.all("button", class_="govuk-button")
    assert reverse("desk-case", args=[case]) in [link.get("href") for link in shown.all("a")]


def test_after_a_conflict_the_same_press_goes_through_on_the_fresh_case(province, sits, watch):
    case = claimed()
    seen = Case.objects.get(id=case).revision
    acts.assign(case, who("lan").account, reason="Làm gấp", by=who("quan"), at=at(9, 50))
    watch.at = at(10)
    lan = sits("lan")
    shown = page(
        do(lan, case, "tu-choi", revision=seen, reason_code="disputed", reason="Tranh chấp", basis="Đ.1"), 409
    )
    assert "Lê Anh Quân đã phân công lại bước này lúc 09:50" in shown.text
    fresh = shown.one("input", name="revision")["value"]
    do(lan, case, "tu-choi", revision=fresh, reason_code="disputed", reason="Tranh chấp", basis="Đ.1")
    assert Step.objects.get(case=case, closed_at=None).name == "sign-refusal"


def test_an_alarm_of_the_system_stands_in_nobodys_way(province, sits, watch):
    case = claimed()
    seen = Case.objects.get(id=case).revision
    assert upkeep.ring(at=at(8, days=3)) > 1
    watch.at = at(9, days=3)
    assert do(sits("lan"), case, "chuyen-propose", revision=seen, note="Đủ").status_code == 302
    assert kinds(case)[-1] == "case.step-finished"


def test_behind_an_alarm_a_colleague_is_still_seen(province):
    case = received()
    seen = Case.objects.get(id=case).revision
    upkeep.ring(at=at(8, days=3))
    acts.claim(case, by=who("lan"), at=at(9, days=3))
    with pytest.raises(Conflict, match="Trần Thị Lan đã nhận xử lý bước này lúc 09:00"):
        acts.finish(case, "propose", by=who("lan"), at=at(10, days=3), revision=seen)
    with pytest.raises(Conflict):
        acts.finish(case, "propose", by=who("lan"), at=at(10, days=3), revision=99)


def test_a_double_press_does_it_once(province, sits, watch):
    case = received()
    seen = Case.objects.get(id=case).revision
    watch.at = at(10)
    lan = sits("lan")
    assert do(lan, case, "chuyen-propose", revision=seen).status_code == 302
    second = do(lan, case, "chuyen-propose", revision=seen)
    assert "Trần Thị Lan đã hoàn thành bước này lúc 10:00" in page(second, 409).text
    assert kinds(case).count("case.step-finished") == 1


def test_a_nul_and_a_foreign_field_do_no_harm(province, sits, watch):
    case = claimed()
    watch.at = at(10)
    answers = {"reason": "Người\0 nộp qua đời", "basis": "BLDS Đ.16", "is_admin": "1", "revision": "x"}
    do(sits("ha"), case, "dung", **answers)
    assert Case.objects.get(id=case).steps.get(name="examine").note == "Người nộp qua đời"
