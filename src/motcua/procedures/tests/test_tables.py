"""The parts of a procedure as forms: moves, opinions, child cases, councils; what nobody touched stays as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from motcua.kernel.refusals import Invalid
from motcua.procedures import structure
from motcua.procedures.drafting import cells, differing, shorthand, tables
from motcua.procedures.drafting.cells import SEVERAL, Cell
from motcua.procedures.drafting.columns import Column
from motcua.procedures.drafting.parts import PARTS, TYPES
from motcua.web import catalogue_files

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
FILES = sorted(CATALOGUE.glob("ha-tinh/procedures/*.yaml"))
STEPS, IDENTITY, RESULT = (PARTS[name] for name in ("steps", "identity", "result"))

TEXT = """\
code: "1.001193"
audience: [citizen]  # cá nhân
competent: {kind: commune, unit: Tư pháp}
channels: [online, counter]
steps:
  # tại quầy
  - id: receive
    title: Tiếp nhận
    at: reception
    role: one-stop
    within: 2 wh
    moves: {accept: [{to: ask, when: {field: far, is: true}}, sign], refuse: refused}  # hai ngả
  - id: ask
    title: Lấy ý kiến
    at: competent
    role: land
    within: 5 wd
    moves: {gathered: sign}
    consult:
      join: all
      ask:
        # cơ quan đường bộ
        - id: roads
          title: Đấu nối giao thông
          agency: so-xay-dung
          role: construction
          within: 3 wd
  - id: sign
    title: Ký
    at: competent
    role: leader
    within: 4 wh
    moves: {sign: end}
result:
  title: Giấy
  shows:
    # trẻ
    - heading: Trẻ
      facts:
        - {field: child.full_name, as: upper}
        - {field: sex, words: {male: Nam, female: Nữ}}
