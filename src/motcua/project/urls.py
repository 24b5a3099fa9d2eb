"""Every address of the system."""

from django.urls import include, path

from motcua.project.robots import robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("", include("motcua.web.urls")),
    path("", include("motcua.documents.urls")),
    path("", include("motcua.people.urls")),
    path("", include("motcua.registers.urls")),
    path("", include("motcua.reorganisations.urls")),
    path("", include("motcua.surveys.urls")),
    path("", include("motcua.measures.urls")),
    path("", include("motcua.procedures.urls")),
    path("", include("motcua.cases.portal.urls")),
    path("", include("motcua.cases.desk.urls")),
    path("", include("motcua.project.api")),
]
