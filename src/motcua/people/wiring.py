"""What the rooms above and the journal are told of officers and applicants."""

from motcua.journal.kinds import declare

declare("account.opened", "{by} mở tài khoản {kind} “{username}” cho {name}.", personal=("name",))
declare("account.password-reset", "{by} cấp lại mật khẩu dùng một lần.")
declare(
    "account.closed", "{by} khóa tài khoản, thôi các vị trí: {posts}; lý do: {reason}.", personal=("reason",)
)
declare("account.reopened", "{by} mở lại tài khoản và cấp mật khẩu dùng một lần.")
declare("appointment.made", "{by} bổ nhiệm vào vị trí {post}, {agency}, từ ngày {since}.")
declare(
    "appointment.ended",
    "{by} cho thôi vị trí {post}, {agency}, từ ngày {until}; lý do: {reason}.",
    personal=("reason",),
)
declare(
    "appointment.carried-over",
    "{by} chuyển theo {decision}: thôi vị trí {post}, {agency}; từ ngày {since} giữ: {posts}.",
)
declare(
    "delegation.carried-over",
    "{by} chuyển theo {decision}: {act} giao vai trò {role} cho {receiver} tiếp tục ở cơ quan mới từ ngày {since}.",
)
declare(
    "delegation.given",
    "{by} ghi văn bản {kind} số {number} ngày {signed_on}: {giver} giao vai trò {roles} cho {receiver}, "
    "từ ngày {since} đến hết ngày {until}; phạm vi: {scopes}.",
)
declare("delegation.revoked", "{by} ghi việc thu hồi {act} từ ngày {on}, theo {revoked_by}.")
declare("applicant.contacts-changed", "{by} cập nhật liên hệ của người nộp: {changed}.")
