"""A BPMN file of another tool: what we can run becomes steps, all else is named, and no file does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from motcua.kernel.flow import Flow
from motcua.kernel.refusals import Invalid
from motcua.procedures import exporting, importing

MODELER = Path(__file__).parent / "excerpts" / "modeler.bpmn"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:m="urn:motcua:bpmn:1" targetNamespace="x"><process id="P" name="Thử">'
)
TAIL = "</process></definitions>"


def drawn(text: str) -> tuple[dict, list[str]]:
    """The draft of a process and what is doubtful, from short lines: elements as they are, ``a -> b`` a flow."""
    lines = [line.strip() for line in text.strip().splitlines()]
    body = [_flow(number, line) if "->" in line else line for number, line in enumerate(lines)]
    found = importing.read("a.bpmn", (HEAD + "".join(body) + TAIL).encode())
    return yaml.safe_load(found.drafts[0].text), [one.message for one in found.doubts]


def _flow(number: int, line: str) -> str:
    ends, _, name = line.partition(":")
    source, target = (one.strip() for one in ends.split("->"))
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" name="{name.strip()}"/>'


def moves(text: str) -> dict[str, dict]:
    return {step["id"]: step["moves"] for step in drawn(text)[0]["steps"]}


def test_the_steps_of_another_tool_stand_in_the_order_of_the_flow():
    found = importing.read(MODELER.name, MODELER.read_bytes())
    draft = yaml.safe_load(found.drafts[0].text)
    assert draft["code"] == "cap-phep-bien-quang-cao"
    assert [(one["title"], one["at"], one["role"]) for one in draft["steps"]] == [
        ("Tiếp nhận hồ sơ", "reception", "one-stop"),
        ("Thẩm định hồ sơ", "competent", "specialist"),
        ("Lấy ý kiến", "competent", "specialist"),
        ("Ký giấy phép", "competent", "leader"),
        ("Trả kết quả", "return", "one-stop"),
    ]
    assert [one["moves"] for one in draft["steps"]] == [
        {"accept": "tham-dinh-ho-so"},
        {"du": "lay-y-kien", "supplement": "wait-applicant", "refuse": "refused"},
        {"gathered": "ky-giay-phep"},
        {"du-chu-ky": "tra-ket-qua", "ky-khan": "tra-ket-qua"},
        {"done": "end"},
    ]
    assert [one["agency"] for one in draft["steps"][2]["consult"]["ask"]] == ["so-xay-dung", "cong-an-tinh"]
    assert Flow.parse(draft["steps"]).first.id == "tiep-nhan-ho-so"


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ("“Tính phí theo diện tích” [Activity_rules]", "tác vụ quy tắc nghiệp vụ"),
        ("“Hai trong ba chữ ký” [Gateway_complex]", "cổng phức hợp"),
        ("“Ghi sổ tự động” [Activity_register]", "tác vụ máy tự làm"),
        ("“Hủy số” [Event_undo]", "sự kiện gắn vào bước, bù hoàn"),
        ("“Xóa số đã cấp” [Activity_undo]", "việc bù hoàn"),
        ("“Trả kết quả” [Activity_hand]", "làm lặp lại"),
        ("“Xong” [Event_end]", "kết thúc theo tín hiệu"),
        ("“Tờ trình” [DataObjectReference_1]", "dữ liệu đi kèm"),
        ("“Đủ” [Flow_5]", "điều kiện viết bằng ngôn ngữ khác: ${approved}"),
        ("“Người nộp” [Process_applicant]", "một quy trình khác của tệp"),
    ],
)
def test_what_we_cannot_run_is_named_once_and_says_what_to_do(named, what):
    found = importing.read(MODELER.name, MODELER.read_bytes())
    (told,) = [one.message for one in found.doubts if one.message.startswith(f"{named} ({what})")]
    assert "không chạy được; " in told
    assert f"# cần xem lại: {told}\n" in found.drafts[0].text


def test_what_we_run_is_not_listed():
    found = importing.read(MODELER.name, MODELER.read_bytes())
    told = "\n".join(one.message for one in found.doubts if "không chạy được" in one.message)
    for key in ("Gateway_1", "Gateway_ask", "Gateway_asked", "Activity_supplement", "TextAnnotation_1"):
        assert f"[{key}]" not in told


def test_ways_within_ways_are_joined_and_one_without_condition_is_the_last():
    logic = '<conditionExpression language="https://jsonlogic.com/">{}</conditionExpression></sequenceFlow>'
    flow = '<sequenceFlow id="{0}{1}" sourceRef="{0}" targetRef="{1}">'
    one, two = logic.format('{"var": "p"}'), logic.format('{"var": "q"}')
    draft, _ = drawn(f"""
        <startEvent id="s"/> <userTask id="a"/> <userTask id="b"/> <userTask id="c"/>
        <exclusiveGateway id="g"/> <exclusiveGateway id="h"/> <endEvent id="e"/>
        s -> a
        a -> g
        g -> c
        {flow.format("g", "h")}{one}
        h -> e
        {flow.format("h", "b")}{two}
        b -> c
        c -> e
    """)
    assert draft["steps"][0]["moves"] == {
        "accept": [
            {"to": "b", "when": {"and": [{"var": "p"}, {"var": "q"}]}},
            {"to": "end", "when": {"var": "p"}},
            "c",
        ]
    }


def test_branches_of_more_than_one_thing_are_listed_and_offered_as_moves():
    draft, doubts = drawn("""
        <startEvent id="s"/> <userTask id="a"/> <userTask id="b"/> <userTask id="c"/> <userTask id="d"/>
        <parallelGateway id="fork" name="Cùng làm"/> <parallelGateway id="join"/> <endEvent id="e"/>
        s -> a
        a -> fork
        fork -> b: Trái
        fork -> d: Phải
        b -> c
        c -> join
        d -> join
        join -> e
    """)
    assert {step["id"]: step["moves"] for step in draft["steps"]} == {
        "a": {"trai": "b", "phai": "d"}, "b": {"propose": "c"}, "c": {"done": "end"}, "d": {"done": "end"},
    }  # fmt: skip
    assert any(one.startswith("“Cùng làm” [fork] (cổng song song): không chạy được") for one in doubts)


def test_an_event_that_does_not_lead_back_is_no_hold():
    text = """
        <startEvent id="s"/> <userTask id="a"/> <userTask id="b"/> <endEvent id="e"/>
        <intermediateCatchEvent id="w" name="Chờ 3 ngày"><timerEventDefinition/></intermediateCatchEvent>
        s -> a
        a -> w
        w -> b
        b -> e
    """
    assert moves(text) == {"a": {"accept": "b"}, "b": {"done": "end"}}
    assert any(
        one.startswith("“Chờ 3 ngày” [w] (sự kiện chờ giữa chừng, theo giờ)") for one in drawn(text)[1]
    )


def test_waiting_for_a_fee_is_the_hold_of_a_payment():
    assert moves("""
        <startEvent id="s"/> <userTask id="a"/> <exclusiveGateway id="g"/> <endEvent id="e"/>
        <intermediateCatchEvent id="w" name="Chờ nộp phí"><messageEventDefinition/></intermediateCatchEvent>
        s -> a
        a -> g
        g -> w
        w -> a
        g -> e
    """) == {"a": {"pay": "wait-payment", "done": "end"}}


def test_gateways_that_only_lead_to_each_other_end_the_case():
    assert moves("""
        <startEvent id="s"/> <userTask id="a"/> <exclusiveGateway id="g"/> <exclusiveGateway id="h"/>
        s -> a
        a -> g
        g -> h
        h -> g
    """) == {"a": {"done": "end"}}


def test_a_step_that_leads_nowhere_is_doubted():
    draft, doubts = drawn('<userTask id="a" name="Việc lẻ"/>')
    assert draft["steps"][0]["moves"] == {"done": "end"}
    assert any("không dẫn đi đâu" in one for one in doubts)


def test_steps_of_one_name_get_codes_of_their_own():
    assert moves("""
        <startEvent id="s"/> <userTask id="A_1" name="Ký"/> <userTask id="A_2" name="Ký"/> <userTask id="_3" name="2"/>
        s -> A_1
        A_1 -> A_2
        A_2 -> _3
    """) == {"ky": {"accept": "ky-2"}, "ky-2": {"propose": "step-2"}, "step-2": {"done": "end"}}


def test_a_task_that_somebody_moved_to_another_lane_belongs_to_that_lane():
    steps = [
        {"id": "receive", "title": "Nhận", "at": "reception", "role": "one-stop", "within": "2 wh",
         "moves": {"accept": "sign"}},
        {"id": "sign", "title": "Ký", "at": "agency", "agency": "so-noi-vu", "role": "leader", "within": "2 wh",
         "moves": {"sign": "end"}},
    ]  # fmt: skip
    text = exporting.written({"code": "1.000001", "steps": steps}, exporting.Titles())
    ref = "<bpmn:flowNodeRef>receive</bpmn:flowNodeRef>"
    other = "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>"
    moved = text.replace(ref, "", 1).replace(other, other + ref, 1)
    first = yaml.safe_load(importing.read("a.bpmn", moved.encode()).drafts[0].text)["steps"][0]
    assert (first["at"], first["agency"], first["role"]) == ("agency", "so-noi-vu", "leader")


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
REACHING = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
DMN = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"/>'
EMPTY = (HEAD + TAIL).encode()
MANY = (HEAD + "".join(f'<userTask id="t{n}"/>' for n in range(301)) + TAIL).encode()
BROKEN = (HEAD + '<userTask id="a"><extensionElements><m:step><m:value name="needs">[</m:value></m:step>'
          "</extensionElements></userTask>" + TAIL).encode()  # fmt: skip
NESTED = BROKEN.replace(b">[<", b">" + b"[" * 100_000 + b"<")
WITHOUT_DTD = HEAD.replace("<definitions", "<!DOCTYPE d><definitions")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (LAUGHS, "khai báo DTD"),
        (REACHING, "khai báo DTD"),
        ((WITHOUT_DTD + TAIL).encode(), "khai báo DTD"),
        (DMN, "là bảng quyết định DMN"),
        (b"<html/>", "không phải BPMN 2.0"),
        (b"PK\x03\x04", "không phải XML"),
        (b"", "không phải XML"),
        ("quy trình".encode("utf-16"), "không phải XML"),
        (b'<?xml version="1.0" encoding="nothing"?><a/>', "không phải XML"),
        (b" " * 2_000_001, "lớn hơn 2 MB"),
        (EMPTY, "không có bước nào"),
        (EMPTY.replace(b"<process", b"<!--").replace(b"</process>", b"-->"), "không có quy trình nào"),
        (MANY, "có hơn 300 phần tử"),
        (BROKEN, "ghi sai phần của motcua"),
        (NESTED, "ghi sai phần của motcua"),
    ],
)
def test_a_hostile_or_foreign_file_is_refused_with_a_reason(content, why):
    with pytest.raises(Invalid) as refused:
        importing.read("a.bpmn", content)
    assert why in refused.value.message
    assert refused.value.faults[0].message


def test_gateways_that_multiply_without_end_are_refused():
    diamonds = "".join(f'<exclusiveGateway id="g{n}"/>' for n in range(40))
    ends = "".join(f'<endEvent id="e{n}"/>' for n in range(2))
    flows = [f"g{n} -> g{n + 1}" for n in range(39)] * 2
    with pytest.raises(Invalid, match="nối nhau quá nhiều"):
        drawn(
            "\n".join(
                [
                    '<userTask id="a" name="Việc"/>' + diamonds + ends,
                    "a -> g0",
                    *flows,
                    "g39 -> e0",
                    "g39 -> e1",
                ]
            )
        )


def test_a_long_row_of_gateways_is_followed_to_its_end():
    gateways = "".join(f'<exclusiveGateway id="g{n}"/>' for n in range(290))
    flows = [line for n in range(289) for line in (f"g{n} -> g{n + 1}", f"g{n} -> a: Quay lại")]
    found = moves(
        "\n".join(['<userTask id="a"/><endEvent id="e"/>' + gateways, "a -> g0", *flows, "g289 -> e"])
    )
    assert found["a"] == {"quay-lai": "a", "done": "end"}


@pytest.mark.parametrize("code", ["../../etc/passwd", "/tmp/x", "1.000001/..", "x" * 300])
def test_a_code_that_is_none_never_names_a_file(code):
    told = f'<extensionElements><m:procedure code="{code}"/></extensionElements><userTask id="a"/>'
    draft, doubts = drawn(told)
    assert draft["code"] == "thu"
    assert any("Mã tạm" in one for one in doubts)


def timed(said: str, more: str = "") -> tuple[str, str]:
    """The limit of a task with a timer on its edge, and what is doubtful about it."""
    draft, doubts = drawn(f"""
        <startEvent id="s"/> <userTask id="a" name="Xem"/> <userTask id="b"/> <endEvent id="e"/>
        <boundaryEvent id="t" attachedToRef="a" cancelActivity="false">{said}</boundaryEvent>
        s -> a
        a -> b
        b -> e
        {more}
    """)
    about = [one for one in doubts if one.startswith(("“Xem” [a]", "[t]")) and "đoán" not in one]
    return draft["steps"][0]["within"], "\n".join(about)


def after(duration: str) -> str:
    return f"<timerEventDefinition><timeDuration> {duration} </timeDuration></timerEventDefinition>"


@pytest.mark.parametrize(
    ("duration", "within"), [("P5D", "5 cd"), ("P2W", "14 cd"), ("P1M", "1 mo"), ("P1Y", "12 mo")]
)
def test_a_timer_on_the_edge_of_a_task_is_its_limit(duration, within):
    assert timed(after(duration)) == (within, "")


def test_hours_of_a_timer_are_taken_for_working_hours_and_doubted():
    assert timed(after("PT48H")) == (
        "48 wh", "“Xem” [a]: hẹn giờ “PT48H” được hiểu là giờ làm việc.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "said", [*map(after, ("P1DT12H", "${han}", "P0D", "P99999D", "")), "<timerEventDefinition/>"]
)
def test_a_timer_that_says_no_plain_time_is_listed(said):
    within, doubt = timed(said)
    assert within == "4 wh"
    assert "tệp không ghi thời gian" in doubt
    assert "[t] (sự kiện gắn vào bước, theo giờ): không chạy được" in doubt


def test_where_a_timer_leads_is_listed_for_here_a_late_step_goes_on():
    within, doubt = timed(after("P5D"), "t -> e")
    assert within == "5 cd"
    assert "[t] (sự kiện gắn vào bước, theo giờ): không chạy được" in doubt


def test_a_timer_that_somebody_drew_anew_on_a_task_of_ours_is_its_limit():
    file = {"code": "1.000000", "steps": [{
        "id": "examine", "title": "Thẩm định", "at": "competent", "role": "leader", "within": "5 cd",
        "moves": {"sign": "end"}, "product": "Tờ trình",
    }]}  # fmt: skip
    text = exporting.written(file, exporting.Titles({}, {}))
    assert "P5D" in text
    found = importing.read("a.bpmn", text.replace("P5D", "P7D").encode())
    assert yaml.safe_load(found.drafts[0].text)["steps"][0]["within"] == "7 cd"
    assert found.doubts == ()
