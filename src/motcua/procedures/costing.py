"""Chi phí tuân thủ: what a procedure costs those who must go through it, by the standard cost model.

An activity costs its hours at the wage of an hour, what is spent on it, and the fee; times how often a year it is done.
Norms are data (``code-lists/costs.yaml``); a paper may say its own effort. All amounts are whole đồng. What only some
cases are asked is counted by the share of those that were, else by the share that the norms declare, else left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.definition import Definition, Fee, Paper
from motcua.web import catalogue_files

ALL = 1.0


@dataclass(frozen=True, slots=True)
class Effort:
    """What one doing takes: hours of the applicant, and đồng spent on printing, copies, travel."""

    hours: float
    expense: int


@dataclass(frozen=True, slots=True)
class Norms:
    """The declared norms: wages an hour by kind of applicant, efforts by activity.

    ``shares`` declares, by the code of a procedure, how often a paper or fee is asked that only some cases are asked.
    """

    wage: Mapping[str, int]
    papers: Mapping[str, Effort]
    filing: Mapping[str, Effort]
    collecting: Mapping[str, Effort]
    supplement: Effort
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def read(cls, catalogue: Path) -> Norms:
        """The norms of a catalogue; Invalid with ``path:line`` when something is missing or is no number."""
        file = catalogue_files.load(catalogue / "vietnam" / "code-lists" / "costs.yaml")
        try:
            value = file.value
            return cls(
                wage={kind: int(value["wage"][kind]) for kind in ("citizen", "household", "business")},
                papers=_efforts(value["papers"], "from_form", "original", "copy", "show"),
                filing=_efforts(value["filing"], "online", "counter", "post"),
                collecting=_efforts(value["collecting"], "online", "counter", "post"),
                supplement=_effort(value["supplement"]),
                shares=_shares(value.get("shares") or {}),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"Định mức thiếu hoặc sai mục {error}; xem lại khuôn của tệp."
            raise Invalid("Tệp định mức chi phí chưa đúng.", faults=[Fault(file.where(), message)]) from error


def _efforts(value: Mapping[str, Any], *names: str) -> dict[str, Effort]:
    return {name: _effort(value[name]) for name in names}


def _shares(value: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    return {code: {name: float(share) for name, share in told.items()} for code, told in value.items()}


def _effort(value: Mapping[str, Any]) -> Effort:
    return Effort(float(value["hours"]), int(value["expense"]))


@dataclass(frozen=True, slots=True)
class Volume:
    """How often a year: cases by channel and by way of collecting, supplements, and what is asked of a case on average.

    ``asked`` names papers and fees by their id: 0.25 is one case in four, 3 a fee owed three times. What it does not
    name is asked of everybody once, or, when it is for some only, of nobody knows how many. Everybody is, for a fee of
    one channel, whoever came through that channel.
    """

    channels: Mapping[str, int]
    collected: Mapping[str, int] = field(default_factory=dict)
    supplements: int = 0
    asked: Mapping[str, float] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return sum(self.channels.values())


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the computation: what is done, by what it is counted, what each doing takes, how often a year."""

    part: str
    what: str
    hours: float
    wage: int
    expense: int
    fee: int
    times: int

    @property
    def each(self) -> int:
        """What one doing costs."""
        return round(self.hours * self.wage) + self.expense + self.fee

    @property
    def year(self) -> int:
        """What a year of it costs."""
        return self.each * self.times


@dataclass(frozen=True, slots=True)
class Costing:
    """The compliance cost of a procedure: its activities, for how many cases a year.

    ``left_out`` names the papers and fees of which nobody knows how many are asked them: they are not counted.
    """

    code: str
    name: str
    cases: int
    activities: tuple[Activity, ...]
    left_out: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        return sum(one.year for one in self.activities)

    @property
    def each(self) -> int:
        """What a case costs on average."""
        return round(self.year / self.cases) if self.cases else 0


