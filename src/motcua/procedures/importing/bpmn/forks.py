"""Where a process does several things at once, in the only way that we can run: one thing a branch, then all meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.procedures.importing.bpmn.graph import SPLITTING, TASKS, Flow, Node


@dataclass(frozen=True)
class Fork:
    """A gateway that opens branches, the flows into them, and the gateway where they meet."""

    head: Node
    flows: tuple[Flow, ...]
    join: Node


def forks(nodes: Iterable[Node]) -> dict[str, Fork]:
    """The forks that we can run, by the id of the gateway at which each begins."""
    found = (_fork(node) for node in nodes if node.kind in SPLITTING)
    return {fork.head.id: fork for fork in found if fork is not None}


def _fork(head: Node) -> Fork | None:
    if len(head.outgoing) < 2 and not head.own:
        return None
    inner = [flow.target for flow in head.outgoing]
    joins = {id(node.outgoing[0].target): node.outgoing[0].target for node in inner if _is_branch(node)}
    if not all(map(_is_branch, inner)) or len(joins) != 1:
        return None
    join = next(iter(joins.values()))
    meets = join.kind in SPLITTING and join is not head and len(join.incoming) == len(inner)
    return Fork(head, tuple(head.outgoing), join) if meets else None


def _is_branch(node: Node) -> bool:
    works = node.kind in TASKS or node.kind == "callActivity"
    return works and len(node.incoming) == len(node.outgoing) == 1
