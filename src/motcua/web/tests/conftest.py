"""A small site with the manners of the web slice and nothing else: no database, no session."""

from dataclasses import dataclass

import pytest
from django.test import Client


class Visitor:
    """Signs in whoever the header ``X-Person`` names."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = Person(request.headers.get("X-Person", ""))
        return self.get_response(request)


@dataclass
class Person:
    name: str

    @property
    def is_authenticated(self):
        return bool(self.name)

    def __str__(self):
        return self.name


def officers_only(request, permission):
    return permission == "work-desk" and str(request.user) == "lan"


@pytest.fixture
def site(settings):
    """A client of the small site."""
    settings.ROOT_URLCONF = "motcua.web.tests.urls"
    settings.MIDDLEWARE = [
        "motcua.web.security.SecurityHeadersMiddleware",
        "motcua.web.language.LanguageMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "motcua.web.tests.conftest.Visitor",
        "motcua.web.nul.NulMiddleware",
        "motcua.web.refusals.RefusalMiddleware",
        "motcua.web.access.AccessMiddleware",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "motcua.web.context.page",
                ]
            },
        }
    ]
    settings.MOTCUA_PERMISSION_RESOLVER = "motcua.web.tests.conftest.officers_only"
    settings.MOTCUA_PUBLIC_VIEWS = ["motcua.web.tests.urls.Allowed", "django.views.static."]
    settings.LOGIN_URL = "account_login"
    settings.PROVINCE = "Hà Tĩnh"
    settings.HOTLINE = "0239 555 1022"
    return Client()