def saved(before: Costing, after: Costing) -> tuple[int, float]:
    """What a change saves a year, in đồng and as a share of what it was."""
    less = before.year - after.year
    return less, less / before.year if before.year else 0.0


def cost(of: Definition, norms: Norms, volume: Volume, *, on: date) -> Costing:
    """The compliance cost of a definition for a year's volume; the wage is that of its dearest kind of applicant."""
    wage = max(norms.wage[kind] for kind in of.audience)
    asked = {**norms.shares.get(of.code, {}), **volume.asked}
    activities = (
        *_papers(of, norms, volume, asked, wage),
        *_ways("Nộp hồ sơ", norms.filing, volume.channels, wage),
        *_fees(of, volume, asked, on),
        *_supplements(norms, volume, wage),
        *_ways("Nhận kết quả", norms.collecting, volume.collected or volume.channels, wage),
    )
    return Costing(of.code, of.name, volume.cases, activities, tuple(_left_out(of, asked, on)))


def _left_out(of: Definition, asked: Mapping[str, float], on: date) -> Iterator[str]:
    for paper in of.papers:
        if paper.is_for_some and paper.id not in asked:
            yield paper.title
    for fee in of.fees:
        if fee.is_for_some and fee.id not in asked and fee.amount and fee.holds(on):
            yield _fee_name(fee)


def _times(one: Paper | Fee, volume: Volume, asked: Mapping[str, float]) -> int:
    """How often a year it is asked, as far as that is known."""
    channel = one.channel if isinstance(one, Fee) else ""
    cases = volume.channels.get(channel, 0) if channel else volume.cases
    return round(cases * asked.get(one.id, 0 if one.is_for_some else ALL))


def _papers(
    of: Definition, norms: Norms, volume: Volume, asked: Mapping[str, float], wage: int
) -> Iterator[Activity]:
    for paper in of.papers:
        effort = _of_paper(paper, norms)
        times = _times(paper, volume, asked)
        if times:
            yield Activity("Chuẩn bị hồ sơ", paper.title, effort.hours, wage, effort.expense, 0, times)


def _of_paper(paper: Paper, norms: Norms) -> Effort:
    """What a paper takes: as its file says, else by the norm for each original and copy."""
    if paper.effort is not None:
        return Effort(float(paper.effort["hours"]), int(paper.effort.get("expense", 0)))
    if paper.from_form:
        return norms.papers["from_form"]
    if paper.show:
        return norms.papers["show"]
    original, copy = norms.papers["original"], norms.papers["copy"]
    return Effort(
        paper.original * original.hours + paper.copy * copy.hours,
        paper.original * original.expense + paper.copy * copy.expense,
    )


WAYS = {"online": "Trực tuyến", "counter": "Trực tiếp", "post": "Bưu chính công ích"}


def _ways(part: str, norms: Mapping[str, Effort], counts: Mapping[str, int], wage: int) -> Iterator[Activity]:
    for way, effort in norms.items():
        if counts.get(way):
            yield Activity(part, WAYS[way], effort.hours, wage, effort.expense, 0, counts[way])


def _fees(of: Definition, volume: Volume, asked: Mapping[str, float], on: date) -> Iterator[Activity]:
    for fee in of.fees:
        times = _times(fee, volume, asked)
        if fee.amount and times and fee.holds(on):
            yield Activity("Phí, lệ phí", _fee_name(fee), 0, 0, 0, fee.amount, times)


def _fee_name(fee: Fee) -> str:
    said = [*([f"mỗi {fee.per}"] if fee.per else []), *([WAYS[fee.channel].lower()] if fee.channel else [])]
    return f"{fee.name} ({', '.join(said)})" if said else fee.name


def _supplements(norms: Norms, volume: Volume, wage: int) -> Iterator[Activity]:
    if volume.supplements:
        effort = norms.supplement
        yield Activity(
            "Bổ sung hồ sơ", "Mỗi lần bổ sung", effort.hours, wage, effort.expense, 0, volume.supplements
        )
