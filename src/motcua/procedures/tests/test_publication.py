"""Publishing a file: once, frozen, followed by the next version, never backwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.journal.kinds import sentence
from motcua.journal.models import Event
from motcua.kernel.clock import Effect, Limit, Unit
from motcua.kernel.refusals import Invalid, Missing
from motcua.procedures import acts, reads
from motcua.procedures.models import Procedure, ProcedureVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank")]
JULY, MARCH, DECEMBER = date(2025, 7, 1), date(2026, 3, 1), date(2026, 12, 1)


def publish(file: Path, at, text: str | None = None):
    if text is not None:
        file.write_text(text, encoding="utf-8")
    return acts.load(file, by="tu", at=at)


def later(good: str) -> str:
    """The next version: same-day no more, from March."""
    return good.replace("2025-07-01", "2026-03-01").replace(
        '  value: 1 wd\n  same_day_until: "15:00"', "  value: 2 wd"
    )


def test_a_file_is_published_once(file, at):
    assert publish(file, at).published == ("1.001193",)
    assert publish(file, at + timedelta(hours=1)).published == ()
    version = reads.version_in_force("1.001193", date(2025, 12, 31))
    assert (version.number, version.in_force, version.until) == (1, JULY, None)


def test_the_publication_stands_in_the_journal(file, at):
    publish(file, at)
    procedure = Procedure.objects.get(code="1.001193")
    event = Event.objects.filter(stream=procedure.stream).latest("seq")
    told = sentence(event.kind, event.by, event.data)
    assert told.startswith(
        "tu đã công bố phiên bản 1 của thủ tục 1.001193 Đăng ký khai sinh, áp dụng từ 01/07/2025"
    )


def test_a_definition_is_parsed_whole(file, at):
    publish(file, at)
    text = reads.version_in_force("1.001193", JULY).definition
    assert text.rule.limit == Limit(1, Unit.WORKING_DAYS)
    assert text.effects == {"supplement": Effect.RESTART}
    assert [step.id for step in text.flow.steps.values()] == [
        "receive", "examine", "sign", "sign-refusal", "hand-over",
    ]  # fmt: skip
    assert [field.id for field in text.schema.fields] == ["child", "proof", "born", "copy"]
    assert text.schema.field("born").earliest == date(2000, 1, 1)
    assert reads.definition(reads.version_in_force("1.001193", JULY).id) is text


def test_comments_and_layout_are_no_new_version(file, good, at):
    publish(file, at)
    assert (
        publish(
            file, at, "# ghi chú\n" + good.replace("[online, counter]", "\n  - online\n  - counter")
        ).published
        == ()
    )


def test_what_is_published_cannot_be_rewritten(file, good, at):
    publish(file, at)
    with pytest.raises(Invalid) as refused:
        publish(file, at, good.replace("within: 4 wh", "within: 3 wh"))
    (fault,) = refused.value.faults
    assert fault.where == f"{file}:10"
    assert "Đổi “in_force” sang một ngày sau ngày đó" in fault.message


def test_the_next_version_follows_and_the_old_one_ends(file, good, at):
    publish(file, at)
    assert publish(file, at, later(good)).published == ("1.001193",)
    old, new = reads.versions("1.001193")
    assert (old.until, new.in_force, new.until) == (MARCH, MARCH, None)
    assert reads.version_in_force("1.001193", date(2026, 2, 28)).number == 1
    assert reads.version_in_force("1.001193", MARCH).definition.rule.limit.value == 2
    assert reads.version(old.id).definition.rule.limit.value == 1


def test_publishing_backwards_is_refused(file, good, at):
    publish(file, at)
    for day, why in (("2025-06-01", "đã công bố"), ("2025-12-01", "Không công bố lùi ngày")):
        with pytest.raises(Invalid) as refused:
            publish(file, at, good.replace("2025-07-01", day))
        assert why in refused.value.faults[0].message


def test_a_version_ends_when_its_file_says_so(file, good, at):
    publish(file, at)
    ending = good.replace("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2026-03-01")
    assert publish(file, at, ending).closed == ("1.001193",)
    assert publish(file, at).closed == ()
    with pytest.raises(Missing, match="không được tiếp nhận tại đây"):
        reads.version_in_force("1.001193", MARCH)
    with pytest.raises(Invalid) as refused:
        publish(file, at, good)
    assert "Không kéo dài được" in refused.value.faults[0].message


def test_two_files_of_one_procedure_follow_each_other(file, good, at):
    file.write_text(
        good.replace("in_force: 2025-07-01", "in_force: 2025-07-01\nuntil: 2026-03-01"), encoding="utf-8"
    )
    file.with_name("1.001193@2026-03-01.yaml").write_text(later(good), encoding="utf-8")
    assert acts.load(file.parent, by="tu", at=at).published == ("1.001193", "1.001193")
    assert acts.load(file.parent, by="tu", at=at).published == ()
    assert [version.number for version in reads.versions("1.001193")] == [1, 2]


def test_a_file_with_an_error_is_not_published(file, good, at):
    with pytest.raises(Invalid) as refused:
        publish(file, at, good.replace("within: 4 wh", "within: 40 wh"))
    assert "vượt thời hạn" in refused.value.faults[0].message
    assert not ProcedureVersion.objects.exists()
    assert not Procedure.objects.exists()


FROZEN = {
    "another text": "UPDATE procedures_procedureversion SET definition = '{}'",
    "another form": "UPDATE procedures_procedureversion SET form = '[]'",
    "an earlier start": "UPDATE procedures_procedureversion SET in_force = '[2024-01-01,)'",
    "another author": "UPDATE procedures_procedureversion SET published_by = 'binh'",
    "withdrawn": "UPDATE procedures_procedureversion SET published_at = NULL, published_by = ''",
    "deleted": "DELETE FROM procedures_procedureversion",
}


@pytest.mark.parametrize("statement", FROZEN.values(), ids=FROZEN)
def test_the_database_keeps_a_published_version(file, at, statement):
    publish(file, at)
    with (
        pytest.raises(IntegrityError, match="is published"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_lets_a_version_end_earlier_only(file, at):
    publish(file, at)
    version = ProcedureVersion.objects.get()
    version.in_force = DateRange(JULY, MARCH)
    version.save()
    version.in_force = DateRange(JULY, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_a_draft_may_still_change(file, at):
    procedure = Procedure.objects.create(
        code="1.000894", title="Kết hôn", words=" ", field="Hộ tịch", levels=["commune"]
    )
    draft = ProcedureVersion.objects.create(
        procedure=procedure, number=1, in_force=DateRange(JULY, None), definition={}, digest="-"
    )
    draft.definition = {"title": "Kết hôn"}
    draft.save()
    with pytest.raises(Missing):
        reads.version_in_force("1.000894", JULY)
    draft.delete()


def test_two_published_versions_at_once_are_refused_by_the_database(file, at):
    publish(file, at)
    first = ProcedureVersion.objects.get()
    with pytest.raises(IntegrityError, match="no_two_published_versions_at_once"), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=first.procedure, number=2, in_force=DateRange(MARCH, None), definition={}, digest="-",
            published_at=at, published_by="tu",
        )  # fmt: skip


def test_papers_follow_the_answers(file, at):
    publish(file, at)
    text = reads.version_in_force("1.001193", JULY).definition
    assert [paper.id for paper in text.papers_for({"proof": "pledge"})] == ["declaration"]
    assert [paper.id for paper in text.papers_for({"proof": "hospital"})] == ["declaration", "birth-proof"]


def test_reasons_are_the_procedures_own_and_the_shared_ones(file, at):
    publish(file, at)
    text = reads.version_in_force("1.001193", JULY).definition
    codes = [reason.code for reason in reads.refuse_reasons(text)]
    assert codes[0] == "already-registered"
    assert "not-competent" in codes
    assert next(reason.code for reason in reads.supplement_reasons(text)) == "missing-paper"


def test_the_procedures_that_ship_are_published(real, at):
    done = acts.load(real / "ha-tinh" / "procedures", by="tu", at=at)
    assert len(done.published) == done.files >= 20
    units = {reads.version_in_force(code, DECEMBER).definition.rule.limit.unit for code in done.published}
    assert units == {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CALENDAR_DAYS}
