"""A list of options is written once, whoever asks for it; one of them is the chosen one."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from motcua.web.templatetags.web import options

ROLES = [("leader", "Lãnh đạo"), ("a<b", "A & B")]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("", '<option value="leader">Lãnh đạo</option><option value="a&lt;b">A &amp; B</option>'),
        (
            "leader",
            '<option value="leader" selected>Lãnh đạo</option><option value="a&lt;b">A &amp; B</option>',
        ),
        ("a<b", '<option value="leader">Lãnh đạo</option><option value="a&lt;b" selected>A &amp; B</option>'),
        ("nobody", '<option value="leader">Lãnh đạo</option><option value="a&lt;b">A &amp; B</option>'),
    ],
)
def test_the_chosen_one_is_selected_and_everything_is_escaped(chosen, said):
    assert options(ROLES, chosen) == said


def test_what_is_to_be_translated_is_in_each_language():
    yes = [("yes", "Có")]
    assert "Có" in options(yes, "", translate=True)
    with override("en"):
        assert "Yes" in options(yes, "", translate=True)
        assert "Có" in options(yes, "")
