"""The command that turns files of elsewhere into drafts of procedure files."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from motcua.kernel.refusals import Fault, Invalid
from motcua.procedures import importing


def bring(options: argparse.Namespace) -> int:
    """Write the drafts of a file into a folder, and list what is doubtful on screen or in a CSV file."""
    if not options.path.is_file():
        raise Invalid(
            f"Không thấy tệp {options.path}.", faults=[Fault(str(options.path), "Kiểm tra lại đường dẫn.")]
        )
    found = importing.read(options.path.name, options.path.read_bytes())
    options.to.mkdir(parents=True, exist_ok=True)
    for draft in found.drafts:
        if Path(draft.code).name != draft.code:
            raise Invalid(
                f"“{draft.code}” không phải mã thủ tục.",
                faults=[Fault(str(options.path), "Ghi mã như 1.001193.")],
            )
        target = options.to / f"{draft.code}.yaml"
        if target.exists():
            raise Invalid(
                f"{target} đã có.",
                faults=[Fault(str(target), "Chọn thư mục khác bằng --to, hoặc xóa bản nháp cũ.")],
            )
        target.write_text(draft.text, encoding="utf-8")
    if options.report:
        _report(options.report, found)
    else:
        print(*found.doubts, sep="\n")
    print(f"Đã viết {len(found.drafts)} bản nháp vào {options.to}; {len(found.doubts)} chỗ cần xem lại.")
    return 0


def _report(path: Path, found: importing.Imported) -> None:
    """The doubts as CSV that Excel opens with its accents."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Mã thủ tục", "Trường", "Cần xem lại"])
        table.writerows((one.code, one.field, one.message) for one in found.doubts)
