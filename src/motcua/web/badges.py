"""How a case stands to its promise, as a badge: a word, a shape, a colour."""

from __future__ import annotations

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from motcua.kernel.clock import Remaining, Standing
from motcua.web import words

STANDING_WORDS = {
    Standing.IN_TIME: gettext_noop("Trong hạn"),
    Standing.DUE_SOON: gettext_noop("Sắp đến hạn"),
    Standing.OVERDUE: gettext_noop("Quá hạn"),
    Standing.EARLY: gettext_noop("Trước hạn"),
    Standing.ON_TIME: gettext_noop("Đúng hạn"),
    Standing.LATE: gettext_noop("Trễ hạn"),
    "held": gettext_noop("Tạm dừng tính hạn"),
    "ready": gettext_noop("Chờ đến nhận"),
    "none": gettext_noop("Không tính hạn"),
}
BADGE = '<span class="mc-due mc-due--{}"><span class="mc-due__word">{}</span>{}</span>'


def due(standing: str, due_at: datetime | None = None, left: Remaining | str | None = None) -> SafeString:
    """``{% due standing due_at left %}``: how a case stands to its promise: word, shape, colour.

    ``standing`` is a :class:`motcua.kernel.clock.Standing`, or ``held``, ``ready`` (a result that waits to be
    collected) or ``none``; ``left`` is the kernel's :class:`Remaining` (or its phrase), ``due_at`` adds the due
    time itself.
    Lists show it by the hundred, so it is put together here and not by a template of its own.
    """
    word = gettext(STANDING_WORDS[standing])
    phrase = words.left(left) if left else ""
    if standing == Standing.OVERDUE and phrase:
        word, phrase = sentence(phrase), ""
    until = gettext("hạn %(moment)s") % {"moment": words.moment(due_at)} if due_at else ""
    rest = "".join(f" · {part}" for part in (phrase, until) if part)
    return format_html(BADGE, standing, word, rest)


def sentence(text: str) -> str:
    """``{{ left|sentence }}``: a phrase as a sentence begins: ``Còn 1 ngày 3 giờ làm việc``."""
    return text[:1].upper() + text[1:]
