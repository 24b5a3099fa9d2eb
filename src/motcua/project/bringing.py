"""The command that turns files of elsewhere into drafts of procedure files."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
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
    told = _told(found)
    if options.report:
        _report(options.report, found)
    else:
        print(*told, sep="\n")
    print(f"Đã viết {len(found.drafts)} bản nháp vào {options.to}; {len(told)} chỗ cần xem lại.")
    return 0


def _told(found: importing.Imported) -> list[str]:
    """The doubts as the screen lists them: first, once, what is doubtful of every draft alike."""
    often = Counter((one.field, one.message) for one in found.doubts)
    every = {same for same, times in often.items() if len(found.drafts) > 1 and times >= len(found.drafts)}
    alike = [f"mọi bản nháp: {field}: {message}" for field, message in often if (field, message) in every]
    return [*alike, *(str(one) for one in found.doubts if (one.field, one.message) not in every)]


def _report(path: Path, found: importing.Imported) -> None:
    """The doubts as CSV that Excel opens with its accents."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Mã thủ tục", "Trường", "Cần xem lại"])
        table.writerows((one.code, one.field, one.message) for one in found.doubts)
