"""The life of one simulated case: real acts by those who hold the posts, one after the other in working time.

A life is a generator: it yields the moment at which it goes on, and whoever drives it resumes it then. So lives
run side by side in the order of time, and one whose next moment has not come yet simply stays where it is.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from motcua.cases import acts, filing
from motcua.cases.models import Channel, Hold
from motcua.documents import acts as documents
from motcua.documents import reads as papers
from motcua.documents.models import Form
from motcua.kernel import clock
from motcua.kernel.calendar import local
from motcua.kernel.clock import MINUTES_A_DAY
from motcua.kernel.flow import DECIDING, Step
from motcua.kernel.position import SUPPLEMENT
from motcua.people import acts as people
from motcua.people.actors import Actor
from motcua.procedures import reads as procedures
from motcua.project import opinions, plausible
from motcua.project.course import Course, Moments, Stretch
from motcua.project.plans import DRAFT, applicant_facts, asks
from motcua.project.specimens import specimen
from motcua.project.waits import be_gathered, be_minuted, be_outside, opened, waits


class Life(Course):
    """One case from the form to the result in the applicant's hand."""

    def run(self) -> Moments:
        """All moments of the life; what rests stays, what is not yet over is simply not resumed."""
        yield self.at
        if not (yield from self.file()):
            return
        if not (yield from self.be_received()):
            return
        if not (yield from self.be_worked()):
            return
        yield from self.be_handed_over()
        if self.fate.corrected and not any(waits(step) or step.outside for step in self.flow.steps.values()):
            yield from self.be_corrected()

    def resting(self, place: str) -> bool:
        return self.fate.rests_at == place

    def file(self) -> Stretch:
        """Fill in the form, attach the papers, submit; False when it stays a draft."""
        plan, by = self.plan, self.applicant
        answers = self.answers = plausible.plausible(
            self.definition.schema, self.chance, today=local(self.at).date(), facts=plan.filer.facts
        )
        whose = None if plan.channel == Channel.ONLINE else self._known_at_counter()
        draft = filing.start(
            plan.procedure, applicant=whose, channel=plan.channel, reception=self.reception, by=by, at=self.at
        )
        self.did("drafts")
        if self.resting(DRAFT):
            answers = dict(list(answers.items())[: len(answers) // 2])
        filing.save(draft, answers, competent=plan.competent, return_how=plan.return_how, by=by, at=self.at)
        if self.resting(DRAFT):
            return False
        self._bring_papers(draft, answers, by)
        yield from self.until(self.at + timedelta(minutes=self.fate.pace or self.chance.randint(4, 25)))
        filed = filing.submit(draft, by=by, at=self.at)
        self.case = filed.id
        self.did("cases")
        self.did(Channel(plan.channel).name.lower())
        self.stage.done["drafts"] -= 1
        return True

    def _known_at_counter(self) -> int:
        facts = applicant_facts(self.plan.filer, self.stage.province)
        return people.know_applicant(facts, birth_date=facts["birth_date"], by=self.applicant, at=self.at)

    def _bring_papers(self, draft: UUID, answers: Mapping[str, Any], by: Actor) -> None:
        """Online a file for each paper that must be there; at the counter the papers themselves."""
        asked = papers.wanted(self.definition, answers, ())
        if self.plan.channel == Channel.ONLINE:
            for one in asked:
                if one.lacks_file:
                    documents.attach(draft, one.id, specimen(one.title), by=by, at=self.at)
            return
        required = {one.id for one in asked if one.required and one.uploaded}
        ticks = {one.id: _count(one) for one in self.definition.papers if one.id in required}
        if ticks:
            documents.note_papers(draft, ticks, by=by, at=self.at)

    def be_received(self) -> Stretch:
        """Reception, perhaps after a supplement; False when the case ends or rests here."""
        if self.resting(self.step.id):
            return False
        quick = self.plan.channel != Channel.ONLINE
        yield from self.working(self.fate.pace or self.chance.randint(2, 12 if quick else 300))
        if self.fate.refused == "reception":
            self._refuse()
            return False
        if self.fate.supplements and self.fate.at_reception and not (yield from self.be_supplemented()):
            return False
        verb = self._forward()
        acts.receive(self.case, verb, by=self.worker, at=self.at)
        self.did("received")
        self._go(verb)
        self._share_out(clock.due(self.calendar(), self.at, self.definition.rule).at)
        return True

    def be_worked(self) -> Stretch:
        """All deciding steps, with what befalls the case on the way; False when it ends or rests here."""
        while (step := self.step).at in DECIDING:
            opened(self)
            if self.resting(step.id):
                return False
            if waits(step):
                yield from be_gathered(self)
                self._go(self._forward())
                continue
            if self.step.outside and self.step.outside.suspends:
                yield from be_outside(self)
                self._promised_again()
            minutes = self._minutes()
            yield from self.working(minutes * self.chance.uniform(0.2, 0.6))
            acts.claim(self.case, by=self.worker, at=self.at)
            self.did("claimed")
            yield from self.working(minutes * self.chance.uniform(0.2, 0.4))
            if not (yield from self.be_disturbed()):
                return False
            if self.step is step:
                self._close()
        return True

    def be_disturbed(self) -> Stretch:
        """What befalls a claimed step before it closes; False when nothing follows."""
        fate, judging = self.fate, self.flow.refusal(self.step) is not None
        if judging and fate.refused == "later":
            self._refuse()
            return True
        if fate.withdrawn and not self.answered_withdrawal and not (yield from self.be_withdrawn()):
            return False
        if asks(self.step) and self.asked < fate.supplements and not (yield from self.be_supplemented()):
            return False
        if fate.hold and not self.was_held:
            yield from self.be_held()
        if fate.redated and not self.was_redated:
            yield from self.be_redated()
        if fate.late and judging and not self.was_late:
            yield from self.be_late()
        return True

    def _close(self) -> None:
        """Close the step: forward, or once back to where it came from."""
        back = self._back() if self.fate.returned and not self.went_back else None
        if back:
            self.went_back = True
            acts.finish(self.case, back, note=self.pick("returned"), by=self.worker, at=self.at)
            self.did("returned")
            self._go(back)
            self._promised_again()
            return
        verb, refusing = self._forward(), self.step.decides
        be_minuted(self)
        acts.finish(self.case, verb, by=self.worker, at=self.at)
        self._go(verb)
        self.did("refused" if refusing else "finished" if self.step == self.flow.last else "steps")

    def be_handed_over(self) -> Moments:
        """The applicant comes for the result, or it is sent."""
        if self.resting(self.step.id):
            return
        waits = self.plan.return_how != "online" and self.happens("collected_later")
        days = self.chance.expovariate(1 / 1.3) if waits else 0
        yield from self.working(self.fate.pace or self.chance.randint(5, 70) + days * MINUTES_A_DAY)
        proxy = self.fate.by_proxy and self.plan.return_how == "counter"
        acts.hand_over(
            self.case,
            receiver=plausible.full_name(self.chance, "female") if proxy else self.plan.filer.name,
            how=self.plan.return_how,
            authority=self.pick("proxy") if proxy else "",
            by=self.worker,
            at=self.at,
        )
        self.did("handed-over")
        opinion = random.Random(f"{self.stage.province.seed}/opinion/{self.plan.number}")  # noqa: S311
        opinions.be_asked(self.case, opinion, late=self.was_late, at=self.at)

    def be_corrected(self) -> Moments:
        """An error is found after the result was handed over; the case is worked and handed over again."""
        yield from self.working(self.chance.randint(2, 10) * MINUTES_A_DAY)
        acts.correct(
            self.case,
            reason=self.pick("correction"),
            decision=self.pick("correction_decision"),
            by=self.leader,
            at=self.at,
        )
        self.did("corrected")
        self.step = next(step for step in self.flow.steps.values() if step.at in DECIDING)
        self.shares = {}
        while self.step.at in DECIDING:
            yield from self.working(self.chance.randint(10, 120))
            acts.claim(self.case, by=self.worker, at=self.at)
            self.did("claimed")
            yield from self.working(self.chance.randint(10, 120))
            self._close()
        yield from self.be_handed_over()

    # --- what befalls a case ---

    def _refuse(self) -> None:
        reason = self.chance.choice(procedures.refuse_reasons(self.definition))
        signing = self._signing()
        acts.refuse(
            self.case,
            reason_code=reason.code,
            reason=reason.title,
            basis=self.pick("refusal_basis"),
            by=self.worker,
            at=self.at,
        )
        self.did("steps" if signing else "refused")
        self.step = signing or self.flow.last

    def _signing(self) -> Step | None:
        """The step at which a leader signs what is refused here; None where that is refused at once."""
        verb = self.flow.refusal(self.step)
        return self.flow.steps.get(self._target(verb)) if verb else None

    def be_supplemented(self) -> Stretch:
        """Ask for exact papers and wait for them; False when the applicant does not answer."""
        again = self.asked > 0
        brought = [one for one in self.definition.papers_for(self.answers) if not one.from_form]
        wanted = [one for one in brought if not one.optional] or brought or list(self.definition.papers[:1])
        asked = self.chance.sample(wanted, min(len(wanted), self.chance.choice([1, 1, 2])))
        reason = self.chance.choice(procedures.supplement_reasons(self.definition))
        acts.request_supplement(
            self.case,
            items=[{"id": one.id, "title": one.title} for one in asked],
            reason_code=reason.code,
            reason=self.pick("supplement_again" if again else "supplement"),
            override_reason=self.pick("supplement_again") if again else "",
            by=self.leader if again else self.worker,
            at=self.at,
        )
        self.asked += 1
        self.did("supplements")
        if self.fate.unanswered:
            return (yield from self._given_up())
        yield from self.until(self.at + timedelta(hours=self.chance.uniform(5, 130)))
        if self.plan.channel != Channel.ONLINE:
            yield from self.working(0)
        self._bring_supplement()
        self.did("supplemented")
        self._promised_again()
        yield from self.working(self.chance.randint(20, 180))
        return True

    def _bring_supplement(self) -> None:
        by = self.applicant
        if self.plan.channel != Channel.ONLINE:
            acts.supplement(self.case, note=self.pick("brought"), by=by, at=self.at)
            return
        hold = Hold.objects.filter(case=self.case, closed_at=None).get()
        for number, item in enumerate(hold.items, start=1):
            documents.attach(
                self.case, f"{SUPPLEMENT}:{hold.id}:{number}", specimen(item["title"]), by=by, at=self.at
            )
        documents.supplement(self.case, by=by, at=self.at)

    def _given_up(self) -> Stretch:
        """Nobody answers; after long, a received case is stopped."""
        if self.fate.rests_at or self.fate.at_reception:
            return False
        yield from self.working(20 * MINUTES_A_DAY)
        law = self.definition.law[0]
        acts.stop(self.case, reason=self.pick("stopped"), basis=str(law), by=self.leader, at=self.at)
        self.did("stopped")
        return False

    def be_withdrawn(self) -> Stretch:
        """The applicant asks for the case back; False when they get it."""
        why, evidence = self.pick("withdrawal"), self.pick("withdrawal_evidence")
        acts.withdraw(self.case, reason=why, evidence=evidence, by=self.applicant, at=self.at)
        self.did("withdrawals")
        yield from self.working(self.chance.randint(30, 300))
        self.answered_withdrawal, granted = True, self.chance.random() < 0.8
        online = self.plan.channel == Channel.ONLINE
        acts.answer_withdrawal(
            self.case, granted=granted, note="" if granted else self.pick("withdrawal_declined"),
            by=self.stage.first_of(self.reception, "one-stop") if online else self.leader, at=self.at,
        )  # fmt: skip
        self.did("withdrawn" if granted else "withdrawal-declined")
        return not granted

    def be_held(self) -> Moments:
        """The clock pauses for payment or for what nobody could prevent."""
        self.was_held, name = True, self.fate.hold.replace("-", "_")
        decision = self.pick("force_majeure_decision") if name == "force_majeure" else ""
        acts.hold(
            self.case, self.fate.hold, reason=self.pick(name), decision=decision, by=self.worker, at=self.at
        )
        self.did("held")
        yield from self.working(self.chance.uniform(0.5, 4) * MINUTES_A_DAY)
        acts.resume(self.case, by=self.worker, at=self.at)
        self.did("resumed")
        self._promised_again()

    def be_redated(self) -> Moments:
        """Apologise a day or two ahead and give a new date, once (NĐ 61/2018 Đ.19.9)."""
        calendar = self.stage.province.calendar_of(self.competent)
        due = local(self.due).date()
        ahead = calendar.open_of(calendar.nth_working_day(due, -self.chance.choice([1, 2])))
        if ahead <= self.at:
            return
        yield from self.until(calendar.add_minutes(ahead, self.chance.randint(30, 200)))
        new_due = calendar.close_of(calendar.nth_working_day(due, self.chance.randint(2, 6)))
        acts.apologise(self.case, reason=self.pick("apology"), new_due=new_due, by=self.leader, at=self.at)
        self.did("redated")
        self.was_redated, self.due = True, new_due
        yield from self.until(calendar.add_minutes(self.at, self.chance.randint(60, 900)))

    def be_late(self) -> Moments:
        """The step lies until the promise is broken."""
        self.was_late = True
        after = self.calendar().add_minutes(
            max(self.due, self.at), self.chance.randint(20, 3 * MINUTES_A_DAY)
        )
        yield from self.until(after)


def _count(paper: procedures.Paper) -> dict[str, int]:
    return {Form.ORIGINAL.value: paper.original, Form.COPY.value: paper.copy}
