"""Acts on drafts: begun, written by parts, submitted with the decision, sent back, approved by a second person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from motcua.journal.acts import record
from motcua.kernel.calendar import local
from motcua.kernel.refusals import Conflict, Fault, Invalid, Missing, NotAllowed, OutOfOrder
from motcua.people import access
from motcua.people import reads as people
from motcua.people.actors import Actor
from motcua.procedures import acts, lint
from motcua.procedures.definition import Definition
from motcua.procedures.drafting import files, frames, speaking, texts
from motcua.procedures.drafting.parts import ALL, PARTS, SCENARIOS
from motcua.procedures.lint import Finding, Sheet
from motcua.procedures.models import STREAMS, DraftState, Procedure, ProcedureVersion, VersionDraft
from motcua.procedures.scenarios import feature_of
from motcua.procedures.structure import Flaw
from motcua.procedures.surroundings import Surroundings

_CODE = re.compile(r"^code: *[\"']?([0-9]\.[0-9]{6})[\"']? *(#.*)?$", re.MULTILINE)
NOBODY_APPROVES = (
    "Ai giữ vai trò kiểm soát thủ tục cũng đã soạn dự thảo này, không còn ai duyệt được. "
    "Nhờ quản trị giao vai trò cho thêm một người; hoặc bỏ dự thảo, để một người soạn lại."
)
LONGEST = 1_000_000
"""Letters that the text of a draft may have."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision by which a version is published."""

    document: str
    by: str
    date: date
    signer: str


def judged(draft: VersionDraft, *, on: date) -> tuple[Sheet, tuple[Finding, ...]]:
    """A draft as the linter reads it, with what is wrong on a day; its path is that of the file that it will be."""
    path = files.path_for(draft.code, files.in_force_of(draft.text))
    sheet, findings = _judged(path, draft.text, draft.scenarios, files.surroundings())
    return sheet, (*findings, *_backwards(draft, sheet, on))


def _backwards(draft: VersionDraft, sheet: Sheet, on: date) -> Iterator[Finding]:
    """What would be published, were it published today, into the past."""
    waits = draft.state in (DraftState.OPEN, DraftState.SUBMITTED)
    since = files.in_force_of(draft.text)
    if waits and since and since < on:
        message = f"Không công bố lùi ngày: “Áp dụng từ ngày” là {since:%d/%m/%Y}, đã qua."
        yield sheet.finding(Flaw(("in_force",), message, f"Ghi ngày từ {on:%d/%m/%Y} trở đi."))


@lru_cache(maxsize=32)
def _judged(
    path: Path, text: str, told: str, surroundings: Surroundings
) -> tuple[Sheet, tuple[Finding, ...]]:
    """A text is judged once, however many pages show it."""
    return lint.judge_text(path, text, told, surroundings)


# --- begun ---------------------------------------------------------------------------------------------------


def begin(code: str, *, by: Actor, at: datetime) -> int:
    """Begin the next version of a procedure: from the newest that is published, else from an empty frame.

    Raises Missing for a code that is not listed, Conflict while another draft of it is open.
    """
    access.require_control(by)
    listed = Procedure.objects.filter(code=code).first()
    if listed is None:
        raise Missing(
            f"Danh mục cả nước không có thủ tục nào mang mã {code}: kiểm tra lại mã, "
            "gồm một chữ số, dấu chấm và sáu chữ số, ví dụ 1.001193."
        )
    base = newest(code)
    day = local(at).date() + timedelta(days=1)
    if base is None:
        return _begun(frames.frame(code, listed.title, listed.field, day), "", None, by=by, at=at)
    text, told = files.written(base)
    day = max(day, base.in_force.lower + timedelta(days=1))
    return _begun(texts.with_facts(text, {"in_force": day, "until": None}), told, base, by=by, at=at)


def begin_from_text(text: str, *, by: Actor, at: datetime) -> int:
    """Begin a draft from the text of a catalogue file; Invalid when it names no code."""
    access.require_control(by)
    code = _code_of(text)
    return _begun(text, "", newest(code), by=by, at=at)


def newest(code: str) -> ProcedureVersion | None:
    """The version of a procedure that was published last."""
    found = ProcedureVersion.objects.filter(procedure__code=code, published_at__isnull=False)
    return found.order_by("-number").first()


def _begun(text: str, told: str, base: ProcedureVersion | None, *, by: Actor, at: datetime) -> int:
    text = _checked(text)
    code = _code_of(text)
    try:
        with transaction.atomic():
            draft = VersionDraft.objects.create(
                code=code,
                text=text,
                scenarios=told,
                base=base,
                file_digest=texts.digest_of(files.text_of(files.file_of(code))),
                editors=[by.username],
                changed_by=by.username,
                changed_at=at,
            )
    except IntegrityError as error:
        raise Conflict(f"Thủ tục {code} đang có một dự thảo; mở dự thảo ấy để sửa tiếp.") from error
    _record(draft, "procedure.drafted", {}, by=by, at=at)
    return draft.id


