"""The ten national states of a case and the only ways from one to another.

Names and numbers are those of the national portal's dossier synchronisation (TrangThaiHoSo).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from motcua.kernel.refusals import OutOfOrder


class State(IntEnum):
    """Trạng thái hồ sơ."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWING = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10

    @property
    def title(self) -> str:
        return TITLES[self]

    @property
    def ended(self) -> bool:
        """Nothing is owed any more, neither by the State nor by the applicant."""
        return self in ENDED


TITLES: Mapping[State, str] = {
    State.REGISTERED: "Mới đăng ký",
    State.RECEIVED: "Được tiếp nhận",
    State.NOT_RECEIVED: "Không được tiếp nhận",
    State.PROCESSING: "Đang xử lý",
    State.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    State.PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    State.WITHDRAWING: "Công dân yêu cầu rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.FINISHED: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}

ENDED = frozenset({State.NOT_RECEIVED, State.STOPPED, State.RETURNED})

WAYS: Mapping[State, frozenset[State]] = {
    State.REGISTERED: frozenset({State.RECEIVED, State.NOT_RECEIVED, State.SUPPLEMENT, State.WITHDRAWING}),
    State.RECEIVED: frozenset({State.PROCESSING, State.WITHDRAWING}),
    State.NOT_RECEIVED: frozenset(),
    State.PROCESSING: frozenset(
        {State.SUPPLEMENT, State.PAYMENT, State.WITHDRAWING, State.STOPPED, State.FINISHED}
    ),
    State.SUPPLEMENT: frozenset(
        {State.REGISTERED, State.PROCESSING, State.RECEIVED, State.WITHDRAWING, State.STOPPED}
    ),
    State.PAYMENT: frozenset({State.PROCESSING, State.WITHDRAWING, State.STOPPED}),
    State.WITHDRAWING: frozenset(
        {State.STOPPED, State.REGISTERED, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.PAYMENT}
    ),
    State.STOPPED: frozenset(),
    State.FINISHED: frozenset({State.RETURNED}),
    State.RETURNED: frozenset({State.PROCESSING}),  # only by a correction (NĐ 61/2018 Đ.21)
}


def change(old: State, new: State) -> State:
    """The new state, if it may follow the old one; :class:`OutOfOrder` otherwise."""
    if new is not old and new not in WAYS[old]:
        raise OutOfOrder(f"Hồ sơ đang ở trạng thái “{old.title}”, không thể chuyển sang “{new.title}”.")
    return new
