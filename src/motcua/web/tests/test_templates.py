"""Every template of every slice keeps the rules that the security policy and translators count on."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
OWN = [
    path for path in TEMPLATES if path.is_relative_to(PACKAGE / "web") and not path.name.startswith("gallery")
]
INLINE = {
    "a script inside the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style inside the page": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "an address that is a script": re.compile(r"javascript:", re.IGNORECASE),
    "something from another site": re.compile(r"""(src|href|action)\s*=\s*["'](https?:)?//""", re.IGNORECASE),
}
VIETNAMESE = re.compile(
    r"[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]", re.IGNORECASE
)


def named(path):
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_no_inline_script_or_style(path):
    source = path.read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", OWN, ids=named)
def test_a_text_of_the_frame_can_be_translated(path):
    tokens = Lexer(path.read_text(encoding="utf-8")).tokenize()
    assert [text for text in _outside(tokens) if VIETNAMESE.search(text)] == []


def _outside(tokens):
    """Texts outside translation blocks and comments."""
    inside = False
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            word = token.contents.split()[0]
            inside = (inside or word in {"blocktranslate", "comment"}) and not word.startswith("end")
        elif token.token_type is TokenType.TEXT and not inside:
            yield token.contents.strip()
