"""Where a step may lead: its flows, followed through gateways to the next step, a hold or the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel.flow import END, HOLDS, REFUSED, WAIT_APPLICANT, WAIT_PAYMENT
from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures.importing.bpmn.graph import Flow, Node
from motcua.procedures.importing.drafts import coded

MOST_LEADS = 1000
_REFUSING = ("từ chối", "không đủ điều kiện", "không giải quyết", "refus", "reject")
_PAYING = ("phí", "thanh toán", "nộp tiền", "pay")
_VERBS = (("trả lại", "return"), ("đồng ý", "agree"))
_BY_TARGET: Mapping[str, str] = {
    WAIT_APPLICANT: "supplement",
    WAIT_PAYMENT: "pay",
    REFUSED: "refuse",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One move: its verb when the file says it, the words on the way, where it leads or its ways."""

    verb: str
    words: str
    to: Any


@dataclass
class Following:
    """The flows of one step, followed; ``steps`` are the steps by the node at which each begins.

    ``onward`` is the verb of a move without words; ``held`` are the events that turned out to be holds.
    """

    home: Node
    steps: Mapping[str, str]
    onward: str
    held: set[str] = field(default_factory=set)
    left: int = MOST_LEADS

    def moves(self, outgoing: Sequence[Flow]) -> dict[str, Any]:
        """The moves of the step, by verb in the order of the file."""
        moves: dict[str, Any] = {}
        for choice in self._choices(outgoing, frozenset()):
            verb = choice.verb or self._verb(choice)
            if moves.get(verb) == choice.to:
                continue
            count = sum(one == verb or one.startswith(f"{verb}-") for one in moves)
            moves[f"{verb}-{count + 1}" if verb in moves else verb] = choice.to
        return moves

    def _choices(
        self, flows: Sequence[Flow], seen: frozenset[str], verb: str = "", words: str = ""
    ) -> Iterator[Choice]:
        for flow in flows:
            self._count()
            said, told = flow.verb or verb, flow.name or words
            to = self._reached(flow.target)
            if isinstance(to, str):
                yield Choice(said, told, to)
            elif to.id in seen:
                continue
            elif any(out.logic is not None for out in to.outgoing):
                yield Choice(said, told, self._as_written(list(self._ways(to, None, seen))))
            else:
                yield from self._choices(to.outgoing, seen | {to.id}, "", told)

    def _ways(self, gateway: Node, given: Any, seen: frozenset[str]) -> Iterator[tuple[Any, str]]:
        """The ways of a gateway with conditions: each with its condition, the one without at the end."""
        for flow in sorted(gateway.outgoing, key=lambda one: one.logic is None):
            self._count()
            both = [one for one in (given, flow.logic) if one is not None]
            logic = {"and": both} if len(both) > 1 else both[0] if both else None
            to = self._reached(flow.target)
            if isinstance(to, str):
                yield logic, to
            elif to.id not in seen and to is not gateway:
                yield from self._ways(to, logic, seen | {gateway.id})

    def _as_written(self, ways: Sequence[tuple[Any, str]]) -> Any:
        """The ways as the catalogue writes them: the last has no condition."""
        conditional = [{"to": to, "when": logic} for logic, to in ways if logic is not None]
        last = next((to for logic, to in ways if logic is None), ways[-1][1] if ways else END)
        return [*conditional, last] if conditional else last

    def _reached(self, node: Node) -> str | Node:
        """The step, hold or end that a node leads to; or the gateway at which it splits before."""
        passed: set[str] = set()
        while node.id not in self.steps and node.outgoing and node.id not in passed:
            if (hold := self._hold(node)) is not None:
                self.held.add(node.id)
                return hold
            if len(node.outgoing) > 1:
                return node
            passed.add(node.id)
            node = node.outgoing[0].target
        if node.id in self.steps:
            return self.steps[node.id]
        return REFUSED if _means(node.name, _REFUSING) or node.id == "_refused" else END

    def _hold(self, node: Node) -> str | None:
        """Which hold an event is: it waits for somebody outside, and the flow comes back to the step."""
        if node.kind != "intermediateCatchEvent" or not self._comes_back(node):
            return None
        told = str((node.own or {}).get("for", ""))
        return told if told in HOLDS else WAIT_PAYMENT if _means(node.name, _PAYING) else WAIT_APPLICANT

    def _comes_back(self, node: Node) -> bool:
        passed: set[str] = set()
        while node is not self.home and len(node.outgoing) == 1 and node.id not in passed:
            passed.add(node.id)
            node = node.outgoing[0].target
        return node is self.home

    def _verb(self, choice: Choice) -> str:
        """A verb for a move that the file has only words for, or none."""
        by_target = _BY_TARGET.get(choice.to, "") if isinstance(choice.to, str) else ""
        meant = next((verb for word, verb in _VERBS if word in choice.words.lower()), "")
        return (
            by_target or meant or coded(choice.words, "move") or ("done" if choice.to == END else self.onward)
        )

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Invalid(
                "Các cổng rẽ nhánh nối nhau quá nhiều.",
                faults=[
                    Fault(self.home.name or self.home.id, "Vẽ lại các hướng xử lý của bước này cho gọn.")
                ],
            )


def _means(text: str, words: Sequence[str]) -> bool:
    return any(word in text.lower() for word in words)