"""


def sent(form: tables.Form) -> dict[str, str]:
    """What a browser would send of a form, with an empty row at the end of each small table."""
    found = {cell.name: cell.value for cell in (*form.facts, *form.lines)}

    def of(row):
        yield f"{row.key}-row", row.was
        yield from ((cell.name, cell.value) for cell in row.cells)
        for table in row.tables:
            for one in table.rows:
                yield from of(one)
        if row.manner:
            yield row.manner.name, row.manner.value
        if row.inside:
            yield from of(row.inside)

    for row in form.with_spares().rows:
        # what a row waits for is a part of it: its name is that of the row
        for name, value in of(row):
            found.setdefault(name, value)
    return found


def saved(part, text: str, changed: dict[str, str] | None = None) -> str:
    was = sent(tables.shown(part, text))
    return tables.change(part, tables.typed(part, was | (changed or {})))(text)


def value(text: str):
    return catalogue_files.parse(Path("x.yaml"), text).value


def steps(text: str):
    return {step["id"]: step for step in value(text)["steps"]}


def faults(part, changed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        saved(part, TEXT, changed)
    return {fault.where: fault.message for fault in refused.value.faults}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_procedure_opened_and_saved_stays_to_the_letter(path):
    text = path.read_text(encoding="utf-8")
    for part in PARTS.values():
        assert saved(part, text) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_another_cell_of_every_step_leaves_what_the_step_has_inside(path):
    text = path.read_text(encoding="utf-8")
    many = len(value(text)["steps"])
    after = saved(STEPS, text, {f"r{place}-product": "Tờ trình" for place in range(many)})
    expected = value(text)
    for step in expected["steps"]:
        step["product"] = "Tờ trình"
    assert value(after) == expected


def test_a_move_is_turned_to_another_step_and_its_neighbours_stay():
    after = saved(STEPS, TEXT, {"r0-moves-2-to": "sign"})
    assert steps(after)["receive"]["moves"]["refuse"] == "sign"
    assert after == TEXT.replace("refuse: refused}", "refuse: sign}")


def test_a_move_is_added_on_the_empty_line_and_dropped_by_its_button():
    added = saved(STEPS, TEXT, {"r2-moves-1-verb": "return", "r2-moves-1-to": "ask"})
    assert steps(added)["sign"]["moves"] == {"sign": "end", "return": "ask"}
    form = tables.typed(STEPS, sent(tables.shown(STEPS, added))).moved("cut-r2-moves-1", STEPS)
    assert tables.change(STEPS, form)(added) == TEXT


def test_a_verb_with_two_ways_takes_the_first_whose_condition_holds():
    typed = {
        "r1-moves-0-when": "storeys >= 7 và far = có",
        "r1-moves-1-verb": "gathered",
        "r1-moves-1-to": "end",
    }
    ways = steps(saved(STEPS, TEXT, typed))["ask"]["moves"]["gathered"]
    logic = {"and": [{">=": [{"var": "storeys"}, 7]}, {"==": [{"var": "far"}, True]}]}
    assert ways == [{"to": "sign", "when": logic}, "end"]


@pytest.mark.parametrize(
    ("typed", "cell", "message"),
    [
        ({"r2-moves-1-verb": "return"}, "r2-moves-1-to", "Chọn bước"),
        ({"r2-moves-1-to": "ask"}, "r2-moves-1-verb", "Chọn việc"),
        (
            {"r2-moves-0-when": "far = có"},
            "r2-moves-0-when",
            "không có điều kiện, cho các trường hợp còn lại",
        ),
        ({"r0-moves-0-when": ""}, "r0-moves-0-when", "chỉ dòng cuối không có điều kiện"),
        ({"r0-moves-0-when": "far tới nơi"}, "r0-moves-0-when", "mã mục, dấu"),
        ({"r0-moves-0-when": "a = x và b = y hoặc c = z"}, "r0-moves-0-when", "không dùng cả hai"),
        ({"r1-manner": "council", "r1-council.members": "năm"}, "r1-council.members", "số nguyên"),
    ],
)
def test_a_line_that_says_half_is_told_beside_its_cell(typed, cell, message):
    assert message in faults(STEPS, typed)[cell]


def test_one_more_is_asked_and_the_first_keeps_its_comment_and_its_id():
    typed = {
        "r1-consult-ask-1-title": "Quy hoạch",
        "r1-consult-ask-1-agency": "so-xay-dung",
        "r1-consult-ask-1-role": "construction",
        "r1-consult-ask-1-within": "4 ngày làm việc",
        "r1-consult.join": "2",
    }
    after = saved(STEPS, TEXT, typed)
    consult = steps(after)["ask"]["consult"]
    assert [one["id"] for one in consult["ask"]] == ["roads", "so-xay-dung"]
    assert (consult["join"], consult["ask"][1]["within"]) == (2, "4 wd")
    assert "# cơ quan đường bộ\n        - id: roads\n" in after


def test_what_a_step_waited_for_goes_when_it_waits_for_something_else():
    typed = {"r1-manner": "outside", "r1-outside.agency": "Thuế tỉnh", "r1-outside.clock": "suspend"}
    after = steps(saved(STEPS, TEXT, typed))["ask"]
    assert "consult" not in after
    assert after["outside"] == {"agency": "Thuế tỉnh", "clock": "suspend"}
    council = {
        "r1-manner": "council",
        "r1-council.members": "9",
        "r1-council.quorum": "7",
        "r1-council.agree": "2/3",
    }
    after = steps(saved(STEPS, TEXT, council))["ask"]
    assert (after["minutes"], after["council"]) == ("council", {"members": 9, "quorum": 7, "agree": "2/3"})
    assert steps(saved(STEPS, TEXT, {"r2-manner": "verification"}))["sign"]["minutes"] == "verification"
    assert "consult" not in steps(saved(STEPS, TEXT, {"r1-manner": ""}))["ask"]


def test_child_cases_say_whence_their_answers_come():
    typed = {
        "r1-manner": "children",
        "r1-children-0-row": "",
        "r1-children-0-procedure": "1.004222",
        "r1-children-0-share": "7 wd",
        "r1-children-0-declare": "mover.sex = child.sex\nexempt là có",
    }
    (child,) = steps(saved(STEPS, TEXT, typed))["ask"]["children"]
    assert child == {
        "id": "part-1-004222",
        "procedure": "1.004222",
        "share": "7 wd",
        "declare": {"mover.sex": "child.sex", "exempt": {"is": True}},
    }
    assert "r1-children-0-declare" in faults(STEPS, typed | {"r1-children-0-declare": "mover.sex ← sex"})


def test_audience_and_channels_are_ticked_and_the_agency_is_chosen():
    typed = {
        "f-audience": SEVERAL.join(["citizen", "household"]),
        "f-competent.kind": "",
        "f-competent.agency": "so-tu-phap",
    }
    after = saved(IDENTITY, TEXT, typed)
    assert value(after)["audience"] == ["citizen", "household"]
    assert "audience: [citizen, household]  # cá nhân" in after
    assert value(after)["competent"] == {"unit": "Tư pháp", "agency": "so-tu-phap"}
    assert saved(IDENTITY, TEXT, {"f-channels": "counter, online"}) == TEXT


def test_what_a_result_says_otherwise_is_told_line_by_line():
    def told(**changed: str) -> list[str]:
        after = saved(RESULT, TEXT, {name.replace("_", "-"): text for name, text in changed.items()})
        groups = differing.changes(differing.Side(value(TEXT)), differing.Side(value(after)))
        return [sentence for group in groups for sentence in group.sentences]

    assert told(r0_facts_2_row="", r0_facts_2_label="Số") == ["Nội dung kết quả: thêm “Trẻ: Số”."]
    assert told(r0_facts_1_beside="true") == ["Nội dung kết quả: đổi cách ghi."]


def test_a_line_of_the_result_is_added_and_what_has_no_cell_stays():
    after = saved(
        RESULT, TEXT, {"r0-facts-2-row": "", "r0-facts-2-field": "case.code", "r0-facts-2-beside": "true"}
    )
    facts = value(after)["result"]["shows"][0]["facts"]
    assert facts[1]["words"] == {"male": "Nam", "female": "Nữ"}
    assert facts[2] == {"field": "case.code", "beside": True}
    assert after.startswith(TEXT.rstrip("\n"))


BROKEN = [
    "5",
    "[5, [x]]",
    "{1: 2}",
    "{ask: [5], join: [1]}",
    "[{id: [a], when: 3, declare: 7, facts: 5}]",
    "2026-01-01",
]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize(
    "key", ["moves", "consult", "children", "minutes", "council", "outside", "needs", "within"]
)
def test_a_step_that_is_written_wrong_is_still_shown_and_compared(key, broken):
    text = TEXT.replace("moves: {sign: end}", f"moves: {{sign: end}}\n    {key}: {broken}", 1)
    text = TEXT.replace("moves: {sign: end}", f"moves: {broken}", 1) if key == "moves" else text
    text = TEXT.replace("within: 4 wh", f"within: {broken}", 1) if key == "within" else text
    assert tables.shown(STEPS, text).with_spares().rows
    assert differing.changes(differing.Side(value(TEXT)), differing.Side(value(text))) is not None


@pytest.mark.parametrize("broken", BROKEN)
def test_a_result_that_is_written_wrong_is_compared(broken):
    text = f"{TEXT.partition('  shows:')[0]}  shows: {broken}\n"
    assert differing.changes(differing.Side(value(TEXT)), differing.Side(value(text)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("proof = hospital", {"field": "proof", "is": "hospital"}),
        ("proof ≠ hospital", {"field": "proof", "not": "hospital"}),
        ("proof = hospital hoặc witness", {"field": "proof", "in": ["hospital", "witness"]}),
        ("exempt = không", {"field": "exempt", "is": False}),
        ("storeys > 3", {">": [{"var": "storeys"}, 3]}),
        ("a = x hoặc b ≠ y", {"or": [{"==": [{"var": "a"}, "x"]}, {"!=": [{"var": "b"}, "y"]}]}),
    ],
)
def test_a_condition_is_read_as_it_is_said(said, meant):
    assert shorthand.said(meant) == said
    assert shorthand.meant(said, "x") == meant


def steps_with(change) -> str:
    """The text after the first step's moves are typed otherwise."""
    form = tables.shown(STEPS, TEXT)
    sent = {}
    for row in form.rows:
        sent |= {f"{row.key}-row": row.was, **{cell.name: cell.value for _, cell in row.every()}}
        sent |= {one.key + "-row": one.was for table in row.tables for one in table.rows}
        for table in row.inside.tables if row.inside else ():
            sent |= {one.key + "-row": one.was for one in table.rows}
    form = tables.typed(STEPS, sent | change)
    return tables.change(STEPS, form.moved(change.get("do", ""), STEPS))(TEXT)


