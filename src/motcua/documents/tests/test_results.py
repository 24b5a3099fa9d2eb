"""What each result says: exactly what its procedure declares, for whatever people may have answered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from motcua.documents import results, slips
from motcua.documents.tests.sheets import LICENCE
from motcua.kernel import forms
from motcua.procedures import lint
from motcua.procedures.definition import Definition
from motcua.procedures.results import CASE_FACTS, names_in
from motcua.procedures.surroundings import Surroundings
from motcua.web import catalogue_files
from tests.stories.birth import BIRTH, BIRTH_FORM
from tests.stories.fill import plausible

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
FOLDER = CATALOGUE / "ha-tinh" / "procedures"
CODES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
COMMUNES = {
    one["gso"]: f"{one['place']}, tỉnh Hà Tĩnh"
    for group in catalogue_files.load(CATALOGUE / "ha-tinh" / "agencies" / "2-tier.yaml").value["groups"]
    for one in group["agencies"]
}
DECIDED = date(2026, 11, 24)
EVERY = pytest.mark.parametrize("code", CODES)


@cache
def definition(code: str) -> Definition:
    found = lint.read(FOLDER / f"{code}.yaml", Surroundings(CATALOGUE)).definition
    assert found is not None
    return found


def source(code: str, answers: Mapping[str, Any]) -> results.Source:
    facts = {
        "case.code": "H27.101-20261123-0017",
        "case.applicant": "Nguyễn Thị Hoa",
        "case.agency": "Ủy ban nhân dân phường Thành Sen",
        "case.submitted": date(2026, 11, 20),
        "case.received": date(2026, 11, 23),
        "case.decided": DECIDED,
        "case.year": "2026",
        **results.validity(definition(code).result.valid, DECIDED),
    }
    return results.Source(definition(code).schema, answers, facts, COMMUNES)


def filled(code: str, seed: int) -> Mapping[str, Any]:
    schema = definition(code).schema
    checked = forms.validate(schema, plausible(schema, random.Random(seed)), today=date(2026, 11, 1))
    assert not checked.faults
    return checked.values


def written(code: str, answers: Mapping[str, Any]) -> slips.ResultSheet:
    told = results.written(definition(code).result, source(code, answers))
    return replace(LICENCE, authority="", **told)


def lines(sheet: slips.ResultSheet) -> dict[str, str]:
    """The facts of a sheet that stand on lines, by label."""
    groups = (group for group in sheet.groups if isinstance(group, slips.FactGroup))
    return {fact.label: fact.value for group in groups for fact in group.facts}


def text_of(sheet: slips.ResultSheet) -> str:
    pages = PdfReader(BytesIO(slips.typeset(sheet))).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    """A text without spaces and case: where a line ended says nothing."""
    return re.sub(r"[\s\u200b]", "", text).casefold()


# --- every procedure -----------------------------------------------------------------------------------------


def answered(answers: Mapping[str, Any], name: str) -> bool:
    """Whether a name has an answer, looked up in the plainest way."""
    if name in CASE_FACTS:
        return True
    top, _, part = name.partition(".")
    value = answers.get(top)
    if isinstance(value, list) and part:
        return any(part in row for row in value)
    return value is not None and (not part or part in value)


def declared(code: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """The facts that a file declares for these answers: the label of each, and whether there is something to say."""
    schema = definition(code).schema
    for group in definition(code).result.shows:
        if group.when is None or group.when.holds(answers):
            for fact in group.facts:
                names = [fact.name] if fact.name else [*names_in(fact.text)]
                is_known = all(answered(answers, name) for name in names)
                if is_known or group.blank:
                    yield fact.label or schema.field(fact.name).label, is_known and bool(names)


@EVERY
@pytest.mark.parametrize("seed", range(12))
def test_a_result_says_exactly_the_declared_facts(code, seed):
    answers = filled(code, seed)
    found: list[tuple[str, bool]] = []
    for group in written(code, answers).groups:
        if isinstance(group, slips.FactTable):
            found += [
                (label, any(column))
                for label, column in zip(group.head, zip(*group.rows, strict=True), strict=True)
            ]
        else:
            found += [(fact.label, bool(fact.value)) for fact in group.facts]
    assert found == [*declared(code, answers)]


@EVERY
@pytest.mark.parametrize("seed", range(4))
def test_a_result_is_typeset_with_its_facts_and_nothing_else_that_was_answered(code, seed):
    answers = filled(code, seed)
    sheet = written(code, answers)
    printed = text_of(sheet)
    assert [value for value in lines(sheet).values() if squeezed(value) not in printed] == []
    for group in sheet.groups:
        if isinstance(group, slips.FactTable):
            assert [cell for row in group.rows for cell in row if squeezed(cell) not in printed] == []
    result = definition(code).result
    texts = [result.symbol, result.subtitle, *result.grounds, *result.closing]
    texts += [text for group in result.shows for fact in group.facts for text in (group.heading, fact.text)]
    said = {fact.name for group in result.shows for fact in group.facts} | {
        name for text in texts for name in names_in(text)
    }
    rows = forms.summary(definition(code).schema, answers, communes=COMMUNES)
    told = {squeezed(row.text) for row in rows if _plain(row.name) in said}
    kept_back = {squeezed(row.text) for row in rows if _plain(row.name) not in said and len(row.text) > 8}
    assert [text for text in kept_back if text in printed and not any(text in one for one in told)] == []


def _plain(name: str) -> str:
    """The name of a field without the number of its row."""
    return re.sub(r"\.\d+", "", name)


@EVERY
def test_a_draft_lies_at_the_desks_that_draw_up_and_sign_and_at_no_other(code):
    flow = definition(code).flow
    shown = [step.id for step in flow.steps.values() if flow.has_draft(step)]
    wanted = {
        "1.008891": ["examine", "check", "sign", "issue"],
        "1.011475": ["inspect", "check", "sign", "issue"],
        "1.011477": ["examine", "check", "sign", "issue"],
        "1.011609": ["survey", "announce", "sign"],
        "1.013225": ["examine", "check", "sign"],
        "2.000815": ["certify", "sign"],
        "2.000986": ["register", "others"],
        "3.000244": ["examine", "sign", "appraise", "approve"],
    }
    assert shown == wanted.get(code, ["examine", "sign"])


# --- a few by word -------------------------------------------------------------------------------------------


def test_a_birth_certificate_says_what_the_law_wants():
    sheet = written(BIRTH, BIRTH_FORM)
    home = "Số 12 đường Nguyễn Công Trứ, phường Thành Sen, tỉnh Hà Tĩnh"
    facts = [(fact.label, fact.value) for group in sheet.groups for fact in group.facts]
    assert facts == [
        ("Họ, chữ đệm, tên", "TRẦN AN NHIÊN"),
        ("Ngày, tháng, năm sinh", "10/11/2026"),
        ("Ghi bằng chữ", "Ngày mười tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("Giới tính", "Nữ"),
        ("Dân tộc", "Kinh"),
        ("Quốc tịch", "Việt Nam"),
        ("Nơi sinh", f"Bệnh viện Đa khoa tỉnh Hà Tĩnh, {home}"),
        ("Quê quán", home),
        ("Số định danh cá nhân", ""),
        ("Họ, chữ đệm, tên người mẹ", "NGUYỄN THỊ HOA"),
        ("Năm sinh", "1992"),
        ("Dân tộc", "Kinh"),
        ("Quốc tịch", "Việt Nam"),
        ("Nơi cư trú", home),
        ("Họ, chữ đệm, tên người cha", ""),
        ("Năm sinh", ""),
        ("Dân tộc", ""),
        ("Quốc tịch", ""),
        ("Nơi cư trú", ""),
        ("Họ, chữ đệm, tên người đi khai sinh", "NGUYỄN THỊ HOA"),
        ("Giấy tờ tùy thân", "Số định danh cá nhân 042192000123"),
        ("Nơi đăng ký khai sinh", "Ủy ban nhân dân phường Thành Sen, tỉnh Hà Tĩnh"),
        ("Ngày, tháng, năm đăng ký", "24/11/2026"),
    ]
    assert "0912000123" not in text_of(sheet)


def test_who_was_born_elsewhere_than_in_a_hospital_was_born_at_a_place():
    answers = {**BIRTH_FORM, "birth_proof": "pledge"}
    del answers["hospital"]
    sheet = written(BIRTH, answers)
    assert lines(sheet)["Nơi sinh"] == "Số 12 đường Nguyễn Công Trứ, phường Thành Sen, tỉnh Hà Tĩnh"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("single", "Hiện tại chưa đăng ký kết hôn với ai."),
        ("divorced", "Đã đăng ký kết hôn nhưng đã ly hôn; hiện tại chưa đăng ký kết hôn với ai."),
    ],
)
def test_marital_status_is_said_in_the_words_of_the_circular(status, words):
    answers = {**filled("1.004873", 0), "status": status, "status_detail": "Quyết định số 87/2024/QĐST-HNGĐ"}
    assert lines(written("1.004873", answers))["Tình trạng hôn nhân"] == words


def test_the_members_of_a_household_make_a_table():
    people = [{"full_name": "Trần Văn Nam", "id_number": "042190000111"}, {"full_name": "Lê Thị Mai"}]
    sheet = written("1.001612", {**filled("1.001612", 0), "founder": "family", "members": people})
    (table,) = [group for group in sheet.groups if isinstance(group, slips.FactTable)]
    assert table == slips.FactTable(
        "7. Danh sách thành viên hộ gia đình tham gia hộ kinh doanh",
        ("Họ, chữ đệm, tên", "Số định danh cá nhân"),
        (("Trần Văn Nam", "042190000111"), ("Lê Thị Mai", "")),
    )


def test_money_is_said_in_figures_and_in_words():
    facts = lines(written("1.001612", {**filled("1.001612", 0), "capital": 50_000_000}))
    assert facts["4. Vốn kinh doanh"] == "50.000.000 đồng"
    assert facts["Bằng chữ"] == "Năm mươi triệu đồng"


@pytest.mark.parametrize(
    ("valid", "decided", "until"),
    [
        ("6 mo", date(2026, 8, 31), date(2027, 2, 28)),
        ("12 mo", date(2026, 11, 24), date(2027, 11, 24)),
        ("10 yr", date(2024, 2, 29), date(2034, 2, 28)),
        ("30 cd", date(2026, 12, 15), date(2027, 1, 14)),
        ("forever", date(2026, 1, 1), ""),
        ("", date(2026, 1, 1), ""),
    ],
)
def test_a_span_ends_on_the_day_of_the_same_number(valid, decided, until):
    assert results.validity(valid, decided)["case.valid_until"] == until


def test_an_answer_in_braces_is_only_an_answer():
    answers = {**BIRTH_FORM, "hospital": "Bệnh viện {case.code} {"}
    assert lines(written(BIRTH, answers))["Nơi sinh"].startswith("Bệnh viện {case.code} {, Số 12")
