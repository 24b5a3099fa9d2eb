"""Answers that a form accepts and a person could have written, for the demonstration and for tests."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from motcua.kernel import codes, forms
from motcua.kernel.text import slug
from motcua.project import environment
from motcua.web import catalogue_files

TODAY = date(2026, 11, 1)
"""The day on which a form is filled unless one is given."""

GROWN_UP = (7_500, 16_500)
"""Ages of those who file, in days."""

HOME = "042"
"""Where most births were registered: Hà Tĩnh (TT 07/2016/TT-BCA Phụ lục 1)."""

STRANGERS: Mapping[str, frozenset[str]] = {
    "male": frozenset({"mother", "bride"}),
    "female": frozenset({"father", "groom"}),
}
"""The parts in a form that nobody of a sex can play."""

Facts = Mapping[str, Any]
NOTHING: Facts = MappingProxyType({})


def plausible(
    schema: forms.Schema, chance: random.Random | None = None, *, today: date = TODAY, facts: Facts = NOTHING
) -> dict[str, Any]:
    """Answers that ``forms.validate`` accepts on ``today``, the same for the same ``chance``.

    ``facts`` are known of the applicant (``full_name``, ``id_number``, ``residence`` and other parts of a
    person), or answers to top fields by their names.
    """
    chance = chance or random.Random(0)  # noqa: S311 - answers of a demonstration
    own = person(chance, today=today, known={name: facts[name] for name in PARTS if name in facts})
    return _Writer(chance, today, own, facts).answers(schema.fields)


PARTS = (
    "full_name", "sex", "birth_date", "id_number", "ethnicity", "nationality", "residence", "id_issued_on",
    "id_issued_by", "phone", "email",
)  # fmt: skip


def person(
    chance: random.Random,
    *,
    today: date = TODAY,
    days: Sequence[int] = GROWN_UP,
    sex: str = "",
    known: Facts = NOTHING,
) -> dict[str, Any]:
    """A person of an age between two numbers of days, whose personal number agrees with sex and birth."""
    told = dict(known)
    if "id_number" in told:
        number = codes.parse_person_number(told["id_number"])
        told = {"sex": number.sex, "birth_date": f"{number.birth_year}-06-15", **told}
    sex = told.get("sex") or sex or chance.choice(["male", "female"])
    born = told.get("birth_date") or (today - timedelta(days=chance.randint(*days))).isoformat()
    name = told.get("full_name") or full_name(chance, sex)
    drawn = {
        "full_name": name,
        "sex": sex,
        "birth_date": born,
        "id_number": _person_number(chance, sex, int(born[:4])),
        "ethnicity": chance.choice(_words("ethnicity")),
        "nationality": chance.choice(_words("nationality")),
        "residence": {"commune": chance.choice(communes()), "detail": chance.choice(_words("detail"))},
        "id_issued_on": (today - timedelta(days=chance.randint(200, 1_800))).isoformat(),
        "id_issued_by": chance.choice(_words("id_issued_by")),
        "phone": f"09{chance.choice('123678')}{chance.randrange(10**7):07d}",
        "email": f"{slug(name).replace('-', '.')}@example.vn",
    }
    return drawn | told


def full_name(chance: random.Random, sex: str) -> str:
    """A Vietnamese name of a woman or a man."""
    names = _file("cast.yaml")
    return " ".join(
        chance.choice(part) for part in (names["family"], names["middle"][sex], names["given"][sex])
    )


def tax_code(chance: random.Random) -> str:
    """A tax code of Hà Tĩnh whose check digit is right."""
    while True:
        first = f"3000{chance.randrange(10**5):05d}"
        if (digit := codes.tax_check_digit(first)) is not None:
            return f"{first}{digit}"


@cache
def communes() -> tuple[str, ...]:
    """The codes of the communes of today's catalogue."""
    file = catalogue_files.load(environment.catalogue_dir() / "ha-tinh" / "agencies" / "2-tier.yaml").value
    return tuple(one["gso"] for group in file["groups"] for one in group["agencies"])


def _person_number(chance: random.Random, sex: str, year: int) -> str:
    century = (year - 1900) // 100 * 2 + (sex == "female")
    return f"{HOME}{century}{year % 100:02d}{chance.randrange(10**6):06d}"


@cache
def _file(name: str) -> Mapping[str, Any]:
    value: Mapping[str, Any] = catalogue_files.load(
        environment.catalogue_dir() / "ha-tinh" / "demo" / name
    ).value
    return value


def _told(what: str, name: str) -> Any:
    return _file("answers.yaml")[what].get(name)


def _words(name: str) -> Sequence[str]:
    words: Sequence[str] = _told("texts", name)
    return words


