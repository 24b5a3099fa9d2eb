"""Writes docs/reference from the code itself: run by ``make docs``, compared with the code by tests/shape."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference"
SCHEMA = Path(__file__).parents[1] / "src" / "motcua" / "procedures" / "catalogue_schema.json"
NOTE = "<!-- Sinh bằng `make docs` từ {source}; đừng sửa tay. -->"

#: Whose events a kind's first word names.
STREAMS = {
    "case": "Hồ sơ",
    "paper": "Giấy tờ của hồ sơ",
    "papers": "Giấy tờ của hồ sơ",
    "slip": "Phiếu",
    "procedure": "Thủ tục",
    "calendar": "Lịch làm việc",
    "agencies": "Cơ quan",
    "account": "Cán bộ",
    "appointment": "Cán bộ",
    "delegation": "Cán bộ",
    "reorganisation": "Sắp xếp cơ quan",
    "entries": "Sổ số liệu",
    "applicant": "Người nộp",
}


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    found = {
        "cli.md": ("src/motcua/project/cli.py", _cli()),
        "settings.md": ("src/motcua/project/environment.py", _settings()),
        "events.md": ("các khai báo sự kiện của từng phân hệ", _events()),
        "catalogue-format.md": ("src/motcua/procedures/catalogue_schema.json", _catalogue()),
        "scenarios.md": ("src/motcua/procedures/scenarios/vocabulary.py", _scenarios()),
    }
    return {
        name: "\n".join([NOTE.format(source=source), "", *lines, ""])
        for name, (source, lines) in found.items()
    }


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _table(*head: str) -> Iterator[str]:
    yield _row(*head)
    yield _row(*("---" for _ in head))


def _cli() -> Iterator[str]:
    from motcua.project import cli

    yield "# Dòng lệnh"
    yield ""
    yield "Mã thoát: 0 xong, 1 bị từ chối hoặc kiểm tra không đạt (lý do ở luồng lỗi), 2 gõ sai lệnh."
    for name, command in _commands(cli._parser()):
        yield from ("", f"## `motcua {name}`", "", str(command.description))
        options = [one for one in command._actions if not isinstance(one, argparse._HelpAction)]
        if options:
            yield ""
            yield from _table("Tham số", "Mặc định", "Ý nghĩa")
            yield from (_row(_written(one), _default(one), one.help or "") for one in options)


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _written(option: argparse.Action) -> str:
    if not option.option_strings:
        return f"`{option.dest.upper()}`"
    value = (
        ""
        if option.nargs == 0
        else " " + ("|".join(option.choices) if option.choices else option.dest.upper())
    )
    return f"`{option.option_strings[0]}{value}`"


def _default(option: argparse.Action) -> str:
    if option.dest == "workers":
        return "số nhân của máy"
    if option.required and option.nargs != "?":
        return "bắt buộc"
    return "" if option.default in (None, False) else f"`{option.default}`"


def _settings() -> Iterator[str]:
    from motcua.project import environment

    yield "# Cài đặt"
    yield ""
    yield "Mọi cài đặt là biến môi trường; không biến nào bắt buộc để chạy bản dùng thử."
    yield ""
    yield from _table("Biến", "Mặc định", "Ý nghĩa")
    for variable in environment.ALL:
        yield _row(f"`{variable.name}`", f"`{variable.default}`" if variable.default else "", variable.help)


def _events() -> Iterator[str]:
    from motcua.journal import outbox
    from motcua.journal.kinds import KINDS

    yield "# Sự kiện"
    yield ""
    yield "Mỗi sự kiện là một câu mà người kiểm tra đọc được. Cột cuối là những mục có thể chứa dữ liệu cá nhân: số"
    yield "giấy tờ và điện thoại trong đó được che ở mọi nơi đọc nhật ký, trừ khi cán bộ xin xem và lần xem được ghi."
    for title in dict.fromkeys(map(_stream, KINDS)):
        yield from ("", f"## {title}", "")
        yield from _table("Loại", "Câu", "Ai nghe", "Dữ liệu cá nhân")
        for name, kind in sorted(KINDS.items()):
            if _stream(name) == title:
                hears = ", ".join(sorted(outbox.subscribers_of(name)))
                yield _row(f"`{name}`", kind.sentence, hears, ", ".join(f"`{key}`" for key in kind.personal))


def _stream(kind: str) -> str:
    word = kind.split(".", maxsplit=1)[0]
    return STREAMS.get(word, word)


def _scenarios() -> list[str]:
    from motcua.procedures.scenarios import SENTENCES

    lines = [
        "# Câu của kịch bản",
        "",
        "Kịch bản đặt cạnh tệp thủ tục, cùng tên, đuôi `.feature`, viết bằng Gherkin tiếng Việt; `motcua lint`",
        "chạy mọi kịch bản; thủ tục có kịch bản sai thì không công bố. `“…”` là tên (mã hoặc nhãn) hoặc lời, `LÚC`",
        "là `09:00 ngày 02/03/2026`, `NGÀY` là `02/03/2026`, `SỐ` là `15.000`. Không nói là chưa khai, chưa xảy ra.",
        "",
        "| | Câu |",
        "| --- | --- |",
    ]
    return [*lines, *(f"| {one.kind} | {one.words} |" for one in SENTENCES)]


def _catalogue() -> Iterator[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    yield "# Khuôn tệp thủ tục"
    yield ""
    yield schema["description"]
    yield ""
    yield "`wd` ngày làm việc, `wh` giờ làm việc, `cd` ngày, `mo` tháng. Đích riêng của `moves`: `end` (kết thúc),"
    yield "`refused` (từ chối), `wait-applicant` (chờ bổ sung), `wait-payment` (chờ nghĩa vụ tài chính)."
    yield ""
    yield from _table("Trường", "Kiểu", "Bắt buộc", "Ý nghĩa")
    yield from _fields(schema, "")


def _fields(schema: Mapping[str, Any], above: str) -> Iterator[str]:
    """One row for each property, with those of inner objects and of lists' items below it."""
    for name, one in schema.get("properties", {}).items():
        must = "có" if name in schema.get("required", ()) else ""
        yield _row(f"`{above}{name}`", _type(one), must, one.get("description", ""))
        inner = one.get("items", one)
        yield from _fields(inner, f"{above}{name}{'[]' if inner is not one else ''}.")


def _type(one: Mapping[str, Any]) -> str:
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    words = {"string": "chữ", "integer": "số nguyên", "number": "số", "boolean": "có/không", "object": "nhóm"}
    kind = one.get("type", "")
    if kind == "array":
        return f"danh sách {_type(one.get('items', {}))}".strip()
    return " hoặc ".join(words.get(part, part) for part in ([kind] if isinstance(kind, str) else kind))


def main() -> None:
    """Write every page that has changed and name it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    import django

    django.setup()
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
