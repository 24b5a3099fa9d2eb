"""Who keeps a register."""

from __future__ import annotations

from datetime import date

from motcua.agencies import reads as agencies
from motcua.registers.declaring import Register


def keeper(register: Register, on: date) -> int:
    """The agency that keeps a register on a day: the one that the file names, or who carries on for it."""
    return agencies.agency_carrying(register.agency, on).id
