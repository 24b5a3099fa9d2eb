"""How pages take files: each is judged by itself, what is right is kept whatever is wrong beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from motcua.documents import acts, reads, uploads
from motcua.kernel.refusals import Fault, Invalid, Missing
from motcua.people.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in; the gate of the view has made sure that somebody is."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is None:
        raise Missing
    return actor


def take(request: HttpRequest, application: UUID) -> Sequence[Fault]:
    """Do what a post asks: remove a file, keep the new ones; each input is named after its paper."""
    remove(request, application)
    stored, faults = keep(request, application, sent(request))
    if stored:
        messages.success(request, ngettext("Đã tải lên %d tệp.", "Đã tải lên %d tệp.", stored) % stored)
    return faults


def sent(request: HttpRequest) -> Iterable[tuple[str, UploadedFile[bytes]]]:
    """The files of a post, each with its paper: the name of the input."""
    return ((paper, file) for paper, files in request.FILES.lists() for file in files)


def keep(
    request: HttpRequest, application: UUID, files: Iterable[tuple[str, UploadedFile[bytes]]]
) -> tuple[int, Sequence[Fault]]:
    """Attach files to papers: how many were stored, and a fault for each that was refused."""
    actor, at = actor_of(request), request.at  # type: ignore[attr-defined]
    faults, stored = [], 0
    for paper, file in files:
        try:
            if acts.attach(application, paper, file, by=actor, at=at):
                stored += 1
            else:
                name = {"name": uploads.display_name(file.name or "")}
                messages.info(request, gettext("Tệp “%(name)s” đã có, không thêm lần nữa.") % name)
        except Invalid as refused:
            faults.append(Fault(paper, refused.message))
    return stored, faults


def remove(request: HttpRequest, application: UUID) -> None:
    """Remove the file that the post names; pressed twice, the second time nothing is left to do."""
    there = {str(row.id): row for row in reads.papers(application)}
    row = there.get(request.POST.get("remove", ""))
    if row is not None:
        acts.remove(application, row.id, by=actor_of(request), at=request.at)  # type: ignore[attr-defined]
        messages.success(request, gettext("Đã bỏ tệp “%(name)s”.") % {"name": row.name})
