"""Reading a folder of agencies: shapes are checked, inheritance is filled in, values become canonical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from motcua.agencies import rules, shapes
from motcua.agencies.entries import AgencyEntry, Catalogue, ChangeEntry, PostEntry, Spot
from motcua.agencies.sheets import Sheet, agency_sheets, part_sheets
from motcua.kernel.codes import parse_agency_code, parse_phone, show_phone
from motcua.kernel.hours import OfficeHours
from motcua.kernel.refusals import Fault, Invalid
from motcua.kernel.text import fold
from motcua.web.catalogue_files import CatalogueFile, load, made

_NEEDED = {"slug": "tên", "name": "tên đầy đủ", "kind": "loại", "level": "cấp", "valid_from": "ngày bắt đầu"}
_KINDS = ("merge", "split", "rename", "continue")
_BASES = ("source", "derived", "press", "recalled")


def read(folder: Path) -> Catalogue:
    """Read all files of a folder of agencies; raises ``Invalid`` with every fault ``path:line`` found."""
    return made(_catalogue, folder)


def _catalogue(folder: Path) -> Catalogue:
    files = _load_all(folder)
    refuse_if(folder, [fault for file in files for fault in shapes.faults_of(file, shapes.FILE)])
    faults: list[Fault] = []
    agencies = tuple(_agencies(files, faults))
    changes = tuple(_changes(files, faults))
    refuse_if(folder, faults)
    return Catalogue(agencies, changes)


def judge(folder: Path, beside: Callable[[Catalogue], Iterable[Fault]] = lambda _: ()) -> Catalogue:
    """Read a folder of agencies and judge it as a whole, also by what speaks against it ``beside`` the files.

    Raises ``Invalid`` with every fault ``path:line`` found.
    """
    catalogue = read(folder)
    refuse_if(folder, [*rules.faults_of(catalogue), *beside(catalogue)])
    return catalogue


def refuse_if(folder: Path, faults: Iterable[Fault]) -> None:
    """Raise ``Invalid`` if there are faults, each told once: those of a template come with every agency."""
    if distinct := tuple(dict.fromkeys(faults)):
        raise Invalid(f"Danh mục cơ quan trong {folder} có {len(distinct)} lỗi.", faults=distinct)


def _load_all(folder: Path) -> list[CatalogueFile]:
    files: list[CatalogueFile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files.append(load(path))
        except Invalid as refusal:
            faults.extend(refusal.faults)
    refuse_if(folder, faults)
    if not files:
        raise Invalid(f"Không có tệp cơ quan nào (*.yaml) trong thư mục {folder}.")
    return files


def _agencies(files: list[CatalogueFile], faults: list[Fault]) -> Iterator[AgencyEntry]:
    for whole in agency_sheets(files, faults):
        wrong = list(_sheet_faults(whole))
        parts = () if wrong else tuple(part_sheets(whole))
        wrong += [fault for part in parts for fault in _sheet_faults(part)]
        faults += wrong
        if not wrong:
            yield from map(_agency, (whole, *parts))


def _agency(sheet: Sheet) -> AgencyEntry:
    return AgencyEntry(
        spot=sheet.spot,
        slug=sheet.text("slug"),
        parent=sheet.text("parent"),
        part=sheet.part,
        valid_from=sheet.values["valid_from"],
        valid_to=sheet.values.get("valid_to"),
        columns=_columns(sheet),
        posts=tuple(
            PostEntry(p["key"], p["title"].strip(), tuple(p["roles"])) for p in sheet.values["posts"]
        ),
    )


def _sheet_faults(sheet: Sheet) -> Iterator[Fault]:
    for name, words in _NEEDED.items():
        if not sheet.values.get(name):
            yield sheet.fault(name, f"Cơ quan thiếu {words} (trường “{name}”).")
    yield from _unreadable(sheet)
    if sheet.text("code_source") not in ("", "official", "placeholder"):
        yield sheet.fault(
            "code_source", "Nguồn của mã là official (mã chính thức) hoặc placeholder (mã tạm)."
        )
    if sheet.values.get("reception") and not (sheet.text("phone") and sheet.text("code")):
        yield sheet.fault("reception", "Nơi tiếp nhận phải có mã (code) và số điện thoại (phone).")
    begins, ends = sheet.values.get("valid_from"), sheet.values.get("valid_to")
    if begins and ends and ends <= begins:
        yield sheet.fault("valid_to", "Ngày hết hiệu lực (valid_to) phải sau ngày bắt đầu (valid_from).")
    for key, times in Counter(post["key"] for post in sheet.values["posts"]).items():
        if times > 1:
            yield sheet.fault("posts", f"Vị trí “{key}” có hai lần trong một cơ quan.")


def _unreadable(sheet: Sheet) -> Iterator[Fault]:
    for name, reader in (("code", parse_agency_code), ("phone", _phone), ("office_hours", OfficeHours.parse)):
        if value := sheet.values.get(name):
            try:
                reader(value)
            except Invalid as refusal:
                reasons = "; ".join(fault.message for fault in refusal.faults)
                yield sheet.fault(name, reasons or refusal.message)


def _columns(sheet: Sheet) -> dict[str, Any]:
    name, phone = sheet.text("name"), sheet.text("phone")
    short_name = sheet.text("short_name") or name
    return {
        **_codes(sheet.text("code")),
        **{field: sheet.text(field) for field in ("place", "kind", "level", "address", "email")},
        "code_source": sheet.text("code_source") or "official",
        "gso_code": sheet.text("gso"),
        "name": name,
        "short_name": short_name,
        "name_folded": fold(f"{name} {short_name}"),
        "phone": _phone(phone) if phone else "",
        "reception": bool(sheet.values.get("reception")),
        "office_hours": sheet.values.get("office_hours"),
    }


def _codes(text: str) -> dict[str, str]:
    """Return the code in both schemes; a group that is too wide for QCVN 102:2016 has none there."""
    if not text:
        return {"code_2020": "", "code_2016": ""}
    code = parse_agency_code(text)
    try:
        return {"code_2020": code.code_2020, "code_2016": code.code_2016}
    except Invalid:
        return {"code_2020": code.code_2020, "code_2016": ""}


def _phone(text: str) -> str:
    return show_phone(parse_phone(text, hotline=True))


def _changes(files: list[CatalogueFile], faults: list[Fault]) -> Iterator[ChangeEntry]:
    for file in files:
        for c, change in enumerate(file.value.get("changes", ())):
            for e, entry in enumerate(change["entries"]):
                made = _change(Spot(file, ("changes", c, "entries", e)), change, entry)
                faults += _change_faults(made)
                yield made


def _change(spot: Spot, change: Mapping[str, Any], entry: Mapping[str, Any]) -> ChangeEntry:
    return ChangeEntry(
        spot=spot,
        old=_slugs(entry["old"]),
        new=_slugs(entry["new"]),
        kind=entry["kind"],
        rule=entry.get("rule", ""),
        decision=change["decision"],
        basis=entry.get("basis", change["basis"]),
        on=change["on"],
        act=change.get("act", str(change["on"])),
        title=change.get("title", f"Sắp xếp cơ quan từ {change['on']:%d/%m/%Y}"),
        default=entry.get("default", ""),
        choose=tuple(entry.get("choose", ())),
        officers=tuple(entry.get("officers", ())),
    )


def _slugs(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _change_faults(change: ChangeEntry) -> Iterator[Fault]:
    if change.kind not in _KINDS:
        yield change.spot.fault(f"Không có kiểu kế thừa “{change.kind}”: dùng {', '.join(_KINDS)}.", "kind")
    if change.basis not in _BASES:
        yield change.spot.fault(f"Không có căn cứ “{change.basis}”: dùng {', '.join(_BASES)}.", "basis")
    if change.kind == "split" and (len(change.old) > 1 or len(change.new) == 1 or not change.rule):
        yield change.spot.fault("Chia (split) cần một cơ quan cũ, từ hai cơ quan mới và quy tắc chọn (rule).")
    if change.kind == "split" and change.default not in change.new:
        yield change.spot.fault(
            "Chia (split) phải ghi cơ quan nhận những gì quy tắc không xếp được (default), là một cơ quan mới: "
            "không hồ sơ nào được bỏ lại."
        )
    if change.kind != "split" and (change.choose or change.officers or change.default):
        yield change.spot.fault(
            "Chỉ khi chia (kind: split) mới chọn theo choose, officers và default.", "kind"
        )
    yield from _choosing_faults(change)
    yield from _officer_faults(change)
    if change.kind != "split" and len(change.new) > 1:
        yield change.spot.fault("Có từ hai cơ quan mới thì phải là chia (kind: split).", "new")


def _officer_faults(change: ChangeEntry) -> Iterator[Fault]:
    """Each way of placing officers leads to a new agency and says which posts or whom it is about."""
    for place, way in enumerate(change.officers):
        if way["to"] not in change.new or not (way.get("posts") or way.get("people")):
            yield change.spot.fault(
                "Mục officers ghi posts (vị trí) hoặc people (tên tài khoản), và “to” là một cơ quan mới ở đây.",
                "officers",
                place,
            )


def _choosing_faults(change: ChangeEntry) -> Iterator[Fault]:
    """Each way of choosing leads to one new agency: the one it names, or the commune that the form declares."""
    for place, way in enumerate(change.choose):
        if way.get("declared") and "to" in way:
            yield change.spot.fault("Mục chọn dùng hoặc “to” hoặc “declared”, không cả hai.", "choose", place)
        elif not way.get("declared") and way.get("to") not in change.new:
            yield change.spot.fault(
                f"Mục chọn dẫn đến “{way.get('to', '')}”, không phải cơ quan mới nào ở đây.", "choose", place
            )
