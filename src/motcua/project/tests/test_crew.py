"""Work shared among processes comes back whole, and a helper's failure is heard."""

from __future__ import annotations

from collections import Counter

import pytest

from motcua.project import crew


def count(work: int, number: int, of: int, tell: crew.Tell) -> Counter[str]:
    mine = [one for one in range(work) if one % of == number]
    tell(1.0, len(mine))
    return Counter(made=len(mine), sum=sum(mine))


def stumble(work: int, number: int, of: int, tell: crew.Tell) -> Counter[str]:
    if number:
        raise ValueError("a stone in the way")
    return Counter()


def test_shares_add_up():
    heard: list[tuple[float, int]] = []
    done = crew.together(f"{__name__}:count", 10, 2, lambda *said: heard.append(said))
    assert done == Counter(made=10, sum=45)
    assert heard[-1][1] <= 10


def test_a_helper_that_fails_says_why():
    with pytest.raises(RuntimeError, match="a stone in the way"):
        crew.together(f"{__name__}:stumble", None, 2, lambda *_: None)
