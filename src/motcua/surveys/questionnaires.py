"""Questionnaires as files ``<place>/surveys/*.yaml``: whom they ask, what, and how answers become scores.

A question keeps its meaning under its id for ever: what is asked otherwise gets another id, because answers
are kept by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.utils.translation import gettext_noop

from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.kernel.text import fold
from motcua.procedures.models import Level
from motcua.web import catalogue_files
from motcua.web.catalogue_files import CatalogueFile, Place

FOLDER = "surveys"
_WORD = re.compile(r"[^\W_]+")

SCALES: Mapping[str, tuple[str, ...]] = {
    "satisfaction": (
        gettext_noop("Rất không hài lòng"), gettext_noop("Không hài lòng"), gettext_noop("Bình thường"),
        gettext_noop("Hài lòng"), gettext_noop("Rất hài lòng"),
    ),
    "agreement": (
        gettext_noop("Hoàn toàn không đồng tình"), gettext_noop("Không đồng tình"), gettext_noop("Phân vân"),
        gettext_noop("Đồng tình"), gettext_noop("Hoàn toàn đồng tình"),
    ),
}  # fmt: skip
"""The five marks of a scale from 1; with 4 and 5 an answer is satisfied (SIPAS)."""


class Audience(StrEnum):
    """Whom a questionnaire asks; an applicant is asked after the hand-over, others by a sample or a list."""

    APPLICANT = "applicant"
    BUSINESS = "business"
    PATIENT = "patient"
    PARENT = "parent"


_KEYS: Mapping[str, tuple[type, ...]] = {
    "survey": (str,), "title": (str,), "audience": (str,), "period": (str,), "law": (str,), "in_force": (date,),
    "level": (str,), "intro": (str,), "overall": (str,), "factors": (list,), "questions": (list,), "comment": (str,),
    "topics": (list,),
}  # fmt: skip
_OPTIONAL = {"level", "intro", "comment", "topics"}
_FACTOR = {"id", "title", "weight"}
_QUESTION = {"id", "text", "scale", "factor", "weight"}
_TOPIC = {"id", "title", "words"}
PERIODS = ("hand-over", "quarter", "year")
MOST_WEIGHT = 1_000
"""The greatest weight of a factor or a question: weights only say what counts how many times as much as another."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What several questions are about together."""

    id: str
    title: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``weight`` is its part in the score of its factor."""

    id: str
    text: str
    scale: str
    factor: str
    weight: Fraction

    @property
    def marks(self) -> Sequence[tuple[int, str]]:
        """The marks and what they say, the best first."""
        return [(mark, text) for mark, text in reversed(list(enumerate(SCALES[self.scale], start=1)))]


@dataclass(frozen=True, slots=True)
class Topic:
    """What open answers are about when one of the words occurs in them."""

    id: str
    title: str
    words: tuple[str, ...]

    def is_told(self, said: str, *, plain: bool) -> bool:
        """Whether a text of words and single spaces tells of it; ``plain``: it was typed without accents."""
        return bool(_any_of(self.words, plain).search(said))


@cache
def _any_of(words: tuple[str, ...], plain: bool) -> re.Pattern[str]:
    said = (re.escape(fold(word) if plain else word) for word in words)
    return re.compile(rf"(?<!\S)(?:{'|'.join(said)})(?!\S)")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire; ``overall`` is the question whose answer is the satisfaction, and the one that a kiosk asks.

    ``level`` is that of the agencies it asks about; empty: of all.
    """

    id: str
    title: str
    audience: Audience
    period: str
    law: str
    in_force: date
    level: str
    intro: str
    overall: str
    factors: tuple[Factor, ...]
    questions: tuple[Question, ...]
    comment: str
    topics: tuple[Topic, ...]

    def question(self, name: str) -> Question:
        return next(one for one in self.questions if one.id == name)

    def of_factor(self, factor: str) -> Sequence[Question]:
        return [one for one in self.questions if one.factor == factor]

    @property
    def topics_digest(self) -> str:
        """By it counts of open answers are known to be by these topics and words."""
        said = [(topic.id, topic.words) for topic in self.topics]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]

    def topics_of(self, text: str) -> list[str]:
        """The topics that an open answer tells of; who types without accents is understood too."""
        said = " ".join(_WORD.findall(normalize("NFC", text.lower())))
        return [topic.id for topic in self.topics if topic.is_told(said, plain=said.isascii())]


def read(folder: Path) -> Mapping[str, Questionnaire]:
    """Every questionnaire in a folder of surveys, or under a catalogue; raises :class:`Invalid` with all faults."""
    files = catalogue_files.of_kind(folder, FOLDER)
    return catalogue_files.declared(files, _told, called=("Phiếu hỏi", "Các phiếu hỏi"))


def _told(file: CatalogueFile) -> Iterator[tuple[Place, str, Questionnaire]]:
    one = _Reading(file).questionnaire()
    yield ("survey",), one.id, one


@cache
def questionnaires() -> Mapping[str, Questionnaire]:
    """The questionnaires of this installation."""
    return read(Path(settings.CATALOGUE))


def questionnaire(name: str) -> Questionnaire:
    """One by its id; raises :class:`Missing`."""
    if name not in questionnaires():
        raise Missing
    return questionnaires()[name]


