"""Loading the catalogue, in the order in which one part needs the other: calendars, agencies, procedures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
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
    "scorecards",
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
    """Whether a path is, or has under it, a file of procedures; a lone folder is what its files say that they are."""
    from motcua.procedures.surroundings import catalogue_over

    if (path.parent if path.is_file() else path).name in NOT_PROCEDURES:
        return False
    if path.is_file():
        return not catalogue_files.kind_said(path)
    if _folders(path, "procedures"):
        return True
    lone = path.glob("*.yaml") if catalogue_over(path) is None else ()
    return any(not catalogue_files.kind_said(one) for one in lone)


def faults_beside_procedures(path: Path) -> Iterator[Fault]:
    """What is wrong beside procedures in a catalogue or a part of it, each once; nothing is written.

    A part is judged with all of its kind in the catalogue, which may declare the same, and told what is its own. Who
    names what another file declares (a target its measure) finds what is wrong with that file too.
    """
    from motcua.agencies import files as agencies
    from motcua.cases import calendars
    from motcua.measures import declaring as measures
    from motcua.measures import indexing, promising, scorecards
    from motcua.procedures.surroundings import Surroundings, catalogue_around
    from motcua.registers import declaring as registers
    from motcua.surveys import questionnaires

    around = Surroundings(catalogue_around(path))
    of_folders: Mapping[str, Judge] = {"calendars": calendars.read, "agencies": agencies.judge}
    of_catalogue: Mapping[str, Judge] = {
        "surveys": questionnaires.read,
        "measures": measures.read,
        "scorecards": scorecards.judge,
        "registers": partial(registers.judge, agencies=around.agencies, roles=around.roles),
        "indices": indexing.read,
        "targets": partial(promising.judge, agencies=around.agencies),
    }
    found = [
        *(_faults(judge, folder) for name, judge in of_folders.items() for folder in _folders(path, name)),
        *(
            [fault for fault in _faults(judge, _house(path)) if _concerns(fault, path, name)]
            for name, judge in of_catalogue.items()
            if _folders(path, name) or catalogue_files.of_kind(_folder(path), name)
        ),
    ]
    yield from dict.fromkeys(chain.from_iterable(found))


Judge = Callable[[Path], object]


def _folder(path: Path) -> Path:
    return path.parent if path.is_file() else path


def _house(path: Path) -> Path:
    """The catalogue in which a path lies, named as the path is; a lone folder is a house of its own."""
    from motcua.procedures.surroundings import catalogue_over

    found = catalogue_over(path)
    if found is None:
        return _folder(path)
    return next((one for one in (path, *path.parents) if one.resolve() == found), found)


def _concerns(fault: Fault, path: Path, kind: str) -> bool:
    """Whether a fault of a catalogue is one of a path, or of what its files name."""
    file = Path(fault.where.rpartition(":")[0]).resolve()
    return file.is_relative_to(path.resolve()) or kind not in file.parts


def _faults(read: Judge, folder: Path) -> Sequence[Fault]:
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
