"""Every address of the system."""

from django.urls import include, path

urlpatterns = [
    path("", include("motcua.web.urls")),
]
