"""What a file says that cannot be meant: conditions that never decide, desks that nobody holds, laws that ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from motcua.kernel.flow import DECIDING, LEADER, REFUSED, SIGNING, WAIT_APPLICANT, WAIT_PAYMENT, Step
from motcua.kernel.flow import Place as Desk
from motcua.kernel.forms import Condition, Field
from motcua.procedures.conditions import Rule
from motcua.procedures.definition import Definition
from motcua.procedures.drafting.parts import CHANNELS
from motcua.procedures.structure import Flaw
from motcua.procedures.surroundings import Surroundings
from motcua.web.catalogue_files import Place

WARNING = "warning"
MOST_TRIED = 20_000
"""Combinations of answers that are tried; a condition on more than can be tried is not judged."""

MOST_NAMED = 3
COMMUNE = "commune"
"""The kind of agency that a field of a form may name to be asked."""


def flaws(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every such place of a definition that parses."""
    yield from _dead_conditions(definition)
    yield from _empty_desks(definition, surroundings)
    yield from _ended_laws(definition, surroundings)
    yield from _unknown_years(definition, surroundings)
    yield from _fees_of_channels(definition)
    yield from _wordless_moves(definition, surroundings)
    yield from _unsigned_refusals(definition)
    yield from _lost_refusals(definition)
    yield from _unsigned_ways(definition)
    yield from _unheld_waits(definition)
    yield from _asked_twice(definition)


def without_product(value: Mapping[str, Any]) -> Iterator[Flaw]:
    """Steps that name nothing which they leave behind."""
    for index, step in enumerate(value["steps"]):
        if not step.get("product"):
            message = f"Bước “{step['title']}” chưa ghi biểu mẫu, kết quả."
            todo = "Ghi sản phẩm của bước, quy trình nội bộ có cột ấy (TT 01/2018/TT-VPCP)."
            yield Flaw(("steps", index), message, todo, WARNING)


# --- conditions ----------------------------------------------------------------------------------------------


def _dead_conditions(definition: Definition) -> Iterator[Flaw]:
    """Conditions that hold under every whole set of answers, or under none."""
    known = {one.id: one for one in definition.schema.fields}
    for place, condition in _conditions(definition):
        verdict = _decides(condition, known)
        if verdict is not None:
            words = condition.words if isinstance(condition, Rule) else _short(condition, known)
            always = "lúc nào cũng đúng" if verdict else "không bao giờ đúng"
            yield Flaw(place, f"Điều kiện {always}: {words}.", "Sửa điều kiện, hoặc bỏ nó đi.", WARNING)


def _conditions(definition: Definition) -> Iterator[tuple[Place, Condition]]:
    for index, field in enumerate(definition.schema.fields):
        if field.when:
            yield ("form", index, "when"), field.when
    for index, paper in enumerate(definition.papers):
        if paper.when:
            yield ("papers", index, "when"), paper.when
    for index, fee in enumerate(definition.fees):
        if fee.applies:
            yield ("fees", index, "applies"), fee.applies
    for index, step in enumerate(definition.flow.steps.values()):
        yield from _step_conditions(step, ("steps", index))


def _step_conditions(step: Step, where: Place) -> Iterator[tuple[Place, Condition]]:
    for number, asked in enumerate(step.consult.asks if step.consult else ()):
        if asked.when:
            yield (*where, "consult", "ask", number, "when"), asked.when
    for number, part in enumerate(step.children):
        if part.when:
            yield (*where, "children", number, "when"), part.when
    for verb, ways in step.ways.items():
        for number, way in enumerate(ways):
            yield (*where, "moves", verb, number, "when"), way.when


def _decides(condition: Condition, known: Mapping[str, Field]) -> bool | None:
    """What a condition comes to when that is the same under every answer tried; None when it decides, or nobody knows.

    All answers of choices are tried, and of numbers and days those around what the condition compares with.
    """
    if condition.local or not condition.fields <= known.keys():
        return None
    offered = [_answers(known[name], condition) for name in sorted(condition.fields)]
    if not all(offered):
        return None
    tried = list(islice(product(*offered), MOST_TRIED + 1))
    if len(tried) > MOST_TRIED:
        return None
    found = {condition.holds(dict(zip(sorted(condition.fields), answers, strict=True))) for answers in tried}
    return found.pop() if len(found) == 1 else None


def _answers(field: Field, condition: Condition) -> Sequence[Any]:
    """The answers to a field that are worth trying; none when they cannot be counted."""
    if field.type == "choices":
        values = [choice.value for choice in field.choices]
        return [[one] for one in values] + [values]
    if field.choices:
        return [choice.value for choice in field.choices]
    if field.type in ("yes-no", "declaration"):
        return [True, False]
    if field.type in ("number", "money") and isinstance(condition, Rule):
        near = {value + step for value in _numbers(condition.logic) for step in (-1, 0, 1)}
        low = 0 if field.min is None else field.min
        high = max([*near, low]) + 1 if field.max is None else field.max
        return sorted({low, high, *(value for value in near if low <= value <= high)})
    return []


