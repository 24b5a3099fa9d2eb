"""The linter of procedure files: what is wrong, on which line, what to do, before anything is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from motcua.kernel import judging, waiting
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import bundling, halves, regimes, scenarios, scrutiny, structure, verbs
from motcua.procedures.definition import Definition
from motcua.procedures.models import Level
from motcua.procedures.results import SLUG
from motcua.procedures.structure import Flaw, dotted, place_of
from motcua.procedures.surroundings import Surroundings, catalogue_around, catalogue_over
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

ERROR = "error"
WARNING = "warning"
ADVICE = "advice"
SEVERITIES: Mapping[str, str] = {ERROR: "lỗi", WARNING: "lưu ý", ADVICE: "góp ý"}

_FILE_NAME = re.compile(r"(?P<code>[0-9]\.[0-9]{6})(@[0-9]{4}-[0-9]{2}-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file: where (line from 1, field), what, what to do, how the file writes it."""

    file: Path
    line: int
    field: str
    message: str
    todo: str
    severity: str = ERROR
    written: str = ""

    def __str__(self) -> str:
        name = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {SEVERITIES[self.severity]}: {name}{self.sentences}"

    @property
    def sentences(self) -> str:
        """All that whoever writes the file is told."""
        return " ".join(filter(None, (self.message, self.todo, self.written)))

    @property
    def place(self) -> Place:
        """Where in the value of the file it stands."""
        return place_of(self.field)

    @property
    def fault(self) -> Fault:
        """The finding as a refusal lists it."""
        return Fault(f"{self.file}:{self.line}", self.sentences)


@dataclass(frozen=True)
class Sheet:
    """A procedure file that was read: its raw lines, its plain value, and its definition if it has one."""

    file: CatalogueFile
    value: Any
    findings: tuple[Finding, ...]
    definition: Definition | None = None
    unjudged: frozenset[str] = frozenset()
    """The fields of a draft of which not all can be judged before other fields are written."""

    def finding(self, flaw: Flaw) -> Finding:
        """A flaw with the line that it stands on."""
        line = self.file.line_of(flaw.place)
        told = (flaw.message, flaw.todo, flaw.severity, flaw.written)
        return Finding(self.file.path, line, dotted(flaw.place), *told)


def lint(path: Path) -> list[Finding]:
    """Judge one procedure file, or all procedure files under a folder; no finding means that all is well.

    The catalogue around the path (code lists, agencies) is found by itself, else that of the installation serves;
    Missing when nothing lies there.
    """
    return judge(path)[1]


