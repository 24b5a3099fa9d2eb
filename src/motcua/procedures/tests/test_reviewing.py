"""What the catalogue as a whole asks without need is told: where, why, what to do, and how many people it touches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from motcua.procedures import lint
from motcua.procedures.reviewing import Bounds, Lived, PaperLived, files
from motcua.procedures.reviewing.advice import Known
from motcua.procedures.reviewing.bundled import wider_than_parts
from motcua.procedures.reviewing.names import alike, begins, words_of
from motcua.procedures.surroundings import Surroundings

TODAY = date(2026, 1, 5)
BORN = "  - {id: born, label: Ngày sinh,"
LAW = "{document: Luật Hộ tịch số 60/2014/QH13, article: Điều 16}"


@dataclass
class Two:
    """A catalogue of two procedures: the first is the short good one, the second its like."""

    folder: Path
    first: Path
    second: Path

    def change(self, old: str, new: str, *, second: bool = False) -> Two:
        file = self.second if second else self.first
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def told(self, *, path: Path | None = None, on: date = TODAY, **known) -> list[lint.Finding]:
        sheets, findings = lint.judge(path or self.folder)
        assert lint.errors_in(findings) == ()
        return files.findings(sheets, Surroundings(self.folder), on=on, **known)


@pytest.fixture
def two(catalogue: Path, file: Path, good: str) -> Two:
    second = file.with_name("1.004884.yaml")
    second.write_text(
        good.replace('"1.001193"', '"1.004884"').replace("KQ.G15.000031", "KQ.G15.000099"), encoding="utf-8"
    )
    return Two(catalogue, file, second)


def paper(title: str, *, more: str = "", name: str = "other") -> str:
    return f"papers:\n  - {{id: {name}, title: “{title}”, copy: 1{more}}}\n".replace("“", '"').replace(
        "”", '"'
    )


def asking(two: Two, title: str, **how: str) -> Two:
    return two.change("papers:\n", paper(title, **how))


def field(two: Two, row: str) -> Two:
    return two.change(BORN, f"  - {row}\n{BORN}")


def test_a_good_catalogue_is_left_alone(two):
    assert two.told() == []


# --- what the State holds ------------------------------------------------------------------------------------


def test_a_paper_that_another_procedure_gives_is_held(two):
    asking(two, "Bản sao Giấy khai sinh của trẻ")
    (found,) = two.told()
    assert (found.file, found.line, found.field) == (two.first, 31, "papers[0].title")
    given = "kết quả của chính thủ tục này, kết quả của thủ tục 1.004884 Đăng ký khai sinh"
    assert f"{given}, Cơ sở dữ liệu hộ tịch điện tử." in found.message
    assert (
        "satisfied_by: [{result: KQ.G15.000031}, {result: KQ.G15.000099}, {register: civil-status}]"
        in found.todo
    )
    assert found.severity == lint.ADVICE
    assert str(found).endswith("Chưa biết bao nhiêu người một năm.")
    assert ": góp ý: " in str(found)


def test_a_paper_that_a_register_tells_is_held(two):
    (found,) = asking(two, "Phiếu lý lịch tư pháp số 1").told()
    assert (
        found.message == "Giấy tờ “Phiếu lý lịch tư pháp số 1” Nhà nước đã có: Cơ sở dữ liệu lý lịch tư pháp."
    )


def test_of_two_results_the_one_that_is_meant_is_told(two):
    two.change("title: Giấy khai sinh", "title: Giấy khai", second=True)
    (found,) = asking(two, "Giấy khai sinh của trẻ").told()
    assert "1.004884" not in found.message


def test_a_kind_of_document_is_no_name(two):
    two.change("title: Giấy khai sinh", "title: Giấy xác nhận", second=True)
    assert asking(two, "Giấy xác nhận của trường học").told() == []


def test_a_register_that_nobody_has_described_is_told(two):
    two.change("register: birth-proofs", "register: birth-proof")
    (found,) = two.told()
    assert found.field == "papers[1].satisfied_by[0].register"
    assert found.todo.startswith("Có phải “birth-proofs”?")


@pytest.mark.parametrize(
    ("title", "how"),
    [
        ("Giấy khai sinh", {"more": ", satisfied_by: [{register: civil-status}]"}),
        ("Giấy đề nghị cấp lại Giấy khai sinh", {"more": ", from_form: true"}),
        ("Văn bản ủy quyền đăng ký khai sinh", {}),
        ("Giấy chứng nhận của cơ sở y tế", {}),
    ],
)
def test_a_paper_that_the_state_does_not_hold_or_that_says_who_does_is_left_alone(two, title, how):
    assert asking(two, title, **how).told() == []


# --- what is asked twice -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "todo"),
    [
        ("{id: call, label: Gọi số nào?, type: phone}", "prefill: applicant.phone"),
        ("{id: parent, label: Cha hoặc mẹ, type: person}", "own: true"),
        ("{id: parcel, label: Thửa đất số, type: text}", "prefill: land"),
    ],
)
def test_what_the_profile_or_a_register_knows_is_not_asked(two, row, todo):
    (found,) = field(two, row).told()
    assert found.field == "form[2]"
    assert "đã có" in found.message
    assert todo in found.todo


@pytest.mark.parametrize(
    "row",
    [
        "{id: call, label: Gọi số nào?, type: phone, prefill: applicant.phone}",
        "{id: call, label: Số của người kia, type: phone, when: {field: proof, is: pledge}}",
        "{id: parent, label: Cha hoặc mẹ, type: person, own: true}",
        "{id: parcel, label: Thửa đất số, type: text, prefill: land}",
        "{id: parcel, label: Thửa vườn, type: text}",
    ],
)
def test_what_is_filled_in_or_known_to_nobody_may_be_asked(two, row):
    assert field(two, row).told() == []


def test_two_forms_that_ask_what_a_register_knows_are_told_of_each_other(two):
    row = "  - {id: head, label: Họ và tên chủ hộ, type: text}\n"
    two.change(BORN, row + BORN).change(BORN, row + BORN, second=True)
    first, second = two.told()
    assert "thủ tục 1.004884 cũng hỏi" in first.message
    assert "thủ tục 1.001193 cũng hỏi" in second.message


def test_a_question_that_a_paper_answers_is_asked_twice(two):
    field(two, "{id: degree, label: Văn bằng, type: text}")
    (found,) = asking(two, "Bằng tốt nghiệp đại học", name="degree").told()
    assert found.message == "Tờ khai hỏi “Văn bằng” mà giấy tờ “Bằng tốt nghiệp đại học” nộp kèm cũng nói."


def test_a_question_on_which_a_paper_depends_is_not_asked_twice(two):
    field(two, "{id: degree, label: Bạn có văn bằng không?, type: yes-no}")
    assert asking(two, "Bằng tốt nghiệp đại học", name="degree").told() == []


# --- names ---------------------------------------------------------------------------------------------------


def test_the_same_paper_under_two_names_is_told_with_the_name_to_keep(two):
    asking(two, "Văn bản uỷ quyền (nếu có)", name="authorisation")
    two.change("papers:\n", paper("Văn bản ủy quyền", name="proxy"), second=True)
    (found,) = two.told()
    assert found.file == two.first
    assert "là “Văn bản ủy quyền” (proxy) của thủ tục 1.004884" in found.message
    assert found.todo.startswith("Giữ một tên: “Văn bản ủy quyền”, mã proxy;")


def test_one_title_under_two_ids_is_told_at_the_id(two):
    two.change("id: birth-proof", "id: proof-of-birth", second=True)
    (found,) = two.told()
    assert found.field == "papers[1].id"


def test_the_same_paper_under_one_name_is_left_alone(two):
    asking(two, "Văn bản ủy quyền", name="proxy")
    two.change("papers:\n", paper("Văn bản ủy quyền", name="proxy"), second=True)
    assert two.told() == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Giấy ủy quyền", "Giấy uỷ quyền", True),
        ("Bản sao có chứng thực lý lịch cá nhân", "Lí lịch cá nhân", True),
        ("Hợp đồng thuê đất theo mẫu số 3", "Hợp đồng thuê đất", True),
        ("Đơn thuốc của bác sĩ và bệnh viện", "Đơn thuốc của bệnh viện, bác sĩ", True),
        ("Báo cáo kết quả thẩm tra thiết kế xây dựng", "Báo cáo kết quả thẩm tra thiết kế", False),
        ("Báo cáo tài chính năm trước", "Báo cáo tài chính năm nay", False),
        (
            "Báo cáo kết quả khắc phục năm 2025 của cơ sở",
            "Báo cáo kết quả khắc phục năm 2026 của cơ sở",
            False,
        ),
        ("Giấy chứng nhận đăng ký kinh doanh", "Giấy chứng nhận đăng ký hộ kinh doanh", False),
        ("Văn bản cam kết của cha", "Văn bản cam kết của mẹ", False),
        ("Giấy khai sinh", "Giấy chứng sinh", False),
    ],
)
def test_names_are_compared_by_the_words_that_tell(one, other, same):
    assert alike(one, other, one_id=False) is same
    assert alike(other, one, one_id=False) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Văn bản ủy quyền", "Văn bản ủy quyền nộp hồ sơ", True),
        ("Giấy chứng nhận kết hôn", "Giấy chứng nhận kết hôn của cha, mẹ", True),
        ("Báo cáo", "Báo cáo kết quả", False),
        (
            "Văn bản của người làm chứng về việc sinh",
            "Văn bản cam đoan về việc chết, có người làm chứng",
            False,
        ),
    ],
)
def test_under_one_id_the_plainer_name_is_the_fuller_one(one, other, same):
    assert alike(one, other, one_id=True) is alike(other, one, one_id=True) is same
    assert not alike(one, other, one_id=False)


def test_a_name_begins_with_whole_words():
    assert begins("Bản chính Giấy chứng nhận kết hôn của cha, mẹ", "Giấy chứng nhận kết hôn")
    assert not begins("Giấy chứng nhận kết hôn", "Giấy chứng nhận kết hôn của cha")
    assert not begins("Đơn xin Giấy chứng nhận kết hôn", "Giấy chứng nhận kết hôn")
    assert words_of("Bản sao Sổ hộ khẩu (nếu có)") == ("so", "ho", "khau")


# --- laws ----------------------------------------------------------------------------------------------------


def test_a_basis_that_ended_while_the_version_is_in_force_is_told(two):
    two.change(LAW, "{document: Nghị định số 13/2023/NĐ-CP}")
    assert two.told(on=date(2025, 12, 31)) == []
    ended, whole = two.told()
    assert (ended.field, whole.field) == ("law[0].document", "law")
    assert ended.message == "Nghị định số 13/2023/NĐ-CP đã hết hiệu lực từ 01/01/2026."
    assert "Nghị định số 356/2025/NĐ-CP" in ended.todo
    assert "Mọi văn bản" in whole.message


def test_one_basis_of_two_that_ended_leaves_the_procedure_its_ground(two):
    two.change(LAW, f"{LAW}\n  - {{document: Nghị định số 13/2023/NĐ-CP}}")
    (found,) = two.told()
    assert found.field == "law[1].document"


# --- what cases show -----------------------------------------------------------------------------------------

USUAL = PaperLived(applicants=180, closed=200, returned=3, refused=1)


def year(*, p90: int = 1800, granted: int = 200, **papers: PaperLived) -> dict[str, Lived]:
    known = {"declaration": USUAL, "birth-proof": USUAL} | {
        name.replace("_", "-"): one for name, one in papers.items()
    }
    return {"1.001193": Lived(190, granted, p90, known)}


@pytest.fixture
def five_days(two) -> Two:
    return two.change('value: 1 wd\n  same_day_until: "15:00"', "value: 5 wd")


def test_a_limit_far_above_what_cases_take_is_told(five_days):
    (found,) = five_days.told(lived=year(p90=600))
    assert found.field == "limit.value"
    assert "9 phần 10 trong 200 hồ sơ một năm qua xong trong 1 ngày 2 giờ làm việc" in found.message
    assert "Rút thời hạn xuống “2 wd”" in found.todo
    assert "Liên quan 190 người một năm." in found.todo


@pytest.mark.parametrize(
    ("lived", "bounds"),
    [
        (year(p90=1201), Bounds()),
        (year(p90=600, granted=99), Bounds()),
        (year(p90=600), Bounds(share=0.2)),
        (year(p90=600), Bounds(least=201)),
    ],
)
def test_a_limit_that_cases_need_or_that_few_have_tried_is_left_alone(five_days, lived, bounds):
    assert [one for one in five_days.told(lived=lived, bounds=bounds) if one.field.startswith("limit")] == []


def test_what_is_settled_the_same_day_is_short_enough(two):
    assert two.told(lived=year(p90=10)) == []


def test_a_paper_that_never_changed_a_decision_is_told(five_days):
    idle = PaperLived(applicants=1180, closed=1200, returned=0, refused=0)
    (found,) = five_days.told(lived=year(birth_proof=idle))
    assert found.field == "papers[1]"
    assert "“Giấy chứng sinh” chưa lần nào đổi một quyết định: 1.200 hồ sơ đã xong" in found.message
    assert "Liên quan 1.180 người một năm." in found.todo


@pytest.mark.parametrize(
    "lived",
    [
        PaperLived(1180, 1200, returned=1, refused=0),
        PaperLived(1180, 1200, returned=0, refused=1),
        PaperLived(90, 99, returned=0, refused=0),
    ],
)
def test_a_paper_that_decided_once_or_that_few_brought_is_left_alone(five_days, lived):
    assert five_days.told(lived=year(birth_proof=lived)) == []


def test_what_touches_most_people_comes_first(five_days):
    idle = PaperLived(applicants=1180, closed=1200, returned=0, refused=0)
    found = five_days.told(lived=year(p90=10, birth_proof=idle))
    assert [one.field for one in found] == ["papers[1]", "limit.value"]


def test_a_procedure_without_cases_touches_nobody(two):
    (found,) = asking(two, "Sổ hộ khẩu").told(lived={})
    assert "Liên quan 0 người một năm." in found.todo


def test_a_paper_touches_those_of_whom_it_was_asked(two):
    (found,) = asking(two, "Sổ hộ khẩu").told(lived=year())
    assert "Liên quan 0 người một năm." in found.todo
    (found,) = two.told(lived=year(other=PaperLived(12, 12, returned=1, refused=0)))
    assert "Liên quan 12 người một năm." in found.todo


# --- which files ---------------------------------------------------------------------------------------------


def test_one_file_is_advised_beside_all_others(two):
    asking(two, "Văn bản ủy quyền về việc sinh", name="proxy")
    two.change("papers:\n", paper("Văn bản ủy quyền", name="proxy"), second=True)
    (found,) = two.told(path=two.first)
    assert found.file == two.first
    assert two.told(path=two.second) == []


def test_the_version_in_force_is_advised_and_not_the_one_before(two, good):
    asking(two, "Sổ hộ khẩu").change("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2026-01-01")
    later = two.first.with_name("1.001193@2026-01-01.yaml")
    later.write_text(good.replace("2025-07-01", "2026-01-01"), encoding="utf-8")
    assert two.told() == []
    (found,) = two.told(on=date(2025, 12, 1))
    assert found.file == two.first


def test_a_procedure_that_has_ended_is_not_advised(two):
    asking(two, "Sổ hộ khẩu").change("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2026-01-01")
    assert two.told() == []


def test_advice_is_never_an_error_of_what_ships(real):
    sheets, findings = lint.judge(real)
    assert lint.errors_in([*findings, *files.findings(sheets, Surroundings(real), on=TODAY)]) == ()


# --- bundles -------------------------------------------------------------------------------------------------


def test_a_bundle_that_is_received_more_widely_than_a_part_of_it_is_told():
    real = Surroundings(settings.CATALOGUE)
    bundle, residence = (real.procedure(code) for code in ("2.000986", "1.004222"))
    assert list(wider_than_parts([bundle, residence], Known())) == []
    (told,) = wider_than_parts([bundle, replace(residence, channels=("online",))], Known())
    assert told.place == ("steps", 2, "children", 0, "procedure")
    assert (
        "nhận qua kênh “Trực tiếp” mà thủ tục “Đăng ký thường trú” (1.004222) nộp riêng thì không" in told.why
    )
    assert "thêm kênh ấy cho 1.004222" in told.todo
