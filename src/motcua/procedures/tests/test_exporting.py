"""A procedure that goes out as BPMN or Excel is what other tools read, and comes back as it went."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from playwright._impl._driver import compute_driver_executable

from motcua.procedures import exporting, importing, lint
from motcua.procedures.exporting import layout
from motcua.procedures.exporting.diagram import drawn, logical
from motcua.procedures.surroundings import Surroundings
from motcua.web import catalogue_files

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[3] / "catalogue"
FILES = {path.stem: lint.structure.plain(catalogue_files.load(path).value)
         for path in sorted(CATALOGUE.glob("*/procedures/*.yaml"))}  # fmt: skip
WORDS = exporting.Titles(verbs={"accept": "Tiếp nhận"}, roles={"leader": "Lãnh đạo cơ quan"})
ASKING = {
    "id": "opinions", "title": "Lấy ý kiến", "at": "competent", "role": "construction", "within": "5 wd",
    "moves": {"gathered": [{"to": "council", "when": {">=": [{"var": "storeys"}, 7]}}, "end"]},
    "consult": {
        "join": 2,
        "silence": "agree",
        "ask": [
            {"id": "roads", "title": "Đấu nối", "agency": "so-xay-dung", "role": "transport", "within": "4 wd"},
            {"id": "village", "title": "Hiện trạng", "commune": "place", "role": "land", "within": "4 wd",
             "when": {"field": "rural", "is": True}},
        ],
    },
}  # fmt: skip
COUNCIL = {
    "id": "council", "title": "Họp hội đồng", "at": "competent", "role": "leader", "within": "2 wd",
    "minutes": "council", "council": {"members": 5, "quorum": 4, "agree": "1/2"},
    "moves": {"agree": "tax", "return": "opinions"},
}  # fmt: skip
OUTSIDE = {
    "id": "tax", "title": "Chờ thuế", "at": "competent", "role": "land", "within": "5 wd",
    "outside": {"agency": "Thuế tỉnh", "clock": "suspend"}, "moves": {"answered": "end", "pay": "wait-payment"},
}  # fmt: skip
RICH = {
    "code": "1.000000",
    "title": "Cấp phép <thử> & “đủ”",
    "form": [
        {"id": "storeys", "label": "Số tầng", "type": "number"},
        {"id": "rural", "label": "Ở nông thôn?", "type": "yes-no"},
    ],
    "limit": {"value": "15 cd"},
    "steps": [ASKING, COUNCIL, OUTSIDE],
    "holds": {"payment": "suspend"},
}
ALL = {**FILES, "rich": RICH}


def written_out(value: Any, name: str = "") -> Any:
    """A value of a file with its conditions written out in JsonLogic."""
    if isinstance(value, dict):
        return (
            logical(value) if name == "when" else {key: written_out(one, key) for key, one in value.items()}
        )
    return [written_out(one) for one in value] if isinstance(value, list) else value


def sent(file: dict) -> bytes:
    return exporting.written(file, WORDS).encode()


def brought_back(name: str, content: bytes) -> tuple[dict, list[str]]:
    found = importing.read(name, content)
    return yaml.safe_load(found.drafts[0].text), [str(one) for one in found.doubts]


@cache
def standard() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / "vectors" / "bpmn" / "BPMN20.xsd"))


def flaws(content: bytes) -> list[str]:
    schema = standard()
    schema.validate(etree.fromstring(content))
    return [str(error) for error in schema.error_log]


@pytest.mark.parametrize("name", ALL)
def test_every_flow_of_the_catalogue_comes_back_from_bpmn_as_it_went(name):
    file = ALL[name]
    back, doubts = brought_back("a.bpmn", sent(file))
    assert back == {**file, "steps": written_out(file["steps"])}
    assert [list(step["moves"]) for step in back["steps"]] == [list(step["moves"]) for step in file["steps"]]
    assert doubts == []


@pytest.mark.parametrize("name", ALL)
def test_every_table_of_the_catalogue_comes_back_from_excel_as_it_went(name):
    back, doubts = brought_back("a.xlsx", exporting.workbook(ALL[name], WORDS))
    assert back["steps"] == ALL[name]["steps"]
    assert doubts == []


@pytest.mark.parametrize("name", ALL)
def test_what_is_written_is_valid_by_the_schema_of_the_standard(name):
    assert flaws(sent(ALL[name])) == []


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> tuple[Path, dict]:
    """Every file as bpmn-moddle reads and saves it, in the Node.js that comes with Playwright."""
    folder = tmp_path_factory.mktemp("bpmn")
    for name, file in ALL.items():
        (folder / f"{name}.bpmn").write_bytes(sent(file))
    command = [compute_driver_executable()[0], HERE / "moddle.cjs", *sorted(folder.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return folder, json.loads(done.stdout)


@pytest.mark.parametrize("name", ALL)
def test_camundas_reader_warns_of_nothing_and_finds_everything_drawn(opened, name):
    folder, told = opened
    root = etree.parse(folder / f"{name}.bpmn")
    ids = set(root.xpath("//*[local-name()='process']/*/@id | //*[local-name()='lane']/@id"))
    assert told[f"{name}.bpmn"]["warnings"] == []
    assert set(told[f"{name}.bpmn"]["drawn"]) == (ids - {"_lanes"}) | {"_pool"}


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_camunda_modeler_saved_comes_back_as_it_went(opened, name):
    back, doubts = brought_back("a.bpmn", (opened[0] / f"{name}.bpmn.saved").read_bytes())
    assert back == {**ALL[name], "steps": written_out(ALL[name]["steps"])}
    assert doubts == []


@pytest.mark.parametrize("name", ALL)
def test_no_line_of_a_diagram_runs_through_a_shape_and_no_shapes_overlap(name):
    diagram = drawn(ALL[name]["steps"], WORDS, str)
    placed = layout.laid_out(diagram)
    boxes = placed.nodes
    for one in boxes:
        for other in boxes:
            assert one == other or not _meet(boxes[one], boxes[other])
    for arrow, line in zip(diagram.arrows, placed.lines, strict=True):
        for start, end in pairwise(line):
            stretch = layout.Box(min(start[0], end[0]), min(start[1], end[1]),
                                 abs(end[0] - start[0]), abs(end[1] - start[1]))  # fmt: skip
            apart = [one for one in boxes if one not in (arrow.source, arrow.target)]
            assert not [one for one in apart if _meet(stretch, boxes[one])]


def _meet(one: layout.Box, other: layout.Box) -> bool:
    across = one.x <= other.x + other.width and other.x <= one.x + one.width
    return across and one.y <= other.y + other.height and other.y <= one.y + one.height


def test_a_condition_stands_in_json_logic_and_in_words():
    text = sent(RICH).decode()
    assert '{"&gt;=": [{"var": "storeys"}, 7]}' in text.replace('">=', '"&gt;=')
    assert 'name="“Số tầng” từ 7 trở lên"' in text
    assert '<motcua:step at="competent" role="leader" within="2 wd"' in text


def test_words_of_the_catalogue_name_lanes_and_moves():
    text = exporting.written(FILES["1.001193"], WORDS)
    assert 'name="Cơ quan giải quyết · Lãnh đạo cơ quan"' in text
    assert 'name="Tiếp nhận"' in text


def test_an_opinion_that_is_asked_only_sometimes_makes_the_fork_inclusive():
    root = etree.fromstring(sent(RICH))
    kinds = {
        one.get("id"): etree.QName(one).localname
        for one in root.iter("{*}inclusiveGateway", "{*}receiveTask")
    }
    assert kinds == {
        "opinions": "inclusiveGateway",
        "opinions_join": "inclusiveGateway",
        "tax": "receiveTask",
    }
    assert root.xpath("//*[@id='opinions_join']/@name") == ["Đủ 2 ý kiến"]


def test_a_bundle_calls_the_processes_of_its_parts():
    root = etree.fromstring(sent(FILES["2.000986"]))
    assert root.xpath("//@calledElement") == [
        "procedure-1.001193",
        "procedure-1.004222",
        "procedure-1.001939",
    ]


def test_the_table_has_the_official_columns_and_never_a_formula():
    file = {**RICH, "steps": [{**COUNCIL, "title": "=1+1", "moves": {"agree": "end"}}]}
    sheet = load_workbook(BytesIO(exporting.workbook(file, WORDS))).active
    assert [cell.value for cell in sheet[3]][:5] == [
        "TT", "Nội dung công việc", "Đơn vị/người thực hiện", "Thời gian", "Biểu mẫu/Kết quả",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][:4] == [
        1, "=1+1", "Cơ quan giải quyết · Lãnh đạo cơ quan", "2 ngày làm việc",
    ]  # fmt: skip
    assert sheet["B4"].data_type == "s"


def test_a_row_that_somebody_adds_without_codes_leads_to_the_next():
    book = load_workbook(BytesIO(exporting.workbook(FILES["1.001193"], WORDS)))
    book.active.insert_rows(5)
    for column, value in enumerate(("", "Phân công", "Lãnh đạo phòng", "2 giờ làm việc"), 1):
        book.active.cell(5, column, value)
    kept = BytesIO()
    book.save(kept)
    back, doubts = brought_back("a.xlsx", kept.getvalue())
    assert back["steps"][1] == {
        "id": "step-2", "at": "competent", "moves": {"done": "examine"},
        "title": "Phân công", "role": "division-head", "within": "2 wh",
    }  # fmt: skip
    assert any("Hướng xử lý nối theo thứ tự dòng" in one for one in doubts)


VERBS = ("accept", "propose", "return", "supplement", "đồng ý")
LOGIC = st.integers(1, 99).map(lambda number: {">": [{"var": "storeys"}, number]})


@st.composite
def flows(draw: st.DrawFn) -> list[dict]:
    """Steps of every kind, wired at random."""
    names = [f"step-{number}" for number in range(draw(st.integers(1, 5)))]
    target = st.sampled_from([*names, "end", "refused", "wait-applicant", "wait-payment"])
    way = st.fixed_dictionaries({"to": target, "when": LOGIC})
    move = target | st.tuples(st.lists(way, min_size=1, max_size=2), target).map(
        lambda one: [*one[0], one[1]]
    )
    asks = st.lists(
        st.sampled_from(ASKING["consult"]["ask"]), min_size=1, max_size=2, unique_by=lambda one: one["id"]
    )
    more = st.sampled_from([{}, {"needs": ["signature"]}, {"law": "Điều 5"}, {"product": "Tờ trình"}])
    steps = []
    for name in names:
        step = {
            "id": name, "title": f"Việc {name}", "at": draw(st.sampled_from(["reception", "competent", "return"])),
            "role": draw(st.sampled_from(["leader", "clerk"])), "within": draw(st.sampled_from(["2 wh", "5 cd"])),
            "moves": draw(st.dictionaries(st.sampled_from(VERBS), move, min_size=1)), **draw(more),
        }  # fmt: skip
        if draw(st.booleans()):
            step["consult"] = {"join": "all", "ask": draw(asks)}
        steps.append(step)
    return steps


@settings(deadline=None)
@given(flows())
def test_any_flow_comes_back_as_it_went(steps):
    content = sent({**RICH, "steps": steps})
    assert flaws(content) == []
    back, doubts = brought_back("a.bpmn", content)
    assert back["steps"] == written_out(steps)
    assert doubts == []


def test_the_words_of_codes_come_from_the_catalogue_around():
    assert Surroundings(CATALOGUE).agency_titles["so-noi-vu"] == "Sở Nội vụ"
