"""Vietnam's lunar calendar from astronomy, to check the moving holidays independently of any list.

New moons and the sun's longitude after J. Meeus, Astronomical Algorithms (chapters 25 and 49), with the main
terms: good to a few minutes. A lunar month begins on the local day of a new moon; the month that holds the winter
solstice is the eleventh; a month without a principal term repeats the number before it.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, radians, sin

NOON_OF_2000 = 2451545  # Julian day of 1 January 2000, noon UT
SEVEN_HOURS = 7 / 24
MONTH = 29.530588861


def _new_moon(k: int) -> float:
    """The Julian day (UT) of the k-th new moon after 6 January 2000."""
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun = radians(2.5534 + 29.10535670 * k)
    moon = radians(201.5643 + 385.81693528 * k)
    node = radians(160.7108 + 390.67050284 * k)
    terms = [
        (-0.40720, moon),
        (0.17241 * e, sun),
        (0.01608, 2 * moon),
        (0.01039, 2 * node),
        (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun),
        (0.00208 * e * e, 2 * sun),
    ]
    lag = 70 / 86400  # dynamical time runs ahead of universal time
    return 2451550.09766 + MONTH * k + sum(size * sin(angle) for size, angle in terms) - lag


def _local_day(julian: float) -> date:
    return date(2000, 1, 1) + timedelta(days=floor(julian + 0.5 + SEVEN_HOURS) - NOON_OF_2000)


def _sun_sector(day: date) -> int:
    """Which twelfth of the zodiac the sun is in as the local day begins: 9 from the winter solstice on."""
    julian = NOON_OF_2000 + (day - date(2000, 1, 1)).days - 0.5 - SEVEN_HOURS
    t = (julian - NOON_OF_2000) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t)
    longitude = 280.46646 + 36000.76983 * t + 1.914602 * sin(anomaly) + 0.019993 * sin(2 * anomaly) - 0.00569
    return int(longitude % 360 // 30)


def months_of(year: int) -> dict[int, date]:
    """The first day of each lunar month of the lunar year that begins in a year, leap months left out."""
    k = round((year - 2000 - 0.1) * 365.2425 / MONTH)
    starts = [_local_day(_new_moon(k + step)) for step in range(-2, 16)]
    sectors = [_sun_sector(day) for day in starts]
    solstice = next(i for i in range(len(starts)) if sectors[i] <= 8 < sectors[i + 1])
    months, number = {}, 11
    for i in range(solstice + 1, len(starts) - 1):
        if sectors[i] != sectors[i + 1]:  # a month without a principal term is a leap month
            number = number % 12 + 1
            months.setdefault(number, starts[i])
    return months


def new_year(year: int) -> date:
    """The first day of the first lunar month: Tết."""
    return months_of(year)[1]


def hung_kings_day(year: int) -> date:
    """The tenth day of the third lunar month."""
    return months_of(year)[3] + timedelta(days=9)
