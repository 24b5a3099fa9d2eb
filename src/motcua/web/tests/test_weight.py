"""What a citizen's telephone loads before it has read a page: little."""

from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "web"
KILOBYTE = 1000


def weight(*names):
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def test_the_style_sheet_weighs_under_16_kb():
    assert weight("motcua.css") < 16 * KILOBYTE


def test_the_scripts_weigh_under_30_kb():
    assert weight("motcua.js", "htmx.js") < 30 * KILOBYTE


def test_all_that_every_page_loads_leaves_a_third_of_60_kb_to_the_page():
    assert weight("motcua.css", "motcua.js", "htmx.js", "mark.svg") < 40 * KILOBYTE


def test_the_style_sheet_loads_nothing_from_elsewhere():
    style = (STATIC / "motcua.css").read_text(encoding="utf-8")
    assert "url(" not in style.replace("url(data:", "")
    assert "@import" not in style
    assert "@font-face" not in style


@pytest.mark.parametrize("mark", ["crown", "crest", "GDS Transport", "gov.uk"])
def test_nothing_of_another_state_is_shown(mark):
    assert mark.lower() not in (STATIC / "motcua.css").read_text(encoding="utf-8").lower()


def test_every_file_has_its_licence_recorded():
    licences = (STATIC / "LICENSES.md").read_text(encoding="utf-8")
    for path in STATIC.iterdir():
        assert path.name == "LICENSES.md" or f"`{path.name}`" in licences
