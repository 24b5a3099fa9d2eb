"""Addresses for the tests of the manners of pages: every kind of refusal, every kind of gate, the gallery."""

from django.http import HttpResponse
from django.urls import path
from django.views.generic import TemplateView

from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing
from motcua.web import gallery
from motcua.web.access import needs, public, signed_in
from motcua.web.urls import urlpatterns as own


@public
def open_to_all(request):
    return HttpResponse("mở")


@signed_in
def own_page(request):
    return HttpResponse(f"của {request.user}")


@needs("work-desk")
def desk(request):
    return HttpResponse("bàn làm việc")


def undeclared(request):
    return HttpResponse("không ai được thấy")


@public
def invalid(request):
    raise Invalid("Có 1 chỗ cần sửa", faults=[Fault("born", "Nhập ngày sinh")])


@public
def conflict(request):
    raise Conflict("Hồ sơ đã được Lê Thị Lan xử lý lúc 9:00.")


@public
def missing(request):
    raise Missing


@public
def broken(request):
    raise ZeroDivisionError


class Foreign(TemplateView):
    """A view of another project, which declares nothing."""


urlpatterns = [
    *own,
    path("open/", open_to_all),
    path("own/", own_page),
    path("desk/", desk),
    path("undeclared/", undeclared),
    path("foreign/", Foreign.as_view(template_name="web/help.html")),
    path("declared-class/", public(Foreign.as_view(template_name="web/help.html"))),
    path("invalid/", invalid),
    path("conflict/", conflict),
    path("missing/", missing),
    path("broken/", broken),
    path("api/v1/invalid/", invalid),
    path("sign-in/", open_to_all, name="account_login"),
    path("sign-out/", open_to_all, name="account_logout"),
    path("gallery/", gallery.portal),
    path("gallery/desk/", gallery.desk),
]
