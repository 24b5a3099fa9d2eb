"""Stories of a declaration that is set right: the new result says the right name and which one it replaces."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.urls import reverse
from pypdf import PdfReader

from motcua.cases import acts as cases
from motcua.cases.models import Case
from motcua.cases.tests.desk_pages import at, page, signed
from motcua.documents import acts, contents, files, reads
from motcua.documents.models import Slip
from motcua.documents.tests.dossier import asked_again
from motcua.kernel.refusals import Invalid
from motcua.people import actors
from tests.province import who
from tests.stories.birth import BIRTH_FORM, posted

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "Trần Ân Nhiên", "Trần An Nhiên"
DECLARATION = {"id": "declaration", "title": "Tờ khai đăng ký khai sinh", "note": "Sửa tên đệm của trẻ"}


def renamed() -> dict[str, object]:
    form = deepcopy(BIRTH_FORM)
    form["child"]["full_name"] = RIGHT
    return form


def issued(case: UUID) -> Slip:
    return acts.issue(case, "KQ", by=who("minh"), at=at(16))


def text_of(slip: Slip) -> str:
    with files.open_content(slip.file.sha256) as content:
        return " ".join(PdfReader(BytesIO(content.read())).pages[0].extract_text().split())


def corrected() -> tuple[UUID, Slip, Slip]:
    """A case with an error in its certificate, the certificate, and the one that was made after the correction."""
    case = signed()
    first = issued(case)
    cases.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(17))
    cases.correct(case, reason="Sai tên đệm", decision="12/QĐ-UBND", by=who("quan"), at=at(9, days=1))
    cases.claim(case, by=who("lan"), at=at(9, days=1))
    cases.amend(case, renamed(), reason="Sai tên đệm", by=who("lan"), at=at(10, days=1))
    cases.finish(case, "propose", by=who("lan"), at=at(10, days=1))
    cases.claim(case, by=who("quan"), at=at(11, days=1))
    cases.finish(case, "sign", by=who("quan"), at=at(11, days=1))
    return case, first, issued(case)


@pytest.fixture(autouse=True)
def watch(monkeypatch):
    """The moment at which every request of the story happens."""
    watch = SimpleNamespace(at=at(14))
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: watch.at))
    return watch


def test_after_a_correction_the_certificate_prints_the_right_name_and_what_it_replaces(province):
    _, first, second = corrected()
    assert WRONG.upper() in text_of(first)
    assert "Thay thế" not in text_of(first)
    told = text_of(second)
    assert RIGHT.upper() in told
    assert WRONG.upper() not in told
    number = f"{first.number:02}/{first.data['suffix']}"
    assert f"(Thay thế {first.title} số {number} ngày 16 tháng 11 năm 2026)" in told


@pytest.mark.parametrize(("name", "route"), [("hoa", "my-case"), ("minh", "desk-case")])
def test_whoever_looks_sees_which_of_two_results_holds(province, signed_in, watch, name, route):
    case, first, second = corrected()
    watch.at = at(17, days=1)
    assert [row.replaced_by for row in reads.slips(case) if row.form == "KQ"] == [second.number, None]
    shown = page(signed_in(name).get(reverse(route, args=[case])))
    assert shown.text.count(f"Đã được thay bằng số {second.number:02}") == 1
    links = {link.get("href") for link in shown.all("a")}
    assert {reverse("slip-file", args=[case, one.id]) for one in (first, second)} <= links


def test_hoa_mends_her_declaration_on_the_page_of_the_supplement(province, signed_in):
    case = asked_again(DECLARATION)
    hoa = signed_in("hoa")
    address = reverse("my-case-supplement", args=[case])
    assert page(hoa.get(reverse("my-case", args=[case]))).one("a", href=address)
    asked = page(hoa.get(address))
    assert asked.one("input", name="child.full_name").get("value") == WRONG
    assert "Sửa tên đệm của trẻ" in asked.text
    kept = page(hoa.post(address, posted(renamed()) | {"child.full_name": "", "send": "1"}), 422)
    assert kept.one("input", name="mother.residence.detail").get("value") == "Số 12 đường Nguyễn Công Trứ"
    assert hoa.post(address, posted(renamed()) | {"send": "1"}).status_code == 302
    assert Case.objects.get(id=case).form["child"]["full_name"] == RIGHT


def test_hoa_who_changes_nothing_says_why(province):
    case = asked_again(DECLARATION)
    with pytest.raises(Invalid, match="Chưa đủ"):
        acts.supplement(case, note="Tên đệm đúng là An", by=who("hoa"), at=at(14))
    with pytest.raises(Invalid, match="giữ nguyên"):
        acts.supplement(case, form=BIRTH_FORM, by=who("hoa"), at=at(14))
    acts.supplement(case, form=BIRTH_FORM, note="Tên đệm đúng là An", by=who("hoa"), at=at(14))


@pytest.mark.parametrize("name", ["anphat", "binh", "minh", "lan"])
def test_nobody_else_mends_hoas_declaration_on_that_page(province, signed_in, name):
    case = asked_again(DECLARATION)
    answer = signed_in(name).post(
        reverse("my-case-supplement", args=[case]), posted(renamed()) | {"send": "1"}
    )
    assert answer.status_code in (403, 404)
    assert Case.objects.get(id=case).form["child"]["full_name"] == WRONG


def test_the_draft_of_the_new_result_follows_the_mended_declaration(province):
    case = signed()
    issued(case)
    cases.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=at(17))
    cases.correct(case, reason="Sai tên đệm", decision="12/QĐ-UBND", by=who("quan"), at=at(9, days=1))
    cases.claim(case, by=who("lan"), at=at(9, days=1))
    cases.amend(case, renamed(), reason="Sai tên đệm", by=who("lan"), at=at(10, days=1))
    sheet = contents.draft(case, at(10, 5, days=1))
    assert sheet.replaces.startswith("Thay thế Giấy khai sinh số 01/")
    facts = [fact.value for group in sheet.groups for fact in group.facts]
    assert RIGHT.upper() in [value.upper() for value in facts]
