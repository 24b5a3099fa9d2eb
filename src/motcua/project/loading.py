"""Loading the catalogue, in the order in which one part needs the other: calendars, agencies, procedures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from motcua.kernel.calendar import Calendar
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.project import environment
from motcua.web import catalogue_files

NOT_PROCEDURES = (
    "agencies",
    "calendars",
    "indices",
    "measures",
    "registers",
    "so-lieu",
    "surveys",
    "targets",
)
"""Folders of the catalogue whose files are no procedures."""


def load(path: Path, *, by: str, at: datetime) -> Iterator[str]:
    """Load what a folder or file holds and tell each part in a line; :class:`Missing` when it holds nothing.

    A calendar or an agency is loaded with the files beside it: only together they make an edition.
    """
    from motcua.agencies import acts as agencies
    from motcua.cases import calendars
    from motcua.procedures import acts as procedures
    from motcua.registers import acts as registers

    there(path)
    found = False
    for folder in _folders(path, "agencies"):
        found = True
        yield f"Cơ quan: {agencies.load_agencies(folder, by=by, at=at)}"
    for folder in _folders(path, "calendars"):
        found = True
        yield f"Lịch làm việc: lần nạp {calendars.load(folder, by=by, at=at)}"
    if holds_procedures(path):
        found = True
        answered(path)
        yield f"Thủ tục: {procedures.load(path, by=by, at=at)}"
    for folder in _folders(path, "registers"):
        found = True
        yield f"Sổ: {registers.load(folder, by=by, at=at)} dòng công khai mới"
    if not found:
        raise Missing(f"Không thấy danh mục nào trong {path}.")


def there(path: Path) -> None:
    """:class:`Missing` when there is nothing at a path."""
    if not path.exists():
        raise Missing(f"Không có tệp hoặc thư mục nào ở {path}.")


def holds_procedures(path: Path) -> bool:
    """Whether a path is, or has under it, a file of procedures."""
    from motcua.procedures.surroundings import catalogue_over

    if path.is_file():
        return path.parent.name not in NOT_PROCEDURES
    return catalogue_over(path) is None or bool(_folders(path, "procedures"))


def faults_beside_procedures(path: Path) -> Iterator[Fault]:
    """What is wrong with the calendars and the agencies of a catalogue or a part of it; nothing is written."""
    from motcua.agencies import files as agencies
    from motcua.cases import calendars
    from motcua.measures import declaring as measures
    from motcua.measures import indexing, promising
    from motcua.registers import declaring as registers
    from motcua.surveys import questionnaires

    judges: Mapping[str, Callable[[Path], object]] = {
        "calendars": calendars.read,
        "agencies": agencies.judge,
        "surveys": questionnaires.read,
        "measures": measures.read,
        "registers": registers.judge,
        "indices": indexing.read,
        "targets": promising.read,
    }
    for name, judge in judges.items():
        for folder in _folders(path, name):
            yield from _faults(judge, folder)


def _faults(read: Callable[[Path], object], folder: Path) -> Sequence[Fault]:
    try:
        read(folder)
    except Invalid as refusal:
        return refusal.faults or (Fault("", refusal.message),)
    return ()


def answered(path: Path) -> None:
    """Refuse a catalogue that lists conditions which no slice answers: a step that needs one could never end."""
    from motcua.cases import guards
    from motcua.procedures.surroundings import Surroundings, catalogue_around

    if unknown := Surroundings(catalogue_around(path)).guards - guards.names():
        names = ", ".join(f"“{name}”" for name in sorted(unknown))
        raise Invalid(
            f"Danh mục điều kiện có {names} mà hệ thống không biết kiểm tra.",
            faults=[
                Fault("vietnam/code-lists/guards.yaml", "Bỏ điều kiện này, hoặc thêm phân hệ trả lời nó.")
            ],
        )


def _folders(path: Path, name: str) -> list[Path]:
    if path.is_file():
        return [path.parent] if path.parent.name == name else []
    return [path] if path.name == name else sorted(path.glob(f"**/{name}"))


def calendar_from_files(name: str) -> Calendar:
    """A calendar straight from the catalogue's files, for the command line."""
    folder = environment.catalogue_dir() / name / "calendars"
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise Missing(f"Không có lịch “{name}” trong {environment.catalogue_dir()}.")
    return Calendar.parse([catalogue_files.load(file).value for file in files])
