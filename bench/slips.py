"""What a slip costs: milliseconds for each form against the floor, an empty page through the same compiler.

    python bench/slips.py [--rounds 100] [--record]

Each round sets every form once under a new number, so that
nothing is answered from memory, and the empty page beside them, so that both see the same machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import typst

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._report import options, report
from motcua.documents.slips import (
    Applicant,
    Fact,
    FactGroup,
    FormSet,
    Letterhead,
    PaperLine,
    ResultSheet,
    Signer,
    Slip01,
    Slip02,
    Slip03,
    Slip04,
    typeset,
)
from motcua.documents.slips.typeset import FONTS
from motcua.kernel.calendar import LOCAL

AT = datetime(2026, 11, 23, 9, 5, tzinfo=LOCAL)
HEAD = {
    "agency_parent": "Ủy ban nhân dân phường Thành Sen",
    "agency_name": "Trung tâm Phục vụ hành chính công",
    "number": "H27.60-20261123-0000017",
    "suffix": "TNHS",
    "place": "Thành Sen",
    "at": AT,
    "case_code": "H27.60-20261123-0000017",
    "tracking_url": "https://motcua.example.vn/tra-cuu/?ma=H27.60-20261123-0000017",
}
CASE = HEAD | {
    "form_set": FormSet.ND118,
    "form_number": "01",
    "circular": "03/2025/TT-VPCP",
    "applicant": Applicant(
        name="Nguyễn Thị Hoa",
        address="Số 12, đường Phan Đình Phùng, phường Thành Sen, tỉnh Hà Tĩnh",
        phone="0912 345 678",
        email="hoa@example.vn",
    ),
    "procedure_title": "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
}
PAPERS = tuple(
    PaperLine(f"Giấy tờ thứ {number} của thành phần hồ sơ theo quy định", "bản sao") for number in range(4)
)
REASON = "Thành phần hồ sơ chưa đủ theo quy định tại Nghị định số 175/2024/NĐ-CP."
SIGNER = Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Anh Quân")
FACTS = tuple(Fact(f"Thông tin thứ {number}", "Nội dung của thông tin này") for number in range(10))

SHEETS: dict[str, Letterhead] = {
    "mau-01": Slip01(
        **CASE,
        papers=PAPERS,
        sets=1,
        limit_in_words="20 ngày làm việc",
        received_at=AT,
        due_at=AT + timedelta(days=28),
        return_place="Trung tâm Phục vụ hành chính công",
        book="01",
        ordinal="0017",
        officer_name="Trần Văn Minh",
    ),
    "mau-02": Slip02(**CASE, items=(REASON,) * 3, reasons=(REASON,), officer_name="Trần Văn Minh"),
    "mau-03": Slip03(**CASE, reasons=(REASON,) * 2, legal_basis=(REASON,), officer_name="Trần Văn Minh"),
    "mau-04": Slip04(
        **CASE,
        apologising="Sở Xây dựng",
        received_at=AT,
        original_due=AT + timedelta(days=5),
        new_due=AT + timedelta(days=9),
        reason=REASON,
        signer=SIGNER,
        recipients=("Như trên;", "Lưu: VT."),
    ),
    "ket-qua": ResultSheet(
        **HEAD,
        title_lines=("Giấy phép xây dựng",),
        groups=(FactGroup("1. Công trình", FACTS),),
        signer=SIGNER,
        result_code="KQ.H27.09.000052",
    ),
}

_serial = count()


def set_anew(sheet: Letterhead) -> bytes:
    """The sheet under a number that no sheet had before."""
    code = f"H27.60-20261123-{next(_serial):07}"
    return typeset(
        replace(sheet, number=code, case_code=code, tracking_url=f"https://motcua.example.vn/?ma={code}")
    )


def empty_page() -> Callable[[], bytes]:
    """A function that compiles an empty A5 page with its own title, to the same PDF standards."""
    compiler = typst.Compiler(font_paths=typst.Fonts(False, False, [FONTS]))
    source = b'#set document(title: sys.inputs.title)\n#set text(lang: "vi")\n#set page(paper: "a5")\n#[]'
    return lambda: compiler.compile(
        input=source, sys_inputs={"title": str(next(_serial))}, pdf_standards=["a-2b", "ua-1"], timestamp=AT
    )


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes on the wall clock."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def measure(rounds: int) -> dict[str, float]:
    """The median milliseconds of each form and of the empty page, after ten rounds of warm-up."""
    jobs: dict[str, Callable[[], object]] = {"empty": empty_page()}
    jobs |= {name: (lambda sheet=sheet: set_anew(sheet)) for name, sheet in SHEETS.items()}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + 10):
        for name, job in jobs.items():
            spent = milliseconds(job)
            if turn >= 10:
                times[name].append(spent)
    return {name: median(spent) for name, spent in times.items()}


def main() -> None:
    """Say for each form the median milliseconds, times the floor, bytes."""
    told = options(__doc__, rounds=100)
    with report("slips", record=told.record) as say:
        figures = measure(told.rounds)
        floor = figures.pop("empty")
        say(f"{'empty page':12} {floor:7.2f} ms")
        for name, spent in figures.items():
            size = len(set_anew(SHEETS[name]))
            say(f"{name:12} {spent:7.2f} ms  × {spent / floor:4.1f} the floor  {size:7,} bytes")


if __name__ == "__main__":
    main()
