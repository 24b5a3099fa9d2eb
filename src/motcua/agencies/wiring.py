"""What the catalogue of agencies tells the journal."""

from motcua.journal.kinds import declare

declare(
    "agencies.loaded", "{by} đã nạp danh mục cơ quan từ {folder}: thêm {added}, sửa {changed}, bỏ {removed}."
)
