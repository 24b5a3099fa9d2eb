"""For what a role may be given: the slice above that keeps the catalogue tells of its procedures, fields and roles."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from motcua.kernel.refusals import Fault

HOW = "Nhập mã thủ tục như 1.001193, hoặc tên lĩnh vực đúng như trong danh mục."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a delegation may name: codes of procedures, names of fields; and the titles of roles by code."""

    procedures: Collection[str]
    fields: Collection[str]
    roles: Mapping[str, str]

    def role(self, code: str) -> str:
        """The title of a role; the code of one that the catalogue doesn't know."""
        return self.roles.get(code, code)

    def faults(self, scopes: Collection[str]) -> Iterator[Fault]:
        """The scopes that are neither a procedure nor a field, with the closest field: close codes mean nothing."""
        for scope in sorted({*scopes} - {*self.procedures, *self.fields}):
            folded = {name.casefold(): name for name in self.fields}
            close = difflib.get_close_matches(scope.casefold(), list(folded), n=1)
            todo = f"Có phải “{folded[close[0]]}”?" if close else HOW
            yield Fault("scopes", f"Không có thủ tục hay lĩnh vực nào là “{scope}”. {todo}")


_tellers: list[Callable[[], Catalogue]] = []


def told(read: Callable[[], Catalogue]) -> Callable[[], Catalogue]:
    """Tell of the catalogue; called from an upper slice's ``wiring``."""
    _tellers[:] = [read]
    return read


def catalogue() -> Catalogue:
    """The catalogue as it is now; an empty one where no slice keeps any."""
    return _tellers[0]() if _tellers else Catalogue((), (), {})
