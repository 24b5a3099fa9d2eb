"""Anonymity of figures by group: few are hidden, and so are those from which the hidden ones could be worked out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5
"""A group of fewer could point at a person."""

Group = TypeVar("Group", bound=Hashable)


def hidden(counts: Mapping[Group, int], fewest: int = FEWEST) -> set[Group]:
    """The groups that may not be shown beside a total: those with too few, and more until they are safe.

    What is hidden together can be had from the total by subtraction: it must be two groups or more, with enough
    among them. The next smallest ones are hidden with them.
    """
    few = {group for group, count in counts.items() if 0 < count < fewest}
    for group in sorted((g for g in counts if counts[g] >= fewest), key=lambda g: counts[g]):
        if not few or (len(few) > 1 and sum(counts[one] for one in few) >= fewest):
            break
        few.add(group)
    return few
