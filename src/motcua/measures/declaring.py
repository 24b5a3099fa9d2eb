"""Measures as files: what is counted of what, by which day, for how many points; read once, judged whole.

``part`` and ``whole`` are counts: of rows where a condition holds, of different values of ``each``, or sums of a
whole number. The short form shares ``facts``, ``when`` and ``where`` between them. Where one bad row spoils a value of
``each``, ``lost`` says which rows are bad, and the part is what is left of the whole. A measure may also be told by
what loses points: each row has ``most``, the first loss that holds says how many it ``leaves``, and ``because``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from motcua.kernel.measures import Nothing, Scale
from motcua.kernel.refusals import Fault, Invalid
from motcua.measures import language
from motcua.measures.facts import Fact, declared
from motcua.measures.language import Kind, Wrong
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "measures"
SHARE = "%"
"""The unit of a share; every other unit is that of what is counted."""

_KEYS = {
    "measure", "title", "facts", "when", "where", "each", "part", "lost", "whole", "points", "full_at", "nothing",
    "unit", "law", "basis", "note", "scope", "group", "waits_for", "most", "loses", "fewest",
    "among",
}  # fmt: skip
_COUNT_KEYS = {"facts", "when", "where", "each", "count"}
_LOSS_KEYS = {"if", "leaves", "because"}

WAITED: Mapping[str, str] = {
    "correspondence": gettext_noop("số liệu hồ sơ công việc, văn bản đi và đến"),
    "digitisation": gettext_noop("số liệu số hóa kết quả"),
    "eligibility": gettext_noop("danh mục thủ tục đủ điều kiện cung cấp trực tuyến"),
    "exchange": gettext_noop("số liệu kết nối, chia sẻ dữ liệu"),
    "legal": gettext_noop("sổ văn bản quy phạm pháp luật"),
    "one-stop-lists": gettext_noop("danh mục thủ tục của từng bộ phận một cửa"),
    "papers": gettext_noop("số liệu dùng lại giấy tờ"),
    "payments": gettext_noop("số liệu thanh toán"),
    "petitions": gettext_noop("phản ánh, kiến nghị"),
    "postings": gettext_noop("sổ theo dõi niêm yết thủ tục"),
    "transfers": gettext_noop("số liệu luân chuyển hồ sơ giữa các đơn vị"),
}
"""What measures and targets wait for, by the name in their files; what has no name there is said in a sentence."""


def unheard_of(waits_for: object) -> str:
    """What is wrong with what a file waits for: a list, or one word that nobody knows; nothing for a sentence."""
    if not isinstance(waits_for, str):
        return "“waits_for” là một chữ, không phải danh sách."
    if not waits_for or waits_for in WAITED or " " in waits_for:
        return ""
    near = difflib.get_close_matches(waits_for, WAITED, 1)
    hint = (
        f"có phải “{near[0]}”?" if near else f"chọn trong {', '.join(sorted(WAITED))}, hoặc viết thành câu."
    )
    return f"Không rõ chờ “{waits_for}”; {hint}"


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: rows of a fact where ``expression`` holds, or its sum, or the values of ``each`` there.

    ``when`` is the day by which a row falls into a period; empty: what stands now, whatever the period.
    """

    fact: str
    expression: str
    kind: Kind
    when: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a row has less than the most: the condition, the points that it leaves, the reason that people read."""

    condition: str
    leaves: int
    because: str


@dataclass(frozen=True, slots=True)
class Among:
    """The fields of procedures of another measure that one is of: told only where that one tells each of them."""

    measure: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A declared measure. ``waits_for`` names what it needs and what isn't there yet: a slice's facts, a list.

    Where ``lost``, what ``part`` counts is missing from the whole. A group with less than ``fewest`` is not shown.
    """

    code: str
    title: str
    part: Count | None
    whole: Count | None
    scale: Scale | None
    unit: str
    group: str
    scope: str
    law: str
    basis: str
    note: str
    waits_for: str
    where: str
    lost: bool = False
    most: int = 0
    losses: tuple[Loss, ...] = ()
    fewest: int = 0
    among: Among | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, and not just a number of things."""
        return self.unit == SHARE

    @property
    def is_mean(self) -> bool:
        """Whether each row has points: what is told is their mean."""
        return bool(self.losses)

    @property
    def counts(self) -> tuple[Count, ...]:
        return tuple(count for count in (self.part, self.whole) if count)


@lru_cache(maxsize=1)
def measures() -> Mapping[str, Measure]:
    """Every measure of the catalogue, by code; a process reads the files once."""
    return read(Path(settings.CATALOGUE))


def read(folder: Path) -> Mapping[str, Measure]:
    """Every measure in a folder of measures, or under a catalogue, by code; raises :class:`Invalid` with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    known = catalogue_files.declared(files, _measures, called=("Chỉ số", "Các tệp chỉ số"))
    strange = [one for one in known.values() if one.among and one.among.measure not in known]
    if strange:
        faults = [Fault(one.where, f"Không có chỉ số “{one.among.measure}”.") for one in strange if one.among]
        raise Invalid("Các tệp chỉ số khai chưa đúng.", faults=faults)
    return known


