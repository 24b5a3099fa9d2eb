"""Anonymity of figures by group: few are hidden, and so are those from which the hidden ones could be worked out."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

FEWEST = 5
"""A group of fewer could point at a person."""

Group = TypeVar("Group", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)
Cells = Mapping[tuple[Group, Other], int]


def hidden(counts: Mapping[Group, int], fewest: int = FEWEST, also: Collection[Group] = ()) -> set[Group]:
    """The groups that may not be shown beside a total: those with too few, ``also`` some, and more until they are safe.

    What is hidden together can be had from the total by subtraction: it must be two groups or more, with enough
    among them. The next smallest ones are hidden with them.
    """
    few = {group for group, count in counts.items() if 0 < count < fewest or (count and group in also)}
    for group in sorted((g for g in counts if counts[g] and g not in few), key=lambda g: counts[g]):
        if not few or _safe([counts[one] for one in few], fewest):
            break
        few.add(group)
    return few


def hidden_in_all(tables: Sequence[Mapping[Group, int]], fewest: int = FEWEST) -> set[Group]:
    """The groups that may not be shown in any of several tables, where all of them hide the same."""
    gone: set[Group] = set()
    while (more := gone.union(*(hidden(one, fewest, gone) for one in tables))) != gone:
        gone = more
    return gone


def hidden_beside(
    cells: Cells[Group, Other], gone: Collection[Group], fewest: int = FEWEST, also: Collection[Other] = ()
) -> set[Other]:
    """The other groups that may not be told of what is told by group too, but for the groups that are ``gone``.

    Groups and others that have anything in common, however far one goes, are a block: it has the same total by the
    ones and by the others. So what is hidden is safe in its block too, and nothing is told of a block in which
    groups that are gone could be had from the others.
    """
    hides = {other for (_, other), count in cells.items() if count and other in also}
    blocks = [(by_group(block), _by_other(block)) for block in _blocks(cells)]
    totals = {other: count for _, others in blocks for other, count in others.items()}
    while True:
        more = hides | hidden(totals, fewest, hides)
        for groups, others in blocks:
            left = [groups[one] for one in groups if one in gone]
            more |= others.keys() if left and not _safe(left, fewest) else hidden(others, fewest, more)
        if more == hides:
            return hides
        hides = more


def by_group(cells: Cells[Group, Other]) -> dict[Group, int]:
    """What the cells of each group come to."""
    sums: dict[Group, int] = {}
    for (group, _), count in cells.items():
        sums[group] = sums.get(group, 0) + count
    return sums


def _safe(counts: Sequence[int], fewest: int) -> bool:
    return len(counts) > 1 and sum(counts) >= fewest


def _by_other(cells: Cells[Group, Other]) -> dict[Other, int]:
    return by_group({(other, group): count for (group, other), count in cells.items()})


def _blocks(cells: Cells[Group, Other]) -> Iterator[Cells[Group, Other]]:
    """Cells apart that have no group and no other in common, however far one goes."""
    rest = {key for key, count in cells.items() if count}
    while rest:
        block: set[tuple[Group, Other]] = set()
        more: Iterable[tuple[Group, Other]] = [next(iter(rest))]
        while more := set(more) - block:
            block |= more
            groups, others = {group for group, _ in block}, {other for _, other in block}
            more = [key for key in rest if key[0] in groups or key[1] in others]
        rest -= block
        yield {key: cells[key] for key in block}
