"""Anonymity of figures by group: few are hidden, and so are those from which the hidden ones could be worked out."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

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


def hidden_both(tables: Sequence[Cells[Group, Other]], fewest: int = FEWEST) -> tuple[set[Group], set[Other]]:
    """The groups and the others that may not be told of the same cells, beside the total; all tables hide the same.

    Groups and others that have anything in common, however far one goes, are a block: it has one total by the ones
    and by the others, and that is all that subtraction can use. So in a block told whole by the one side what the
    other hides must be safe; blocks that hide some of both have one total together, the rest of that of all.
    """
    gone: tuple[set[Any], set[Any]] = (set(), set())
    blocks = [_blocks(cells) for cells in tables]
    while more := next(filter(None, (_more(one, gone, fewest, (0, 1)) for one in blocks)), None):
        for side, name in more:
            gone[side].add(name)
    return gone


def hidden_beside(cells: Cells[Group, Other], groups: Collection[Group], fewest: int = FEWEST) -> set[Other]:
    """The others that may not be told beside the groups, but for some ``groups`` that are hidden: as above.

    All of them where nothing less is safe.
    """
    gone: tuple[set[Any], set[Any]] = (set(groups), set())
    blocks = _blocks(cells)
    while more := _more(blocks, gone, fewest, (1,)):
        gone[1].update(name for _, name in more)
    return gone[1] if _is_safe(blocks, gone, fewest) else {other for _, others in blocks for other in others}


def by_group(cells: Cells[Group, Other]) -> dict[Group, int]:
    """What the cells of each group come to."""
    sums: dict[Group, int] = {}
    for (group, _), count in cells.items():
        sums[group] = sums.get(group, 0) + count
    return sums


# --- what subtraction can use ----------------------------------------------------------------------------------

Block = tuple[Mapping[Any, int], Mapping[Any, int]]
"""Counts of the groups, and of the others, that have cells in common and none with any outside."""
Gone = tuple[Collection[Any], Collection[Any]]
"""The groups and the others that are hidden: side 0 and side 1."""


def _more(
    blocks: Sequence[Block], gone: Gone, fewest: int, sides: Sequence[int]
) -> set[tuple[int, Hashable]]:
    """What of some sides has to be hidden next, with its side; nothing where all is safe or no more can be done."""
    few = {
        (side, name) for block in blocks for side in sides for name, count in block[side].items()
        if count < fewest and name not in gone[side]
    }  # fmt: skip
    if few:
        return few
    for side, those in _known(blocks, gone):
        if not _safe(_hidden(those, side, gone), fewest):
            same = _smallest(those, side, gone) if side in sides else None
            more = {(side, same)} if same is not None else _joining(blocks, those, gone, sides)
            if more:
                return more
    return set()


def _known(blocks: Sequence[Block], gone: Gone) -> Iterator[tuple[int, Sequence[Block]]]:
    """Of which blocks together the sum of what a side hides is known: of each that a side tells, and of the rest."""
    told = _told(blocks, gone)
    for those in (*([block] for block in told), [block for block in blocks if block not in told]):
        for side in (0, 1):
            if _hidden(those, side, gone):
                yield side, those


def _joining(
    blocks: Sequence[Block], those: Sequence[Block], gone: Gone, sides: Sequence[int]
) -> set[tuple[int, Hashable]]:
    """What to hide so that one block more, of some if these are told, hides of both sides; the smallest that can."""
    told = _told(blocks, gone)
    for block in sorted(those if those[0] in told else told, key=lambda one: sum(one[0].values())):
        whole = [side for side in (0, 1) if not _hidden([block], side, gone)]
        if set(whole) <= set(sides):
            return {(side, _smallest([block], side, gone)) for side in whole}
    return set()


def _told(blocks: Sequence[Block], gone: Gone) -> list[Block]:
    """The blocks of which a side hides nothing, so that their total is known."""
    return [block for block in blocks if not all(_hidden([block], side, gone) for side in (0, 1))]


def _hidden(blocks: Iterable[Block], side: int, gone: Gone) -> list[int]:
    return [count for block in blocks for name, count in block[side].items() if name in gone[side]]


def _smallest(blocks: Iterable[Block], side: int, gone: Gone) -> Hashable | None:
    shown = [
        (count, str(name), name) for block in blocks for name, count in block[side].items()
        if name not in gone[side]
    ]  # fmt: skip
    return min(shown, default=(0, "", None), key=lambda one: one[:2])[2]


def _is_safe(blocks: Sequence[Block], gone: Gone, fewest: int) -> bool:
    return all(_safe(_hidden(those, side, gone), fewest) for side, those in _known(blocks, gone))


def _safe(counts: Sequence[int], fewest: int) -> bool:
    return len(counts) > 1 and sum(counts) >= fewest


def _blocks(cells: Cells[Any, Any]) -> list[Block]:
    rest = {key for key, count in cells.items() if count}
    found: list[Block] = []
    while rest:
        block: set[tuple[Any, Any]] = set()
        more: Iterable[tuple[Any, Any]] = [min(rest, key=str)]
        while more := set(more) - block:
            block |= more
            groups, others = {group for group, _ in block}, {other for _, other in block}
            more = [key for key in rest if key[0] in groups or key[1] in others]
        rest -= block
        found.append(
            (by_group({key: cells[key] for key in block}), by_group({key[::-1]: cells[key] for key in block}))
        )
    return found
