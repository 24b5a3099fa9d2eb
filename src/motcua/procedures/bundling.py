"""The judgement of steps that other agencies have a part in: named ones, parts of bundles, those who are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from motcua.kernel.consulting import Ask
from motcua.kernel.flow import Part, Place
from motcua.kernel.forms import Field
from motcua.procedures import structure
from motcua.procedures.definition import Definition
from motcua.procedures.drafting.parts import CHANNELS
from motcua.procedures.structure import Flaw
from motcua.procedures.surroundings import Surroundings
from motcua.web.catalogue_files import Place as Where


def flaws(of: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every flaw of the steps that another agency works, of the child cases that steps file, of whom they ask."""
    for number, step in enumerate(of.flow.steps.values()):
        where: Where = ("steps", number)
        if step.at is Place.AGENCY:
            yield from _agency_flaws(of, step.agency, (*where, "agency"), surroundings, step.role)
        for place, asked in enumerate(step.consult.asks if step.consult else ()):
            yield from _asked_flaws(of, asked, (*where, "consult", "ask", place), surroundings)
        for place, part in enumerate(step.children):
            yield from _part_flaws(of, part, (*where, "children", place), surroundings)
        shown = [part.procedure for part in step.children]
        for place, code in enumerate(shown):
            if _leads_back(code, of.code, surroundings, frozenset()):
                yield Flaw(
                    (*where, "children", place, "procedure"),
                    f"Thủ tục {code} lại mở thủ tục này: hồ sơ liên thông đi vòng, không bao giờ xong.",
                    "Bỏ một trong hai.",
                )


def _asked_flaws(of: Definition, asked: Ask, where: Where, surroundings: Surroundings) -> Iterator[Flaw]:
    if asked.role not in surroundings.roles:
        todo = structure.did_you_mean(asked.role, sorted(surroundings.roles), "Chọn một vai trò đã có.")
        yield Flaw((*where, "role"), f"Vai trò “{asked.role}” chưa được khai báo.", todo)
    if asked.agency:
        yield from _agency_flaws(of, asked.agency, (*where, "agency"), surroundings, asked.role)
        return
    own = {one.id: one for one in of.schema.fields}
    field = _found(asked.commune, own)
    if field is None:
        yield from _unknown_field(asked.commune, own, "Tờ khai", (*where, "commune"))
    elif field.type not in ("place", "commune"):
        yield Flaw(
            (*where, "commune"),
            f"Trường “{asked.commune}” không phải là một địa điểm.",
            "Chọn trường kiểu place hoặc commune.",
        )


def _agency_flaws(
    of: Definition, slug: str, where: Where, surroundings: Surroundings, role: str = ""
) -> Iterator[Flaw]:
    if slug not in surroundings.agencies:
        todo = structure.did_you_mean(slug, sorted(surroundings.agencies), "Chọn một mã đã có.")
        yield Flaw(where, f"Không có cơ quan nào mang mã “{slug}”.", todo)
        return
    held = surroundings.deciders(kind="", slug=slug, on=of.in_force)
    if not held and surroundings.tells_agencies:
        yield Flaw(
            where,
            f"Cơ quan “{slug}” không có vào ngày {of.in_force:%d/%m/%Y}.",
            "Chọn cơ quan đang hoạt động, hoặc sửa ngày áp dụng.",
        )
    for name, roles in held.items():
        if role and role not in roles:
            yield Flaw(
                where,
                f"{name} không có vị trí việc làm nào giữ vai trò “{role}”.",
                "Thêm vai trò vào một vị trí của cơ quan ấy, hoặc chọn vai trò khác.",
            )


def _part_flaws(of: Definition, part: Part, where: Where, surroundings: Surroundings) -> Iterator[Flaw]:
    if part.agency:
        yield from _agency_flaws(of, part.agency, (*where, "agency"), surroundings)
    child = surroundings.procedure(part.procedure)
    if child is None:
        yield Flaw(
            (*where, "procedure"),
            f"Danh mục không có tệp thủ tục {part.procedure}.",
            "Viết tệp thủ tục ấy trước, hoặc sửa mã.",
        )
        return
    yield from _declared(of, part, child, where)
    yield from _fees_by_channel(of, child, where)


