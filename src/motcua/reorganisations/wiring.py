"""What reorganisations tell the journal."""

from motcua.journal.kinds import declare

declare(
    "reorganisation.rehearsed",
    "{by} chạy thử sắp xếp: {cases} hồ sơ, {steps} bước, {appointments} lượt giữ vị trí, {problems} vấn đề.",
)
declare("reorganisation.confirmed", "{by} xác nhận sắp xếp theo {decision}, hiệu lực từ {on}.")
declare("reorganisation.withdrawn", "{by} rút sắp xếp, lý do: {reason}.", personal=("reason",))
declare("reorganisation.case-placed", "{by} xếp hồ sơ {case} về {to}.")
declare("reorganisation.begun", "{by} bắt đầu thực hiện sắp xếp theo {decision}.")
declare("reorganisation.in-effect", "{by} thực hiện xong sắp xếp: {cases} hồ sơ đã chuyển.")
