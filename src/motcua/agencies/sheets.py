"""Inheritance in the files of agencies: what an agency does not say, its group says, then its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.agencies.entries import Spot
from motcua.kernel.refusals import Fault
from motcua.web.catalogue_files import CatalogueFile

_HANDED_DOWN = (
    "level", "place", "gso", "code_source", "phone", "address", "email", "office_hours",
    "valid_from", "valid_to",
)  # fmt: skip
"""What a part has from its agency, unless it says otherwise."""

_PATTERNS = ("slug", "name", "short_name")
"""Fields in which ``{place}`` and ``{gso}`` are filled in."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of one agency after inheritance, each with the place that it came from."""

    spot: Spot
    values: Mapping[str, Any]
    origins: Mapping[str, Spot]
    part: str = ""

    def fault(self, name: str, message: str) -> Fault:
        """Return a fault at the place that a field came from."""
        return self.origins.get(name, self.spot).fault(message, name)

    def text(self, name: str) -> str:
        """Return a text with its holes filled in, empty when it is absent."""
        value = str(self.values.get(name, "")).strip()
        if name in _PATTERNS:
            for hole in ("place", "gso"):
                value = value.replace(f"{{{hole}}}", str(self.values.get(hole, "")))
        return value


def agency_sheets(files: Sequence[CatalogueFile], faults: list[Fault]) -> Iterator[Sheet]:
    """Yield the sheet of each agency of all groups; a template that is not there is a fault."""
    templates = {
        name: Spot(file, ("templates", name)) for file in files for name in file.value.get("templates", ())
    }
    for file in files:
        for g, group in enumerate(file.value.get("groups", ())):
            for a in range(len(group["agencies"])):
                own = [Spot(file, ("groups", g)), Spot(file, ("groups", g, "agencies", a))]
                sheet = _merged(own)
                name = sheet.text("template")
                if name and name not in templates:
                    faults.append(sheet.fault("template", f"Không có khuôn “{name}” trong thư mục."))
                yield _merged([templates[name], *own]) if name in templates else sheet


def part_sheets(whole: Sheet) -> Iterator[Sheet]:
    """Yield the sheet of each part of an agency: slug and code are the agency's, lengthened."""
    down = {name: whole.values[name] for name in _HANDED_DOWN if name in whole.values}
    for index in range(len(whole.values.get("parts", ()))):
        origin = whole.origins["parts"]
        part = _merged([Spot(origin.file, (*origin.place, "parts", index))], down)
        own = {name: part.text(name) for name in ("name", "short_name") if name in part.values}
        own |= {"slug": f"{whole.text('slug')}.{part.text('slug')}", "parent": whole.text("slug"), "gso": ""}
        if "code" in part.values:
            own["code"] = f"{whole.text('code')}.{part.text('code')}"
        yield Sheet(part.spot, {**part.values, **own}, part.origins, part.text("slug"))


def _merged(layers: Sequence[Spot], handed_down: Mapping[str, Any] | None = None) -> Sheet:
    """Lay layers over each other, the last on top; posts add up."""
    values: dict[str, Any] = dict(handed_down or {})
    origins: dict[str, Spot] = {}
    posts: list[dict[str, Any]] = []
    for layer in layers:
        own = layer.value
        posts += own.get("posts", ())
        values.update(own)
        origins.update(dict.fromkeys(own, layer))
    return Sheet(layers[-1], {**values, "posts": posts}, origins)
