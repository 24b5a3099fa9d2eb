"""The words that a reader of an exported file sees, for the codes that the procedure file writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.procedures.surroundings import Surroundings

_PLACES: Mapping[str, str] = {
    "reception": "Nơi tiếp nhận",
    "competent": "Cơ quan giải quyết",
    "return": "Nơi trả kết quả",
}


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by code of moves, roles, agencies, procedures; a code without one stands for itself."""

    verbs: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    procedures: Mapping[str, str] = field(default_factory=dict)

    def verb(self, code: str) -> str:
        return self.verbs.get(code, code)

    def procedure(self, code: str) -> str:
        return self.procedures.get(code, code)

    def who(self, worked: Mapping[str, Any]) -> str:
        """Who works a step or gives an opinion: the agency, and the role there."""
        role = str(worked.get("role", ""))
        return " · ".join(one for one in (self._where(worked), self.roles.get(role, role)) if one)

    def _where(self, worked: Mapping[str, Any]) -> str:
        if commune := worked.get("commune"):
            return f"Xã, phường ở mục “{commune}”"
        if slug := str(worked.get("agency", "")):
            return self.agencies.get(slug, slug)
        return _PLACES.get(str(worked.get("at", "")), "")


def titles_around(file: Mapping[str, Any], around: Surroundings) -> Titles:
    """The words of the catalogue around a file, for the codes that it writes."""
    codes = [part["procedure"] for step in file["steps"] for part in step.get("children", ())]
    known = {code: around.procedure(code) for code in codes}
    return Titles(
        verbs={verb: words.title for verb, words in around.verbs.items()},
        roles=around.role_titles,
        agencies=around.agency_titles,
        procedures={code: found.name for code, found in known.items() if found},
    )
