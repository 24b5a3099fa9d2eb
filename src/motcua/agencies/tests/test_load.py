"""Loading the catalogue of Hà Tĩnh: once, twice, corrected, and with mistakes."""

import shutil
from datetime import date

import pytest
from django.db import IntegrityError

from motcua.agencies import reads
from motcua.agencies.acts import load, load_agencies
from motcua.agencies.models import Agency, Succession
from motcua.agencies.tests.conftest import AT, HA_TINH
from motcua.journal.models import Event
from motcua.kernel.refusals import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path):
    """The files of Hà Tĩnh, free to be spoiled."""
    return shutil.copytree(HA_TINH, tmp_path / "agencies")


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def faults_of(folder):
    with pytest.raises(Invalid) as refusal:
        load_agencies(folder, by="tu", at=AT)
    return [(fault.where.removeprefix(f"{folder}/"), fault.message) for fault in refusal.value.faults]


def test_a_second_load_changes_nothing_and_is_no_event(no_agencies):
    first = load_agencies(HA_TINH, by="tu-1", at=AT)
    assert (first.added, first.changed) == (first.agencies + first.successions + first.posts, 0)
    assert first.agencies == Agency.objects.count()
    again = load_agencies(HA_TINH, by="tu-2", at=AT)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    events = Event.objects.filter(kind="agencies.loaded", by__in=["tu-1", "tu-2"])
    assert [(event.by, event.data["added"]) for event in events] == [("tu-1", first.added)]