def _numbers(logic: Any) -> Iterator[float]:
    if isinstance(logic, bool):
        return
    if isinstance(logic, int | float):
        yield logic
    elif isinstance(logic, Mapping):
        for inner in logic.values():
            yield from _numbers(inner)
    elif isinstance(logic, list):
        for inner in logic:
            yield from _numbers(inner)


def _short(condition: Condition, known: Mapping[str, Field]) -> str:
    return ", ".join(f"“{known[name].label}”" for name in sorted(condition.fields))


# --- desks ---------------------------------------------------------------------------------------------------


def _empty_desks(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Roles that nobody can hold at some of the agencies that may decide, or at some of the communes that are asked."""
    wanted, day = definition.competent, definition.in_force
    deciders = surroundings.deciders(kind=wanted.kind, slug=wanted.agency, on=day)
    for index, step in enumerate(definition.flow.steps.values()):
        if step.at is Desk.COMPETENT:
            yield from _empty_desk(step.role, deciders, ("steps", index, "role"), "nơi giải quyết")
        for number, asked in enumerate(step.consult.asks if step.consult else ()):
            if asked.commune:
                where = ("steps", index, "consult", "ask", number, "role")
                communes = surroundings.deciders(kind=COMMUNE, slug="", on=day)
                yield from _empty_desk(asked.role, communes, where, "xã, phường được hỏi")


def _empty_desk(
    role: str, agencies: Mapping[str, Collection[str]], where: Place, what: str
) -> Iterator[Flaw]:
    empty = [name for name, roles in agencies.items() if role not in roles]
    if empty:
        named = ", ".join(empty[:MOST_NAMED]) + (
            f" và {len(empty) - MOST_NAMED} nơi nữa" if empty[MOST_NAMED:] else ""
        )
        yield Flaw(
            where,
            f"Không vị trí nào giữ vai trò “{role}” ở {len(empty)}/{len(agencies)} {what}: {named}.",
            "Thêm vai trò vào một vị trí của cơ quan ấy, hoặc chọn vai trò khác.",
        )


# --- laws and years ------------------------------------------------------------------------------------------


def _ended_laws(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Documents that had ended when the version came into force."""
    for index, law in enumerate(definition.law):
        for ended in surroundings.ended_laws:
            if ended["code"] in law.document and ended["ended"] <= definition.in_force:
                yield Flaw(
                    ("law", index, "document"),
                    f"{ended['title']} hết hiệu lực từ {ended['ended']:%d/%m/%Y}.",
                    f"Viện dẫn {ended['replaced_by']}.",
                    WARNING,
                )


def _unknown_years(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """A version in force in a year that has no working calendar: no promise could be counted."""
    years = surroundings.calendar_years
    if years and definition.in_force.year not in years:
        yield Flaw(
            ("in_force",),
            f"Chưa có lịch làm việc của năm {definition.in_force.year}; không tính được ngày hẹn.",
            "Nhờ quản trị thêm lịch làm việc của năm ấy.",
            written=f"Thêm tệp vietnam/calendars/{definition.in_force.year}.yaml.",
        )


def _wordless_moves(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Moves that a button could only call as the file does."""
    known = surroundings.verbs
    for index, step in enumerate(definition.flow.steps.values()):
        for verb in step.moves if known else ():
            if verb not in known:
                todo = "Chọn việc làm đã có tên."
                written = f"Hoặc thêm {{code: {verb}, title: …}} vào code-lists/moves.yaml của tỉnh."
                message = f"Hướng “{verb}” chưa có chữ, nút sẽ hiện nguyên mã."
                yield Flaw(("steps", index, "moves", verb), message, todo, WARNING, written)


def _unsigned_refusals(definition: Definition) -> Iterator[Flaw]:
    """Officers who refuse a received case by themselves although a leader decides the result."""
    steps, last = definition.flow.steps.values(), definition.flow.hand_over
    led = any(
        step.role == LEADER or (step.role in SIGNING and last and last.id in step.targets)
        for step in steps
        if not step.decides
    )
    for index, step in enumerate(steps):
        verb = definition.flow.refusal(step)
        if led and step.at in DECIDING and verb and step.moves[verb] == REFUSED:
            yield Flaw(
                ("steps", index, "moves", verb),
                f"Bước “{step.title}” từ chối hồ sơ đã tiếp nhận mà không qua lãnh đạo ký.",
                "Thêm bước lãnh đạo ký từ chối và chuyển đến bước ấy (NĐ 61/2018 Đ.19.8).",
                WARNING,
                "Bước ấy có “role: leader, decides: refused”.",
            )


def _lost_refusals(definition: Definition) -> Iterator[Flaw]:
    """Refusals of a received case that go to a step from which the case ends like a granted one."""
    flow = definition.flow
    for index, step in enumerate(flow.steps.values()):
        ways = {step.moves.get("refuse", ""), *(way.to for way in step.ways.get("refuse", ()))}
        for name in sorted(ways & flow.steps.keys()) if step.at in DECIDING else ():
            lost = not any(one.decides or flow.refusal(one) for one in flow.way(flow.steps[name]))
            if lost and not flow.is_return(step, name):
                title = flow.steps[name].title
                yield Flaw(
                    ("steps", index, "moves", "refuse"),
                    f"Bước “{step.title}” từ chối sang bước “{title}”, bước ấy không ký từ chối: "
                    "hồ sơ sẽ kết thúc như được giải quyết, không qua lãnh đạo ký từ chối.",
                    f"Ở bước “{title}” chọn Nếu là bước ký thì ký: Từ chối, "
                    "hoặc chuyển sang bước ký từ chối (NĐ 61/2018 Đ.19.8).",
                    written="Bước ký từ chối có “decides: refused”.",
                )


def _unsigned_ways(definition: Definition) -> Iterator[Flaw]:
    """Moves by which a case comes to the return point unsigned, where others come there signed by a leader."""
    flow = definition.flow
    if not any(step.role in SIGNING and step.at in DECIDING for step in flow.steps.values()):
        return
    seen, todo = set[str](), [flow.first]
    while todo:
        step = todo.pop()
        if step.id in seen or (step.role in SIGNING and step.at in DECIDING):
            continue
        seen.add(step.id)
        for verb, name in _ways(step):
            then = flow.steps.get(name)
            if then and then.at is Desk.RETURN and step.at in DECIDING:
                yield Flaw(
                    ("steps", flow.order[step.id], "moves", verb),
                    f"Bước “{step.title}” chuyển thẳng sang “{then.title}”: đi hướng này, đến nơi trả mà chưa ai ký.",
                    "Chuyển sang bước ký trước, hoặc để lãnh đạo làm bước này.",
                    WARNING,
                )
            elif then:
                todo.append(then)


def _ways(step: Step) -> Iterator[tuple[str, str]]:
    """Every step to which a move of a step may lead."""
    for verb, name in step.moves.items():
        yield from ((verb, to) for to in dict.fromkeys([*(way.to for way in step.ways.get(verb, ())), name]))


# --- holds and forms ------------------------------------------------------------------------------------------

HELD = (
    (WAIT_APPLICANT, "supplement", "chờ người nộp bổ sung"),
    (WAIT_PAYMENT, "payment", "chờ nộp tiền"),
)


def _unheld_waits(definition: Definition) -> Iterator[Flaw]:
    """Steps that wait for the applicant in a manner of which the procedure does not say what it does to the clock."""
    waits = {target for step in definition.flow.steps.values() for target in step.moves.values()}
    for target, kind, waits_for in HELD:
        if target in waits and kind not in definition.effects:
            yield Flaw(
                ("holds",),
                f"Có bước chuyển đến {waits_for} nhưng các trường hợp tạm dừng không có việc ấy.",
                "Ghi việc ấy vào các trường hợp tạm dừng.",
                written=f"Thêm “{kind}: restart” hoặc “{kind}: suspend” vào “holds” (có “{target}”).",
            )


def _asked_twice(definition: Definition) -> Iterator[Flaw]:
    """Questions of one label."""
    labels: dict[str, int] = {}
    for index, asked in enumerate(definition.schema.fields):
        label = asked.label.casefold()
        if label in labels:
            message = f"Hỏi “{asked.label}” hai lần."
            yield Flaw(("form", index, "label"), message, "Bỏ bớt, hoặc đặt nhãn khác nhau.", WARNING)
        labels.setdefault(label, index)


# --- fees ----------------------------------------------------------------------------------------------------


def _fees_of_channels(definition: Definition) -> Iterator[Flaw]:
    """Fees of a channel that takes no cases; a channel of which nothing is said where others have their fees."""
    fees = definition.fees
    for index, fee in enumerate(fees):
        if fee.channel and fee.channel not in definition.channels:
            message = f"Thủ tục không nhận hồ sơ qua kênh “{CHANNELS[fee.channel]}” mà có mức thu riêng."
            todo = "Bỏ mức thu này, hoặc thêm kênh vào cách thức thực hiện."
            yield Flaw(("fees", index, "channel"), message, todo, written="Kênh ghi ở “channels”.")
        if fee.since and fee.until and fee.until <= fee.since:
            message = "Mức thu hết áp dụng trước khi bắt đầu."
            yield Flaw(
                ("fees", index, "until"),
                message,
                "Sửa một trong hai ngày.",
                written="Sửa “since” hoặc “until”.",
            )
    told = {fee.channel for fee in fees}
    for channel in definition.channels:
        if told - {""} and not told & {"", channel}:
            message = f"Không có mức thu nào cho hồ sơ nộp qua kênh “{CHANNELS[channel]}”, kênh khác thì có."
            yield Flaw(("fees",), message, "Thêm mức thu của kênh ấy; không thu thì ghi mức thu 0.", WARNING)
