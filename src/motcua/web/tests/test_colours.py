"""The own colours can be read: each pair that carries text reaches the contrast of WCAG 2.2, level AA."""

import re
from pathlib import Path

import pytest

SETTINGS = (Path(__file__).resolve().parents[1] / "design" / "_settings.scss").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", SETTINGS, re.MULTILINE))
TEXT = 4.5
SHAPE = 3


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(COLOURS.get(c, c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["white", "paper", "teal-pale", "red-pale", "soon-pale", "done-pale"])
@pytest.mark.parametrize("text", ["ink", "ink-soft", "teal", "teal-dark", "red"])
def test_text_can_be_read_on_light_grounds(text, ground):
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("ground", ["teal", "teal-dark", "red", "done"])
def test_white_text_can_be_read_on_dark_grounds(ground):
    assert contrast("white", ground) >= TEXT


def test_text_in_focus_can_be_read_and_the_focus_be_seen():
    assert contrast("ink", "gold") >= TEXT
    assert contrast("ink", "white") >= SHAPE
    assert contrast("gold", "teal-dark") >= SHAPE


@pytest.mark.parametrize(
    ("edge", "ground"), [("edge", "white"), ("edge", "paper"), ("soon", "soon-pale"), ("done", "done-pale")]
)
def test_edges_that_mean_something_can_be_seen(edge, ground):
    assert contrast(edge, ground) >= SHAPE
