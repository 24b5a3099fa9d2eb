"""The borders of the communes as paths of a drawing, read once from the catalogue's GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path

from django.conf import settings

FILE = "communes.geojson"
WIDTH = 1000
"""Of the drawing, in its own units; a unit is some 150 m."""

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A commune by its statistical code, its name, and the ``d`` of its path."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All communes in a frame of ``WIDTH`` to ``height``."""

    height: int
    shapes: tuple[Shape, ...]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"


@lru_cache(maxsize=1)
def drawing() -> Drawing:
    """The communes of the catalogue, north up; empty where it has no map."""
    found = [
        one for path in sorted(Path(settings.CATALOGUE).glob(f"*/maps/{FILE}")) for one in _features(path)
    ]
    points = [point for _, _, rings in found for ring in rings for point in ring]
    if not points:
        return Drawing(0, ())
    west, north = min(x for x, _ in points), max(y for _, y in points)
    squeeze = cos(radians(sum(y for _, y in points) / len(points)))
    scale = WIDTH / ((max(x for x, _ in points) - west) * squeeze)

    def placed(point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - west) * squeeze * scale), round((north - point[1]) * scale)

    height = max(placed(point)[1] for point in points)
    shapes = [
        Shape(code, name, "".join(_path([placed(point) for point in ring]) for ring in rings))
        for code, name, rings in found
    ]
    return Drawing(height, tuple(shapes))


def _features(path: Path) -> Iterator[tuple[str, str, list[Ring]]]:
    for feature in json.loads(path.read_text())["features"]:
        about = feature["properties"]
        polygons = feature["geometry"]["coordinates"]
        yield about["code"], about["name"], [ring for polygon in polygons for ring in polygon]


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """A ring as steps from point to point, none where it is smaller than a unit."""
    steps = [
        (x - last_x, y - last_y) for (last_x, last_y), (x, y) in pairwise(ring) if (x, y) != (last_x, last_y)
    ]
    if not steps:
        return ""
    return f"M{ring[0][0]} {ring[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"