def _fees_by_channel(of: Definition, child: Definition, where: Where) -> Iterator[Flaw]:
    """A part comes by the channel of its bundle; where its fees differ by channel, that one needs a fee as well."""
    told = {fee.channel for fee in child.fees}
    for channel in of.channels:
        if told - {""} and not told & {"", channel}:
            yield Flaw(
                (*where, "procedure"),
                f"Thủ tục {child.code} thu khác nhau theo kênh mà chưa có mức thu cho kênh “{CHANNELS[channel]}”: hồ sơ"
                " liên thông nộp qua kênh ấy thì phần này cũng vậy.",
                f"Thêm mức thu ấy vào {child.code}; không thu thì ghi mức thu 0.",
                "warning",
            )


def orphaned(child: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    """Why bundles that are running could not file their cases by a version of one of their parts."""
    for bundle in surroundings.bundles_with(child.code):
        for step in bundle.flow.steps.values():
            for part in step.children:
                found = _declared(bundle, part, child, ()) if part.procedure == child.code else ()
                for flaw in found:
                    yield Flaw(
                        ("form",),
                        f"Hồ sơ liên thông “{bundle.name}” ({bundle.code}) sẽ không mở được hồ sơ này: {flaw.message}",
                        f"Giữ tờ khai như cũ, hoặc sửa và công bố {bundle.code} trước.",
                    )


def _declared(of: Definition, part: Part, child: Definition, where: Where) -> Iterator[Flaw]:
    """What a bundle declares for a case that its form does not ask, and what the case wants that nobody declares."""
    asked = {one.id: one for one in child.schema.fields}
    own = {one.id: one for one in of.schema.fields}
    for target, source in part.declare.items():
        yield from _unknown_field(target, asked, f"Tờ khai của “{child.name}”", (*where, "declare", target))
        if isinstance(source, Mapping):
            if set(source) != {"is"}:
                yield Flaw(
                    (*where, "declare", target), "Câu trả lời cố định viết {is: giá trị}.", "Viết lại."
                )
        else:
            yield from _unknown_field(source, own, "Tờ khai liên thông", (*where, "declare", target))
    yield from _unanswered(part, own, child, where)


def _found(path: str, known: Mapping[str, Field]) -> Field | None:
    """The field that a path means: a question of the form, or a part of a person or a place."""
    name, _, rest = path.partition(".")
    field = known.get(name)
    return _found(rest, {one.id: one for one in field.fields}) if field and rest else field


def _unknown_field(path: str, known: Mapping[str, Field], whose: str, where: Where) -> Iterator[Flaw]:
    if _found(path, known) is None:
        todo = structure.did_you_mean(path, sorted(known), "Chọn một trường.")
        yield Flaw(where, f"{whose} không có trường “{path}”.", todo)


def _unanswered(part: Part, own: Mapping[str, Field], child: Definition, where: Where) -> Iterator[Flaw]:
    """What the child case must know always and the bundle never says."""
    for path, asked in _wanted(part.declare, own, child.schema.fields):
        yield Flaw(
            (*where, "declare"),
            f"Tờ khai của “{child.name}” bắt buộc “{asked.label}” mà không ai khai.",
            f"Thêm “{path}: trường của tờ khai liên thông”.",
        )


def _wanted(
    declare: Mapping[str, Any], own: Mapping[str, Field], asked: Iterable[Field], above: str = ""
) -> Iterator[tuple[str, Field]]:
    """The required fields of a form that are told neither whole nor, where some of their parts are, by these."""
    for one in asked:
        path = f"{above}{one.id}"
        parts = any(told.startswith(f"{path}.") for told in declare)
        if one.required and one.when is None and path not in declare and not parts:
            yield path, one
        elif parts:
            yield from _wanted(declare, own, one.fields, f"{path}.")
        elif isinstance(source := declare.get(path), str) and (given := _found(source, own)):
            there = {inner.id for inner in given.fields}
            yield from (
                (f"{path}.{inner.id}", inner)
                for inner in one.fields
                if inner.required and inner.when is None and inner.id not in there
            )


def _leads_back(code: str, home: str, surroundings: Surroundings, seen: frozenset[str]) -> bool:
    """Whether the parts of a procedure, and theirs, come back to where they began."""
    if code == home:
        return True
    child = surroundings.procedure(code)
    if child is None or code in seen:
        return False
    parts = (part.procedure for step in child.flow.steps.values() for part in step.children)
    return any(_leads_back(one, home, surroundings, seen | {code}) for one in parts)
