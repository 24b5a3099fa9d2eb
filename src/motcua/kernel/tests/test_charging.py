"""Late minutes are charged to whoever held the case, and nothing is lost between the agencies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.charging import Charge, Stint, charged

STINTS = st.lists(
    st.builds(Stint, st.sampled_from(["Xã", "Công an", "Sở"]), st.integers(0, 9000), st.integers(0, 9000))
)


def test_who_was_quick_does_not_make_up_for_who_was_late():
    found = charged([Stint("Xã", 60, 480), Stint("Công an", 600, 480), Stint("Xã", 500, 480)])
    assert found == (Charge("Xã", 560, 960, 20), Charge("Công an", 600, 480, 120))


@given(STINTS)
def test_the_parts_add_up_to_the_whole(stints):
    found = charged(stints)
    assert sum(one.held for one in found) == sum(one.held for one in stints)
    assert sum(one.budget for one in found) == sum(one.budget for one in stints)
    assert sum(one.late for one in found) == sum(max(0, one.held - one.budget) for one in stints)
    assert len({one.agency for one in found}) == len(found)
