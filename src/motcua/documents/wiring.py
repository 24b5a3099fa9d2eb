"""What documents answer, hear and show in the rooms below them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop

from motcua.cases import enclosing, filing, guards, panels
from motcua.documents import acts, desk, editions, portal, reads
from motcua.journal import kinds, outbox
from motcua.journal.outbox import Happened

kinds.declare("paper.attached", "{by} thêm tệp “{name}” vào giấy tờ “{paper}”.", personal=("name",))
kinds.declare("paper.removed", "{by} bỏ tệp “{name}” khỏi giấy tờ “{paper}”.", personal=("name",))
kinds.declare("papers.noted", "{by} ghi nhận giấy tờ nhận tại quầy: {papers}.")
kinds.declare("register.taken", "{by} lấy sổ theo dõi hồ sơ của {agency}, {period}: {count} hồ sơ.")
kinds.declare("slip.issued", "{by} phát hành “{title}” số {number} của {agency}.")


@guards.answer(filing.PAPERS)
def papers_attached(application: UUID) -> str:
    """Names the papers that still lack a file; nothing when all are there."""
    titles = [f"“{title}”" for title in reads.lacking(application)]
    return f"còn thiếu {', '.join(titles)}" if titles else ""


def issue_slip(happened: Happened) -> None:
    """Issue the slip that the event calls for."""
    acts.answer(happened)


for kind in editions.ANSWERED:
    outbox.subscribe(kind, "documents.slip")(issue_slip)

panels.fill(panels.CASE_ON_PORTAL)(portal.supplement_panel)
panels.fill(panels.CASE_ON_PORTAL)(portal.documents_panel)
panels.fill(panels.CASE_ON_DESK)(desk.papers_panel)
panels.fill(panels.CASE_ON_DESK)(desk.slips_panel)
panels.fill(panels.COUNTER)(desk.counter_panel)
panels.keeps(panels.COUNTER)(desk.keep_counter)
panels.fill(panels.ENCLOSED)(desk.enclosed_panel)
panels.keeps(panels.ENCLOSED)(desk.keep_enclosed)
enclosing.told_by(reads.enclosed)

panels.DRAFT_PAGES.append(
    panels.DraftPage(
        slug=portal.SLUG,
        title=gettext_noop("Giấy tờ kèm theo"),
        url=lambda draft: reverse("draft-papers", args=[draft]),
        applies=portal.asks_papers,
        faults=portal.missing_files,
        summary=portal.summary,
    )
)
