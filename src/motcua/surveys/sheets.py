"""Surveys as Excel files: the results as the page shows them, the list of who was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_noop

from motcua.surveys import lists
from motcua.surveys.models import Sample
from motcua.surveys.questionnaires import Questionnaire
from motcua.surveys.reads import Line, Results
from motcua.web import sheets

RESULTS = (
    gettext_noop("Nội dung"), gettext_noop("Số phiếu"), gettext_noop("Hài lòng"), gettext_noop("Từ"),
    gettext_noop("Đến"),
)  # fmt: skip
CONTACTS = (
    gettext_noop("Tầng"), gettext_noop("Thứ tự"), gettext_noop("Loại"), gettext_noop("Mã hồ sơ, cơ quan"),
    gettext_noop("Thủ tục, nơi đã phục vụ"),
    gettext_noop("Tên"), gettext_noop("Điện thoại"), gettext_noop("Địa chỉ"), gettext_noop("Liên kết trả lời"),
)  # fmt: skip


def results(of: Questionnaire, found: Results) -> bytes:
    """The tables of results one below the other; a group that isn't shown has no numbers here either."""
    tables = [(gettext("Chung và theo yếu tố"), found.lines), *found.tables]
    lines: list[Sequence[Any]] = []
    for caption, group in tables:
        lines += [(), (caption,), *(_line(one) for one in group)]
    lines += [(), (gettext("Ý kiến ghi thêm"),), *((topic.title, topic.count) for topic in found.topics)]
    return _book(of.title, RESULTS, lines, (60, 12, 12, 12, 12))


def _line(one: Line) -> Sequence[Any]:
    if one.score is None:
        return (one.title, gettext("Không hiện"))
    return (one.title, one.n, float(one.score.share), one.score.interval.low, one.score.interval.high)


def contacts(of: Sample, title: str, found: Iterable[Mapping[str, Any]]) -> bytes:
    """Who was drawn, with contacts; the seed and the sizes on top, by which the draw can be checked."""
    said = (
        gettext("Mẫu %(size)s trong danh sách %(population)s người, số gieo: %(seed)s")
        if of.listed
        else gettext("Mẫu %(size)s trong %(population)s người đã nhận kết quả, số gieo: %(seed)s")
    )
    drawn = said % {
        "size": of.size, "population": of.population, "seed": of.seed,
    }  # fmt: skip
    lines = [
        (
            one["stratum"], one["place"], gettext("dự phòng") if one["replacement"] else gettext("chính thức"),
            one["code"] or one["agency"], one["procedure"], one["name"], one["phone"], one["address"],
            lists.link_of(one["id"]) if of.listed else "",
        )
        for one in found
    ]  # fmt: skip
    return _book(f"{title}. {drawn}", CONTACTS, lines, (26, 8, 12, 30, 44, 28, 16, 44, 60))


def _book(title: str, head: Sequence[str], lines: Iterable[Sequence[Any]], widths: Sequence[int]) -> bytes:
    return sheets.table(title, "", [gettext(text) for text in head], lines, widths, name="Sheet")