def after_hand_over(on: date) -> Questionnaire | None:
    """What an applicant is asked on a day: the youngest questionnaire in force."""
    asked = [one for one in questionnaires().values() if one.period == "hand-over" and one.in_force <= on]
    return max(asked, key=lambda one: one.in_force, default=None)


class _Reading:
    """One pass over a questionnaire, which gathers its faults."""

    def __init__(self, file: CatalogueFile) -> None:
        self.file = file
        self.said: Mapping[str, Any] = file.value if isinstance(file.value, dict) else {}
        self.faults: list[Fault] = []

    def questionnaire(self) -> Questionnaire:
        self._judge()
        if self.faults:
            raise Invalid(f"Phiếu hỏi {self.file.path} khai chưa đúng.", faults=self.faults)
        said = self.said
        return Questionnaire(
            said["survey"], said["title"], Audience(said["audience"]), said["period"], said["law"],
            said["in_force"], said.get("level", ""), said.get("intro", ""), said["overall"],
            tuple(Factor(one["id"], one["title"], _weight(one)) for one in said["factors"]),
            tuple(
                Question(one["id"], one["text"], one["scale"], one["factor"], _weight(one))
                for one in said["questions"]
            ),
            said.get("comment", ""),
            tuple(
                Topic(one["id"], one["title"], tuple(word.lower() for word in one["words"]))
                for one in said.get("topics", ())
            ),
        )  # fmt: skip

    def _judge(self) -> None:
        self._unknown((), self.said, _KEYS)
        for key, kinds in _KEYS.items():
            value = self.said.get(key)
            if value is None and key in _OPTIONAL:
                continue
            if not isinstance(value, kinds) or not value:
                self._refuse((key,), f"Thiếu “{key}”, hoặc “{key}” không phải {_named(kinds[0])}.")
        if self.faults:
            return
        self._one_of(("audience",), self.said["audience"], [one.value for one in Audience])
        self._one_of(("period",), self.said["period"], PERIODS)
        if level := self.said.get("level"):
            self._one_of(("level",), level, Level.values)
        factors = self._list("factors", _FACTOR, ("id", "title"))
        questions = self._list("questions", _QUESTION, ("id", "text", "scale", "factor"))
        self._list("topics", _TOPIC, ("id", "title"))
        if not self.faults:
            self._questions(factors, questions)
            self._topics()

    def _list(self, name: str, known: Iterable[str], texts: Sequence[str]) -> list[str]:
        """Judge the parts of a list, and tell their ids."""
        seen: list[str] = []
        for index, one in enumerate(self.said.get(name, ())):
            place: Place = (name, index)
            if not isinstance(one, dict):
                self._refuse(place, f"Mỗi mục của “{name}” là một nhóm trường.")
                continue
            self._unknown(place, one, known)
            for text in texts:
                if not isinstance(one.get(text), str) or not one[text].strip():
                    self._refuse((*place, text), f"Thiếu “{text}” (chữ).")
            if one.get("id") in seen:
                self._refuse((*place, "id"), f"“{one['id']}” đã dùng cho một mục khác của “{name}”.")
            if "weight" in one and not _is_weight(one["weight"]):
                todo = f"ghi một số trên 0, không quá {MOST_WEIGHT}, như 2 hay 0.5."
                self._refuse((*place, "weight"), f"Trọng số “{one['weight']}” không dùng được: {todo}")
            seen.append(one.get("id", ""))
        return seen

    def _questions(self, factors: Sequence[str], questions: Sequence[str]) -> None:
        for index, one in enumerate(self.said["questions"]):
            self._one_of(("questions", index, "scale"), one["scale"], list(SCALES))
            self._one_of(("questions", index, "factor"), one["factor"], factors)
        self._one_of(("overall",), self.said["overall"], questions)
        for index, factor in enumerate(factors):
            if all(one["factor"] != factor for one in self.said["questions"]):
                self._refuse(("factors", index), f"Nhóm “{factor}” không có câu hỏi nào.")

    def _topics(self) -> None:
        for index, one in enumerate(self.said.get("topics", ())):
            words = one.get("words")
            if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
                self._refuse(("topics", index, "words"), "“words” là danh sách từ khóa, ít nhất một từ.")

    def _unknown(self, place: Place, said: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in sorted(set(said) - set(known)):
            self._refuse((*place, key), f"Không có trường “{key}”; có: {', '.join(sorted(known))}.")

    def _one_of(self, place: Place, value: str, known: Sequence[str]) -> None:
        if value not in known:
            self._refuse(place, f"“{value}” không có; có: {', '.join(known)}.")

    def _refuse(self, place: Place, message: str) -> None:
        self.faults.append(self.file.fault(place, message))


def _is_weight(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MOST_WEIGHT


def _weight(said: Mapping[str, Any]) -> Fraction:
    return Fraction(str(said.get("weight", 1)))


def _named(kind: type) -> str:
    return {str: "chữ", list: "danh sách", date: "ngày (năm-tháng-ngày)"}[kind]


def in_order() -> list[Questionnaire]:
    """The questionnaires to choose among, the one that every applicant is asked first."""
    return sorted(questionnaires().values(), key=lambda one: one.period != "hand-over")
