"""What the stories of a citizen's draft have in common: Hoa's drafts, what her browser sends, what she reads."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from motcua.cases import filing
from motcua.kernel import forms
from motcua.people.models import Account
from motcua.procedures import reads as procedures
from tests.province import MONDAY, agency, who
from tests.stories.birth import BIRTH, BIRTH_FORM, RECEPTION


def signed_in(username):
    """The browser of one of the cast."""
    one = Client()
    one.force_login(Account.objects.get(username=username))
    return one


def schema():
    return procedures.version_in_force(BIRTH, MONDAY.date()).definition.schema


def begun(**values):
    """A draft of Hoa's with some answers."""
    draft = filing.start(BIRTH, by=who("hoa"), at=MONDAY)
    filing.save(draft, values, by=who("hoa"), at=MONDAY)
    return draft


def complete():
    """A draft that lacks nothing."""
    draft = begun(**BIRTH_FORM)
    there = agency(RECEPTION)
    filing.save(
        draft,
        {},
        reception=there,
        competent=agency("gso-18073"),
        return_how="online",
        by=who("hoa"),
        at=MONDAY,
    )
    return draft


def filled(number, form=None):
    """What a browser sends for a page of the birth form."""
    here = {field.id for field in schema().page(number).fields}
    inputs = forms.fill(schema(), form or BIRTH_FORM)
    return {name: value for name, value in inputs.items() if name.partition(".")[0] in here}


def page(draft, number):
    return f"/ban-nhap/{draft}/trang/{number}/"


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
