"""The fields of a form: each label leads to its control, each fault stands between them and is announced."""

import pytest
from django.template import engines

from motcua.kernel import forms
from motcua.kernel.refusals import Fault
from motcua.web.tests.tree import read

FORM = forms.Schema.parse(
    [
        {"id": "name", "type": "name", "label": "Họ tên", "required": True, "hint": "Như trên thẻ căn cước"},
        {"id": "born", "type": "date", "label": "Ngày sinh", "required": True},
        {"id": "copies", "type": "number", "label": "Số bản", "unit": "bản", "required": True},
        {"id": "price", "type": "money", "label": "Giá", "required": True},
        {"id": "why", "type": "textarea", "label": "Lý do"},
        {"id": "phone", "type": "phone", "label": "Điện thoại", "required": True},
        {"id": "email", "type": "email", "label": "Thư điện tử"},
        {"id": "card", "type": "identity", "label": "Số định danh", "required": True},
        {"id": "twin", "type": "yes-no", "label": "Sinh đôi?", "required": True},
        {
            "id": "kind",
            "type": "choice",
            "label": "Loại",
            "required": True,
            "choices": [{"value": "a", "label": "A", "hint": "loại A"}, {"value": "b", "label": "B"}],
        },
        {
            "id": "many",
            "type": "choice",
            "label": "Nhiều loại",
            "required": True,
            "choices": [{"value": f"v{n}", "label": f"Loại {n}"} for n in range(12)],
        },
        {
            "id": "extras",
            "type": "choices",
            "label": "Kèm theo",
            "choices": [{"value": "x", "label": "X"}, {"value": "y", "label": "Y"}],
        },
        {"id": "mother", "type": "person", "label": "Người mẹ", "required": True},
        {"id": "home", "type": "place", "label": "Nơi ở", "required": True, "local": True},
        {
            "id": "partners",
            "type": "list",
            "label": "Thành viên",
            "max": 3,
            "fields": [
                {"id": "full_name", "type": "name", "label": "Họ tên", "required": True},
                {"id": "kin", "type": "yes-no", "label": "Là người thân?", "required": True},
                {
                    "id": "as",
                    "type": "text",
                    "label": "Quan hệ",
                    "max": 20,
                    "when": {"field": "kin", "is": True},
                },
            ],
        },
        {"id": "true", "type": "declaration", "label": "Tôi cam đoan khai đúng"},
        {"id": "note", "type": "note", "label": "Đọc kỹ", "hint": "Trước khi ký"},
    ]
)
COMMUNES = {"18562": "Xã Thạch Hà", "18073": "Phường Thành Sen"}
ONE_CONTROL = ["name", "copies", "price", "why", "phone", "email", "card", "many"]


def shown(name, values=None, faults=(), **options):
    template = engines["django"].from_string(
        "{% load web %}{% field asked values faults communes=communes answers=answers heading=heading %}"
    )
    context = {"communes": COMMUNES, "answers": None, "heading": False, **options}
    return read(template.render({"asked": FORM.field(name), "values": values, "faults": faults, **context}))