def _measures(file: CatalogueFile) -> Iterator[tuple[Place, str, Measure]]:
    """The measures of a file: one, or a list of them."""
    said = file.value
    places: Iterable[tuple[Place, Any]] = (
        (((index,), one) for index, one in enumerate(said)) if isinstance(said, list) else [((), said)]
    )
    reading = _Reading(file)
    found = [(place, reading.measure(place, one)) for place, one in places]
    if reading.faults:
        raise Invalid(f"Chỉ số trong {file.path} khai chưa đúng.", faults=reading.faults)
    yield from ((place, measure.code, measure) for place, measure in found if measure)


class _Reading:
    """One pass over a file of measures, which gathers its faults."""

    def __init__(self, file: CatalogueFile) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def measure(self, place: Place, said: Any) -> Measure | None:
        if not isinstance(said, dict):
            self._refuse(place, "Mỗi chỉ số là một nhóm trường: measure, title, facts, part, whole …")
            return None
        for unknown in sorted(set(said) - _KEYS):
            self._refuse((*place, unknown), f"Không có trường “{unknown}”; có: {', '.join(sorted(_KEYS))}.")
        for needed in ("measure", "title"):
            if not isinstance(said.get(needed), str) or not said[needed].strip():
                self._refuse(place, f"Thiếu “{needed}” (chữ, đặt trong ngoặc kép nếu là số).")
                return None
        if wrong := unheard_of(said.get("waits_for") or ""):
            self._refuse((*place, "waits_for"), wrong)
        if not isinstance(said.get("unit", SHARE), str):
            self._refuse((*place, "unit"), "“unit” là một chữ, như % hoặc hồ sơ.")
        waits_for = str(said.get("waits_for") or "")
        before = len(self.faults)
        losses = self._losses(place, said)
        uncounted = bool(waits_for) or len(self.faults) > before
        told = "lost" if said.get("lost") else "part"
        counted = _points(losses, self._most(place, said)) if losses else said.get(told)
        if not counted and not uncounted:
            self._refuse(place, "Thiếu “part” (hoặc “lost”): chỉ số đếm cái gì?")
            return None
        if said.get("part") and said.get("lost"):
            self._refuse(
                (*place, "lost"), "Chỉ khai một trong hai: “part” (phần đạt) hoặc “lost” (phần mất)."
            )
        part, whole = (None, None) if uncounted else (
            self._count((*place, told), said, counted),
            self._count((*place, "whole"), said, said.get("whole", "true")),
        )  # fmt: skip
        return Measure(
            said["measure"], said["title"], part, whole, self._scale(place, said), str(said.get("unit", SHARE)),
            str(said.get("group", "")), str(said.get("scope", "")), str(said.get("law", "")),
            str(said.get("basis", "")), str(said.get("note", "")), waits_for,
            self.file.where(place), told == "lost", self._most(place, said), losses, self._fewest(place, said),
            self._among(place, said),
        )  # fmt: skip

    def _most(self, place: Place, said: Mapping[str, Any]) -> int:
        most = said.get("most", 0)
        if not isinstance(most, int) or isinstance(most, bool) or (said.get("loses") and most < 1):
            self._refuse(
                (*place, "most") if "most" in said else place,
                "“most” là số điểm nguyên của một dòng không mất điểm nào.",
            )
            return 0
        return most

    def _losses(self, place: Place, said: Mapping[str, Any]) -> tuple[Loss, ...]:
        rows = said.get("loses") or []
        if not isinstance(rows, list) or (rows and said.get("part")):
            self._refuse((*place, "loses"), "“loses” là danh sách điều làm mất điểm, thay cho “part”.")
            return ()
        return tuple(
            loss
            for index, row in enumerate(rows)
            if (loss := self._loss((*place, "loses", index), said, row))
        )

    def _loss(self, place: Place, said: Mapping[str, Any], row: Any) -> Loss | None:
        if not isinstance(row, dict) or set(row) != _LOSS_KEYS:
            self._refuse(
                place, "Mỗi điều làm mất điểm có if (điều kiện), leaves (số điểm còn lại), because (lý do)."
            )
            return None
        most, leaves = said.get("most"), row["leaves"]
        if type(leaves) is not int or leaves < 0 or (type(most) is int and most > 0 and leaves >= most):
            self._refuse((*place, "leaves"), "“leaves” là số điểm còn lại: số nguyên từ 0, nhỏ hơn “most”.")
            return None
        if fact := declared().get(str(said.get("facts"))):
            self._expression((*place, "if"), fact, _text(row["if"]), wanted=Kind.BOOL)
        return Loss(_text(row["if"]), row["leaves"], str(row["because"]))

    def _fewest(self, place: Place, said: Mapping[str, Any]) -> int:
        fewest = said.get("fewest", 0)
        if type(fewest) is int and fewest >= 0:
            return fewest
        self._refuse((*place, "fewest"), "fewest là số ít nhất để một nhóm được hiện, như 5.")
        return 0

    def _among(self, place: Place, said: Mapping[str, Any]) -> Among | None:
        among = said.get("among")
        if among is None:
            return None
        fields = among.get("fields") if isinstance(among, dict) else None
        if not (
            isinstance(fields, list)
            and fields
            and said.get("fewest")
            and isinstance(among.get("measure"), str)
        ):
            self._refuse(
                (*place, "among"), "among ghi measure (mã chỉ số) và fields (các lĩnh vực), cùng với fewest."
            )
            return None
        return Among(among["measure"], tuple(map(str, fields)))

    def _count(self, place: Place, shared: Mapping[str, Any], said: Any) -> Count | None:
        own = said if isinstance(said, dict) else {"count": said}
        for unknown in sorted(set(own) - _COUNT_KEYS):
            self._refuse((*place, unknown), f"Không có trường “{unknown}” ở đây.")
        all_said = {key: own.get(key, shared.get(key)) for key in _COUNT_KEYS}
        places = {key: (*(place if key in own else place[:-1]), key) for key in _COUNT_KEYS} | {
            "count": place
        }
        fact = declared().get(str(all_said["facts"]))
        if fact is None:
            self._refuse(places["facts"], _no_fact(all_said["facts"]))
            return None
        for name in ("when", "each"):
            self._column(places[name], fact, name, all_said[name])
        counted = _text(all_said["count"])
        kind = self._expression(place, fact, counted)
        filtered = _text(all_said["where"]) if all_said["where"] is not None else ""
        if filtered:
            self._expression(places["where"], fact, filtered, wanted=Kind.BOOL)
        if kind is None:
            return None
        if kind not in (Kind.BOOL, Kind.INT):
            self._refuse(place, f"“{counted}” phải là điều kiện (để đếm) hoặc số nguyên (để cộng).")
        both = _under(filtered, counted, kind)
        return Count(fact.name, both, kind, all_said["when"] or "", all_said["each"] or "")

    def _column(self, place: Place, fact: Fact, name: str, said: Any) -> None:
        if said is None:
            return
        kind = fact.kinds.get(str(said))
        if kind is None or (name == "when" and kind is not Kind.DAY):
            days = [column for column, kind in fact.kinds.items() if kind is Kind.DAY or name == "each"]
            self._refuse(
                place, f"“{name}: {said}” không dùng được ở bảng {fact.name}; có: {', '.join(days)}."
            )

    def _expression(self, place: Place, fact: Fact, text: str, wanted: Kind | None = None) -> Kind | None:
        try:
            said = language.parse(text, fact.kinds)
        except Wrong as wrong:
            self._refuse(place, str(wrong))
            return None
        if wanted and said.kind is not wanted:
            self._refuse(place, f"Ở đây phải là một điều kiện: {text}")
        values = {column.name: column.values for column in fact.columns if column.values}
        for name, value in said.compared:
            if name in values and value and value not in values[name]:
                self._refuse(
                    place, f"Cột “{name}” không có giá trị “{value}”; có: {', '.join(values[name])}."
                )
        return said.kind

    def _scale(self, place: Place, said: Mapping[str, Any]) -> Scale | None:
        if said.get("points") is None:
            return None
        try:
            full_at = Fraction(str(said.get("full_at", "100 %")).removesuffix("%").strip()) / 100
            points = Fraction(str(said["points"]))
            nothing = Nothing(said.get("nothing", "undefined"))
        except (ValueError, ZeroDivisionError):
            self._refuse(
                (*place, "points"),
                "points là số điểm, full_at là phần trăm (80 %), nothing là undefined, full hoặc zero.",
            )
            return None
        if not (0 < full_at <= 1 and points >= 0):
            self._refuse((*place, "points"), "full_at phải trên 0 % và không quá 100 %, points không âm.")
            return None
        return Scale(points, full_at, nothing)

    def _refuse(self, place: Place, message: str) -> None:
        """Note what is wrong, once: what both sides share is judged for each."""
        if (fault := self.file.fault(place, message)) not in self.faults:
            self.faults.append(fault)


def _no_fact(said: Any) -> str:
    if said is None:
        return f"Thiếu “facts”: đếm bảng nào trong {', '.join(declared())}?"
    if isinstance(said, str) and " " not in said:
        return f"Không có bảng số liệu “{said}”; có: {', '.join(declared())}."
    return (
        "“facts” là một bảng, không ghép bảng: ghép thì một hồ sơ có nhiều bước bị đếm nhiều lần. Khai riêng part và "
        "whole khi hai bên ở hai bảng, “each” khi đếm giá trị khác nhau."
    )


def _text(said: Any) -> str:
    return str(said).lower() if isinstance(said, bool) else str(said)


def _points(losses: Sequence[Loss], most: int) -> str:
    """The points of a row: what the first loss that holds leaves."""
    ways = " ".join(f"when {loss.condition} then {loss.leaves}" for loss in losses)
    return f"case {ways} else {most} end"


def _under(condition: str, counted: str, kind: Kind) -> str:
    """What is counted where a condition holds."""
    if not condition:
        return counted
    if kind is Kind.BOOL:
        return condition if counted == "true" else f"({condition}) and ({counted})"
    return f"case when {condition} then {counted} end"
