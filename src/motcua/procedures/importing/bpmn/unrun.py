"""What a BPMN file has that motcua does not run: each thing by its name and id, what it is, what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element

from motcua.procedures.importing.bpmn.graph import Graph, kind_of, named
from motcua.procedures.notation import BPMN, bpmn

_BYPASSED = "đã bỏ qua, luồng nối thẳng sang bước sau"
_CHOSEN = "tạm đọc là người xử lý chọn hướng"
_TOGETHER = f"{_CHOSEN}; chỉ chạy được khi mỗi nhánh có một việc rồi gặp lại ở một cổng"
_ELEMENTS: Mapping[str, tuple[str, str]] = {
    "businessRuleTask": ("tác vụ quy tắc nghiệp vụ", f"{_BYPASSED}; viết thành điều kiện (when) của hướng xử lý"),
    "serviceTask": ("tác vụ máy tự làm", f"{_BYPASSED}; đổi thành việc của một người, hoặc bỏ"),
    "scriptTask": ("tác vụ chạy mã lệnh", f"{_BYPASSED}; đổi thành việc của một người, hoặc bỏ"),
    "sendTask": ("tác vụ gửi tin", f"{_BYPASSED}; hệ thống tự báo cho người nộp, bỏ đi"),
    "callActivity": ("gọi quy trình khác", f"{_BYPASSED}; viết thành children của một bước, nêu mã thủ tục"),
    "subProcess": ("quy trình con", f"{_BYPASSED}; trải các bước bên trong ra ngoài"),
    "transaction": ("quy trình con có giao dịch", f"{_BYPASSED}; trải các bước bên trong ra ngoài"),
    "adHocSubProcess": ("nhóm việc tùy ý", f"{_BYPASSED}; viết thành các bước có thứ tự"),
    "complexGateway": ("cổng phức hợp", f"{_CHOSEN}; viết thành lấy ý kiến (consult) với số ý kiến cần có"),
    "eventBasedGateway": ("cổng chờ sự kiện", f"{_CHOSEN}; viết thành các hướng xử lý của bước trước"),
    "parallelGateway": ("cổng song song", _TOGETHER),
    "inclusiveGateway": ("cổng chọn nhiều", _TOGETHER),
    "boundaryEvent": ("sự kiện gắn vào bước", "đã bỏ; hạn của bước ghi ở within, việc khác thành hướng xử lý"),
    "intermediateThrowEvent": ("sự kiện phát ra giữa chừng", f"{_BYPASSED}; hệ thống tự ghi nhật ký và báo tin"),
    "intermediateCatchEvent": ("sự kiện chờ giữa chừng", f"{_BYPASSED}; chỉ chạy được khi xong thì quay lại bước đó"),
    "dataObjectReference": ("dữ liệu đi kèm", "đã bỏ; khai thành giấy tờ (papers) hoặc sản phẩm của bước (product)"),
    "dataStoreReference": ("kho dữ liệu", "đã bỏ; khai ở satisfied_by của giấy tờ"),
}  # fmt: skip
_TRIGGERS: Mapping[str, str] = {
    "timer": "theo giờ", "message": "khi có tin", "signal": "theo tín hiệu", "error": "khi có lỗi",
    "escalation": "báo cấp trên", "compensate": "bù hoàn", "conditional": "khi điều kiện đúng",
    "cancel": "hủy giao dịch", "link": "nối trang",
}  # fmt: skip
_LOOPS: Mapping[str, str] = {
    "multiInstanceLoopCharacteristics": "làm nhiều lần song song hoặc nối nhau",
    "standardLoopCharacteristics": "làm lặp lại",
}
_PLAIN_TRIGGERS: Mapping[str, Collection[str]] = {
    "startEvent": {"message"},
    "endEvent": {"message"},
    "boundaryEvent": _TRIGGERS,
}


def unrun(graph: Graph, runs: Collection[str]) -> Iterator[str]:
    """A line for each thing that is not run; ``runs`` are the ids of those that are, unlike others of their kind."""
    for element in graph.process:
        kind = kind_of(element)
        if kind in _ELEMENTS and element.get("id") not in runs:
            what, todo = _ELEMENTS[kind]
            yield _line(element, ", ".join([what, *_trigger(element)]), todo)
        yield from _of_task(element)
        yield from _of_event(element, kind)
    for node in graph.nodes.values():
        for flow in node.outgoing:
            if flow.foreign:
                todo = f"{_CHOSEN}; nếu tờ khai quyết định thì viết lại bằng JsonLogic"
                what = f"điều kiện viết bằng ngôn ngữ khác: {flow.foreign[:80]}"
                yield f"{_called(flow.name, flow.id)} ({what}): không chạy được; {todo}."
    for other in graph.others:
        yield _line(
            other, "một quy trình khác của tệp", "đã bỏ; tách thành tệp riêng, nếu có bước thì nhập riêng"
        )


def _of_task(element: Element) -> Iterator[str]:
    if element.get("isForCompensation") == "true":
        yield _line(element, "việc bù hoàn", "đã bỏ; viết thành một bước và một hướng xử lý dẫn tới đó")
    for loop, what in _LOOPS.items():
        if element.find(bpmn(loop)) is not None:
            yield _line(
                element, what, "chỉ làm một lần; hỏi nhiều cơ quan thì viết thành lấy ý kiến (consult)"
            )


def _of_event(element: Element, kind: str) -> Iterator[str]:
    """The triggers that a start or an end has beside those that we know."""
    if kind not in ("startEvent", "endEvent"):
        return
    for trigger in _triggers(element):
        if trigger not in _PLAIN_TRIGGERS[kind]:
            what = "bắt đầu" if kind == "startEvent" else "kết thúc"
            yield _line(
                element, f"{what} {_TRIGGERS[trigger]}", f"tạm đọc là {what} thường; viết thành hướng xử lý"
            )


def _trigger(element: Element) -> list[str]:
    return [_TRIGGERS[one] for one in _triggers(element)]


def _triggers(element: Element) -> list[str]:
    found = (
        kind_of(one).removesuffix("EventDefinition") for one in element if one.tag.startswith(f"{{{BPMN}}}")
    )
    return [one for one in found if one in _TRIGGERS]


def _line(element: Element, what: str, todo: str) -> str:
    return f"{_called(named(element), element.get('id', ''))} ({what}): không chạy được; {todo}."


def _called(name: str, key: str) -> str:
    """``“Tên” [mã]``, or the id alone of a thing without a name."""
    return f"“{name}” [{key}]" if name else f"[{key}]"
