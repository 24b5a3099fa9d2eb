"""What an officer types is what motcua reads, and what is wrong is named by file and line."""

from datetime import date

import pytest

from motcua.kernel.refusals import Invalid
from motcua.web.catalogue_files import load, made, once


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "thu-tuc.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def faults_of(path):
    with pytest.raises(Invalid) as refusal:
        load(path)
    return [(int(fault.where.removeprefix(f"{path}:")), fault.message) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("no", "no"),
        ("on", "on"),
        ("15:00", "15:00"),
        ("0239", "0239"),
        ("1_000", "1_000"),
        ("1 wd", "1 wd"),
        ("1.001193", 1.001193),
        ('"1.001193"', "1.001193"),
        ("'12'", "12"),
        ("12", 12),
        ("-3", -3),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2025-07-01", date(2025, 7, 1)),
        ('"2025-07-01"', "2025-07-01"),
        ("2025-07-01T10:00", "2025-07-01T10:00"),
        ("[a, {b: 1}]", ["a", {"b": 1}]),
        ("Đăng ký khai sinh", "Đăng ký khai sinh"),
    ],
)
def test_values_read_as_they_are_typed(written, typed, read):
    assert load(written(f"key: {typed}\n")).value == {"key": read}


def test_keys_are_always_texts(written):
    assert load(written("on: 1\n2025-07-01: 2\n436: 3\n")).value == {"on": 1, "2025-07-01": 2, "436": 3}


def test_an_empty_file_is_nothing(written):
    assert load(written("# chỉ có chú thích\n")).value is None


def test_every_value_knows_its_line(written):
    file = load(
        written("title: Khai sinh\nsteps:\n  - id: receive\n    moves: {accept: examine}\n  -\n    id: end\n")
    )
    assert file.line_of(()) == 1
    assert file.line_of(("steps",)) == 2
    assert file.line_of(("steps", 0, "id")) == 3
    assert file.line_of(("steps", 0, "moves", "accept")) == 4
    assert file.line_of(("steps", 1)) == 6
    assert file.where(("steps", 1, "id")) == f"{file.path}:6"


def test_a_missing_field_has_the_line_of_its_parent(written):
    file = load(written("steps:\n  - id: receive\n  - title: Thẩm định\n"))
    fault = file.fault(("steps", 1, "id"), "Thiếu mã bước.")
    assert (fault.where, fault.message) == (f"{file.path}:3", "Thiếu mã bước.")


def test_decomposed_letters_and_a_byte_order_mark_are_made_regular(written):
    decomposed = "H\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}\N{COMBINING GRAVE ACCENT}"
    assert load(written(b"\xef\xbb\xbf" + f"key: {decomposed}".encode())).value == {"key": "Hầ"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n\tb: 2\n", 2, "ký tự tab"),
        ("a: 1\nb: \x07\n", 2, "U+0007"),
        (b"a: 1\nb: \xff\xfe\n", 2, "UTF-8"),
        ("a: 1\nb: [1, 2\n", 3, "Sai cú pháp"),
        ("a: b: c\n", 1, "Sai cú pháp"),
        ("a: 1\n---\nb: 2\n", 2, "Sai cú pháp"),
        ("a: 1\nb: 2\na: 3\n", 3, "Trường “a” viết hai lần (lần đầu ở dòng 1)"),
        ("a: &x [1]\nb: *x\n", 1, "bí danh"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "thẻ kiểu"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "Tên trường"),
        ("a: 2025-02-30\n", 1, "Không có ngày 2025-02-30"),
        ("[" * 60 + "]" * 60, 1, "Lồng quá 40 tầng"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(written, text, line, words):
    (fault,) = faults_of(written(text))
    assert fault[0] == line
    assert words in fault[1]


def test_all_faults_are_said_at_once(written):
    assert [line for line, _ in faults_of(written("a: 1\na: 2\nb: 2025-13-01\nc: 1\nc: 2\n"))] == [2, 3, 5]


def test_a_file_that_cannot_be_opened_is_refused(tmp_path):
    assert "Không mở được tệp" in faults_of(tmp_path / "khong-co.yaml")[0][1]
    assert "Không mở được tệp" in faults_of(tmp_path)[0][1]


def test_a_sentence_that_a_comma_tore_apart_is_refused(tmp_path):
    file = tmp_path / "reasons.yaml"
    file.write_text("items:\n  - {code: unreadable, title: Bản chụp, bản quét mờ}\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load(file)
    assert refused.value.faults[0].where == f"{file}:2"
    assert "phải đặt trong ngoặc kép" in refused.value.faults[0].message


def test_what_is_made_of_a_file_is_made_once_while_one_state_is_looked_at(written):
    path, seen = written("a: 1\n"), []
    with once():
        made(seen.append, path)
        made(seen.append, path)
        assert seen == [path]
    made(seen.append, path)
    assert seen == [path, path]
