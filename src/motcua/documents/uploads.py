"""What may be uploaded: known by its content, never by its name, and refused in words that say what to do."""

from __future__ import annotations

import re
import struct
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext, gettext_noop

from motcua.documents import files
from motcua.kernel.refusals import Invalid

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_FILES = 20
"""Files that one paper may have."""

LONGEST_NAME = 120
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.docx,.xlsx,application/pdf,image/*"
ALLOWED = gettext_noop("PDF, ảnh (JPEG, PNG, HEIC), Word (DOCX) hoặc Excel (XLSX)")


def rules() -> str:
    """What may be uploaded, in the language of the page."""
    values = {"kinds": gettext(ALLOWED), "size": MOST_BYTES // MEGABYTE, "number": MOST_FILES}
    return (
        gettext("Nhận %(kinds)s; mỗi tệp không quá %(size)s MB, mỗi giấy tờ không quá %(number)s tệp.")
        % values
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content that is taken; the first of ``suffixes`` is given to names that lack one."""

    mime: str
    title: str
    suffixes: tuple[str, ...]


PDF = Kind("application/pdf", "PDF", (".pdf",))
JPEG = Kind("image/jpeg", "ảnh JPEG", (".jpg", ".jpeg", ".jfif"))
PNG = Kind("image/png", "ảnh PNG", (".png",))
HEIC = Kind("image/heic", "ảnh HEIC", (".heic", ".heif"))
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)", (".docx",)
)
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)", (".xlsx",))
KINDS = (PDF, JPEG, PNG, HEIC, DOCX, XLSX)
SUFFIXES = frozenset(suffix for kind in KINDS for suffix in kind.suffixes)

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_ZIP_MOST_ENTRIES = 5_000
_ZIP_MOST_DIRECTORY = MEGABYTE
_ZIP_MOST_BYTES = 300 * MEGABYTE
_ZIP_END = b"PK\x05\x06"
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that may be kept, with the name under which it is shown."""

    name: str
    kind: Kind


def check(upload: UploadedFile[bytes], takes: tuple[Kind, ...] = KINDS) -> Checked:
    """Judge an upload by its content; :class:`Invalid` names the file, what is wrong and what to do."""
    raw = upload.name or ""
    shown, size = display_name(raw), upload.size or 0
    if isinstance(upload.file, Lost):
        raise files.NoRoom
    if not size:
        raise Invalid(
            f"Tệp “{shown}” trống, không có nội dung. Mở tệp trên máy của bạn để kiểm tra rồi chọn lại."
        )
    if size > MOST_BYTES:
        raise Invalid(
            f"Tệp “{shown}” nặng {_megabytes(size)}, quá {_megabytes(MOST_BYTES)}. "
            "Quét lại với độ phân giải thấp hơn (200 dpi là đủ) hoặc chia thành nhiều tệp."
        )
    kind = kind_of(upload)
    if kind is None:
        raise Invalid(_not_taken(raw, shown, _words(takes)))
    if kind not in takes:
        raise Invalid(
            f"Tệp “{shown}” là {kind.title}; ở đây chỉ nhận {_words(takes)}. Chuyển sang rồi tải lên lại."
        )
    return Checked(display_name(raw, kind), kind)


def _words(takes: tuple[Kind, ...]) -> str:
    return ALLOWED if takes == KINDS else ", ".join(one.title for one in takes)


def _not_taken(raw: str, shown: str, takes: str) -> str:
    claimed = next((kind for kind in KINDS if _suffix(raw) in kind.suffixes), None)
    if claimed:
        return (
            f"Tệp “{shown}” không phải là {claimed.title}: tên có đuôi {_suffix(raw)} nhưng nội dung thuộc loại khác "
            f"hoặc đã hỏng. Chọn lại đúng tệp; nhận {takes}."
        )
    return f"Tệp “{shown}” thuộc loại không nhận. Chuyển sang {takes} rồi tải lên lại."


def _megabytes(size: int) -> str:
    text = f"{size / MEGABYTE:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',')} MB"


# --- names ---------------------------------------------------------------------------------------------------


def display_name(raw: str, kind: Kind | None = None) -> str:
    """A name that is safe to show and to save under, never a path; with ``kind`` it ends as its content does."""
    text = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    text = "".join(" " if letter.isspace() else letter for letter in text if not _hidden(letter))
    text = " ".join(re.sub(r'[<>:"|?*]', "_", text).split()).strip(". ")
    if f".{text.lower()}" in SUFFIXES:
        text = f"tep.{text}"
    suffix = _suffix(text)
    if kind and suffix not in kind.suffixes:
        suffix = kind.suffixes[0]
        text = f"{_without_claim(text)}{suffix}"
    stem = text[: len(text) - len(suffix)] if suffix else text
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip('. ') or 'tep'}{suffix}"


def _hidden(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) in _NOT_SHOWN


def _without_claim(text: str) -> str:
    """A name without an ending that says another kind than the content is."""
    suffix = _suffix(text)
    claims = any(suffix in kind.suffixes for kind in KINDS)
    return text[: len(text) - len(suffix)] if claims else text


def _suffix(name: str) -> str:
    """The ending of a name in small letters, if it looks like one."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


# --- contents ------------------------------------------------------------------------------------------------


def kind_of(content: BinaryIO | UploadedFile[bytes]) -> Kind | None:
    """The kind of a content by its first bytes, for office files also by what is packed; None when not taken."""
    content.seek(0)
    head = content.read(16)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"%PDF-":
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    return _office(content) if head.startswith(b"PK\x03\x04") else None


def _office(content: BinaryIO | UploadedFile[bytes]) -> Kind | None:
    """Word or Excel without macros; only the directory is read, so a bomb is never unpacked."""
    if not _small_directory(content):
        return None
    try:
        with zipfile.ZipFile(content) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    names = {entry.filename for entry in entries}
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if (
        macros
        or sum(entry.file_size for entry in entries) > _ZIP_MOST_BYTES
        or "[Content_Types].xml" not in names
    ):
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None


def _small_directory(content: BinaryIO | UploadedFile[bytes]) -> bool:
    """Whether the directory at the end of a zip is small enough to be read at all."""
    length = content.seek(0, 2) or content.tell()
    content.seek(max(0, length - 65_557))
    tail = content.read()
    end = tail.rfind(_ZIP_END)
    if end < 0 or len(tail) < end + 16:
        return False
    entries, directory = struct.unpack("<HL", tail[end + 10 : end + 16])
    return bool(entries <= _ZIP_MOST_ENTRIES and directory <= _ZIP_MOST_DIRECTORY)


# --- receiving -----------------------------------------------------------------------------------------------


class BoundedUploadHandler(FileUploadHandler):
    """Streams each file to disk and stops writing once it is too large; its whole size is still counted.

    The part of the name behind the dot never reaches the file system, unlike in Django's own handler. A disk that is
    full is told by the file itself when it is judged, for here is no view yet that could answer.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.file: IO[bytes] | None = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the upload

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file and start <= MOST_BYTES:
            self._write(self.file, raw_data)

    def _write(self, file: IO[bytes], data: bytes) -> None:
        try:
            with files.room():
                file.write(data)
                file.flush()
        except files.NoRoom:
            self.file = None

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        file = self.file or Lost()
        file.seek(0)
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset)


class Lost(BytesIO):
    """Stands for a file that found no room on the disk."""