def test_moves_stay_in_the_order_of_their_rows():
    changed = steps_with({"r0-moves-0-verb": "forward", "r0-moves-1-verb": "forward"})
    assert list(value(changed)["steps"][0]["moves"]) == ["forward", "refuse"]
    assert "# hai ngả" in changed


def test_a_move_is_lifted_over_the_one_above_it():
    form = tables.shown(STEPS, TEXT).moved("lift-r0-moves-2", STEPS).moved("lift-r0-moves-1", STEPS)
    assert [row.value_of("verb") for row in form.rows[0].tables[0].rows] == ["refuse", "accept", "accept"]
    assert list(value(tables.change(STEPS, form)(TEXT))["steps"][0]["moves"]) == ["refuse", "accept"]


def test_a_leader_who_signs_the_refusal_is_written_in_the_form():
    changed = steps_with({"r2-decides": "refused"})
    assert value(changed)["steps"][2]["decides"] == "refused"
    assert "decides" not in steps_with({"r2-decides": ""})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("100000", 100000), ("100.000", 100000), ("1.500.000", 1500000), ("0", 0)]
    + [(odd, None) for odd in ("1.5", "100,000", "10.00", "0.100", "1.0000", "100 000")],
)
def test_an_amount_has_its_thousands_apart_by_dots(typed, meant):
    cell = Cell("f", Column("amount", "Mức thu", "number"), typed)
    if meant is None:
        with pytest.raises(Invalid) as told:
            cells.meant(cell)
        assert "hàng nghìn" in told.value.faults[0].message
    else:
        assert cells.meant(cell) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Quốc lộ\nĐường tỉnh", [("quoc-lo", "Quốc lộ"), ("duong-tinh", "Đường tỉnh")]),
        ("ql = Quốc lộ", [("ql", "Quốc lộ")]),
        ("quoc-lo = Quốc lộ\n\ntinh = Đường tỉnh", [("quoc-lo", "Quốc lộ"), ("tinh", "Đường tỉnh")]),
    ],
)
def test_choices_are_written_one_a_line(typed, meant):
    cell = Cell("c", Column("choices", "Lựa chọn", "choices"), typed)
    assert cells.meant(cell) == [{"value": name, "label": label} for name, label in meant]


