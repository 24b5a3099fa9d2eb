"""Stories of running cases that move to a new version: looked at, chosen, moved, undone; no clock is lost."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from motcua.cases import acts, checks, moving, reads, store
from motcua.cases.models import Case, MovedCase, Step
from motcua.journal import seals
from motcua.kernel.moving import Choice, Kind
from motcua.kernel.refusals import Invalid, Missing
from motcua.procedures.models import ProcedureVersion
from motcua.web.tests.tree import read
from tests.province import MONDAY, later, who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db
AT = later(days=1)
SAID = {"decision": "12/QĐ-UBND", "reason": "Thủ tục mới bớt một bước"}


@pytest.fixture
def old(province) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code="1.001193", number=1)


def published(old: ProcedureVersion, change, *, number: int = 2) -> ProcedureVersion:
    """The next version of a procedure, the second in force from the day after the stories begin."""
    definition = deepcopy(old.definition)
    change(definition)
    day = MONDAY.date() + timedelta(days=number - 1)
    ProcedureVersion.objects.filter(id=old.id).update(in_force=DateRange(old.in_force.lower, day))
    return ProcedureVersion.objects.create(
        procedure=old.procedure, number=number, in_force=DateRange(day, None), form=definition["form"],
        digest=str(number), definition=definition | {"in_force": str(day)}, published_at=MONDAY, published_by="tu",
    )  # fmt: skip


def same(definition: dict) -> None:
    definition["keywords"] = ["giấy khai sinh"]


def longer(definition: dict) -> None:
    definition["limit"] = {"value": "3 wd", "policy": "end-of-day"}


def without_signing(definition: dict) -> None:
    steps = {step["id"]: step for step in definition["steps"]}
    steps["examine"]["moves"]["propose"] = "hand-over"
    steps["examine"]["title"] = "Thẩm tra, ký"
    definition["steps"] = [step for step in definition["steps"] if step["id"] != "sign"]


def signed_and_stamped(definition: dict) -> None:
    """Another step to look it over, another to sign, and one after the signature."""
    steps = {step["id"]: step for step in definition["steps"]}
    steps["examine"]["moves"]["propose"] = "review"
    plain = {"at": "competent", "within": "1 wh"}
    new = [
        {"id": "review", "title": "Soát xét", "role": "civil-status", "moves": {"done": "approve"}, **plain},
        {"id": "approve", "title": "Duyệt ký", "role": "leader", "moves": {"sign": "stamp"}, **plain},
        {"id": "stamp", "title": "Đóng dấu", "role": "civil-status", "moves": {"done": "hand-over"}, **plain},
    ]
    place = [step["id"] for step in definition["steps"]].index("sign")
    definition["steps"][place : place + 1] = new


def one_more_paper(definition: dict) -> None:
    definition["papers"].append({"id": "extra", "title": "Giấy tờ mới", "original": 1})


def received(hours: float = 1):
    case = file_birth(at=later())
    acts.receive(case, by=who("minh"), at=later(hours=hours))
    return case


def at_signing():
    case = received()
    acts.claim(case, by=who("lan"), at=later(hours=2))
    acts.finish(case, "propose", by=who("lan"), at=later(hours=3))
    return case


def kinds(old, new) -> dict[str, int]:
    return {sort.kind: sort.count for sort in moving.preview(old.id, new.id, by=who("tu")) if sort.count}


def moved(old, new, **choices: Choice) -> moving.Move:
    chosen = {kind: choices.get(kind.value, Choice()) for kind in Kind}
    move = moving.begin(old.id, new.id, chosen, **SAID, by=who("tu"), at=AT)
    while moving.go_on(move.id, at=AT):
        pass
    return move


def outcomes(move) -> list[str]:
    return list(MovedCase.objects.filter(move=move).order_by("id").values_list("outcome", flat=True))


# --- what would happen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind"),
    [(same, "same"), (longer, "limit"), (one_more_paper, "papers"), (without_signing, "step")],
)
def test_a_case_is_of_the_kind_that_touches_it_most(old, change, kind):
    at_signing()
    assert kinds(old, published(old, change)) == {kind: 1}


def test_a_step_that_vanished_touches_only_those_who_stand_at_it(old):
    received()
    assert kinds(old, published(old, without_signing)) == {"same": 1}


def test_cases_may_go_on_only_where_they_are_still_decided_and_it_says_what_they_skip(old):
    at_signing()
    new = published(old, signed_and_stamped)
    [gone] = [sort for sort in moving.preview(old.id, new.id, by=who("tu")) if sort.kind is Kind.STEP]
    assert gone.entries == {"examine": (), "review": (), "approve": ("Soát xét",)}


def test_a_case_that_is_not_received_goes_on_where_it_can_be(old):
    file_birth(at=later())

    def another_reception(definition: dict) -> None:
        definition["steps"][0]["id"] = "take-in"

    new = published(old, another_reception)
    [gone] = [sort for sort in moving.preview(old.id, new.id, by=who("tu")) if sort.kind is Kind.STEP]
    assert gone.entries == {"take-in": ()}


def test_looking_writes_nothing_and_a_case_that_has_ended_is_not_looked_at(old):
    case = file_birth(at=later())
    acts.refuse(
        case, reason_code="", reason="Đã đăng ký", basis="Luật Hộ tịch", by=who("minh"), at=later(hours=1)
    )
    assert kinds(old, published(old, same)) == {}
    assert not MovedCase.objects.exists()


# --- moving --------------------------------------------------------------------------------------------------


def test_a_moved_case_goes_on_under_the_new_version_and_keeps_its_clock(old):
    case = received()
    before = Case.objects.get(id=case)
    step = Step.objects.get(case=case, closed_at=None)
    move = moved(old, new := published(old, without_signing))
    assert outcomes(move) == ["moved"]
    after, then = Case.objects.get(id=case), Step.objects.get(case=case, closed_at=None)
    assert (after.version_id, then.version_id, then.title) == (new.id, old.id, "Thẩm tra, ký")
    assert (after.due_at, after.due_original, then.due_at) == (
        before.due_at,
        before.due_original,
        step.due_at,
    )
    acts.claim(case, by=who("lan"), at=later(hours=2, days=1))
    acts.finish(case, "propose", by=who("lan"), at=later(hours=3, days=1))
    assert Case.objects.get(id=case).outcome == "granted"
    assert seals.verify().broken is None
    assert checks.rows_that_differ() == []


def test_who_stands_at_a_vanished_step_goes_on_where_it_was_said(old):
    case = at_signing()
    move = moved(old, published(old, without_signing), step=Choice(step="examine"))
    assert outcomes(move) == ["moved"]
    steps = list(Step.objects.filter(case=case).order_by("id").values_list("name", "verb"))
    assert steps == [("receive", "accept"), ("examine", "propose"), ("sign", "moved"), ("examine", "")]
    told = [row.sentence for row in reads.events(case) if row.kind == "case.moved"]
    assert "theo 12/QĐ-UBND" in told[0]
    assert checks.rows_that_differ() == []


@pytest.mark.parametrize("step", ["stamp", "hand-over"])
def test_nobody_is_moved_past_the_signature(old, step):
    case = at_signing()
    new = published(old, signed_and_stamped)
    with pytest.raises(Invalid, match="đứng sau bước ký kết quả") as refused:
        moved(old, new, step=Choice(step=step))
    assert [fault.where for fault in refused.value.faults] == ["step"]
    assert Case.objects.get(id=case).version_id == old.id


def test_who_goes_on_before_the_signature_is_signed_and_handed_over(old):
    case = at_signing()
    moved(old, published(old, signed_and_stamped), step=Choice(step="approve"))
    acts.claim(case, by=who("quan"), at=later(days=1, hours=1))
    acts.finish(case, "sign", by=who("quan"), at=later(days=1, hours=2))
    acts.claim(case, by=who("lan"), at=later(days=1, hours=2))
    acts.finish(case, "done", by=who("lan"), at=later(days=1, hours=2))
    assert Case.objects.get(id=case).outcome == "granted"


def test_a_longer_limit_moves_no_promise_and_a_shorter_one_only_when_it_was_chosen(old):
    case = received()
    due = Case.objects.get(id=case).due_at
    moved(old, new := published(old, longer), limit=Choice(recount=True))
    assert Case.objects.get(id=case).due_at == due
    after = Case.objects.get(id=case)
    assert (after.version_id, after.limit_from_id) == (new.id, old.id)
    assert str(store.fetch(case).position.law.rule.limit) == "1 wd"


def test_a_shorter_limit_brings_the_date_nearer_only_where_that_was_chosen(old):
    case = file_birth(at=later(), code="1.004873")
    acts.receive(case, by=who("minh"), at=later(hours=1))
    three = ProcedureVersion.objects.get(procedure__code="1.004873", number=1)

    def shorter(definition: dict) -> None:
        definition["limit"] = {"value": "2 wd", "policy": "end-of-day"}

    two = published(three, shorter)
    moved(three, two, limit=Choice(recount=True))
    row = Case.objects.get(id=case)
    assert (row.due_original - row.due_at) == timedelta(days=1)


def test_what_is_chosen_to_stay_stays(old):
    case = at_signing()
    move = moved(old, published(old, without_signing), step=Choice(moves=False))
    assert (outcomes(move), Case.objects.get(id=case).version_id) == (["kept"], old.id)


def test_a_case_that_waits_while_its_step_is_gone_says_why_it_stays(old):
    case = at_signing()
    acts.claim(case, by=who("quan"), at=later(hours=3.5))
    acts.hold(case, "force-majeure", reason="Bão số 10", decision="1/CĐ", by=who("quan"), at=later(hours=4))
    move = moved(old, published(old, without_signing), step=Choice(step="examine"))
    assert outcomes(move) == ["refused"]
    assert "đang tạm dừng" in MovedCase.objects.get(move=move).why
    assert Case.objects.get(id=case).version_id == old.id


def test_a_paused_case_moves_with_its_pause(old):
    case = received()
    acts.claim(case, by=who("lan"), at=later(hours=2))
    acts.request_supplement(
        case, items=[{"id": "birth-proof", "title": "Giấy chứng sinh"}], reason_code="unreadable", reason="Ảnh mờ",
        by=who("lan"), at=later(hours=3),
    )  # fmt: skip
    moved(old, published(old, same))
    acts.supplement(case, note="Đã chụp lại", by=who("hoa"), at=later(days=1, hours=1))
    assert Case.objects.get(id=case).supplements == 1
    assert checks.rows_that_differ() == []


# --- who and what --------------------------------------------------------------------------------------------


def test_only_an_administrator_moves_cases(old):
    new = published(old, same)
    for name in ("minh", "quan", "hoa"):
        with pytest.raises(Missing):
            moving.preview(old.id, new.id, by=who(name))
        with pytest.raises(Missing):
            moving.begin(old.id, new.id, {}, **SAID, by=who(name), at=AT)
        with pytest.raises(Missing):
            moving.undo(1, reason="x", by=who(name), at=AT)


def test_a_move_needs_its_decision_another_version_and_a_step_that_is_there(old):
    new = published(old, without_signing)
    with pytest.raises(Invalid, match="số quyết định"):
        moving.begin(old.id, new.id, {}, decision=" ", reason="", by=who("tu"), at=AT)
    with pytest.raises(Invalid, match="hai phiên bản khác nhau"):
        moving.begin(old.id, old.id, {}, **SAID, by=who("tu"), at=AT)
    at_signing()
    with pytest.raises(Invalid, match="Chọn bước"):
        moving.begin(old.id, new.id, {Kind.STEP: Choice(step="nowhere")}, **SAID, by=who("tu"), at=AT)
    draft = ProcedureVersion.objects.create(
        procedure=old.procedure, number=3, in_force=DateRange(date(2027, 1, 1), None), definition=old.definition,
        form=[], digest="3",
    )  # fmt: skip
    with pytest.raises(Invalid, match="chưa công bố"):
        moving.begin(old.id, draft.id, {}, **SAID, by=who("tu"), at=AT)


# --- the pages -----------------------------------------------------------------------------------------------


def test_an_administrator_looks_chooses_moves_and_takes_it_back(old, client, django_user_model):
    case = at_signing()
    new = published(old, without_signing)
    client.force_login(django_user_model.objects.get(username="tu"))
    listed = client.get(reverse("moves")).content.decode()
    address = reverse("move-choose", args=[old.id, new.id])
    assert address in listed
    assert "Bước đang mở không còn" in client.get(address).content.decode()
    wrong = client.post(address, {"do-step": "move"})
    assert wrong.status_code == 422
    posted = client.post(address, {"do-step": "move", "step": "examine", **SAID})
    page = posted["Location"]
    assert "đang chờ: 1" in client.get(page).content.decode()
    moving.go_on(moving.Move.objects.get().id, at=AT)
    assert "đã chuyển: 1" in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    client.post(page, {"reason": "Nhầm"})
    assert "đang hoàn lại: 1" in client.get(page).content.decode()
    moving.go_back(moving.Move.objects.get().id, at=AT)
    assert "đã hoàn lại: 1" in client.get(page).content.decode()
    assert Case.objects.get(id=case).version_id == old.id


def test_what_was_chosen_stays_chosen_when_something_is_missing_and_each_field_says_what(
    old, client, django_user_model
):
    at_signing()
    received()
    address = reverse("move-choose", args=[old.id, published(old, signed_and_stamped).id])
    client.force_login(django_user_model.objects.get(username="tu"))
    fresh = read(client.get(address).content.decode())
    assert ticked(fresh) == ["move-same", "keep-step"]
    posted = {"do-same": "keep", "do-step": "move", "step": "approve", "decision": " ", "reason": ""}
    shown = read(client.post(address, posted).content.decode())
    assert ticked(shown) == ["keep-same", "move-step"]
    assert shown.one("option", value="approve").get("selected") == ""
    links = shown.one("div", class_="govuk-error-summary").all("a")
    assert [(link["href"], link.text) for link in links] == [
        ("#field-decision", "Nhập số quyết định."),
        ("#field-reason", "Nhập lý do chuyển."),
    ]
    for name in ("decision", "reason"):
        [control] = [one for tag in ("input", "textarea") for one in shown.all(tag, name=name)]
        assert control["aria-describedby"] == f"field-{name}-error"
        assert "Nhập" in shown.one("p", id=f"field-{name}-error").text


def test_the_page_offers_no_step_past_the_signature_and_tells_what_is_skipped(old, client, django_user_model):
    at_signing()
    address = reverse("move-choose", args=[old.id, published(old, signed_and_stamped).id])
    client.force_login(django_user_model.objects.get(username="tu"))
    shown = read(client.get(address).content.decode())
    offered = [option["value"] for option in shown.one("select", name="step").all("option")]
    assert offered == ["", "examine", "review", "approve"]
    assert "Đi tiếp ở “Duyệt ký” thì bỏ qua: Soát xét." in shown.text
    wrong = client.post(address, {"do-step": "move", "step": "hand-over", **SAID})
    assert wrong.status_code == 422
    assert "chưa được ký" in read(wrong.content.decode()).one("p", id="field-step-error").text


def ticked(page) -> list[str]:
    return [one["id"] for one in page.all("input", type="radio") if one.get("checked") is not None]


@pytest.mark.parametrize("name", ["minh", "quan"])
def test_the_pages_are_nobody_else_s(old, client, django_user_model, name):
    client.force_login(django_user_model.objects.get(username=name))
    for address in (
        reverse("moves"),
        reverse("move-choose", args=[old.id, old.id]),
        reverse("move", args=[1]),
    ):
        assert client.get(address).status_code == 404