def judge(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read the procedure files of a path, judge each alone and all together; raises Invalid as ``lint``."""
    surroundings = Surroundings(catalogue_around(path))
    sheets = [read(file, surroundings) for file in files_under(path)]
    found = [finding for sheet in sheets for finding in sheet.findings]
    found += [finding for sheet in sheets for finding in _told_otherwise(sheet, surroundings)]
    found += _judged_together(sheets)
    found += _judged_regimes(path, surroundings)
    found += _judged_verbs(surroundings.catalogue)
    return sheets, sorted(found, key=lambda one: (str(one.file), one.line, one.field, one.message))


def _told_otherwise(sheet: Sheet, surroundings: Surroundings) -> Iterator[Finding]:
    """Where the scenarios beside a file say otherwise than it does; a file that has errors is not run."""
    path = scenarios.feature_of(sheet.file.path)
    if path.is_file():
        yield from _scenarios_of(sheet, path.read_text(encoding="utf-8"), surroundings)


def _scenarios_of(sheet: Sheet, text: str, surroundings: Surroundings) -> Iterator[Finding]:
    path = scenarios.feature_of(sheet.file.path)
    if sheet.definition is None or errors_in(sheet.findings):
        return
    try:
        told = scenarios.read(text, str(path))
    except Invalid as refusal:
        yield from map(_unreadable, refusal.faults)
        return
    try:
        calendar = surroundings.calendar
    except Invalid as refusal:
        yield Finding(
            path, 1, "", f"Kịch bản không tính được ngày: {refusal.message}", "Sửa lịch làm việc trước."
        )
        return
    for one in scenarios.run(sheet.definition, told, calendar, surroundings.role_titles):
        yield Finding(path, one.line, one.scenario, one.message, one.todo)


def _judged_regimes(path: Path, surroundings: Surroundings) -> list[Finding]:
    """What is wrong with the catalogue's regimes, when the path holds them."""
    told = regimes.file_of(surroundings.catalogue)
    if not path.is_dir() or not told.is_relative_to(path.resolve()):
        return []
    file = catalogue_files.load(told)
    sheet = Sheet(file, file.value, ())
    return [sheet.finding(flaw) for flaw in regimes.flaws(file)]


def _judged_verbs(catalogue: Path) -> list[Finding]:
    """What is wrong with the lists of moves, by which every file is judged."""
    try:
        verbs.known(catalogue)
    except Invalid as refusal:
        return [*map(_unreadable, refusal.faults)]
    return []


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stand in the way of a publication."""
    return tuple(one for one in findings if one.severity == ERROR)


def files_under(path: Path) -> list[Path]:
    """The procedure files of a path: itself, or every ``*.yaml`` in folders named ``procedures``.

    A folder of drafts, outside any catalogue, needs no such name; what says that it is no procedure is left out.
    """
    if not path.is_dir():
        return [path]
    if path.name != "procedures" and catalogue_over(path) is None:
        lone = [file for file in path.glob("*.yaml") if not catalogue_files.kind_said(file)]
    else:
        lone = []
    here = [path] if path.name == "procedures" else []
    folders = [*here, *(folder for folder in path.rglob("procedures") if folder.is_dir())]
    return sorted([*lone, *(file for folder in folders for file in folder.glob("*.yaml"))])


def judge_text(
    path: Path, text: str, told: str, surroundings: Surroundings
) -> tuple[Sheet, tuple[Finding, ...]]:
    """Judge the text of a draft, with its scenarios, as the file that it would be at ``path``."""
    sheet = read(path, surroundings, text)
    found = [*sheet.findings, *(_scenarios_of(sheet, told, surroundings) if told.strip() else ())]
    if sheet.definition is not None:
        found += map(sheet.finding, _draft_flaws(sheet.definition, sheet.value, surroundings))
    elif isinstance(sheet.value, Mapping):
        half = halves.judged(sheet.value, lambda value: _judged_half(value, surroundings, path))
        found = [*dict.fromkeys(map(sheet.finding, half.flaws))]
        sheet = replace(sheet, unjudged=half.unjudged)
    return sheet, tuple(sorted(found, key=lambda one: (str(one.file), one.line, one.field, one.message)))


def _judged_half(value: Any, surroundings: Surroundings, path: Path) -> tuple[list[Flaw], bool]:
    flaws, definition = _flaws_of(value, surroundings, path)
    more = _draft_flaws(definition, value, surroundings) if definition else ()
    return [*flaws, *more], definition is not None


def _draft_flaws(
    definition: Definition, value: Mapping[str, Any], surroundings: Surroundings
) -> Iterator[Flaw]:
    """What is only told to who writes a draft."""
    yield from bundling.orphaned(definition, surroundings)
    yield from scrutiny.without_product(value)


def read(path: Path, surroundings: Surroundings, text: str | None = None) -> Sheet:
    """Read and judge one file by itself; ``text`` is what it says when it does not lie there yet."""
    try:
        file = catalogue_files.load(path) if text is None else catalogue_files.parse(path, text)
    except Invalid as refusal:
        return Sheet(CatalogueFile(path, None, {}), None, tuple(map(_unreadable, refusal.faults)))
    value = structure.plain(file.value)
    unsound = Sheet(file, value, ())
    flaws, definition = _flaws_of(value, surroundings, path)
    return Sheet(file, value, tuple(map(unsound.finding, flaws)), definition)


def _flaws_of(value: Any, surroundings: Surroundings, path: Path) -> tuple[Sequence[Flaw], Definition | None]:
    """What is wrong with a plain value, and what it defines when the rest could be judged at all."""
    if flaws := structure.flaws(value):
        return flaws, None
    try:
        definition = Definition.parse(value)
    except Invalid as refusal:
        return [_flaw_of(fault) for fault in refusal.faults], None
    flaws = [
        *_flow_flaws(definition, surroundings),
        *_sense_flaws(definition, value, surroundings, path),
        *scrutiny.flaws(definition, surroundings),
    ]
    return flaws, definition


def _unreadable(fault: Fault) -> Finding:
    path, _, line = fault.where.rpartition(":")
    return Finding(Path(path), int(line), "", fault.message, "")


def _flaw_of(fault: Fault) -> Flaw:
    place = place_of(fault.where)
    message, _, todo = fault.message.partition("; ")
    about = "" if todo else structure.schema()["properties"][place[0]]["description"]
    return Flaw(place, f"{message.rstrip('.')}.", f"{todo[:1].upper()}{todo[1:]}", written=about)


def _flow_flaws(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    found = judging.check(
        definition.flow,
        definition.rule.limit,
        known_guards=surroundings.guards,
        known_roles=surroundings.roles,
    )
    for one in (*found, *waiting.check(definition.flow)):
        yield Flaw(one.where, one.message, one.todo, written=one.written)
    for index, step in enumerate(definition.flow.steps.values()):
        if step.role in surroundings.roles - surroundings.filled_roles:
            yield Flaw(
                ("steps", index, "role"),
                f"Chưa có vị trí việc làm nào giữ vai trò “{step.role}”.",
                "Thêm vai trò vào một vị trí trong danh mục cơ quan, hoặc chọn vai trò khác.",
            )


def _sense_flaws(
    definition: Definition, value: Mapping[str, Any], surroundings: Surroundings, path: Path
) -> Iterator[Flaw]:
    yield from _name_flaws(definition, surroundings, path)
    yield from _date_flaws(definition)
    yield from _level_flaws(definition, surroundings)
    yield from _agency_flaws(definition, surroundings)
    yield from bundling.flaws(definition, surroundings)
    yield from _paper_flaws(definition, path)
    yield from _repeated_codes(value, surroundings)
    for index, event in enumerate(definition.life_events):
        yield from _unknown_name(("life_events", index), event, surroundings.life_events, "sự kiện trong đời")


def _name_flaws(definition: Definition, surroundings: Surroundings, path: Path) -> Iterator[Flaw]:
    named = _FILE_NAME.fullmatch(path.stem)
    if not named or named["code"] != definition.code:
        yield Flaw(
            ("code",),
            f"Tên tệp “{path.name}” không theo mã thủ tục.",
            f"Đặt tên tệp là {definition.code}.yaml.",
        )
    if definition.kind == "public" and definition.code not in surroundings.national_codes:
        message = f"Mã {definition.code} không có trong danh mục thủ tục hành chính cả nước."
        todo = "Kiểm tra lại mã, hoặc cập nhật danh mục cả nước; thủ tục do tỉnh quy định thì giữ nguyên."
        yield Flaw(("code",), message, todo, WARNING)


def _date_flaws(definition: Definition) -> Iterator[Flaw]:
    if definition.until and definition.until <= definition.in_force:
        yield Flaw(("until",), "Ngày hết áp dụng không sau ngày bắt đầu.", "Sửa lại một trong hai ngày.")
    if definition.immediate and definition.rule.same_day_until is None:
        yield Flaw(
            ("immediate",),
            "Thủ tục giải quyết ngay nhưng thời hạn không phải trong ngày.",
            "Ghi giờ nhận để trả trong ngày, hoặc bỏ giải quyết ngay (NĐ 61/2018/NĐ-CP Điều 17 khoản 4).",
            written="Thêm “same_day_until” vào “limit”, hoặc bỏ “immediate”.",
        )


def _level_flaws(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    known = surroundings.levels(definition.in_force)
    if definition.level not in known:
        yield Flaw(
            ("level",),
            f"{Level(definition.level).label} không còn giải quyết thủ tục vào ngày {definition.in_force:%d/%m/%Y}.",
            f"Chọn một trong: {', '.join(Level(one).label for one in sorted(known))}; hoặc sửa ngày áp dụng.",
            written=f"Dùng được: {', '.join(sorted(known))}.",
        )


def _agency_flaws(definition: Definition, surroundings: Surroundings) -> Iterator[Flaw]:
    competent = definition.competent
    if bool(competent.kind) == bool(competent.agency):
        yield Flaw(
            ("competent",),
            "Cơ quan giải quyết phải hoặc theo địa bàn, hoặc là một cơ quan nêu tên.",
            "Giữ đúng một trong hai.",
            written="Ghi “kind” hoặc “agency”.",
        )
    if competent.agency:
        yield from _unknown_name(("competent", "agency"), competent.agency, surroundings.agencies, "cơ quan")
    for index, told in enumerate(definition.result.recipients or ()):
        if SLUG.fullmatch(told):
            yield from _unknown_name(("result", "recipients", index), told, surroundings.agencies, "cơ quan")
    if definition.contact:
        yield from _unknown_name(("contact", "agency"), definition.contact, surroundings.agencies, "cơ quan")


def _unknown_name(place: Place, name: str, known: Collection[str], what: str) -> Iterator[Flaw]:
    if name not in known:
        written = structure.did_you_mean(name, sorted(known), "Chọn một mã đã có.")
        yield Flaw(place, f"Không có {what} nào mang mã “{name}”.", written=written)


def _paper_flaws(definition: Definition, path: Path) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, paper in enumerate(definition.papers):
        place = ("papers", index)
        if paper.id in seen:
            yield Flaw((*place, "id"), f"Giấy tờ “{paper.id}” đã có ở trên.", "Đặt mã khác.")
        seen.add(paper.id)
        if not (paper.original or paper.copy or paper.show):
            yield Flaw(
                place,
                f"Giấy tờ “{paper.title}” chưa rõ số lượng.",
                "Ghi số bản chính, số bản sao, hoặc chọn chỉ xuất trình.",
                written="Thêm “original”, “copy” hoặc “show: true”.",
            )
        if paper.form_file and not (path.parent / "forms" / paper.form_file).is_file():
            yield Flaw(
                (*place, "form_file"),
                f"Không thấy tệp mẫu “{paper.form_file}”.",
                "Đặt tệp vào thư mục forms cạnh tệp này.",
            )


def _repeated_codes(value: Mapping[str, Any], surroundings: Surroundings) -> Iterator[Flaw]:
    for name, shared in surroundings.reasons.items():
        seen = set(shared)
        for index, reason in enumerate(value.get(name, ())):
            if reason["code"] in seen:
                yield Flaw(
                    (name, index, "code"),
                    f"Mã lý do “{reason['code']}” đã có.",
                    "Đặt mã khác, hoặc dùng lý do sẵn có.",
                )
            seen.add(reason["code"])


def _judged_together(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """What only shows beside other files: two versions of one procedure in force at once."""
    by_code: defaultdict[str, list[tuple[Sheet, Definition]]] = defaultdict(list)
    for sheet in sheets:
        if sheet.definition:
            by_code[sheet.definition.code].append((sheet, sheet.definition))
    for versions in by_code.values():
        versions.sort(key=lambda one: (one[1].in_force, str(one[0].file.path)))
        for (before, old), (sheet, new) in pairwise(versions):
            if new.in_force < (old.until or date.max):
                message = f"Áp dụng cùng lúc với {before.file.path.name} (từ {old.in_force:%d/%m/%Y})."
                todo = f"Ghi ngày hết áp dụng vào {before.file.path.name}, hoặc sửa ngày áp dụng."
                written = f"Thêm “until: {new.in_force}”."
                yield sheet.finding(Flaw(("in_force",), message, todo, written=written))
