"""The floor of every page: a bare Django without middleware that answers the same bytes each time.

Granian serves it as it serves motcua; MOTCUA_BENCH_BYTES says how long the answer is.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="floor", MIDDLEWARE=[])

ANSWER = b"." * int(os.environ.get("MOTCUA_BENCH_BYTES", "2"))


def answer(request: HttpRequest) -> HttpResponse:
    """The same bytes for everybody."""
    return HttpResponse(ANSWER)


urlpatterns = [path("", answer)]
application = get_wsgi_application()
