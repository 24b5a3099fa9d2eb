"""Rows of documents: contents, the papers of an application, the numbered books, the slips that were issued.

Nothing here is changed after it was written: triggers refuse it, except for marking a paper as removed once.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from motcua.agencies.models import Agency
from motcua.cases.models import Case


class File(models.Model):
    """A stored content; the same content of many people is one row (:mod:`motcua.documents.files`)."""

    sha256 = models.TextField(unique=True)
    size = models.BigIntegerField(help_text="Bytes.")
    mime = models.TextField()
    first_name = models.TextField(help_text="The name under which it first came.")
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="a_file_is_known_by_its_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_file_is_not_empty"),
        ]


class Source(models.TextChoices):
    """How a paper came into the dossier (DuocSoHoa and DuocTaiSuDung of the national dossier)."""

    UPLOADED = "uploaded", gettext_noop("Người nộp tải lên")
    SCANNED = "scanned", gettext_noop("Một cửa quét")
    REUSED = "reused", gettext_noop("Dùng lại từ kho dữ liệu")
    HANDED_IN = "handed-in", gettext_noop("Nhận bản giấy")
    REPLIED = "replied", gettext_noop("Cơ quan được hỏi gửi")


class Form(models.TextChoices):
    """In which form a paper is there (LoaiBan of the national dossier: 0, 1, 2)."""

    ORIGINAL = "original", gettext_noop("bản chính")
    COPY = "copy", gettext_noop("bản sao")
    ELECTRONIC = "electronic", gettext_noop("điện tử")


class Paper(models.Model):
    """One file of a paper, or so many originals or copies handed in on paper.

    ``application`` is the id of a draft and, once filed, of its case. ``paper`` is the paper's id in the procedure,
    or ``supplement:<hold>:<n>`` for the n-th thing (from 1) that a supplement request asks for, or ``opinion:<step>``
    for the document by which an opinion is given.
    """

    application = models.UUIDField()
    paper = models.TextField()
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="papers")
    name = models.TextField(blank=True, default="", help_text="The file's name as it is shown.")
    source = models.TextField(choices=Source.choices)
    form = models.TextField(choices=Form.choices)
    quantity = models.SmallIntegerField(default=1)
    added_by = models.TextField(help_text="Account name.")
    added_at = models.DateTimeField()
    removed_by = models.TextField(blank=True, default="")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "paper", "file"],
                condition=Q(removed_at__isnull=True),
                name="a_file_stands_once_under_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, form="electronic")
                | Q(file__isnull=True, source="handed-in", form__in=["original", "copy"]),
                name="a_paper_is_a_file_or_was_handed_in",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_paper_is_there_at_least_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="a_removal_has_an_author",
            ),
        ]
        indexes = [models.Index(fields=["application", "id"], name="paper_by_application")]


class Slip(models.Model):
    """A document that was issued on a case, for ever as it was typeset from ``data``.

    ``seq`` is the event of the case that it answers; ``form`` a number of TT 01/2018/TT-VPCP Đ.9, TB for
    the notice of TT 03/2025/TT-VPCP that a case stops, or KQ for a result.
    """

    class Form(models.TextChoices):
        RECEIPT = "01", gettext_noop("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        SUPPLEMENT = "02", gettext_noop("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
        REFUSAL = "03", gettext_noop("Phiếu từ chối tiếp nhận giải quyết hồ sơ")
        APOLOGY = "04", gettext_noop("Phiếu xin lỗi và hẹn lại ngày trả kết quả")
        STOP = "TB", gettext_noop("Thông báo dừng giải quyết hồ sơ")
        RESULT = "KQ", gettext_noop("Kết quả giải quyết")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="slips", db_index=False)
    form = models.TextField(choices=Form.choices)
    seq = models.IntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    title = models.TextField()
    issued_at = models.DateTimeField()
    issued_by = models.TextField(help_text="Account name, or 'system'.")
    data = models.JSONField(help_text="What was typeset.")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="slips")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "seq"], name="an_event_is_answered_by_one_slip_of_a_form"
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "form", "number"], name="a_book_gives_a_number_once"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["01", "02", "03", "04", "TB", "KQ"]), name="a_slip_is_of_a_known_form"
            ),
        ]


class Book(models.Model):
    """The last number of an agency's book of one form in one year: from 1 on, without gaps (TT 01/2018 Đ.10)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    form = models.TextField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "form"], name="an_agency_keeps_one_book_of_a_form_a_year"
            ),
            models.CheckConstraint(condition=Q(last__gte=0), name="a_book_starts_before_one"),
        ]