@pytest.mark.parametrize("field", FORM.fields, ids=lambda field: field.id)
def test_every_control_has_a_label_and_no_two_share_an_identifier(field):
    page = shown(field.name)
    controls = [one for one in page.walk() if one.tag in {"input", "select", "textarea"}]
    labelled = {label["for"] for label in page.all("label")}
    assert {control["id"] for control in controls} == labelled
    identifiers = [one["id"] for one in page.walk() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("field", FORM.fields, ids=lambda field: field.id)
def test_the_page_sends_exactly_what_the_kernel_reads(field):
    sent = {one["name"] for one in shown(field.name).walk() if one.tag in {"input", "select", "textarea"}}
    assert sent == {one.name for one in field.inputs()}


@pytest.mark.parametrize("name", ONE_CONTROL)
def test_a_fault_stands_between_label_and_control_and_is_announced(name):
    page = shown(name, faults=[Fault(name, "Chưa đúng")])
    control, error = page.one(id=f"field-{name}"), page.one(id=f"field-{name}-error")
    order = list(page.walk())
    assert error.text == "Lỗi: Chưa đúng"
    assert error["id"] in control["aria-describedby"].split()
    assert control["aria-invalid"] == "true"
    assert order.index(page.one("label")) < order.index(error) < order.index(control)


@pytest.mark.parametrize(
    ("name", "first"), [("born", "field-born"), ("kind", "field-kind"), ("extras", "field-extras")]
)
def test_the_fault_of_a_field_with_several_controls_is_announced_by_its_fieldset(name, first):
    page = shown(name, faults=[Fault(name, "Chưa đúng")])
    assert f"field-{name}-error" in page.one("fieldset")["aria-describedby"]
    assert page.one(id=first).tag == "input"


def test_the_error_summary_leads_to_the_fields():
    faults = [
        Fault("name", "Nhập họ tên"),
        Fault("mother.birth_date", "Nhập ngày sinh"),
        Fault("", "Chưa gửi được"),
    ]
    source = engines["django"].get_template("web/components/error_summary.html").render({"faults": faults})
    links = [link["href"] for link in read(source).all("a")]
    assert links == ["#field-name", "#field-mother.birth_date"]
    assert shown("mother").one(id="field-mother.birth_date")["name"] == "mother.birth_date.day"
    assert "Chưa gửi được" in read(source).text


def test_a_hint_is_announced_with_the_control():
    page = shown("name")
    assert page.one(id="field-name")["aria-describedby"] == "field-name-hint"
    assert page.one(id="field-name-hint").text == "Như trên thẻ căn cước"


def test_what_may_be_left_out_says_so_and_what_must_be_filled_says_nothing():
    assert shown("why").one("label").text == "Lý do (không bắt buộc)"
    assert shown("name").one("label").text == "Họ tên"


def test_values_come_back_and_are_escaped():
    assert shown("name", {"name": '"><script>'}).one("input")["value"] == '"><script>'
    assert shown("why", {"why": "\n dòng"}).one("textarea").text == "dòng"
    assert shown("born", {"born.month": "2"}).one(name="born.month")["value"] == "2"


@pytest.mark.parametrize(
    ("name", "values", "picked"),
    [
        ("twin", {"twin": "no"}, ["no"]),
        ("kind", {"kind": "b"}, ["b"]),
        ("extras", {"extras": ["x", "y"]}, ["x", "y"]),
        ("extras", {}, []),
        ("true", {"true": "yes"}, ["yes"]),
    ],
)
def test_picks_come_back(name, values, picked):
    assert [one["value"] for one in shown(name, values).all("input", checked="")] == picked


def test_many_choices_are_a_list_that_opens():
    options = shown("many", {"many": "v7"}).all("option")
    assert [one["value"] for one in options if one.get("selected") is not None] == ["v7"]
    assert options[0]["value"] == ""


@pytest.mark.parametrize(
    ("name", "type_", "inputmode"),
    [
        ("phone", "tel", "tel"),
        ("email", "email", "email"),
        ("card", "text", "numeric"),
        ("price", "text", "numeric"),
    ],
)
def test_a_phone_opens_the_right_keyboard(name, type_, inputmode):
    control = shown(name).one("input")
    assert (control["type"], control["inputmode"]) == (type_, inputmode)


def test_a_commune_is_chosen_by_name():
    options = {one["value"]: one.text for one in shown("home").one(name="home.commune").all("option")}
    assert options == {"": "Chọn", **COMMUNES}


def test_without_names_a_commune_is_typed():
    assert shown("home", communes={}).one(name="home.commune").tag == "input"


def test_units_stand_behind_the_box():
    assert shown("price").one(class_="govuk-input__suffix").text == "đồng"


def test_a_group_is_one_fieldset_that_a_fault_can_lead_to():
    group = shown("mother").one(id="field-mother")
    assert (group.tag, group["tabindex"]) == ("fieldset", "-1")


def test_a_list_shows_what_is_filled_and_one_row_more_up_to_its_limit():
    def rows(values):
        return len(shown("partners", values).all(class_="mc-composite--row"))

    assert rows({}) == 1
    assert rows({"partners.0.full_name": "Hoa"}) == 2
    assert rows({"partners.1.full_name": "Hoa"}) == 3
    assert rows({"partners.2.full_name": "Hoa"}) == 3
    assert shown("partners").one("button")["value"] == "partners"


def test_a_question_that_depends_on_its_neighbour_names_it_for_the_script():
    asked = shown("partners").one(data_when="partners.0.kin")
    assert asked["data-when-values"] == '["yes"]'
    assert asked.one("input")["name"] == "partners.0.as"


def test_a_question_can_be_the_heading_of_its_page():
    assert shown("name", heading=True).one("h1").text == "Họ tên"
    assert shown("born", heading=True).one("legend").one("h1").text == "Ngày sinh"


def test_a_note_asks_nothing():
    assert shown("note").text == "Đọc kỹ Trước khi ký"
    assert not shown("note").all("input")
