"""What the catalogue tells the journal."""

from motcua.journal.kinds import declare
from motcua.people import scopes
from motcua.procedures.models import CodeItem, Procedure


@scopes.told
def _catalogue() -> scopes.Catalogue:
    """The procedures and fields for which a role may be given, and what roles are called."""
    rows = Procedure.objects.values_list("code", "field")
    codes, fields = zip(*rows, strict=True) if rows else ((), ())
    roles = CodeItem.objects.filter(list="roles").values_list("code", "title")
    return scopes.Catalogue(codes, sorted(set(fields)), dict(roles))


declare(
    "procedure.published",
    "{by} đã công bố phiên bản {number} của thủ tục {code} {title}, áp dụng từ {from} ({decision}).",
)
declare(
    "procedure.closed", "{by} đã cho phiên bản {number} của thủ tục {code} {title} hết áp dụng từ {until}."
)
declare("regimes.loaded", "{by} đã nạp các chế độ áp dụng theo ngày: {regimes}.")
declare("procedure.drafted", "{by} đã lập dự thảo {draft} của thủ tục {code}.")
declare(
    "procedure.draft-written", "{by} đã sửa phần {part} của dự thảo {draft} thủ tục {code} (lần {revision})."
)
declare("procedure.draft-dropped", "{by} đã bỏ dự thảo {draft} của thủ tục {code}.")
declare("procedure.submitted", "{by} đã trình dự thảo {draft} của thủ tục {code} để công bố theo {decision}.")
declare(
    "procedure.sent-back", "{by} đã trả lại dự thảo {draft} của thủ tục {code}: {note}.", personal=("note",)
)
declare("procedure.approved", "{by} đã duyệt dự thảo {draft} của thủ tục {code} do {author} trình.")
