"""What the catalogue tells the journal."""

from motcua.journal.kinds import declare

declare(
    "procedure.published",
    "{by} đã công bố phiên bản {number} của thủ tục {code} {title}, áp dụng từ {from} ({decision}).",
)
declare(
    "procedure.closed", "{by} đã cho phiên bản {number} của thủ tục {code} {title} hết áp dụng từ {until}."
)
declare("regimes.loaded", "{by} đã nạp các chế độ áp dụng theo ngày: {regimes}.")