def _code_of(text: str) -> str:
    found = _CODE.search(text)
    if found is None:
        message = 'Tệp chưa có dòng “code” với mã thủ tục, ví dụ: code: "1.001193".'
        raise Invalid(message, faults=[Fault("text", message)])
    return found[1]


def _checked(text: str) -> str:
    if len(text) > LONGEST or "\0" in text:
        message = "Văn bản quá dài hoặc có ký tự không dùng được."
        raise Invalid(message, faults=[Fault("text", message)])
    return texts.tidy(text)


# --- written -------------------------------------------------------------------------------------------------


def shown(draft: VersionDraft, part: str) -> str:
    """The text of a part as pages show it."""
    if part == SCENARIOS:
        return draft.scenarios
    return draft.text if part == ALL else texts.part_text(draft.text, PARTS[part].keys)


@transaction.atomic
def write(
    draft_id: int, part: str, change: Callable[[str], str], *, was: str, by: Actor, at: datetime
) -> int:
    """Change one part of a draft and return its revision; ``was`` is the digest of the part as it was shown.

    Others may have written other parts meanwhile; Conflict when it was this one, and then nothing is stored.
    """
    draft = _held(draft_id, by)
    _require_open(draft)
    if texts.digest_of(shown(draft, part)) != was:
        who = people.names_of({draft.changed_by}).get(draft.changed_by, draft.changed_by)
        raise Conflict(
            f"{who} đã sửa phần này lúc {local(draft.changed_at):%H:%M ngày %d/%m/%Y}. "
            "Nội dung bạn gõ vẫn còn ở dưới: so lại rồi lưu."
        )
    changed = _checked(change(draft.scenarios if part == SCENARIOS else draft.text))
    if changed == (draft.scenarios if part == SCENARIOS else draft.text):
        return draft.revision
    return _stored(draft, {"scenarios" if part == SCENARIOS else "text": changed}, part, by=by, at=at)


def _stored(draft: VersionDraft, changed: Mapping[str, str], part: str, *, by: Actor, at: datetime) -> int:
    for name, text in changed.items():
        setattr(draft, name, text)
    if draft.code != (code := _code_of(draft.text)):
        draft.code, draft.base = code, newest(code)
    draft.revision += 1
    draft.changed_by, draft.changed_at = by.username, at
    draft.editors = [*dict.fromkeys([*draft.editors, by.username])]
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise Conflict(f"Thủ tục {draft.code} đang có một dự thảo khác.") from error
    _record(draft, "procedure.draft-written", {"part": part}, by=by, at=at)
    return draft.revision


def replacement(part: str, text: str) -> Callable[[str], str]:
    """The change that puts a typed text in the place of a part."""
    if part in (ALL, SCENARIOS):
        return lambda _: text
    return lambda now: texts.with_part(now, PARTS[part].keys, text)


# --- the file beside it --------------------------------------------------------------------------------------


def edited_by_hand(draft: VersionDraft) -> str:
    """What the catalogue's file says, when somebody changed it since the draft last knew it; else nothing."""
    text = files.text_of(files.file_of(draft.code))
    return text if texts.digest_of(text) != draft.file_digest and text != draft.text else ""


def left_behind(draft: VersionDraft) -> bool:
    """Whether the catalogue went on without the draft: its file was edited, or a newer version was published."""
    return bool(edited_by_hand(draft)) or newest(draft.code) != draft.base


@transaction.atomic
def settle_file(draft_id: int, *, take: bool, by: Actor, at: datetime) -> int:
    """Take the text of a file that was edited by hand, or keep that of the draft; either way it is known now.

    From then on the draft departs from the newest version.
    """
    draft = _held(draft_id, by)
    _require_open(draft)
    path = files.file_of(draft.code)
    text = files.text_of(path)
    draft.file_digest, draft.base = texts.digest_of(text), newest(draft.code)
    told = files.text_of(feature_of(path)) if path else ""
    changed = {"text": _checked(text), "scenarios": told} if take and text else {}
    return _stored(draft, changed, ALL, by=by, at=at)


# --- published -----------------------------------------------------------------------------------------------


