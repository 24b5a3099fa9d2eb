"""A report that was issued stays as it was, whatever happens to its cases; nobody issues their own."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from motcua.agencies import reads as agencies
from motcua.journal.models import Event
from motcua.kernel.refusals import Missing, NotAllowed, OutOfOrder
from motcua.kernel.reporting import Quarter
from motcua.measures.models import IssuedReport
from motcua.measures.reports import frozen, issuing, making
from motcua.measures.reports.making import Wanted
from motcua.measures.tests.test_marking import signed
from motcua.measures.tests.test_marks_page import reader, shown  # noqa: F401 - a fixture
from tests.province import MONDAY, THANH_SEN, later, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

REPORTS, ISSUED = "/dieu-hanh/bao-cao/", "/dieu-hanh/bao-cao/da-phat-hanh/"
SOON = later(MONDAY, days=20)
FORM = Wanted("II.06", Quarter(2026, 4, 15))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def issued(wanted=FORM, *, days=20):
    row = issuing.prepare(wanted, by=who("nga"), at=later(MONDAY, days=days))
    return issuing.issue(row.pk, by=who("son"), at=later(MONDAY, days=days, hours=1))


@pytest.mark.once
def test_what_was_issued_is_given_byte_for_byte_when_its_cases_have_changed(reader):  # noqa: F811
    signed(days=3)
    nga, son = reader("nga"), reader("son")
    assert "Lập để phát hành" in shown(nga, REPORTS)
    page = nga.post(f"{REPORTS}lap/", {"loai": "II.06", "ky": "2026-4"}, follow=True)
    address = page.request["PATH_INFO"]
    assert "Bạn đã lập bản này" in page.content.decode()
    assert nga.post(address).status_code == 403
    assert son.get(f"{address}pdf/").status_code == 404, "not issued yet"
    assert "Đã phát hành" in son.post(address, follow=True).content.decode()
    before = {form: content(son, f"{address}{form}/") for form in making.FORMS}
    assert before["pdf"].startswith(b"%PDF")

    signed(days=3)
    live = f"{REPORTS}?loai=II.06&ky=2026-4"
    assert 'data-label="Số hồ sơ đã giải quyết: Quá hạn">2</td>' in shown(son, live)
    assert 'data-label="Số hồ sơ đã giải quyết: Quá hạn">1</td>' in shown(son, address)
    assert {form: content(son, f"{address}{form}/") for form in making.FORMS} == before
    assert "Phan Thị Nga lập, Đặng Hồng Sơn phát hành" in shown(reader("lan"), ISSUED), (
        "officers see what was issued"
    )
    assert reader("hoa").get(ISSUED).status_code == 404


def content(client, address):
    return b"".join(client.get(address).streaming_content)


def test_a_new_one_supersedes_and_both_stay():
    signed(days=3)
    first = issued()
    signed(days=3)
    second = issued(days=21)
    assert second.supersedes == first
    assert [one.pk for one in issuing.issued(by=who("lan"))] == [second.pk, first.pk]
    assert IssuedReport.objects.get(superseded_by=second) == first
    assert first.pdf != second.pdf
    events = Event.objects.filter(kind="report.issued").order_by("id")
    assert [(one.by, one.data["prepared_by"]) for one in events] == [("son", "nga")] * 2
    assert events[0].data["sha256"]["pdf"] == first.pdf.sha256


def test_what_is_prepared_again_replaces_what_waits_and_can_be_issued_once():
    first = issuing.prepare(FORM, by=who("nga"), at=SOON)
    second = issuing.prepare(FORM, by=who("nga"), at=SOON)
    with pytest.raises(Missing, match="có thể đã được lập lại"):
        issuing.issue(first.pk, by=who("son"), at=SOON)
    with pytest.raises(NotAllowed, match="người khác phải phát hành"):
        issuing.issue(second.pk, by=who("nga"), at=SOON)
    issuing.issue(second.pk, by=who("son"), at=SOON)
    with pytest.raises(OutOfOrder, match="đã phát hành"):
        issuing.issue(second.pk, by=who("son"), at=SOON)


def test_a_leader_issues_the_reports_of_the_own_agency_only():
    commune = Wanted("II.06", FORM.period, agencies.agency_by_key(THANH_SEN, MONDAY.date()))
    row = issuing.prepare(commune, by=who("nga"), at=SOON)
    assert issuing.one(row.pk, by=who("quan")) == row
    with pytest.raises(Missing):
        issuing.one(row.pk, by=who("lan"))
    issuing.issue(row.pk, by=who("quan"), at=SOON)
    for stranger in ("quan", "lan", "tu"):
        with pytest.raises(Missing):
            issuing.prepare(FORM, by=who(stranger), at=SOON)


@pytest.mark.parametrize("kind", ["II.06", "nghi-quyet"])
def test_the_numbers_come_back_as_they_went(kind):
    signed(days=3)
    report = making.make(Wanted(kind, FORM.period), at=SOON)
    row = issuing.prepare(Wanted(kind, FORM.period), by=who("nga"), at=SOON)
    assert frozen.thawed(IssuedReport.objects.get(pk=row.pk).said) == report


def test_the_database_keeps_what_was_issued():
    row = issued()
    for change in (
        lambda: IssuedReport.objects.filter(pk=row.pk).update(said={}),
        lambda: IssuedReport.objects.filter(pk=row.pk).delete(),
    ):
        with (
            pytest.raises((InternalError, ProgrammingError), match="superseded, not changed"),
            transaction.atomic(),
        ):
            change()
    waiting = issuing.prepare(FORM, by=who("nga"), at=SOON)
    with pytest.raises(IntegrityError, match="who_prepares_a_report_does_not_issue_it"), transaction.atomic():
        IssuedReport.objects.filter(pk=waiting.pk).update(
            issued_by="nga", issued_at=SOON, pdf=row.pdf, docx=row.docx, xlsx=row.xlsx
        )
