"""A draft is tried on what people have lived through: the command tells what would change."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.cases import acts as cases
from motcua.documents.models import Paper
from motcua.kernel.refusals import Invalid, Missing
from motcua.project import environment, trying
from tests.province import later, who
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(province):
    """A birth that was registered within a morning, its paper asked for again."""
    case = file_birth(at=later(hours=0))
    cases.receive(case, by=who("minh"), at=later(hours=1))
    cases.claim(case, by=who("lan"), at=later(hours=1.5))
    items = [{"id": "birth-proof", "title": "Giấy chứng sinh"}]
    cases.request_supplement(
        case, items=items, reason_code="unreadable", reason="Ảnh mờ", by=who("lan"), at=later(hours=2)
    )
    cases.supplement(case, note="Đã chụp lại", by=who("hoa"), at=later(hours=6))
    cases.finish(case, "propose", by=who("lan"), at=later(hours=7))
    cases.claim(case, by=who("quan"), at=later(hours=7.5))
    cases.finish(case, "sign", by=who("quan"), at=later(hours=8))
    cases.hand_over(case, receiver="Nguyễn Thị Hoa", how="counter", by=who("minh"), at=later(hours=9))
    return case


@pytest.fixture
def draft(tmp_path):
    """The file of the procedure, in a catalogue of its own, to change: its scenarios are not written yet."""
    from shutil import copytree

    catalogue = copytree(environment.catalogue_dir(), tmp_path / "catalogue")
    draft = catalogue / "ha-tinh" / "procedures" / "1.001193.yaml"
    draft.with_suffix(".feature").unlink()
    return draft


def told(what: str) -> str:
    return "\n".join(trying.replay(what, since=None, until=later(days=1).date(), at=later(days=1)))


def test_the_law_of_its_time_tells_every_case_as_it_was(lived):
    said = told("1.001193")
    assert "1 hồ sơ đã xong, 1 hồ sơ diễn ra y như cũ" in said
    assert "Giấy tờ" not in said


def test_a_paper_that_the_draft_drops_is_told_with_the_waiting_that_it_saves(lived, draft):
    text = draft.read_text(encoding="utf-8")
    start = text.index("  - id: birth-proof")
    end = text.index("\n  - id:", start + 1)
    draft.write_text(text[:start] + text[end + 1 :], encoding="utf-8")
    said = told(str(draft))
    assert "Giấy tờ “Giấy chứng sinh”: 1 hồ sơ phải nộp trước đây, 0 nếu theo phiên bản này." in said
    assert "Lần yêu cầu bổ sung không còn: 1." in said


def test_without_cases_it_says_so(province, draft):
    assert "chưa có hồ sơ nào đã xong" in told(str(draft))


def test_a_draft_with_errors_is_not_tried(province, draft):
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("sign: hand-over", "sign: end", 1), encoding="utf-8"
    )
    with pytest.raises(Invalid, match="có 1 lỗi"):
        told(str(draft))


def test_a_code_that_is_none_is_refused(province):
    with pytest.raises(Missing, match="Không có thủ tục nào mang mã"):
        told("9.999999")


def test_nothing_is_written(lived, draft):
    from motcua.journal.models import Event

    before = Event.objects.count()
    told(str(draft))
    assert Event.objects.count() == before


def test_the_cost_of_a_change_is_told_and_written_to_excel(lived, draft, tmp_path):
    text = draft.read_text(encoding="utf-8")
    start = text.index("  - id: birth-proof")
    draft.write_text(text[:start] + text[text.index("\n  - id:", start + 1) + 1 :], encoding="utf-8")
    excel = tmp_path / "chi-phi.xlsx"
    lines = list(trying.cost("1.001193", str(draft), volume=1000, excel=excel, at=later(days=1)))
    assert lines[0] == "Hiện hành: 1.001193 Đăng ký khai sinh, 1000 hồ sơ một năm."
    assert any("Giấy chứng sinh" in line and "× 1000" in line for line in lines)
    assert lines[-2].startswith("Cắt giảm 47.000.000 đồng một năm")
    assert excel.exists()


def test_without_cases_the_volume_must_be_declared(province):
    with pytest.raises(Missing, match="--volume"):
        list(trying.cost("1.001612", None, volume=None, excel=None, at=later()))
    told_so = next(iter(trying.cost("1.001612", None, volume=10, excel=None, at=later())))
    assert told_so.endswith("10 hồ sơ một năm.")


def test_a_span_that_ends_before_it_begins_is_refused(province):
    with pytest.raises(Invalid, match=r"Không có ngày nào từ 01/12/2026 đến trước 01/01/2026"):
        list(trying.replay("1.001193", since=date(2026, 12, 1), until=date(2026, 1, 1), at=later()))


@pytest.mark.parametrize("what", ["notes.txt", "folder.yaml"])
def test_what_is_no_procedure_file_is_called_so(province, tmp_path, what):
    (tmp_path / "notes.txt").write_text("root:x:0:0", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(Invalid, match="không phải là tệp thủ tục"):
        list(trying.cost("1.001612", str(tmp_path / what), volume=10, excel=None, at=later()))


def test_a_file_that_is_not_there_is_told_apart(province, tmp_path):
    with pytest.raises(Missing, match="Không có tệp hoặc thư mục nào ở"):
        told(str(tmp_path / "1.001193.yaml"))


def test_a_draft_outside_the_catalogue_is_tried_by_the_catalogue_of_the_installation(lived, draft, tmp_path):
    outside = draft.rename(tmp_path / draft.name)
    assert "1 hồ sơ diễn ra y như cũ" in told(str(outside))


def test_a_paper_that_nobody_brought_is_not_priced_for_everybody(lived):
    lines = list(trying.cost("1.001193", None, volume=1000, excel=None, at=later(days=1)))
    surrogacy = [line for line in lines if "mang thai hộ" in line]
    assert [line.strip().partition(":")[0] for line in surrogacy] == [
        "Không tính, vì chưa biết bao nhiêu hồ sơ cần"
    ]
    assert not any("Văn bản ủy quyền" in line for line in lines), "of the real cases none declared that"


def test_an_optional_paper_is_priced_for_those_who_brought_it(lived):
    Paper.objects.create(
        application=lived,
        paper="surrogacy",
        source="handed-in",
        form="original",
        added_by="minh",
        added_at=later(),
    )
    lines = list(trying.cost("1.001193", None, volume=1000, excel=None, at=later(days=1)))
    assert any("mang thai hộ" in line and "× 1000" in line for line in lines)
