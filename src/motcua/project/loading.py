"""Loading the catalogue, in the order in which one part needs the other: calendars, agencies, procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from motcua.kernel.calendar import Calendar
from motcua.kernel.refusals import Missing
from motcua.project import environment
from motcua.web import catalogue_files


def load(path: Path, *, by: str, at: datetime) -> Iterator[str]:
    """Load what a folder holds and tell each part in a line; :class:`Missing` when it holds nothing."""
    from motcua.agencies import acts as agencies
    from motcua.cases import calendars
    from motcua.procedures import acts as procedures

    found = False
    for folder in _folders(path, "agencies"):
        found = True
        yield f"Cơ quan: {agencies.load_agencies(folder, by=by, at=at)}"
    for folder in _folders(path, "calendars"):
        found = True
        yield f"Lịch làm việc: lần nạp {calendars.load(folder, by=by, at=at)}"
    if path.is_file() or _folders(path, "procedures"):
        found = True
        yield f"Thủ tục: {procedures.load(path, by=by, at=at)}"
    if not found:
        raise Missing(f"Không thấy danh mục nào trong {path}.")


def _folders(path: Path, name: str) -> list[Path]:
    if not path.is_dir():
        return []
    return [path] if path.name == name else sorted(path.glob(f"**/{name}"))


def calendar_from_files(name: str) -> Calendar:
    """A calendar straight from the catalogue's files, for the command line."""
    folder = environment.catalogue_dir() / name / "calendars"
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise Missing(f"Không có lịch “{name}” trong {environment.catalogue_dir()}.")
    return Calendar.parse([catalogue_files.load(file).value for file in files])