@transaction.atomic
def submit(draft_id: int, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Hand a draft to a second person, with the decision that publishes it (NĐ 63/2010/NĐ-CP Điều 15).

    Raises Invalid with the linter's errors, or when it would be in force in the past; OutOfOrder when everybody
    who could approve has written in it.
    """
    draft = _held(draft_id, by)
    _require_open(draft)
    if decision.date > local(at).date():
        raise Invalid(
            "Quyết định chưa ký.", faults=[Fault("date", "Ngày ký quyết định không được ở tương lai.")]
        )
    draft.text = texts.with_facts(
        draft.text,
        {
            "decision.document": decision.document,
            "decision.by": decision.by or None,
            "decision.date": decision.date,
            "decision.signer": decision.signer or None,
        },
    )
    _sound(draft, at)
    draft.editors = [*dict.fromkeys([*draft.editors, by.username])]
    if not approvers(draft, on=local(at).date()):
        raise OutOfOrder(NOBODY_APPROVES)
    draft.state, draft.submitted_by, draft.note = DraftState.SUBMITTED, by.username, ""
    draft.revision += 1
    draft.save()
    _record(draft, "procedure.submitted", {"decision": decision.document}, by=by, at=at)


def approvers(draft: VersionDraft, *, on: date) -> dict[str, str]:
    """Who may approve a draft on a day: full names by user name of those who control procedures and did not write."""
    holders = people.holders_anywhere(access.CONTROL, on=on)
    return {username: name for username, name in holders.items() if username not in draft.editors}


@transaction.atomic
def send_back(draft_id: int, *, note: str, by: Actor, at: datetime) -> None:
    """Give a submitted draft back to its authors, with what to mend."""
    draft = _held(draft_id, by)
    _require_submitted(draft)
    if not note.strip():
        raise Invalid("Nêu điều cần sửa.", faults=[Fault("note", "Nêu điều cần sửa.")])
    draft.state, draft.note = DraftState.OPEN, note.strip()
    draft.revision += 1
    draft.save()
    _record(draft, "procedure.sent-back", {"note": draft.note}, by=by, at=at)


@transaction.atomic
def approve(draft_id: int, revision: int, *, by: Actor, at: datetime) -> ProcedureVersion:
    """Publish a submitted draft as the next version; ``revision`` is what the second person has read.

    Raises NotAllowed for whoever wrote in it, Conflict when it changed since, Invalid when it became unsound.
    """
    draft = _held(draft_id, by)
    _require_submitted(draft)
    if by.username in draft.editors:
        raise NotAllowed("Bạn đã soạn dự thảo này; người khác phải duyệt.")
    if draft.revision != revision:
        raise Conflict("Dự thảo đã thay đổi sau khi bạn mở; đọc lại rồi duyệt.")
    sheet, definition = _sound(draft, at)
    _record(draft, "procedure.approved", {"author": draft.submitted_by}, by=by, at=at)
    version = acts.publish(sheet, definition, files.surroundings().catalogue, by=by.username, at=at)
    draft.state, draft.approved_by, draft.version = DraftState.PUBLISHED, by.username, version
    draft.save()
    return version


def into_catalogue(draft: VersionDraft) -> Path | None:
    """Write a published draft into the catalogue's folder, with its scenarios; None where that may not be.

    A file that somebody else put there meanwhile is left alone, and so is the catalogue of a demonstration.
    """
    path = files.path_for(draft.code, draft.version.in_force.lower if draft.version else None)
    stands = files.text_of(path)
    if settings.DEMO or (stands and texts.digest_of(stands) != draft.file_digest and stands != draft.text):
        return None
    try:
        files.put(path, draft.text)
        if draft.scenarios:
            files.put(feature_of(path), draft.scenarios)
    except OSError:
        return None
    return path


@transaction.atomic
def drop(draft_id: int, *, by: Actor, at: datetime) -> None:
    """Give up an open draft; its text stays to be read."""
    draft = _held(draft_id, by)
    _require_open(draft)
    draft.state = DraftState.DROPPED
    draft.save()
    _record(draft, "procedure.draft-dropped", {}, by=by, at=at)


def _sound(draft: VersionDraft, at: datetime) -> tuple[Sheet, Definition]:
    """A draft that may be published today; raises Invalid with everything that stands in the way."""
    sheet, findings = judged(draft, on=local(at).date())
    faults = speaking.faults(lint.errors_in(findings), sheet.value)
    if left_behind(draft):
        message = "Danh mục đã đổi sau khi lập dự thảo; mở dự thảo, so và chọn một bản trước."
        faults.append(Fault(sheet.file.path.name, message))
    if faults or sheet.definition is None:
        raise Invalid(f"Dự thảo còn {len(faults)} lỗi, chưa công bố được.", faults=faults)
    return sheet, sheet.definition


# --- manners -------------------------------------------------------------------------------------------------


def _held(draft_id: int, by: Actor) -> VersionDraft:
    """A draft that nobody else writes until the act is over."""
    access.require_control(by)
    found = VersionDraft.objects.select_for_update().filter(id=draft_id).first()
    if found is None:
        raise Missing("Không tìm thấy dự thảo này.")
    return found


def _require_open(draft: VersionDraft) -> None:
    if draft.state == DraftState.SUBMITTED:
        raise OutOfOrder("Dự thảo đang chờ duyệt; người duyệt trả lại thì mới sửa tiếp được.")
    if draft.state != DraftState.OPEN:
        raise OutOfOrder("Dự thảo này đã khép lại.")


def _require_submitted(draft: VersionDraft) -> None:
    if draft.state != DraftState.SUBMITTED:
        raise OutOfOrder("Dự thảo này không chờ duyệt.")


def stream_of(code: str) -> UUID:
    """Where the journal keeps a procedure's events, also before it has a row."""
    return uuid5(STREAMS, code)


def _record(draft: VersionDraft, kind: str, more: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    told = {"code": draft.code, "draft": draft.id, "revision": draft.revision, **more}
    record(stream_of(draft.code), kind, told, by=by.username, at=at)