def test_a_load_takes_few_statements(no_agencies, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        load_agencies(HA_TINH, by="tu", at=AT)


def test_the_command_line_may_name_one_of_the_files(ha_tinh):
    assert load(HA_TINH / "2-tier.yaml", by="tu", at=AT).agencies == load(HA_TINH, by="tu", at=AT).agencies


def test_a_corrected_phone_changes_the_agency_and_its_parts(ha_tinh, copy):
    spoil(copy, "2-tier.yaml", "0239 555 0113", "(0239) 555.0999")
    assert load_agencies(copy, by="tu", at=AT).changed == 5
    thanh_sen = reads.agency_by_gso("18073", date(2026, 3, 2))
    assert thanh_sen.phone == "0239 555 0999"


def test_two_agencies_may_swap_their_codes(ha_tinh, copy):
    spoil(copy, "departments.yaml", "code: H27.03\n", "code: H27.999\n")
    spoil(copy, "departments.yaml", "code: H27.04\n", "code: H27.03\n")
    spoil(copy, "departments.yaml", "code: H27.999\n", "code: H27.04\n")
    assert load_agencies(copy, by="tu", at=AT).changed == 2
    assert reads.agency_by_code("H27.03", date(2026, 3, 2)).slug == "so-cong-thuong"


def test_a_corrected_succession_takes_the_place_of_the_wrong_one(ha_tinh, copy):
    spoil(copy, "succession.yaml", "{old: gso-18472, new: gso-18484,", "{old: gso-18472, new: gso-18481,")
    loaded = load_agencies(copy, by="tu", at=AT)
    assert (loaded.added, loaded.removed) == (2, 2)
    trung_loc = reads.agency_by_gso("18472", date(2024, 6, 1))
    assert Succession.objects.get(old_id=trung_loc.id).new.gso_code == "18481"


def test_an_agency_that_changes_its_first_day_is_not_two_agencies(ha_tinh, copy):
    line = spoil(copy, "departments.yaml", "valid_from: 2025-03-01", "valid_from: 2025-03-02")
    messages = [message for _, message in faults_of(copy)]
    assert line
    assert any("so-noi-vu@2025-03-01 đã nạp trước đây" in message for message in messages)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("2-tier.yaml", 'gso: "18073"', "gso: 18073", "phải là chữ (đặt trong dấu nháy"),
        ("2-tier.yaml", "place: phường Thành Sen", "plase: phường Thành Sen", "Không có trường “plase”"),
        ("2-tier.yaml", "code: H27.101", "code: h27-101", "Mã cơ quan phải có dạng"),
        ("2-tier.yaml", "code: H27.102", "code: H27.101", "Mã H27.101 vào ngày 01/07/2025 đang thuộc UBND"),
        ("2-tier.yaml", 'gso: "18100"', 'gso: "18073"', "Tên gso-18073 vào ngày 01/07/2025 đang thuộc UBND"),
        ("2-tier.yaml", "phone: 0239 555 0113", 'phone: "113"', "Số điện thoại phải là"),
        (
            "2-tier.yaml",
            "phone: 0239 555 0113",
            "phone: 0239 555 0113, valid_to: 2025-06-01",
            "phải sau ngày",
        ),
        ("2-tier.yaml", "phone: 0239 555 0113", "phone: 0239 555 0113, valid_to: 2027-01-01", "kế thừa"),
        (
            "2-tier.yaml",
            "phone: 0239 555 0113",
            "phone: 0239 555 0113, parent: so-cu",
            "Không có cơ quan cấp trên",
        ),
        ("2-tier.yaml", '["07:00-11:00", "13:30-17:30"]', '["11:00-07:00"]', "giờ bắt đầu phải trước"),
        ("2-tier.yaml", "template: ward", "template: phuong", "Không có khuôn “phuong”"),
        ("3-tier-2020.yaml", "valid_to: 2025-01-01}", "valid_to: 2025-13-01}", "Không có ngày 2025-13-01"),
        (
            "3-tier-2020.yaml",
            "0239 555 0182, valid_to: 2025-01-01",
            "0239 555 0182, valid_to: 2025-08-01",
            "cấp trên",
        ),
        ("templates.yaml", "roles: [leader]", "roles: []", "danh sách chữ"),
        ("templates.yaml", "code_source: official", "code_source: guessed", "official (mã chính thức)"),
        ("templates.yaml", "key: pho-chu-tich", "key: chu-tich", "Vị trí “chu-tich” có hai lần"),
        ("departments.yaml", "name: Sở Tư pháp\n", "reception: yes\n", "true hoặc false"),
        ("succession.yaml", "kind: rename", "kind: renamed", "Không có kiểu kế thừa “renamed”"),
        ("succession.yaml", "basis: derived", "basis: guessed", "Không có căn cứ “guessed”"),
        (
            "succession.yaml",
            "new: gso-18077, kind: merge",
            "new: gso-19999, kind: merge",
            "Không có cơ quan mới",
        ),
        ("succession.yaml", "old: gso-18076", "old: gso-18112", "không hết hiệu lực vào ngày 01/01/2025"),
        ("succession.yaml", "old: gso-18076", "old: gso-18077", "đã có kế thừa"),
        ("succession.yaml", "kind: split", "kind: merge", "phải là chia"),
        (
            "succession.yaml",
            "new: gso-18088, kind: rename",
            "new: gso-18088, kind: split",
            "Chia (split) cần",
        ),
        (
            "succession.yaml",
            "về thành phố Hà Tĩnh, các xã, thị trấn còn lại về huyện Thạch Hà.\n        default: gso-445",
            "về đâu thì về.",
            "default",
        ),
        ("succession.yaml", "to: gso-18077", "to: gso-18088", "không phải cơ quan mới nào ở đây"),
        ("succession.yaml", "6, to: gso-18077", "6, declared: true, to: gso-18077", "không cả hai"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(no_agencies, copy, name, old, new, words):
    line = spoil(copy, name, old, new)
    told = faults_of(copy)
    assert any(words in message and _near(where, name, line) for where, message in told), told
    assert not Agency.objects.exists()


def _near(where, name, line):
    """A fault stands in the spoiled file: at the line, or at the agency around it."""
    file, number = where.split(":")
    return file == name and line - 12 <= int(number) <= line + 3


def test_all_mistakes_are_told_at_once_and_each_once(no_agencies, copy):
    spoil(copy, "templates.yaml", 'code: "01"', "code: 01?")
    spoil(copy, "2-tier.yaml", "phone: 0239 555 0113", 'phone: "113"')
    spoil(copy, "succession.yaml", "kind: rename", "kind: renamed")
    told = faults_of(copy)
    assert len(told) == len(set(told))
    assert {where.split(":")[0] for where, _ in told} == {"templates.yaml", "2-tier.yaml", "succession.yaml"}


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(Invalid, match="Không có tệp cơ quan nào"):
        load_agencies(tmp_path, by="tu", at=AT)


def made(**columns):
    given = {"slug": "a", "name": "A", "short_name": "A", "name_folded": "a", "kind": "k", "level": "l"}
    return Agency.objects.create(**{**given, "valid_from": date(2025, 7, 1), **columns})


@pytest.mark.parametrize("field", ["code_2020", "slug"])
def test_the_database_refuses_two_holders_on_one_day(no_agencies, field):
    made(key="a@1", slug="a", **({"code_2020": "H27.01"} if field == "code_2020" else {}))
    other = {"slug": "a"} if field == "slug" else {"slug": "b", "code_2020": "H27.01"}
    with pytest.raises(IntegrityError, match="is_one_agency_at_a_time"):
        made(key="b@1", valid_from=date(2026, 1, 1), **other)


def test_the_database_lets_a_code_pass_on_when_its_holder_ends(no_agencies):
    made(key="a@1", slug="a", code_2020="H27.01", valid_to=date(2026, 1, 1))
    made(key="b@1", slug="b", code_2020="H27.01", valid_from=date(2026, 1, 1))
    made(key="c@1", slug="c", code_2020="")
    made(key="d@1", slug="d", code_2020="")


@pytest.mark.parametrize(
    ("columns", "law"),
    [
        ({"valid_to": date(2025, 7, 1)}, "an_agency_ends_after_it_begins"),
        ({"name": ""}, "an_agency_has_a_name_a_kind_and_a_level"),
        ({"reception": True, "code_2020": "H27.01"}, "a_reception_point_has_a_code_and_can_be_called"),
        ({"code_source": "guess"}, "a_code_is_official_or_a_placeholder"),
    ],
)
def test_the_database_states_the_law(columns, law):
    with pytest.raises(IntegrityError, match=law):
        made(key="a@1", **columns)
