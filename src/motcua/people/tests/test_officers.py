"""Officers' accounts and posts: who opens, appoints and closes, what is refused, what the journal keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motcua.agencies.models import Post
from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid, Missing, NotAllowed, OutOfOrder
from motcua.people import acts, reads
from motcua.people.models import Account, Appointment
from motcua.people.officers import stream_of
from tests.province import MONDAY, agency, later, who

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)
MAI = {"username": "mai.ht", "full_name": "Hoàng Thị Mai", "phone": "0912 345 678", "email": "mai@hatinh.vn"}


def post(key: str = "tu-phap-ho-tich", slug: str = "gso-18073.van-phong") -> int:
    return int(Post.objects.values_list("id", flat=True).get(agency=agency(slug), key=key))


def opened(facts=MAI) -> int:
    acts.open_account(facts, by=who("tu"), at=MONDAY)
    return reads.officer(facts["username"]).id


def appointed(since: date = TODAY) -> tuple[int, int]:
    """Mai's account and her appointment."""
    mai = opened()
    acts.appoint(mai, post(), since=since, by=who("tu"), at=MONDAY)
    return mai, reads.officer("mai.ht").posts[0].id


def told(username: str = "mai.ht") -> list[str]:
    return [sentence for _, sentence in reversed(reads.history(username))]


def test_an_account_is_opened_with_a_password_that_is_nowhere_else(province):
    password = acts.open_account(MAI, by=who("tu"), at=MONDAY)
    mai = Account.objects.get(username="mai.ht")
    assert mai.check_password(password)
    assert (mai.one_time_password, mai.is_officer, mai.is_administrator) == (True, True, False)
    assert (mai.phone, mai.email, mai.name_folded) == ("0912345678", "mai@hatinh.vn", "hoang thi mai")
    assert told() == ["Phan Minh Tú mở tài khoản cán bộ “mai.ht” cho Hoàng Thị Mai."]
    assert password not in str(list(Event.objects.filter(stream=stream_of("mai.ht")).values()))


def test_everything_wrong_with_an_account_is_said_at_once(province):
    wrong = {"username": "Mai Hoàng", "full_name": "M4i", "phone": "12", "email": "mai"}
    with pytest.raises(Invalid) as refused:
        acts.open_account(wrong, by=who("tu"), at=MONDAY)
    assert {fault.where for fault in refused.value.faults} == wrong.keys()


@pytest.mark.parametrize("taken", ["lan", "hoa", "system"])
def test_a_user_name_is_given_once(province, taken):
    with pytest.raises(Invalid, match="đã có người dùng") as refused:
        acts.open_account(MAI | {"username": taken}, by=who("tu"), at=MONDAY)
    assert [fault.where for fault in refused.value.faults] == ["username"]


def test_only_an_administrator_administers(province):
    mai, appointment = appointed()
    for name in ("minh", "quan", "hoa", "binh"):
        by = {"by": who(name), "at": MONDAY}
        for act in (
            lambda by=by: acts.open_account(MAI | {"username": "mai.khac"}, **by),
            lambda by=by: acts.appoint(mai, post("van-thu"), since=TODAY, **by),
            lambda by=by: acts.end_appointment(appointment, on=TODAY, reason="Không", **by),
            lambda by=by: acts.reset_password(mai, **by),
            lambda by=by: acts.close_account(mai, reason="Không", **by),
            lambda by=by: acts.reopen_account(mai, **by),
        ):
            with pytest.raises(Missing):
                act()
    assert len(told()) == 2


def test_a_citizen_is_nobody_to_administer(province):
    hoa = Account.objects.get(username="hoa").pk
    with pytest.raises(Missing):
        acts.reset_password(hoa, by=who("tu"), at=MONDAY)
    with pytest.raises(Missing):
        reads.officer("hoa")


def test_an_administrator_holds_no_post_and_so_sees_no_case(province):
    with pytest.raises(NotAllowed, match="Quản trị không giữ vị trí"):
        acts.appoint(who("tu").account, post(), since=TODAY, by=who("tu"), at=MONDAY)
    assert who("tu").posts == ()


def test_a_post_is_held_from_its_day(province):
    appointed(since=TOMORROW)
    assert who("mai.ht").posts == ()
    assert [held.title for held in who("mai.ht", later(days=1)).posts] == ["Công chức Tư pháp - hộ tịch"]
    assert told()[1] == (
        "Phan Minh Tú bổ nhiệm vào vị trí Công chức Tư pháp - hộ tịch, Văn phòng HĐND và UBND phường Thành Sen,"
        " từ ngày 17/11/2026."
    )


