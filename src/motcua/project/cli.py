"""The command line. Exit codes: 0 done, 1 refused or a failed check (reason on standard error), 2 usage,
141 when nobody reads the answer any more."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from psycopg.errors import UndefinedFunction, UndefinedTable

from motcua.kernel.refusals import Refusal
from motcua.project import commands, environment, usage

Command = Callable[[argparse.Namespace], int]
Adding = Callable[[str, Command, str], argparse.ArgumentParser]
"""Adds a command by its name, what carries it out, and its summary; gives its parser."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is printed in Vietnamese and ends with 1."""
    usage.speak_vietnamese()
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        done = command(options)
        sys.stdout.flush()
        return done
    except BrokenPipeError:
        return _left()
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        for fault in refusal.faults:
            print(
                f"  {fault.where}: {fault.message}" if fault.where else f"  {fault.message}", file=sys.stderr
            )
        return 1
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        if not _lacks_tables(error):
            raise
        print(usage.NO_TABLES, file=sys.stderr)
        return 1


def _left() -> int:
    """Whoever read the answer has gone, as ``head`` does: say no more, end as Unix tools that get SIGPIPE."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


def _lacks_tables(error: BaseException | None) -> bool:
    """Whether an error comes from a database without motcua's tables or functions."""
    while error is not None and not isinstance(error, (UndefinedTable, UndefinedFunction)):
        error = error.__cause__
    return error is not None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motcua",
        description="Một cửa số của một tỉnh.",
        epilog="Biến môi trường:\n" + "\n".join(f"  {item.name}  {item.help}" for item in environment.ALL),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="LỆNH")

    def command(name: str, function: Command, summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(command=function)
        return sub

    for add in (
        _add_serving, _add_catalogue, _add_exchanging, _add_trying, _add_rearranging, _add_measuring,
        _add_counting, _add_keeping,
    ):  # fmt: skip
        add(command)
    return parser


def _add_serving(command: Adding) -> None:
    """The commands that set an installation up and keep it running."""
    demo = command("demo", commands.demo, "Dựng cả một tỉnh mẫu trên PostgreSQL nhúng rồi phục vụ.")
    demo.add_argument(
        "--dir", type=Path, help="thư mục dữ liệu (mặc định: MOTCUA_DATA_DIR, không đặt thì var/demo)"
    )
    demo.add_argument("--port", type=usage.port, default=8000)
    demo.add_argument("--days", type=usage.positive, default=90, help="số ngày quá khứ được mô phỏng")
    demo.add_argument("--cases", type=usage.positive, default=3000, help="số hồ sơ được mô phỏng")
    demo.add_argument("--seed", type=int, default=2026)
    demo.add_argument("--no-serve", action="store_true", help="chỉ dựng dữ liệu")
    serve = command("serve", commands.serve, "Phục vụ trang web và chạy nền công việc.")
    serve.add_argument("--port", type=usage.port, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=usage.positive, default=os.cpu_count() or 1)
    serve.add_argument("--no-work", action="store_true", help="không chạy kèm tiến trình nền")
    work = command("work", commands.work, "Chạy các công việc nền: chuyển sự kiện, báo động, niêm phong.")
    work.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")
    command("check", commands.check, "Kiểm tra cài đặt, cơ sở dữ liệu và danh mục.")
    command("migrate", commands.migrate, "Tạo hoặc nâng cấp các bảng.")


def _add_catalogue(command: Adding) -> None:
    """The commands that bring the catalogue in and judge it."""
    load = command("load", commands.load, "Nạp danh mục: lịch, cơ quan, thủ tục.")
    load.add_argument("path", type=Path, nargs="?", help="thư mục hoặc tệp (mặc định: toàn bộ catalogue)")
    lint = command("lint", commands.lint, "Soát các tệp của danh mục: lịch, cơ quan, thủ tục; không ghi gì.")
    lint.add_argument("path", type=Path, nargs="?", help="thư mục hoặc tệp (mặc định: toàn bộ catalogue)")
    lint.add_argument(
        "--cases", action="store_true", help="góp ý thêm theo hồ sơ một năm qua trong cơ sở dữ liệu"
    )


def _add_exchanging(command: Adding) -> None:
    """The commands that bring procedures in from elsewhere, and take them out for other tools."""
    bring = command(
        "import", commands.import_, "Đọc tệp của nơi khác thành bản nháp thủ tục, nêu chỗ cần xem lại."
    )
    bring.add_argument(
        "path", type=Path, help="tệp .jsonl, .csv của dữ liệu quốc gia; .json, .xlsx, .bpmn của quy trình"
    )
    bring.add_argument("--to", type=Path, default=Path("drafts"), metavar="THƯ_MỤC", help="nơi viết bản nháp")
    bring.add_argument("--report", type=Path, metavar="TỆP", help="ghi chỗ cần xem lại ra tệp CSV")
    take = command("export", commands.export, "Xuất quy trình của thủ tục ra BPMN 2.0 và bảng Excel.")
    take.add_argument("what", help="mã thủ tục, tệp thủ tục, hoặc thư mục danh mục")
    take.add_argument("--to", type=Path, default=Path("exports"), metavar="THƯ_MỤC", help="nơi viết tệp")
    take.add_argument("--only", choices=["bpmn", "xlsx"], help="chỉ một loại tệp")


def _add_trying(command: Adding) -> None:
    """The commands that try a procedure before it is in force."""
    replay = command(
        "replay", commands.replay, "Chạy thử một phiên bản thủ tục trên các hồ sơ đã xong; không ghi gì."
    )
    replay.add_argument("what", help="tệp thủ tục, hoặc mã thủ tục để kể lại theo phiên bản của từng hồ sơ")
    replay.add_argument("--since", type=usage.day, help="hồ sơ nộp từ ngày này (mặc định: một năm trước)")
    replay.add_argument("--until", type=usage.day, help="đến trước ngày này (mặc định: hôm nay)")
    cost = command("cost", commands.cost, "Tính chi phí tuân thủ của một thủ tục, trước và sau khi sửa.")
    cost.add_argument("before", help="mã thủ tục hoặc tệp thủ tục hiện hành")
    cost.add_argument("after", nargs="?", help="tệp thủ tục dự kiến")
    cost.add_argument(
        "--volume", type=usage.positive, help="số hồ sơ một năm (mặc định: đếm của một năm qua)"
    )
    cost.add_argument("--excel", type=Path, metavar="TỆP", help="ghi bảng tính ra tệp Excel")


def _add_measuring(command: Adding) -> None:
    """The commands of facts and measures."""
    facts = command(
        "facts", commands.facts, "Cập nhật số liệu từ các hồ sơ; công việc nền cũng làm việc này."
    )
    facts.add_argument("--anew", action="store_true", help="dựng lại toàn bộ từ cơ sở dữ liệu")
    log = command(
        "import-log", commands.import_log, "Nhập sổ sự kiện của hệ thống cũ vào số liệu (CSV, XES)."
    )
    log.add_argument("path", nargs="?", type=Path, metavar="TỆP", help="tệp .csv, .xes hoặc .xes.gz")
    log.add_argument("--map", type=Path, metavar="TỆP", help="tệp nói cột nào là gì, giá trị nào nghĩa là gì")
    log.add_argument("--forget", metavar="TÊN", help="bỏ một sổ đã nhập")
    measure = command("measure", commands.measure, "Tính các chỉ số trên số liệu đến lúc này.")
    measure.add_argument("codes", nargs="*", metavar="MÃ", help="chỉ số hoặc nhóm, ví dụ 766 hoặc 766.2.1")
    measure.add_argument("--from", dest="first", type=usage.day, help="từ ngày")
    measure.add_argument("--to", dest="last", type=usage.day, help="đến hết ngày")
    measure.add_argument(
        "--by", action="append", default=[], metavar="CHIỀU",
        help="phân theo agency, successor, level, procedure, field, channel, owner, day, month, quarter, year",
    )  # fmt: skip
    measure.add_argument("--format", choices=["table", "json", "csv"], default="table")
    measure.add_argument(
        "--spark", default="", metavar="ĐỊA_CHỈ", help="đếm trên cụm Spark này, ví dụ spark://may-chu:7077"
    )
    report = command("report", commands.report, "Lập báo cáo của một kỳ thành tệp PDF, Word hoặc Excel.")
    report.add_argument("kind", metavar="LOẠI", help="II.06 hoặc nghi-quyet")
    when = report.add_mutually_exclusive_group()
    when.add_argument("--quarter", metavar="QUÝ", help="quý báo cáo, ví dụ 2026-4 (mặc định: quý này)")
    when.add_argument("--year", metavar="NĂM", help="cả năm báo cáo, ví dụ 2026")
    report.add_argument(
        "--agency", metavar="CƠ_QUAN", help="một cơ quan, theo tên trong danh mục (mặc định: cả tỉnh)"
    )
    report.add_argument("--by", choices=["field", "agency"], default="field", help="mỗi dòng của II.06 là gì")
    report.add_argument("--form", choices=["pdf", "docx", "xlsx"], default="pdf")
    report.add_argument(
        "--out", type=Path, metavar="TỆP", help="ghi ra tệp này (mặc định: đặt tên theo báo cáo)"
    )


def _add_rearranging(command: Adding) -> None:
    """The command of the day the map changes."""
    sub = command(
        "map", commands.map_, "Sắp xếp cơ quan: liệt kê, chạy thử, xếp tay, xác nhận, rút, thực hiện."
    )
    sub.add_argument("key", nargs="?", help="tên sắp xếp, ví dụ 2025-07-01; bỏ trống: liệt kê")
    sub.add_argument("--by", metavar="TÊN", help="tài khoản quản trị chạy thử, xác nhận, xếp, rút")
    what = sub.add_mutually_exclusive_group()
    what.add_argument(
        "--rehearse", action="store_true", help="đếm những gì sẽ chuyển, nêu vấn đề; không đổi gì"
    )
    what.add_argument(
        "--place", nargs=2, metavar=("HỒ_SƠ", "CƠ_QUAN"), help="xếp tay một hồ sơ của cơ quan bị chia"
    )
    what.add_argument("--confirm", metavar="SỐ", help="xác nhận theo quyết định số …, bởi một quản trị khác")
    what.add_argument("--withdraw", metavar="LÝ_DO", help="rút trước ngày hiệu lực: bản đồ giữ nguyên")
    what.add_argument(
        "--carry-out", action="store_true", help="thực hiện ngay khi đã đến ngày (tiến trình nền tự làm)"
    )


def _add_counting(command: Adding) -> None:
    """The commands that count a limit and let cases be lived."""
    due = command("due", commands.due, "Tính hạn: in thời điểm theo giờ Việt Nam.")
    due.add_argument("--received", required=True, help="thời điểm tiếp nhận, ví dụ 2026-02-12T10:00")
    due.add_argument("--limit", required=True, help="thời hạn, ví dụ “5 wd”, “8 wh”, “30 cd”, “3 mo”")
    due.add_argument("--policy", choices=["end-of-day", "clock-hours"], default="end-of-day")
    due.add_argument("--calendar", default="vietnam")
    due.add_argument("--why", action="store_true", help="in thêm câu giải thích")
    simulate = command("simulate", commands.simulate, "Sinh hồ sơ bằng chính các thao tác thật.")
    simulate.add_argument("--cases", type=usage.positive, required=True)
    simulate.add_argument("--days", type=usage.positive, default=90)
    simulate.add_argument("--seed", type=int, default=2026)


def _add_keeping(command: Adding) -> None:
    """The commands of who keeps the keys and the journal."""
    token = command("token", commands.token, "Cấp khóa API cho một hệ thống; khóa chỉ hiện một lần.")
    token.add_argument("username", help="tài khoản mà khóa hành động thay, ví dụ minh")
    token.add_argument("--name", default="API", help="khóa dùng vào việc gì")
    token.add_argument("--days", type=usage.positive, default=365, help="hiệu lực bao nhiêu ngày")
    admin = command(
        "admin",
        commands.admin,
        "Mở tài khoản quản trị, hoặc cấp lại mật khẩu cho nó; mật khẩu chỉ hiện một lần.",
    )
    admin.add_argument("username", help="tên đăng nhập, ví dụ tu.pm")
    admin.add_argument("--name", help="họ và tên, khi mở tài khoản mới")
    verify = command(
        "verify", commands.verify, "Soát nhật ký và các hồ sơ mà nó kể; dừng ở chỗ hỏng đầu tiên."
    )
    verify.add_argument("--root", metavar="GỐC", help="gốc niêm phong đã ghi lại từ trước: phải còn đó")


if __name__ == "__main__":
    sys.exit(main())
