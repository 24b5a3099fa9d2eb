"""The journal keeps what happened: linked, immutable, sealed, and it says what was touched."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from motcua.journal import acts, kinds, outbox, seals

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FIRST, SECOND = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    kind = kinds.Kind("test.written", "{by} ghi “{word}”, hạn {due}.", personal=("word",))
    monkeypatch.setitem(kinds.KINDS, kind.name, kind)
    touched(
        "TRUNCATE journal_event, journal_seal, journal_sealedhead, journal_delivery, procrastinate_jobs CASCADE"
    )


def write(stream: uuid.UUID, word: str, minutes: int = 0) -> int:
    return acts.record(stream, "test.written", {"word": word}, by="minh", at=AT + timedelta(minutes=minutes))


def touched(statement: str) -> None:
    """What somebody with the database's own keys could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_each_stream_is_a_chain_of_its_own():
    write(FIRST, "một"), write(SECOND, "hai"), write(FIRST, "ba")
    verdict = seals.verify()
    assert (verdict.events, verdict.streams, verdict.broken) == (3, 2, None)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_event SET kind = 'x'", "DELETE FROM journal_event", "TRUNCATE journal_event CASCADE"],
)
def test_the_database_refuses_to_change_what_happened(statement):
    write(FIRST, "một")
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert seals.verify().events == 1


def test_verify_names_the_first_event_that_was_changed():
    events = [write(FIRST, word) for word in ("một", "hai", "ba")]
    touched(f'UPDATE journal_event SET data = \'{{"word": "khác"}}\' WHERE id = {events[1]}')
    broken = seals.verify().broken
    assert broken is not None
    assert broken.event == events[1]
    assert "đã bị sửa" in broken.message


def test_verify_names_the_place_where_an_event_was_taken_out():
    events = [write(FIRST, word) for word in ("một", "hai", "ba")]
    touched(f"DELETE FROM journal_event WHERE id = {events[1]}")
    broken = seals.verify().broken
    assert broken is not None
    assert broken.event == events[2]
    assert "mất sự kiện số 2" in broken.message


def test_a_whole_case_cannot_vanish_once_the_day_is_sealed():
    write(FIRST, "một"), write(SECOND, "hai")
    assert seals.seal(at=AT) == 2
    touched(f"DELETE FROM journal_event WHERE stream = '{SECOND}'")
    broken = seals.verify().broken
    assert broken is not None
    assert broken.stream == SECOND


def test_a_seal_covers_what_moved_since_the_seal_before():
    write(FIRST, "một")
    assert seals.seal(at=AT) == 1
    assert seals.seal(at=AT) is None
    write(FIRST, "hai"), write(SECOND, "ba")
    assert seals.seal(at=AT + timedelta(days=1)) == 2
    verdict = seals.verify()
    assert (len(verdict.seals), verdict.broken) == (2, None)


def test_a_seal_that_was_rewritten_is_seen():
    write(FIRST, "một")
    seals.seal(at=AT)
    touched("UPDATE journal_seal SET root = '\\x00'")
    broken = seals.verify().broken
    assert broken is not None
    assert "Niêm phong" in broken.message


@pytest.mark.parametrize("change", ["upto = upto + 1000000", "at = at - interval '1 year'"])
def test_what_a_seal_says_of_itself_is_under_its_root(change):
    write(FIRST, "một")
    seals.seal(at=AT)
    touched(f"UPDATE journal_seal SET {change}")
    broken = seals.verify().broken
    assert broken is not None
    assert "Niêm phong" in broken.message


def test_a_seal_over_events_that_never_were_stops_no_sealing_unseen():
    write(FIRST, "một")
    seals.seal(at=AT)
    made_up = seals.root(b"", 10**6, AT, [(FIRST, 1, head_of(FIRST))])
    touched(f"UPDATE journal_seal SET upto = 1000000, root = '\\x{made_up.hex()}'")
    assert "chưa hề có" in seals.verify().broken.message


def head_of(stream: uuid.UUID) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM journal_event WHERE stream = %s ORDER BY seq DESC LIMIT 1", [stream])
        return bytes(cursor.fetchone()[0])


def test_a_root_that_was_noted_is_known_again_while_the_seals_stand():
    write(FIRST, "một")
    seals.seal(at=AT)
    noted = seals.verify().last.root
    write(SECOND, "hai")
    seals.seal(at=AT + timedelta(days=1))
    assert seals.verify().sealed_under(noted.upper()).at == AT
    touched(f"DELETE FROM journal_event WHERE stream = '{FIRST}'")
    touched("DELETE FROM journal_sealedhead")
    touched("DELETE FROM journal_seal")
    assert seals.verify().broken is None
    assert seals.verify().sealed_under(noted) is None
    seals.seal(at=AT + timedelta(days=2))
    assert seals.verify().sealed_under(noted) is None


def test_who_forgets_to_seal_is_reminded():
    now = datetime.now(UTC)
    assert seals.verify().late(now) == ""
    write(FIRST, "một")
    assert seals.verify().late(now) == ""
    assert "chưa niêm phong từ" in seals.verify().late(now + timedelta(hours=25))
    seals.seal(at=now)
    assert seals.verify().late(now + timedelta(hours=23)) == ""
    assert "quá một ngày" in seals.verify().late(now + timedelta(hours=25))


def test_numbers_of_people_are_masked_in_what_is_personal_until_they_are_asked_for():
    data = {"word": "mẹ 042192000123, gọi 0912 000 123", "due": "042192000123"}
    assert kinds.sentence("test.written", "Minh", data) == (
        "Minh ghi “mẹ 042*****0123, gọi *******123”, hạn 042192000123."
    )
    assert "042192000123, gọi 0912 000 123" in kinds.sentence("test.written", "Minh", data, revealed=True)


def test_an_event_reads_as_one_sentence():
    text = kinds.sentence("test.written", "Minh", {"word": "xong", "due": "2026-11-26T10:30:00+00:00"})
    assert text == "Minh ghi “xong”, hạn 17:30 ngày 26/11/2026."


def test_a_subscriber_hears_once_however_often_the_job_runs(monkeypatch):
    monkeypatch.setattr(outbox, "_subscribers", {})
    heard = []
    outbox.subscribe("test.written", "ears")(lambda event: heard.append(event.data["word"]))
    event = write(FIRST, "một")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs")
        (task, args) = cursor.fetchone()
    assert task == "journal.deliver"
    assert str(event) in str(args)
    assert outbox.deliver(event, "ears") is True
    assert outbox.deliver(event, "ears") is False
    assert heard == ["một"]


def test_a_subscriber_that_fails_hears_again(monkeypatch):
    monkeypatch.setattr(outbox, "_subscribers", {})

    def fails_once(event):
        if not tried:
            tried.append(event.id)
            raise ConnectionError("the printer is off")

    tried: list[int] = []
    outbox.subscribe("test.written", "printer")(fails_once)
    event = write(FIRST, "một")
    with pytest.raises(ConnectionError):
        outbox.deliver(event, "printer")
    assert outbox.deliver(event, "printer") is True