def test_a_post_is_not_given_twice_at_a_time_nor_before_it_exists(province):
    mai, _ = appointed()
    with pytest.raises(Invalid, match="giữ vị trí này rồi"):
        acts.appoint(mai, post(), since=TOMORROW, by=who("tu"), at=MONDAY)
    with pytest.raises(Invalid, match="không có vị trí"):
        acts.appoint(mai, post("van-thu"), since=date(2025, 6, 30), by=who("tu"), at=MONDAY)


def test_a_post_is_given_back_on_a_day(province):
    _, appointment = appointed()
    acts.end_appointment(appointment, on=TOMORROW, reason="Chuyển công tác.", by=who("tu"), at=MONDAY)
    assert who("mai.ht").posts
    assert who("mai.ht", later(days=1)).posts == ()
    assert told()[2].endswith("từ ngày 17/11/2026; lý do: Chuyển công tác.")
    with pytest.raises(OutOfOrder, match="đã thôi vị trí này từ ngày 17/11/2026"):
        acts.end_appointment(appointment, on=TOMORROW, reason="Lần nữa", by=who("tu"), at=MONDAY)


def test_nobody_is_dismissed_backwards(province):
    _, appointment = appointed()
    with pytest.raises(Invalid, match="không được trước hôm nay"):
        acts.end_appointment(
            appointment, on=TODAY - timedelta(days=1), reason="Nhầm", by=who("tu"), at=MONDAY
        )


def test_a_mistaken_appointment_is_taken_back_the_same_day_and_made_again(province):
    mai, appointment = appointed()
    acts.end_appointment(appointment, on=TODAY, reason="Nhầm người", by=who("tu"), at=MONDAY)
    assert who("mai.ht").posts == ()
    acts.appoint(mai, post(), since=TODAY, by=who("tu"), at=MONDAY)
    assert len(who("mai.ht").posts) == 1


def test_a_closed_account_holds_nothing_and_comes_back_with_nothing(province):
    mai, _ = appointed()
    acts.appoint(mai, post("van-thu"), since=TOMORROW, by=who("tu"), at=MONDAY)
    acts.close_account(mai, reason="Nghỉ hưu", by=who("tu"), at=MONDAY)
    assert not Appointment.objects.filter(account=mai, valid_to=None).exists()
    assert "Công chức Tư pháp - hộ tịch" in told()[-1]
    with pytest.raises(OutOfOrder, match="đã khóa"):
        acts.appoint(mai, post(), since=TODAY, by=who("tu"), at=MONDAY)
    with pytest.raises(OutOfOrder, match="đã khóa"):
        acts.reset_password(mai, by=who("tu"), at=MONDAY)
    password = acts.reopen_account(mai, by=who("tu"), at=MONDAY)
    assert Account.objects.get(pk=mai).check_password(password)
    assert who("mai.ht").posts == ()
    with pytest.raises(OutOfOrder, match="đang mở"):
        acts.reopen_account(mai, by=who("tu"), at=MONDAY)


def test_nobody_closes_the_own_account(province):
    with pytest.raises(NotAllowed, match="tự khóa"):
        acts.close_account(who("tu").account, reason="Thử", by=who("tu"), at=MONDAY)


def test_officers_are_found_without_accents_by_name_user_name_and_agency(province):
    def names(text: str, **wanted) -> set[str]:
        return {row.username for row in reads.officers(text, on=TODAY, **wanted).rows}

    assert "lan" in names("tran thi LAN")
    assert names("lan thành sen") >= {"lan"}
    assert names("lan ky anh").isdisjoint({"lan"})
    assert names("hoa nguyen cong tru") == set()
    assert "lan" in names("", agencies=[agency("gso-18073.van-phong")])
    assert names("lan", agencies=[agency("gso-18073.mot-cua")]) == set()
    assert names("100%_") == set()


def test_the_list_goes_on_and_back(province):
    first = reads.officers("", on=TODAY, limit=3)
    from motcua.web.paging import decode

    second = reads.officers("", on=TODAY, limit=3, place=decode(first.next_key, "officers"))
    back = reads.officers("", on=TODAY, limit=3, place=decode(second.previous_key, "officers"))
    assert back.rows == first.rows
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
