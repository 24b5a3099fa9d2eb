"""Delegations: a role in other hands by written act, within its days and its scope, and not a minute longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel.calendar import LOCAL
from motcua.kernel.refusals import Invalid, Missing, NotAllowed, OutOfOrder
from motcua.people import access, acts, delegating, reads
from motcua.people.delegating import WrittenAct
from motcua.people.models import Appointment, Delegation
from tests.province import MONDAY, agency, who

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()
FRIDAY = TODAY + timedelta(days=4)
COMMUNE = "gso-18073"


def held(username: str, role: str = "") -> int:
    found = Appointment.objects.filter(account__username=username)
    return int((found.filter(post__roles__contains=[role]) if role else found).order_by("id").first().pk)


def act(**changed) -> WrittenAct:
    said = {
        "kind": "authorisation",
        "number": "12/UQ-UBND",
        "signed_on": TODAY,
        "since": TODAY,
        "until": FRIDAY,
    }
    return WrittenAct(**(said | {"roles": ["leader"]} | changed))


def give(receiver: str = "lan", *, by: str = "quan", **changed) -> None:
    delegating.delegate(held("quan", "leader"), held(receiver), act(**changed), by=who(by), at=MONDAY)


def matter(procedure: str = "1.001193", field: str = "Hộ tịch") -> access.Matter:
    commune = agency(COMMUNE)
    return access.Matter(0, commune, commune, commune, commune, "leader", procedure, field)


def may_sign(at: datetime, username: str = "lan", of: access.Matter | None = None) -> bool:
    return access.may(who(username, at), "case.work", of or matter())


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)


def test_a_role_is_held_to_the_last_minute_of_the_last_day_in_vietnam(province):
    assert not may_sign(MONDAY)
    give()
    end = midnight(FRIDAY + timedelta(days=1))
    assert may_sign(MONDAY)
    assert may_sign(end - timedelta(minutes=1))
    assert not may_sign(end)


def test_a_holiday_or_a_weekend_neither_shortens_nor_lengthens_it(province):
    sunday = TODAY + timedelta(days=6)
    give(until=sunday)
    assert may_sign(midnight(sunday))
    assert not may_sign(midnight(sunday + timedelta(days=1)))


def test_it_begins_on_its_first_day(province):
    give(since=FRIDAY)
    assert not may_sign(midnight(FRIDAY) - timedelta(minutes=1))
    assert may_sign(midnight(FRIDAY))


def test_who_signs_after_its_end_is_told_which_act_has_ended(province):
    give()
    late = midnight(FRIDAY + timedelta(days=3))
    with pytest.raises(
        NotAllowed, match=r"Văn bản ủy quyền số 12/UQ-UBND ngày .* của .* hết hiệu lực từ ngày"
    ):
        access.require(who("lan", late), "case.work", matter())


@pytest.mark.parametrize("scope", ["1.001193", "Hộ tịch"])
def test_a_role_given_for_a_procedure_or_a_field_reaches_no_further(province, scope):
    give(scopes=[scope])
    assert may_sign(MONDAY)
    assert not may_sign(MONDAY, of=matter("1.013225", "Hoạt động xây dựng"))


def test_a_role_is_held_anywhere_by_whom_the_acts_of_the_day_say(province):
    give(since=TODAY + timedelta(days=1))
    for days in range(7):
        at = MONDAY + timedelta(days=days)
        found = reads.holders_anywhere("leader", on=at.date())
        for name in ("quan", "lan", "minh", "nga", "tu", "hoa"):
            assert (name in found) == any("leader" in post.roles for post in who(name, at).posts), (
                name,
                days,
            )
        assert ("lan" in found) == (1 <= days <= 4)


def test_a_step_is_worked_in_somebody_s_place_only_for_want_of_a_post_of_one_s_own(province):
    give()
    assert access.by_delegation(who("lan"), "case.work", matter()).number == "12/UQ-UBND"
    assert access.by_delegation(who("quan"), "case.work", matter()) is None
    assert access.by_delegation(who("minh"), "case.work", matter()) is None


def test_a_revoked_act_ends_on_its_day_and_what_is_revoked_is_not_revoked_again(province):
    give()
    one = Delegation.objects.get().pk
    tuesday = TODAY + timedelta(days=1)
    revoke = {"number": "15/QĐ-UBND", "by": who("quan"), "at": MONDAY}
    delegating.revoke(one, on=tuesday, **revoke)
    assert may_sign(MONDAY)
    assert not may_sign(midnight(tuesday))
    with pytest.raises(OutOfOrder, match="hết hiệu lực"):
        delegating.revoke(one, on=tuesday, **revoke)
    give("minh", since=tuesday)
    assert may_sign(midnight(tuesday), "minh")


def test_it_ends_with_the_post_of_who_gave_and_of_who_received(province):
    give()
    for username in ("quan", "lan"):
        point = transaction.savepoint()
        for one in Appointment.objects.filter(account__username=username):
            acts.end_appointment(one.pk, on=TODAY + timedelta(days=1), reason="Nghỉ", by=who("tu"), at=MONDAY)
        assert may_sign(MONDAY)
        assert not may_sign(midnight(TODAY + timedelta(days=1)))
        transaction.savepoint_rollback(point)


def test_the_same_role_is_not_given_to_two_at_once(province):
    give()
    with pytest.raises(Invalid, match="đã giao cho người khác"):
        give("minh", since=FRIDAY, until=FRIDAY + timedelta(days=9), scopes=["1.001193"])
    give("minh", since=FRIDAY + timedelta(days=1), until=FRIDAY + timedelta(days=2))


def test_different_procedures_may_go_to_different_people(province):
    give(scopes=["1.001193"])
    give("minh", scopes=["1.013225"])
    with pytest.raises(Invalid, match="đã giao cho người khác"):
        give("minh")


def test_the_database_itself_refuses_an_overlap(province):
    give()
    kept = Delegation.objects.values().get()
    with pytest.raises(IntegrityError, match="a_role_is_given_to_one_person_at_a_time"), transaction.atomic():
        Delegation.objects.create(**(kept | {"id": kept["id"] + 1, "receiver_id": held("minh")}))


def test_what_was_given_is_not_given_on(province):
    give()
    with pytest.raises(Invalid) as refused:
        delegating.delegate(held("lan"), held("minh"), act(), by=who("lan"), at=MONDAY)
    assert "không giao lại" in str([fault.message for fault in refused.value.faults])


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"number": " "}, "number"),
        ({"kind": "other"}, "kind"),
        ({"roles": []}, "roles"),
        ({"roles": ["civil-status"]}, "roles"),
        ({"signed_on": FRIDAY}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
    ],
)
def test_each_fault_of_a_written_act_is_named(province, changed, where):
    with pytest.raises(Invalid) as refused:
        give(**changed)
    assert where in {fault.where for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("scope", "todo"),
    [
        ("Không có lĩnh vực này", "Nhập mã thủ tục"),
        ("1.00119", "Nhập mã thủ tục"),
        ("hộ tịch", "Có phải “Hộ tịch”?"),
        ("Hộ tich", "Có phải “Hộ tịch”?"),
    ],
)
def test_a_scope_that_is_neither_procedure_nor_field_is_refused_with_what_may_be_meant(province, scope, todo):
    with pytest.raises(Invalid) as refused:
        give(scopes=["1.001193", scope])
    (fault,) = refused.value.faults
    assert fault.where == "scopes"
    assert f"“{scope}”" in fault.message
    assert todo in fault.message
    assert not Delegation.objects.exists()


def test_a_role_is_called_by_its_title_on_the_page_and_in_the_journal(province, client):
    give()
    quan, post = signed(client, "quan"), held("quan", "leader")
    for address in ("/uy-quyen/", f"/uy-quyen/giao/{post}/"):
        assert "Lãnh đạo" in quan.get(address).content.decode()
    assert ">leader" not in quan.get("/uy-quyen/").content.decode()
    assert any("giao vai trò Lãnh đạo" in sentence for _, sentence in reads.history("quan"))


def test_only_the_giver_and_the_administration_write_it_down(province):
    for name in ("lan", "minh", "hoa", "binh"):
        with pytest.raises(Missing):
            give(by=name)
    give(by="tu")
    with pytest.raises(Missing):
        delegating.revoke(Delegation.objects.get().pk, on=FRIDAY, number="1", by=who("lan"), at=MONDAY)
    assert any("giao vai trò" in sentence for _, sentence in reads.history("quan"))


def signed(client, username: str):
    from motcua.people.models import Account

    client.force_login(Account.objects.get(username=username))
    return client


def sent(**changed) -> dict[str, str]:
    from django.utils import timezone

    day = timezone.now().astimezone(LOCAL).date()
    said = {"kind": "substitute", "number": "7/QĐ-UBND", "receiver": str(held("lan")), "role": "*"}
    for name in ("signed_on", "since", "until"):
        said |= {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}
    return said | changed


def test_a_leader_gives_lists_and_revokes_on_a_page(province, client):
    quan, post = signed(client, "quan"), held("quan", "leader")
    assert "Giao việc của vị trí" in quan.get("/uy-quyen/").content.decode()
    assert quan.get(f"/uy-quyen/giao/{post}/").status_code == 200
    wrong = quan.post(f"/uy-quyen/giao/{post}/", sent(number=""))
    assert wrong.status_code == 422
    assert quan.post(f"/uy-quyen/giao/{post}/", sent(), follow=True).status_code == 200
    one = Delegation.objects.first()
    assert "7/QĐ-UBND" in quan.get("/uy-quyen/").content.decode()
    asked = f"/uy-quyen/{one.pk}/thu-hoi/"
    assert quan.get(asked).status_code == 200
    day = {name.replace("since", "on"): value for name, value in sent().items() if name.startswith("since")}
    quan.post(asked, day | {"number": "9/QĐ-UBND"}, follow=True)
    assert "thu hồi theo 9/QĐ-UBND" in quan.get("/uy-quyen/").content.decode()


def test_the_administrator_writes_it_down_on_the_officer_s_pages_and_nobody_else_does(province, client):
    root = "/quan-tri/can-bo/quan/uy-quyen/"
    tu, post = signed(client, "tu"), held("quan", "leader")
    assert tu.post(f"{root}giao/{post}/", sent(), follow=True).status_code == 200
    one = Delegation.objects.first().pk
    assert tu.get(f"{root}{one}/thu-hoi/").status_code == 200
    assert "7/QĐ-UBND" in tu.get(root).content.decode()
    lan = signed(client, "lan")
    for address in (
        root,
        f"{root}giao/{post}/",
        f"{root}{one}/thu-hoi/",
        f"/uy-quyen/giao/{post}/",
        "/uy-quyen/",
    ):
        assert lan.get(address).status_code in (403, 404)
