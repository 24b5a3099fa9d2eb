"""What registers tell the journal."""

from motcua.journal.kinds import declare

declare("entries.submitted", "{by} đã trình {count} dòng vào sổ {register} theo văn bản {document}.")
declare("entries.approved", "{by} đã duyệt đợt nhập vào sổ {register} do {author} trình.")
declare(
    "entries.sent-back",
    "{by} đã trả lại đợt nhập vào sổ {register} của {author}: {note}.",
    personal=("note",),
)
declare("entries.loaded", "{by} đã nạp {count} dòng công khai vào sổ {register}, nguồn: {document}.")