class _Writer:
    """One person at one form: fills fields in order, each in the light of what is already answered."""

    def __init__(self, chance: random.Random, today: date, own: Facts, facts: Facts) -> None:
        self.chance, self.today, self.own, self.facts = chance, today, own, facts

    def answers(self, fields: Sequence[forms.Field]) -> dict[str, Any]:
        whole: dict[str, Any] = {}
        for field in fields:
            if field.kind.holds_value and field.shows(whole, whole):
                self._answer(field, whole, whole, self.facts)
        return whole

    def _answer(
        self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], known: Facts, row: int = 0
    ) -> None:
        if not field.required and field.id not in known and self.chance.random() < 0.4:
            return
        answer = known.get(field.id)
        if answer is None or field.fields:
            answer = KINDS[field.type](self, field, whole, here, row)
        if answer is not None:
            here[field.id] = answer

    def _parts(self, field: forms.Field, whole: dict[str, Any], known: Facts, row: int = 0) -> dict[str, Any]:
        here: dict[str, Any] = {}
        for sub in field.fields:
            if sub.kind.holds_value and sub.shows(whole, here):
                self._answer(sub, whole, here, known, row)
        return here

    def person(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return self._parts(field, whole, self._who(field, whole))

    def _who(self, field: forms.Field, whole: dict[str, Any], row: int = 0) -> Facts:
        """The applicant where the field asks for the applicant, else somebody of fitting sex and age."""
        owns = "own" in field.flags or whole.get("relation") == field.id
        if owns or (field.type == "list" and row == 0):
            return self.own
        fitting = dict(_told("persons", field.id) or {})
        if fitting.get("sex") == "other":
            fitting["sex"] = {"male": "female", "female": "male"}[self.own["sex"]]
        return person(self.chance, today=self.today, **fitting)

    def group(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return self._parts(field, whole, {})

    def place(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        home = self.facts.get("residence") or self.own["residence"]
        return {"commune": home["commune"], "detail": self.chance.choice([home["detail"], *_words("detail")])}

    def rows(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        least, most = int(field.min or 1), int(field.max or 20)
        count = min(most, max(least, self.chance.choice([1, 1, 2, 2, 3, 4])))
        people = any(sub.id == "full_name" for sub in field.fields)
        return [
            self._parts(field, whole, self._who(field, whole, index) if people else {}, index)
            for index in range(count)
        ]

    def text(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        if field.pattern:
            return field.example
        ordered = _told("rows", field.id) if "." in field.name else None
        words = ordered or _words(field.id) or ["Theo giấy tờ kèm theo"]
        # one person picks the same place in every list, so a shop's name goes with its trade
        place = row if ordered else int(self.own["id_number"])
        return words[place % len(words)][: int(field.max or 255)].strip().ljust(int(field.min or 0), "a")

    def name(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return full_name(self.chance, here.get("sex") or self.chance.choice(["male", "female"]))

    def phone(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return self.own["phone"]

    def email(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return self.own["email"]

    def identity(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return person(self.chance, today=self.today)["id_number"]

    def tax_code(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return tax_code(self.chance)

    def commune(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return self.own["residence"]["commune"]

    def day(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        first, last = _told("days", field.id) or ([1, 60] if "future" in field.flags else [-700, -10])
        found = self.today + timedelta(days=self.chance.randint(first, last))
        return min(max(found, field.earliest or found), field.latest or found).isoformat()

    def number(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        least = 0 if field.min is None else field.min
        told = _told("numbers", field.id) or {"between": [least, least + 9]}
        low, high = told["between"]
        step, times = told.get("step"), math.prod(whole[other] for other in told.get("times", ()))
        found = self.chance.randrange(low, high, step) if step else self.chance.uniform(low, high) * times
        fitting = min(max(found, least), math.inf if field.max is None else field.max)
        rounded = round(fitting, field.decimals)
        return int(rounded) if rounded == int(rounded) else rounded

    def choice(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        strangers = STRANGERS[self.own["sex"]]
        offered = [one.value for one in field.choices if one.value not in strangers] or [
            field.choices[0].value
        ]
        return self.chance.choices(offered, [1 / place**2 for place in range(1, len(offered) + 1)])[0]

    def choices(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        offered = [one.value for one in field.choices]
        least, most = int(field.min or 1), min(int(field.max or 2), len(offered))
        picked = self.chance.sample(offered, self.chance.randint(least, max(least, min(most, 2))))
        return [one for one in offered if one in picked]

    def yes_no(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        likely = 1 if field.id == f"declare_{whole.get('relation')}" else _told("yes", field.id)
        return self.chance.random() < (0.5 if likely is None else likely)

    def declaration(self, field: forms.Field, whole: dict[str, Any], here: dict[str, Any], row: int) -> Any:
        return True


Answer = Callable[[_Writer, forms.Field, dict[str, Any], dict[str, Any], int], Any]

KINDS: Mapping[str, Answer] = {
    "person": _Writer.person, "group": _Writer.group, "place": _Writer.place, "list": _Writer.rows,
    "text": _Writer.text, "textarea": _Writer.text, "name": _Writer.name, "phone": _Writer.phone,
    "email": _Writer.email, "identity": _Writer.identity, "tax-code": _Writer.tax_code,
    "commune": _Writer.commune, "date": _Writer.day, "number": _Writer.number, "money": _Writer.number,
    "choice": _Writer.choice, "choices": _Writer.choices, "yes-no": _Writer.yes_no,
    "declaration": _Writer.declaration,
}  # fmt: skip
