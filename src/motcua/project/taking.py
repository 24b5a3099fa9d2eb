"""The command that takes procedures out of the catalogue for other tools: BPMN 2.0 and Excel."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import exporting, lint
from motcua.procedures.surroundings import Surroundings, catalogue_of
from motcua.project import environment


def take(options: argparse.Namespace) -> int:
    """Write what was asked for of each procedure into a folder, over what an earlier run wrote there."""
    files = _files(options.what)
    options.to.mkdir(parents=True, exist_ok=True)
    around = Surroundings(catalogue_of(files[0]))
    for path in files:
        file = _sound(path, around)
        titles = exporting.titles_around(file, around)
        if options.only != "xlsx":
            text = exporting.written(file, titles)
            (options.to / f"{path.stem}.bpmn").write_text(text, encoding="utf-8")
        if options.only != "bpmn":
            (options.to / f"{path.stem}.xlsx").write_bytes(exporting.workbook(file, titles))
    print(f"Đã xuất {len(files)} thủ tục vào {options.to}.")
    return 0


def _files(what: str) -> Sequence[Path]:
    """The procedure files that a path or a code means; Invalid when there is none."""
    path = Path(what)
    if path.is_file():
        return [path]
    where = path if path.is_dir() else environment.catalogue_dir()
    files = sorted(where.rglob("procedures/*.yaml" if path.is_dir() else f"procedures/{what}.yaml"))
    if not files:
        todo = "Nêu mã thủ tục, một tệp thủ tục, hoặc thư mục có thư mục con procedures."
        raise Invalid(f"Không thấy thủ tục “{what}”.", faults=[Fault(what, todo)])
    return files


def _sound(path: Path, around: Surroundings) -> Mapping[str, Any]:
    sheet = lint.read(path, around)
    if errors := lint.errors_in(sheet.findings):
        raise Invalid(f"Tệp {path} có {len(errors)} lỗi.", faults=[error.fault for error in errors])
    file: Mapping[str, Any] = sheet.value
    return file
