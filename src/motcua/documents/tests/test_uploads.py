"""What may be uploaded, by content; what may not, in words; and names that are broken on purpose."""

from __future__ import annotations

import struct

import pytest

from motcua.documents import uploads
from motcua.documents.tests import samples
from motcua.documents.tests.samples import upload
from motcua.kernel.refusals import Invalid

TAKEN = [
    ("giấy chứng sinh.pdf", samples.PDF, uploads.PDF),
    ("ảnh.jpeg", samples.JPEG, uploads.JPEG),
    ("ảnh.png", samples.PNG, uploads.PNG),
    ("IMG_0001.heic", samples.HEIC, uploads.HEIC),
    ("biên bản.docx", samples.DOCX, uploads.DOCX),
    ("bảng kê.xlsx", samples.XLSX, uploads.XLSX),
    ("có dấu BOM.pdf", b"\xef\xbb\xbf" + samples.PDF, uploads.PDF),
]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN)
def test_what_is_taken_is_known_by_its_content(name, content, kind):
    assert uploads.check(upload(name, content)) == uploads.Checked(name, kind)


REFUSED = [
    ("chuong trinh.pdf", samples.EXE, "Tệp “chuong trinh.pdf” không phải là PDF"),
    ("tờ khai.docx", samples.EXE, "Tệp “tờ khai.docx” không phải là Word (DOCX)"),
    ("tờ khai.docx", samples.zipped("word/document.xml"), "không phải là Word (DOCX)"),
    (
        "có macro.docx",
        samples.zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        "không phải là Word",
    ),
    ("trang.html", b"<html><script>alert(1)</script>", "thuộc loại không nhận"),
    ("ảnh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "thuộc loại không nhận"),
    ("lưu trữ.zip", samples.zipped("a.txt"), "thuộc loại không nhận"),
    ("chương trình.exe", samples.EXE, "thuộc loại không nhận"),
    ("trống.pdf", b"", "Tệp “trống.pdf” trống"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED)
def test_what_is_refused_is_named_with_what_is_wrong(name, content, said):
    with pytest.raises(Invalid) as refused:
        uploads.check(upload(name, content))
    assert said in refused.value.message


def test_thirty_megabytes_are_refused_with_both_sizes():
    file = upload("nặng.pdf")
    file.size = 30 * uploads.MEGABYTE
    with pytest.raises(Invalid, match="nặng 30 MB, quá 25 MB"):
        uploads.check(file)


def test_a_zip_that_would_unpack_to_gigabytes_is_not_unpacked():
    bomb = samples.zipped("[Content_Types].xml", "word/document.xml", size=uploads._ZIP_MOST_BYTES // 2 + 1)
    assert len(bomb) < uploads.MEGABYTE
    with pytest.raises(Invalid):
        uploads.check(upload("bom.docx", bomb))


def test_a_zip_whose_directory_is_huge_is_not_even_read():
    end = bytearray(samples.DOCX)
    place = end.rfind(b"PK\x05\x06")
    end[place + 10 : place + 16] = struct.pack("<HL", 65535, 20 * uploads.MEGABYTE)
    with pytest.raises(Invalid):
        uploads.check(upload("thư mục.docx", bytes(end)))


NAMES = [
    ("../../etc/passwd", "passwd.pdf"),
    (r"C:\Users\Hoa\giấy chứng sinh.pdf", "giấy chứng sinh.pdf"),
    ("giay\x00.exe\n.pdf", "giay.exe.pdf"),
    ("hoa\u202efdp.exe", "hoafdp.exe.pdf"),
    ("", "tep.pdf"),
    ("...", "tep.pdf"),
    ("không đuôi", "không đuôi.pdf"),
    ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ("ảnh.jpg", "ảnh.pdf"),
    ("BẢN QUÉT.PDF", "BẢN QUÉT.pdf"),
    ("ba\u0301o ca\u0301o.pdf", "báo cáo.pdf"),
    ('<img src="x">.pdf', "_img src=_x__.pdf"),
    ("\ud800.pdf", "tep.pdf"),
    ("\x01\x02.jpg", "tep.pdf"),
]


@pytest.mark.parametrize(("raw", "shown"), NAMES)
def test_a_broken_name_becomes_one_that_is_safe_to_show(raw, shown):
    assert uploads.display_name(raw, uploads.PDF) == shown
    assert len(shown) <= uploads.LONGEST_NAME


def test_what_grows_over_the_limit_is_counted_and_not_written(rf, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    request = rf.post("/", {"paper": upload("x.pdf", b"%PDF-" + b"x" * 300_000)})
    handler = uploads.BoundedUploadHandler(request)
    request.upload_handlers = [handler]
    file = request.FILES["paper"]
    assert file.size == 300_005
    assert file.seek(0, 2) < 200_000


def test_an_ending_of_three_hundred_letters_reaches_no_file_system(rf):
    request = rf.post("/", {"paper": upload("giấy." + "ạ" * 300, samples.PDF)})
    request.upload_handlers = [uploads.BoundedUploadHandler(request)]
    assert uploads.check(request.FILES["paper"]).name.endswith(".pdf")