@pytest.mark.parametrize(
    ("typed", "line"), [("a = Một\n= Hai", "Dòng 2 (“= Hai”)"), ("Một\nMột", "Dòng 2: lựa chọn")]
)
def test_a_choice_that_cannot_be_read_is_told_by_its_line(typed, line):
    with pytest.raises(Invalid) as told:
        cells.meant(Cell("c", Column("choices", "Lựa chọn", "choices"), typed))
    assert line in told.value.faults[0].message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_choices_of_real_forms_read_back_as_they_stand(path):
    for field in value(path.read_text(encoding="utf-8")).get("form", ()):
        if field.get("choices"):
            typed = cells.said(Column("choices", "Lựa chọn", "choices"), field["choices"])
            assert not typed.startswith("["), typed
            assert cells.meant(Cell("c", Column("choices", "", "choices"), typed)) == field["choices"]


def test_every_type_of_question_has_its_words():
    known = structure.schema()["properties"]["form"]["items"]["properties"]["type"]["enum"]
    assert [*TYPES] == known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_saved_as_it_is_shown_stays_letter_for_letter(path):
    text = path.read_text(encoding="utf-8")
    assert tables.change(PARTS["form"], tables.shown(PARTS["form"], text))(text) == text


def test_bounds_are_numbers_or_days():
    for typed, meant in (("200", 200), ("1.000", 1000), ("31/12/2026", date(2026, 12, 31))):
        assert cells.meant(Cell("f", Column("max", "Nhiều nhất", "bound"), typed)) == meant
