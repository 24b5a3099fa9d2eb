"""Ways in which a sound procedure file is broken: each names what it breaks and where the linter must point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

File = dict[str, Any]
Place = str
Break = Callable[[File], Iterator[tuple[File, Place]]]


@dataclass(frozen=True)
class Mutation:
    """One way to break a file, at every place where it can be done."""

    name: str
    breaks: Break


MUTATIONS: list[Mutation] = []


def mutation(breaks: Break) -> Break:
    MUTATIONS.append(Mutation(breaks.__name__.strip("_").replace("_", " "), breaks))
    return breaks


def at_each(rows: str, change: Callable[[File, Any, int], Place | None]) -> Break:
    """Break each row of a list of the file; the change says where, or None when it does not apply."""

    def breaks(file: File) -> Iterator[tuple[File, Place]]:
        for index in range(len(file.get(rows) or [])):
            broken = deepcopy(file)
            where = change(broken, broken[rows][index], index)
            if where is not None:
                yield broken, where

    return breaks


def whole(change: Callable[[File], Place | None]) -> Break:
    def breaks(file: File) -> Iterator[tuple[File, Place]]:
        broken = deepcopy(file)
        where = change(broken)
        if where is not None:
            yield broken, where

    return breaks


def add(name: str, breaks: Break) -> None:
    MUTATIONS.append(Mutation(name, breaks))


def _set(row: Mapping[str, Any], name: str, value: Any, where: Place) -> Place:
    row[name] = value  # type: ignore[index]
    return where


def _drop(row: dict[str, Any], name: str, where: Place) -> Place | None:
    return where if row.pop(name, None) is not None else None


def _first_move(step: File, target: str) -> str:
    verb = next(iter(step["moves"]))
    step["moves"][verb] = target
    return verb


def _lead(file: File, step: File, index: int, target: str, where: str = "") -> Place:
    verb = _first_move(step, target)
    return where or f"steps[{index}].moves.{verb}"


def _lonely(file: File) -> Place:
    file["steps"].insert(1, deepcopy({**file["steps"][1], "id": "lonely"}))
    return "steps[1].id"


# --- constituents and identity -------------------------------------------------------------------------------
for constituent in ("title", "process", "channels", "papers", "limit", "audience", "competent"):
    add(f"no {constituent}", whole(lambda file, name=constituent: _drop(file, name, name)))
add("a code that is no code", whole(lambda file: _set(file, "code", "khai-sinh", "code")))
add("the code of another file", whole(lambda file: _set(file, "code", "9.999999", "code")))
add("a level that is gone", whole(lambda file: _set(file, "level", "district", "level")))
add("a level that never was", whole(lambda file: _set(file, "level", "village", "level")))
add("an end before the beginning", whole(lambda file: _set(file, "until", "2020-01-01", "until")))
add("a day that is none", whole(lambda file: _set(file, "in_force", "2026-02-30", "in_force")))
add("a year without a calendar", whole(lambda file: _set(file, "in_force", "2044-01-01", "in_force")))
add("an unknown field", whole(lambda file: _set(file, "deadline", "3 wd", "deadline")))
add("a limit without a unit", whole(lambda file: _set(file["limit"], "value", "3", "limit.value")))
add("a limit in weeks", whole(lambda file: _set(file["limit"], "value", "2 weeks", "limit.value")))
add("a limit that the steps exceed", whole(
    lambda file: _set(file["limit"], "value", "1 wh", "limit" if "same_day_until" in file["limit"] else "steps")
))  # fmt: skip
add("immediate without a same-day rule", whole(
    lambda file: _set(file, "immediate", True, "immediate") if "same_day_until" not in file["limit"] else None
))  # fmt: skip
add("a channel that is none", whole(lambda file: _set(file, "channels", ["fax"], "channels")))
add(
    "an agency that nobody knows",
    whole(lambda file: _set(file, "competent", {"agency": "so-bay"}, "competent")),
)
add(
    "a life event that nobody knows", whole(lambda file: _set(file, "life_events", ["flying"], "life_events"))
)
add("a law that had ended", whole(
    lambda file: _set(file, "law", [{"document": "Nghị định số 64/2007/NĐ-CP"}], "law[0].document")
    if str(file["in_force"]) >= "2026-07-01" else None
))  # fmt: skip
# --- steps ---------------------------------------------------------------------------------------------------
add("a move to nowhere", at_each("steps", lambda file, step, n: _lead(file, step, n, "nowhere")))
add(
    "a role that is none",
    at_each("steps", lambda file, step, n: _set(step, "role", "wizard", f"steps[{n}].role")),
)
add(
    "a guard that is none",
    at_each("steps", lambda file, step, n: _set(step, "needs", ["moon"], f"steps[{n}].needs")),
)
add("a step without a title", at_each("steps", lambda file, step, n: _drop(step, "title", f"steps[{n}]")))
add("a step without a time", at_each("steps", lambda file, step, n: _drop(step, "within", f"steps[{n}]")))
add("a step without moves", at_each("steps", lambda file, step, n: _drop(step, "moves", f"steps[{n}]")))
add(
    "a time without a unit",
    at_each("steps", lambda file, step, n: _set(step, "within", "4", f"steps[{n}].within")),
)
add(
    "a place that is none", at_each("steps", lambda file, step, n: _set(step, "at", "home", f"steps[{n}].at"))
)
add("two steps of one name", at_each(
    "steps", lambda file, step, n: _set(step, "id", file["steps"][0]["id"], "steps") if n else None
))  # fmt: skip
add("a step that nobody reaches", whole(_lonely))  # fmt: skip
add("an end before the hand-over", at_each(
    "steps", lambda file, step, n: _lead(file, step, n, "end") if step["at"] != "return" else None
))  # fmt: skip
add("a hand-over that goes back", at_each(
    "steps",
    lambda file, step, n: _lead(file, step, n, file["steps"][0]["id"]) if step["at"] == "return" else None,
))  # fmt: skip
add("a step that only waits", at_each(
    "steps",
    lambda file, step, n: _set(step, "moves", {"supplement": "wait-applicant"}, "steps")
    if step["at"] == "competent" else None,
))  # fmt: skip
add(
    "a recipient that is no agency",
    whole(lambda file: _set(file["result"], "recipients", ["so-bay"], "result.recipients[0]")),
)
add("no hand-over", whole(lambda file: _set(file["steps"][-1], "at", "competent", "steps")))
add("a first step elsewhere", whole(lambda file: _set(file["steps"][0], "at", "competent", "steps[0].at")))
add("a way without its last", at_each(
    "steps",
    lambda file, step, n: _set(step["moves"], next(iter(step["moves"])), [], f"steps[{n}].moves"),
))  # fmt: skip
add("a wait that is no hold", whole(lambda file: _set(file, "holds", {}, "holds")))


# --- steps that wait for others ------------------------------------------------------------------------------
def at_each_ask(name: str, value: Any) -> Break:
    """Say something else of the last agency that a step asks."""
    return at_each(
        "steps",
        lambda file, step, n: _set(step["consult"]["ask"][-1], name, value, f"steps[{n}].consult.ask")
        if "consult" in step else None,
    )  # fmt: skip


def at_each_waiting(kind: str, **changes: Any) -> Break:
    """Say something else of what a step waits for."""
    return at_each(
        "steps",
        lambda file, step, n: step[kind].update(changes) or f"steps[{n}]" if kind in step else None,
    )


add("a question to an agency that nobody knows", at_each_ask("agency", "so-bay"))
add("a question to a role that is none", at_each_ask("role", "wizard"))
add("a question to a role that nobody holds there", at_each_ask("role", "investment"))
add("a question that may take longer than its step", at_each_ask("within", "90 cd"))
add("a question without a time", at_each_ask("within", "10"))
add("a question on a field that is not there", at_each_ask("when", {"field": "nobody", "is": True}))
add("more answers wanted than asked for", at_each_waiting("consult", join=9))
add("a join that is none", at_each_waiting("consult", join="most"))
add("silence without a deadline", at_each_waiting("consult", join="all", silence="agree"))
add("nobody to ask", at_each_waiting("consult", ask=[]))
add("a council whose quorum is larger than it", at_each_waiting("council", quorum=99))
add("a council that nobody could carry", at_each_waiting("council", agree="3/2"))
add("an agency outside with a clock that is none", at_each_waiting("outside", clock="backwards"))
add("a part of a procedure that is not there", at_each(
    "steps",
    lambda file, step, n: _set(step["children"][0], "procedure", "9.999999", f"steps[{n}].children")
    if "children" in step else None,
))  # fmt: skip
add("a council without minutes", at_each(
    "steps", lambda file, step, n: _drop(step, "minutes", f"steps[{n}]") if "council" in step else None
))  # fmt: skip
# --- form, papers, fees --------------------------------------------------------------------------------------
add("two fields of one name", at_each(
    "form", lambda file, field, n: _set(field, "id", file["form"][0]["id"], f"form[{n}].id") if n else None
))  # fmt: skip
add(
    "a kind of field that is none",
    at_each("form", lambda file, field, n: _set(field, "type", "hologram", f"form[{n}].type")),
)
add("a field without a label", at_each("form", lambda file, field, n: _drop(field, "label", f"form[{n}]")))
add("a field that waits for nobody", at_each(
    "form", lambda file, field, n: _set(field, "when", {"field": "nobody", "is": True}, f"form[{n}].when")
))  # fmt: skip
add("two papers of one name", at_each(
    "papers", lambda file, paper, n: _set(paper, "id", file["papers"][0]["id"], f"papers[{n}].id") if n else None
))  # fmt: skip
add("a paper of which nobody knows how many", at_each(
    "papers",
    lambda file, paper, n: (paper.pop("original", None), paper.pop("copy", None), paper.pop("show", None))
    and f"papers[{n}]",
))  # fmt: skip
add("a paper on a field that is not there", at_each(
    "papers", lambda file, paper, n: _set(paper, "when", {"==": [{"var": "nobody"}, True]}, f"papers[{n}].when")
))  # fmt: skip
add("a paper on an operator that is none", at_each(
    "papers", lambda file, paper, n: _set(paper, "when", {"like": ["a", "b"]}, f"papers[{n}].when")
))  # fmt: skip
add("a paper on a condition of unlike things", at_each(
    "papers",
    lambda file, paper, n: _set(paper, "when", {"==": [{"var": _of_type(file, "declaration")}, 3]}, f"papers[{n}].when")
    if _of_type(file, "declaration") else None,
))  # fmt: skip
add("a paper on a dead condition", at_each(
    "papers",
    lambda file, paper, n: _set(paper, "when", _never(_of_type(file, "declaration")), f"papers[{n}].when")
    if _of_type(file, "declaration") else None,
))  # fmt: skip
add("a form file that is not there", at_each(
    "papers", lambda file, paper, n: _set(paper, "form_file", "khong-co.docx", f"papers[{n}].form_file")
))  # fmt: skip
add(
    "a fee that is no number",
    at_each("fees", lambda file, fee, n: _set(fee, "amount", "ít", f"fees[{n}].amount")),
)
add("a fee below nothing", at_each("fees", lambda file, fee, n: _set(fee, "amount", -1, f"fees[{n}].amount")))
add(
    "a fee counted by nothing",
    at_each("fees", lambda file, fee, n: _set(fee, "counts", "nobody", f"fees[{n}].counts")),
)
add(
    "a fee of a channel that is none",
    at_each("fees", lambda file, fee, n: _set(fee, "channel", "pigeon", f"fees[{n}].channel")),
)
add("a fee of a channel that takes no cases", at_each(
    "fees",
    lambda file, fee, n: _set(fee, "channel", other, f"fees[{n}].channel")
    if (other := next((one for one in ("online", "counter", "post") if one not in file["channels"]), "")) else None,
))  # fmt: skip


def _of_type(file: File, kind: str) -> str:
    return next((field["id"] for field in file["form"] if field["type"] == kind), "")


def _never(field: str) -> Any:
    return {"and": [{"==": [{"var": field}, True]}, {"==": [{"var": field}, False]}]}
