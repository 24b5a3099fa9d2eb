"""Stories of the document by which an agency answers: its file is kept, shown with the opinion, read on record."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from motcua.cases import acts as cases
from motcua.cases import checks, enclosing, opinions
from motcua.cases.models import Reply, Step
from motcua.cases.tests.desk_pages import page
from motcua.documents import acts
from motcua.documents import reads as documents
from motcua.documents.tests import samples
from motcua.documents.tests.samples import upload
from motcua.documents.tests.test_slips import at
from motcua.journal.models import Reading
from motcua.kernel.refusals import Invalid, Missing, NotAllowed
from motcua.people import actors
from motcua.people.models import Account
from tests.province import who
from tests.stories.project import file_investment, owner, walked

pytestmark = pytest.mark.django_db

NUMBERED = {"answer": "agree", "content": "", "number": "45/SCT-QLCN", "dated": "17/11/2026"}


@pytest.fixture
def case(province):
    return walked(file_investment(at=at(8)), "assign", "consult", at=at(9))


@pytest.fixture
def asked(case, monkeypatch, client):
    """The browser of whoever is asked at Sở Công Thương, the next morning."""
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: at(9, days=1)))
    client.force_login(Account.objects.get(username=owner(case, "trade").username))
    return client


def under(case) -> str:
    return enclosing.of_opinion(Step.objects.get(case=case, branch="trade").pk)


def deed(case) -> str:
    return reverse("desk-deed", args=[case, "y-kien-trade"])


def kept(case) -> list[str]:
    return [one.name for one in documents.enclosed(case).get(under(case), ())]


def test_the_file_goes_with_the_opinion_and_stands_beside_it_on_the_page(case, asked):
    answer = asked.post(deed(case), {**NUMBERED, "enclosed": [upload("góp ý.pdf")]})
    assert answer.status_code == 302
    (reply,) = Reply.objects.filter(case=case)
    (file,) = documents.enclosed(case)[under(case)]
    assert reply.files == [file.sha256]
    shown = page(asked.get(reverse("desk-case", args=[case])))
    assert "văn bản số 45/SCT-QLCN ngày 17/11/2026" in shown.text
    assert shown.one("a", href=file.address).text == "góp ý.pdf"
    assert checks.rows_that_differ() == []


def test_a_file_is_not_lost_when_the_opinion_is_refused_and_may_be_taken_out(case, asked):
    wrong = {**NUMBERED, "answer": "disagree", "content": "Không"}
    answer = asked.post(deed(case), {**wrong, "enclosed": [upload("góp ý.pdf")]})
    (file,) = documents.enclosed(case)[under(case)]
    assert page(answer, 422).one("button", name="remove", value=str(file.id))
    assert asked.post(deed(case), {**NUMBERED, "remove": file.id}).status_code == 200
    assert kept(case) == []
    assert "trade" in {one.branch for one in opinions.waiting(case)}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("góp ý.docx", samples.DOCX, "ở đây chỉ nhận PDF"),
        ("góp ý.pdf", samples.EXE, "hoặc đã hỏng. Chọn lại đúng tệp; nhận PDF."),
        ("góp ý.exe", samples.EXE, "thuộc loại không nhận. Chuyển sang PDF rồi tải lên lại."),
        ("góp ý.pdf", b"", "trống"),
    ],
)
def test_what_is_no_pdf_is_refused_by_its_content_and_nothing_is_given(case, asked, name, content, told):
    answer = asked.post(deed(case), {**NUMBERED, "enclosed": [upload(name, content)]})
    assert told in page(answer, 422).text
    assert page(answer, 422).one("a", href="#field-enclosed")
    assert "trade" in {one.branch for one in opinions.waiting(case)}


def test_only_who_is_asked_puts_a_file_there_and_only_before_the_answer(case):
    by = owner(case, "trade")
    for other in (owner(case), who("hoa")):
        with pytest.raises((Missing, NotAllowed)):
            acts.attach(case, under(case), upload("lạ.pdf"), by=other, at=at(10))
    acts.attach(case, under(case), upload("góp ý.pdf"), by=by, at=at(10))
    (file,) = documents.enclosed(case)[under(case)]
    with pytest.raises(Invalid, match="Văn bản trả lời chưa ghi đúng"):
        opinions.give(case, "trade", answer="agree", content="", by=by, at=at(10))
    opinions.give(
        case, "trade", answer="agree", content="", number="45", dated=at(0).date(), by=by, at=at(10)
    )
    with pytest.raises(Missing):
        acts.remove(case, file.id, by=by, at=at(11))
    with pytest.raises(Missing):
        acts.attach(case, under(case), upload("muộn.pdf"), by=by, at=at(11))
    assert kept(case) == ["góp ý.pdf"]


def test_a_file_of_an_opinion_that_was_recalled_stands_with_it_and_opens_on_record(case, client, monkeypatch):
    acts.attach(case, under(case), upload("góp ý.pdf"), by=owner(case, "trade"), at=at(10))
    leader = owner(case)
    client.force_login(Account.objects.get(username=leader.username))
    monkeypatch.setattr(actors, "timezone", SimpleNamespace(now=lambda: at(14)))
    (file,) = documents.enclosed(case)[under(case)]
    assert not page(client.get(reverse("desk-case", args=[case]))).all("a", href=file.address), (
        "still a draft"
    )
    cases.claim(case, by=leader, at=at(10))
    cases.finish(case, "return", note="Hồ sơ thiếu bản đồ", by=leader, at=at(11))
    client.force_login(Account.objects.get(username=owner(case).username))
    shown = page(client.get(reverse("desk-case", args=[case])))
    (row,) = (one for one in shown.all("li", class_="mc-list__item") if "Sở Công Thương" in one.text)
    assert "Không cần nữa" in row.text
    assert "11:00" in row.text
    assert "góp ý.pdf" in row.text
    assert "chưa gửi thành ý kiến" in row.text
    assert client.get(file.address).status_code == 200
    assert Reading.objects.latest("id").name == "góp ý.pdf"


def test_a_look_of_an_officer_is_on_record_and_the_applicant_does_not_read_it(case, client):
    acts.attach(case, under(case), upload("góp ý.pdf"), by=owner(case, "trade"), at=at(10))
    (file,) = documents.enclosed(case)[under(case)]
    client.force_login(Account.objects.get(username=owner(case).username))
    assert client.get(file.address).status_code == 200
    assert Reading.objects.latest("id").name == "góp ý.pdf"
    for outsider in ("hoa", "anphat", "binh"):
        client.force_login(Account.objects.get(username=outsider))
        assert client.get(file.address).status_code == 404
