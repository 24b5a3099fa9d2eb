"""What a citizen's telephone loads before it has read a page: little."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "web"
SOURCES = Path(__file__).resolve().parents[2]
KILOBYTE = 1000
OVERRIDE = re.compile(r"govuk-\\?!(-[a-z]+(?:-[a-z0-9]+)*)")


def weight(*names):
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def test_the_style_sheet_weighs_under_14_kb():
    assert weight("motcua.css") < 14 * KILOBYTE


def test_the_style_sheet_has_the_overrides_that_templates_use_and_no_other():
    templates = (path.read_text(encoding="utf-8") for path in SOURCES.glob("*/templates/**/*.html"))
    used = {name for template in templates for name in OVERRIDE.findall(template)}
    assert set(OVERRIDE.findall((STATIC / "motcua.css").read_text(encoding="utf-8"))) == used


def test_a_page_names_no_script_but_its_own_and_tells_where_htmx_is():
    """htmx is a third of what a page would load; it comes once the page can be used, where something asks for it."""
    frame = (SOURCES / "web" / "templates" / "web" / "base.html").read_text(encoding="utf-8")
    assert re.findall(r"<script src=\"{% static '([^']+)'", frame) == ["web/motcua.js"]
    assert re.findall(r"name=\"htmx\" content=\"{% static '([^']+)'", frame) == ["web/htmx.js"]


def test_the_mark_of_the_header_is_the_one_of_the_tab():
    def drawing(path):
        return re.findall(r"<(?:rect|path) [^>]+/>", path.read_text(encoding="utf-8"))

    header = SOURCES / "web" / "templates" / "web" / "components" / "header.html"
    assert drawing(header) == drawing(STATIC / "mark.svg") != []


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
