"""The pages that belong to no slice: help, the accessibility statement, and whether the system is well."""

from __future__ import annotations

from django.db import DatabaseError, connection
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


@public
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: 200 while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
