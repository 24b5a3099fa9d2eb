"""The events of a case in Vietnamese: what an inspector reads, and what is said to the one who came second."""

from __future__ import annotations

from motcua.journal.kinds import declare

#: What somebody did, after their name: “Lan đã … lúc 09:00”.
DEEDS = {
    "case.submitted": "nộp hồ sơ",
    "case.received": "tiếp nhận hồ sơ",
    "case.refused": "từ chối hồ sơ",
    "case.refusal-proposed": "trình lãnh đạo ký từ chối hồ sơ",
    "case.claimed": "nhận xử lý bước này",
    "case.assigned": "phân công lại bước này",
    "case.passed-on": "chuyển bước này cho người đang giữ vị trí",
    "case.step-finished": "hoàn thành bước này",
    "case.returned": "trả hồ sơ về bước trước",
    "case.finished": "giải quyết xong hồ sơ",
    "case.supplement-requested": "yêu cầu bổ sung hồ sơ",
    "case.supplemented": "nhận đủ giấy tờ bổ sung",
    "case.held": "tạm dừng hồ sơ",
    "case.resumed": "cho hồ sơ chạy tiếp",
    "case.withdrawal-requested": "yêu cầu rút hồ sơ",
    "case.withdrawal-recorded": "ghi nhận yêu cầu rút hồ sơ",
    "case.withdrawn": "cho rút hồ sơ",
    "case.withdrawal-declined": "trả lời yêu cầu rút hồ sơ",
    "case.stopped": "dừng giải quyết hồ sơ",
    "case.apologised": "xin lỗi và hẹn lại ngày trả",
    "case.handed-over": "trả kết quả",
    "case.opinion-asked": "lấy ý kiến cơ quan khác",
    "case.opinion-given": "cho ý kiến",
    "case.minutes-recorded": "ghi biên bản",
    "case.parts-filed": "mở các hồ sơ con của hồ sơ liên thông",
    "case.corrected": "mở lại hồ sơ để đính chính",
    "case.amended": "sửa nội dung tờ khai",
    "case.moved-to-agency": "chuyển hồ sơ về cơ quan mới",
    "case.moved": "chuyển hồ sơ sang phiên bản khác của thủ tục",
    "case.moved-back": "đưa hồ sơ về phiên bản cũ của thủ tục",
}

SENTENCES = {
    "case.submitted": "{by} nộp hồ sơ {code}, thủ tục {procedure}, kênh {channel}.",
    "case.received": "{by} tiếp nhận hồ sơ; hẹn trả kết quả trước {due}[; theo {mandate}].",
    "case.refused": "{by} từ chối hồ sơ, lý do: {reason}; căn cứ: {basis}[; theo {mandate}].",
    "case.refusal-proposed": "{by} trình ký từ chối ở “{step}”, lý do: {reason}; căn cứ: {basis}[; theo {mandate}].",
    "case.claimed": "{by} nhận xử lý bước “{step}”.",
    "case.assigned": "{by} phân công bước “{step}” cho {to}, lý do: {reason}.",
    "case.moved-to-agency": "{by} chuyển hồ sơ của {from} về {to} theo {decision}; hạn giữ nguyên.",
    "case.passed-on": "{by} chuyển bước “{step}” cho {to}: người giữ trước đã thôi vị trí.",
    "case.step-finished": "{by} hoàn thành bước “{step}” ({verb}), chuyển sang “{to}”[; theo {mandate}]. {note}",
    "case.returned": "{by} trả hồ sơ từ bước “{step}” về “{to}”, lý do: {note}[; theo {mandate}].",
    "case.finished": "{by} giải quyết xong ở bước “{step}” ({verb}); chuyển trả kết quả[; theo {mandate}].",
    "case.supplement-requested": "{by} yêu cầu bổ sung: {items}; lý do: {reason}.",
    "case.supplemented": "{by} nhận đủ giấy tờ bổ sung[; hạn mới {due}, hạn trước đó {due_before}].",
    "case.held": "{by} tạm dừng thời hạn ({kind}), lý do: {reason}; căn cứ: {decision}.",
    "case.resumed": "{by} cho thời hạn chạy tiếp[; hạn mới {due}, hạn trước đó {due_before}].",
    "case.withdrawal-requested": "{by} yêu cầu rút hồ sơ, lý do: {reason}.",
    "case.withdrawal-recorded": "{by} ghi nhận người nộp yêu cầu rút hồ sơ, lý do: {reason}; căn cứ: {evidence}.",
    "case.withdrawn": "{by} cho rút hồ sơ. {note}",
    "case.withdrawal-declined": "{by} không cho rút hồ sơ, lý do: {note}.",
    "case.stopped": "{by} dừng giải quyết, lý do: {reason}; căn cứ: {basis}.",
    "case.apologised": "{by} xin lỗi và hẹn lại từ {due_before} sang {due}, lý do: {reason}.",
    "case.handed-over": "{by} trả kết quả ({how})[; theo {mandate}]. {authority}",
    "case.opinion-asked": "{by} lấy ý kiến {agency}: {ask}; trả lời trước {due}.",
    "case.opinion-given": "{by} cho ý kiến “{ask}”: {verb}[; văn bản {document}]. {note}",
    "case.opinion-closed": "{by} thôi chờ ý kiến “{ask}”: {verb}.",
    "case.minutes-recorded": "{by} ghi biên bản bước “{step}”: {held_at}, tại {place}.",
    "case.parts-filed": "{by} mở các hồ sơ con: {parts}.",
    "case.corrected": "{by} mở lại hồ sơ để đính chính theo {decision}, lý do: {reason}.",
    "case.amended": "{by} sửa tờ khai ở: {fields}; lý do: {reason}.",
    "case.recounted": "{by} tính lại {what} theo lịch làm việc mới: từ {due_before} sang {due}.",
    "case.moved": "{by} chuyển hồ sơ sang phiên bản mới của thủ tục theo {decision}, lý do: {reason}.",
    "case.moved-back": "{by} đưa hồ sơ về phiên bản cũ của thủ tục, lý do: {reason}.",
    "case.alarmed": "{by} báo động: {alarm}, hạn {due}.",
    "case.reladdered": "{by} để ý kiến “{ask}” theo thang nhắc việc của phiên bản mới.",
    "case.escalated": "{by} nhắc {whom} (nấc {rung}): bước “{step}” {what}, hạn {due}.",
    "procedure.cases-moved": "{by} chuyển {count} hồ sơ thủ tục {code} từ phiên bản {from} sang {to} theo {decision}.",
    "procedure.cases-moved-back": "{by} hoàn lại {count} hồ sơ thủ tục {code} từ phiên bản {from} về {to}: {reason}.",
    "calendar.loaded": "{by} nạp lịch làm việc, lần nạp {edition}.",
    "calendar.not-counted": "{by} chưa tính lại được theo lần nạp {edition} hạn của các hồ sơ: {left}.",
}

#: Free texts in which somebody may have written a name.
PERSONAL = ("reason", "note", "authority", "evidence", "items")

#: Those that an event keeps although its sentence does not say them.
UNSAID = {
    "case.received": ("note",),
    "case.refused": ("note",),
    "case.finished": ("note",),
    "case.supplemented": ("note",),
    "case.resumed": ("note",),
    "case.supplement-requested": ("override",),
}


def declare_all() -> None:
    """Make every kind of event of a case known to the journal."""
    for name, sentence in SENTENCES.items():
        said = tuple(key for key in PERSONAL if f"{{{key}}}" in sentence)
        declare(name, sentence, personal=said + UNSAID.get(name, ()))
