"""The pages that belong to no slice: help and the accessibility statement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.web.access import public


@public
def help_and_contact(request: HttpRequest) -> HttpResponse:
    """How to file a case and whom to ask."""
    return render(request, "web/help.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What this site does so that everybody can use it."""
    return render(request, "web/accessibility.html")
