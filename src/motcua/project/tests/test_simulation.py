"""A small province at work: whatever was drawn, the rows, the journal and the figures agree."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from contextlib import redirect_stderr
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import TestCase, override_settings

from motcua.cases import checks, replaying
from motcua.cases.models import Case, Channel, Draft, Hold, Step
from motcua.documents.models import Paper
from motcua.journal import seals
from motcua.journal.models import Event
from motcua.kernel.calendar import LOCAL
from motcua.kernel.refusals import Refusal
from motcua.kernel.replay import Assumptions
from motcua.kernel.states import ENDED, State
from motcua.people.models import Applicant
from motcua.procedures import reads as procedures
from motcua.procedures.models import Procedure
from motcua.project import cast, plans, simulation
from tests import province

AT = datetime(2026, 11, 18, 15, 30, tzinfo=LOCAL)
"""A Wednesday afternoon."""


def run(cases: int, seed: int = 7) -> simulation.Summary:
    return simulation.run(cases=cases, days=30, seed=seed, at=AT, progress=lambda *_: None, processes=1)


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.once
class TestAProvinceAtWork(TestCase):
    """Sixty cases and the scenes of the cast, simulated once for all these stories."""

    @classmethod
    def setUpClass(cls):
        cls.files = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(FILES_DIR=cls.files))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        province.build()
        cast.engage(at=AT, everywhere=True)
        cls.summary = run(60)
        cls.cases = list(Case.objects.values_list("id", flat=True))

    def test_the_figures_are_those_of_the_database(self):
        done = self.summary.done
        alone = Case.objects.filter(parent=None)
        assert done["cases"] == alone.count() > 60
        assert done["drafts"] == Draft.objects.count() > 0
        channels = Counter(Channel(one).name.lower() for one in alone.values_list("channel", flat=True))
        assert channels == Counter({name: done[name] for name in ("online", "counter", "post")})
        assert done["supplements"] == Hold.objects.filter(kind="supplement").count()
        assert done["redated"] == Case.objects.exclude(redated_at=None).count()
        assert done["corrected"] == Case.objects.exclude(corrected_at=None).count()
        assert self.summary.events == Event.objects.filter(stream__in=self.cases).count()

    def test_a_bundle_is_walked_through_its_parts(self):
        bundle = Case.objects.get(
            applicant__account__username="hoa", version__procedure__code="2.000986", parent=None
        )
        parts = dict(bundle.children.values_list("bundle_part", "state"))
        assert parts["birth"] == State.RETURNED
        assert parts["residence"] in (State.RECEIVED, State.PROCESSING)

    def test_the_journal_holds_and_tells_every_row(self):
        assert seals.verify().broken is None
        assert checks.rows_that_differ() == []

    def test_a_case_has_one_open_step_until_it_ends(self):
        open_steps = Counter(Step.objects.filter(closed_at=None).values_list("case_id", flat=True))
        for case, state in Case.objects.values_list("id", "state"):
            assert open_steps[case] == (State(state) not in ENDED), case

    def test_nothing_happens_after_the_moment(self):
        moments = list(Event.objects.filter(stream__in=self.cases).values_list("at", flat=True))
        assert AT - timedelta(days=45) < min(moments) < max(moments) <= AT

    def test_events_of_a_case_and_numbers_of_a_one_stop_follow_time(self):
        assert rows(
            """SELECT count(*) FROM journal_event e JOIN cases_case c ON c.id = e.stream
            JOIN journal_event f ON f.stream = e.stream AND f.seq = e.seq + 1 WHERE f.at < e.at"""
        ) == [(0,)]
        assert rows(
            """SELECT count(*) FROM cases_case a JOIN cases_case b ON a.reception_id = b.reception_id
            AND left(a.code, -8) = left(b.code, -8) AND a.code < b.code AND a.submitted_at > b.submitted_at"""
        ) == [(0,)]

    def test_an_online_birth_comes_with_its_papers(self):
        births = Case.objects.filter(channel=Channel.ONLINE, procedure__code="1.001193", parent=None)
        for birth in births.values_list("id", flat=True):
            assert Paper.objects.filter(application=birth, file__mime="application/pdf").exists()

    def test_hoa_has_a_case_in_each_interesting_state_and_binh_none(self):
        states = set(Case.objects.filter(applicant__account__username="hoa").values_list("state", flat=True))
        assert {State.RETURNED, State.FINISHED, State.SUPPLEMENT, State.PROCESSING} <= states
        assert Draft.objects.filter(account__username="hoa").exists()
        assert Case.objects.filter(applicant__account__username="anphat", state=State.PROCESSING).exists()
        assert not Case.objects.filter(applicant__account__username="binh").exists()

    def test_the_desks_of_the_cast_have_fresh_near_and_late_work(self):
        waiting = Step.objects.filter(closed_at=None, held=False, awaits_collection=False)
        for officer in ("minh", "lan", "quan"):
            with self.subTest(officer):
                dues = list(waiting.filter(owner__username=officer).values_list("due_at", flat=True))
                assert len(dues) >= 4
                assert min(dues) < AT
                assert any(AT <= due < AT + timedelta(days=1) for due in dues)
                assert max(dues) > AT + timedelta(hours=15)

    def test_slips_of_the_past_wait_behind_live_work(self):
        jobs = rows(
            """SELECT j.priority, j.scheduled_at FROM procrastinate_jobs j JOIN journal_event e
            ON e.id = (j.args ->> 'event')::bigint JOIN cases_case c ON c.id = e.stream"""
        )
        assert {priority for priority, _ in jobs} == {-10}
        assert all(later > earlier for earlier, later in pairwise(sorted(at for _, at in jobs)))

    def test_the_summary_speaks_vietnamese(self):
        first, second = self.summary.lines
        assert first.startswith(f"{self.summary.done['cases']} hồ sơ từ 19/10/2026 đến 18/11/2026")
        assert "yêu cầu bổ sung" in second

    def test_the_same_seed_draws_the_same_plans(self):
        def drawn(seed: int) -> list[plans.Plan]:
            there = plans.Province(seed=seed, people=30, on=AT.date())
            return [plans.draw(there, number, begins=AT - timedelta(days=30), at=AT) for number in range(40)]

        assert drawn(7) == drawn(7)
        assert drawn(7) != drawn(8)

    def test_the_same_seed_lives_the_same_lives(self):
        assert run(60).done == self.summary.done
        forms = rows("SELECT form::text, submitted_at, state, count(*) FROM cases_case GROUP BY 1, 2, 3")
        assert {count for *_, count in forms} == {2}

    def test_people_are_settled_once(self):
        before = Applicant.objects.count()
        plans.settle(plans.Province(seed=7, people=60, on=AT.date()))
        assert Applicant.objects.count() == before

    def test_days_without_calendar_or_procedures_are_refused(self):
        for at in (datetime(2028, 1, 3, 9, tzinfo=LOCAL), datetime(2025, 6, 30, 9, tzinfo=LOCAL)):
            with pytest.raises(Refusal, match=r"từ ngày 01/07/2025 đến hết năm 2027"):
                simulation.run(cases=5, days=10, seed=1, at=at, processes=1)

    def test_at_the_edge_the_period_moves_and_says_so(self):
        with redirect_stderr(io.StringIO()) as said:
            begins, last = simulation.period(90, datetime(2027, 12, 20, 9, tzinfo=LOCAL))
            assert simulation.period(90, datetime(2025, 7, 20, tzinfo=LOCAL))[0] == simulation.FIRST
        assert (last - begins).days == 90
        assert last < datetime(2027, 12, 1, tzinfo=LOCAL)
        assert "chỉ cho phép mô phỏng từ 04/08/2027 đến 02/11/2027" in said.getvalue()

    def test_told_again_under_the_law_of_its_time_every_case_is_as_it_was(self):
        """To the minute: each step with its due time, both promises, the end, the state."""
        told = 0
        for code in Procedure.objects.filter(versions__isnull=False).values_list("code", flat=True):
            for past in replaying.pasts(code, since=AT.date() - timedelta(days=60), until=AT.date()):
                one = replaying.again(past, procedures.definition(past.version), Assumptions())
                here = one.case.position
                told += 1
                assert (one.stuck, one.in_step, one.dropped) == ("", True, 0), past.history
                assert one.case.closed == past.closed
                assert (one.case.outcome, here.state) == (past.row["outcome"], past.row["state"])
                for column in ("received_at", "due_original", "due_at", "finished_at"):
                    assert getattr(here, column) == past.row[column], (past.history.code, column)
        assert told > 20
