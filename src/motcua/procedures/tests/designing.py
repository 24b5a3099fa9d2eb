"""How tests look at the pages of legal officers: who is signed in, what a page says, what a browser would send."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from motcua.people.models import Account
from motcua.procedures.models import VersionDraft

BIRTH = "1.001193"
HOME = "/quan-tri/thu-tuc/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=name), "motcua.people.sign_in.Backend")
    return client


def page(one: VersionDraft, what: str = "") -> str:
    return f"{HOME}du-thao/{one.id}/{what}"


def words(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def inputs(answer) -> dict[str, str | list[str]]:
    """What a browser would send of the form on a page."""
    shown = answer.content.decode()
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", shown):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox":
            ticked = [unescape(attributes["value"])] if " checked" in tag else []
            sent[attributes["name"]] = [*sent.get(attributes["name"], []), *ticked]
        elif "name" in attributes:
            sent[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', shown, re.DOTALL):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        sent[name] = unescape(chosen[1] or chosen[2]) if chosen else ""
    return sent


def stored(one: VersionDraft) -> VersionDraft:
    return VersionDraft.objects.get(id=one.id)
