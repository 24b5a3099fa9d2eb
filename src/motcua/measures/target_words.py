"""How pages and reports say of a target what it promises, how it stands, and how its value is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext, gettext_noop

from motcua.kernel.targets import Going, Reading, Status, Threshold, Way
from motcua.measures import declaring
from motcua.measures.figures import exact
from motcua.measures.promising import Source, Target
from motcua.registers import declaring as registers
from motcua.web import words

STATUS_WORDS: Mapping[Status, str] = {
    Status.MET: gettext_noop("Đạt"),
    Status.ON_TRACK: gettext_noop("Đúng lộ trình"),
    Status.NOT_MET: gettext_noop("Chưa đạt"),
    Status.NO_DATA: gettext_noop("Chưa có dữ liệu"),
    Status.NOT_APPLICABLE: gettext_noop("Không còn áp dụng"),
}
STATUS_COLOURS: Mapping[Status, str] = {
    Status.MET: "green",
    Status.ON_TRACK: "yellow",
    Status.NOT_MET: "red",
    Status.NO_DATA: "grey",
    Status.NOT_APPLICABLE: "grey",
}
SOURCE_WORDS: Mapping[Source, str] = {
    Source.LIVE: gettext_noop("từ hồ sơ đang chạy"),
    Source.HYBRID: gettext_noop("từ hồ sơ và số nhập"),
    Source.ENTERED: gettext_noop("số nhập có văn bản"),
}
SO_FAR_ENTERED = gettext_noop("số nhập có văn bản; phần từ hồ sơ chưa có")
THRESHOLD_WORDS: Mapping[Way, str] = {
    Way.AT_LEAST: gettext_noop("tối thiểu %(value)s"),
    Way.ABOVE: gettext_noop("trên %(value)s"),
    Way.AT_MOST: gettext_noop("trong nhóm %(value)s"),
}
GOING_WORDS: Mapping[Going, str] = {
    Going.BETTER: gettext_noop("▲ tốt lên"),
    Going.WORSE: gettext_noop("▼ kém đi"),
    Going.ALIKE: gettext_noop("= như kỳ trước"),
}
BEYOND_WORDS: Mapping[Way, str] = {
    Way.AT_LEAST: gettext_noop("không quá %(value)s"),
    Way.ABOVE: gettext_noop("không quá %(value)s"),
    Way.AT_MOST: gettext_noop("ngoài nhóm %(value)s"),
}
"""What is said of a value that may be worse than the one that is known."""


def source(of: Target) -> str:
    """Where the value comes from; what is to come from cases too is only entered as long as no measure counts it."""
    so_far = of.source is Source.HYBRID and of.value and not of.value.measures
    return gettext(SO_FAR_ENTERED if so_far else SOURCE_WORDS[of.source])


def waits_for(of: Target) -> str:
    """What has no data here yet, in words."""
    known = declaring.measures()
    of_measures = (known[code].waits_for for code in (of.value.measures if of.value else ()))
    return waited(of.waits_for or next(filter(None, of_measures), ""))


def waited(name: str) -> str:
    """What a file waits for, in words; a sentence stays."""
    return gettext(declaring.WAITED[name]) if name in declaring.WAITED else name


def threshold(of: Threshold, unit: str) -> str:
    """``tối thiểu 80 %``, ``trong nhóm 10``."""
    said = gettext(THRESHOLD_WORDS[of.way]) % {"value": figure(of.value)}
    return said if of.way is Way.AT_MOST else f"{said} {unit}"


def value(of: Target, reading: Reading) -> str:
    """A reading with its unit; a rank beyond a list has none."""
    listed = reading.beyond and of.promise.threshold.way is Way.AT_MOST
    return reached(of, reading) if listed else f"{reached(of, reading)} {of.unit}"


def reached(of: Target, reading: Reading) -> str:
    """A reading without its unit."""
    said = figure(reading.value)
    return gettext(BEYOND_WORDS[of.promise.threshold.way]) % {"value": said} if reading.beyond else said


def figure(of: Fraction) -> str:
    """A value as the language of the page writes it."""
    return words.number(exact(of))


def period(reading: Reading) -> str:
    """The year of a reading; the last day that counts while the year is not over."""
    return (
        str(reading.on.year) if (reading.on.month, reading.on.day) == (12, 31) else f"{reading.on:%d/%m/%Y}"
    )


def definition(of: Target) -> Sequence[tuple[str, str]]:
    """How the value is taken: the measures, or the field, the part and the whole by the labels of the register."""
    how = of.value
    if how is None:
        return ()
    rows = [(gettext("Cách xét"), gettext("từng năm đều phải đạt"))] if of.promise.each else []
    if how.worst_of:
        rows.append((gettext("Cách xét"), gettext("số kém nhất của các chỉ số sau được tính")))
    known = declaring.measures()
    rows += [(gettext("Chỉ số"), f"{known[code].title} ({code})") for code in how.measures]
    if how.register:
        schema = registers.register(how.register).schema
        told = (
            (gettext("Giá trị"), how.field),
            (gettext("Tử số"), how.part),
            (gettext("Mẫu số"), how.whole),
            (gettext("Số hạng được công bố"), how.listed),
        )
        rows += [(text, field.label) for text, name in told if name and (field := schema.field(name))]
    if how.reduced_from:
        rows.append((gettext("So với"), "–".join(str(year) for year in how.reduced_from)))
    if how.since:
        rows.append((gettext("Cộng dồn từ năm"), str(how.since)))
    return rows
