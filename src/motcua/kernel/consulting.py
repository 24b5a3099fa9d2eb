"""Asking several agencies at once (lấy ý kiến): who is asked, what they may answer, when enough of them have.

NĐ 61/2018 Đ.19.5: the agency that leads asks each for an opinion on stated matters by a stated time; who is late is
reported to the head of the one-stop unit that passed the case on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.kernel.clock import Limit
from motcua.kernel.forms.fields import Condition, Values
from motcua.kernel.refusals import Fault, Invalid

Rules = Callable[[Mapping[str, Any], str], tuple[Condition | None, Sequence[Fault]]]
"""What reads a condition, given where it stands in the file."""


class Join(StrEnum):
    """How many must have answered before the case goes on."""

    ALL = "all"
    ANY = "any"
    QUORUM = "quorum"
    DEADLINE = "deadline"
    """All, or those who have when the step's own time is up."""


class Answer(StrEnum):
    """How an opinion closes: three are given, three happen."""

    AGREE = "agree"
    AGREE_IF = "agree-if"
    DISAGREE = "disagree"
    SILENT = "silent"
    SILENT_AGREES = "silent-agrees"
    RECALLED = "recalled"


GIVEN = (Answer.AGREE, Answer.AGREE_IF, Answer.DISAGREE)
"""What somebody who is asked may answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One agency that is asked: named, or that of the commune which a form field names; with a clock of its own."""

    id: str
    role: str
    within: Limit
    title: str
    product: str
    agency: str = ""
    commune: str = ""
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Consult:
    """Whom a step asks, and how the answers are joined; ``silence`` is what no answer by the deadline means."""

    asks: tuple[Ask, ...]
    join: Join
    quorum: int = 0
    silence: Answer = Answer.SILENT

    def asked(self, answers: Values) -> tuple[Ask, ...]:
        """Those whom a declaration makes it necessary to ask."""
        return tuple(one for one in self.asks if one.when is None or one.when.holds(answers))

    def enough(self, asked: int, answered: int, *, deadline: bool) -> bool:
        """Whether so many answers of so many asked let the case go on; ``deadline``: the step's time is up."""
        if answered >= asked:
            return True
        match self.join:
            case Join.ALL:
                return False
            case Join.ANY:
                return answered > 0
            case Join.QUORUM:
                return answered >= self.quorum
            case Join.DEADLINE:
                return deadline


def parse(item: Mapping[str, Any], where: str, faults: list[Fault], rules: Rules | None) -> Consult | None:
    """Read the ``consult`` of a step; what is wrong goes to ``faults``, and then there is none."""
    known = len(faults)
    asks = tuple(_asks(item.get("ask") or (), f"{where}.ask", faults, rules))
    told: Any = item.get("join", "all")
    quorum = told if isinstance(told, int) else 0
    join = Join.QUORUM if quorum else told
    if not quorum and join not in (Join.ALL, Join.ANY, Join.DEADLINE):
        faults.append(Fault(f"{where}.join", "Viết “all”, “any”, “deadline”, hoặc số ý kiến cần có."))
    if not asks and len(faults) == known:
        faults.append(Fault(f"{where}.ask", "Chưa hỏi cơ quan nào; thêm ít nhất một."))
    if len(faults) > known:
        return None
    silence = Answer.SILENT_AGREES if item.get("silence") == "agree" else Answer.SILENT
    return Consult(asks, Join(join), quorum, silence)


def read_when(
    item: Mapping[str, Any], where: str, faults: list[Fault], rules: Rules | None
) -> Condition | None:
    """The condition of a row of a step, where it has one; what is wrong with it goes to ``faults``."""
    if "when" not in item or rules is None:
        return None
    condition, wrong = rules(item["when"], f"{where}.when")
    faults += wrong
    return condition


def read_limit(item: Mapping[str, Any], name: str, where: str, faults: list[Fault]) -> Limit | None:
    """A time that a row of a step gives to another agency; None when it is none, which goes to ``faults``."""
    try:
        return Limit.parse(str(item[name]))
    except Invalid as error:
        faults.append(Fault(f"{where}.{name}", str(error)))
        return None


def _asks(
    given: Sequence[Mapping[str, Any]], where: str, faults: list[Fault], rules: Rules | None
) -> Iterator[Ask]:
    for number, item in enumerate(given):
        here = f"{where}[{number}]"
        condition = read_when(item, here, faults, rules)
        if bool(item.get("agency")) == bool(item.get("commune")):
            faults.append(
                Fault(here, "Nêu cơ quan (agency), hoặc trường tờ khai nêu xã (commune): một trong hai.")
            )
            continue
        within = read_limit(item, "within", here, faults)
        if within is None:
            continue
        told = {name: str(item.get(name, "")) for name in ("id", "role", "agency", "commune")}
        title = str(item.get("title") or "Góp ý kiến")
        yield Ask(
            **told, within=within, title=title, product=str(item.get("product") or title), when=condition
        )
