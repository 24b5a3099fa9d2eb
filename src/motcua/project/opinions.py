"""What the people of the demonstration think of how they were served: most are content, the late ones less."""

from __future__ import annotations

import random
from datetime import datetime
from uuid import UUID

from motcua.people import acts as people
from motcua.project.plans import traffic
from motcua.surveys import acts, links
from motcua.surveys.models import Invitation
from motcua.surveys.questionnaires import questionnaire

CONTENT, CROSS = (1, 2, 6, 38, 53), (12, 26, 30, 24, 8)
"""How often each mark from 1 to 5 is given, by who was served in time and by who was not."""


def be_asked(case: UUID, chance: random.Random, *, late: bool, at: datetime) -> None:
    """Ask the applicant of a case that was handed over, who may answer."""
    told, by = traffic(), people.system()
    if not acts.invite(case, by=by, at=at) or chance.random() >= told["chances"]["opinion"]:
        return
    of = questionnaire(Invitation.objects.get(case_id=case).survey)
    overall = _mark(chance, late=late)
    said = {one.id: str(_near(chance, overall)) for one in of.questions if chance.random() < 0.6}
    said[of.overall] = str(overall)
    if chance.random() < 0.25:
        said["comment"] = chance.choice(told["words"]["opinion_cross" if overall < 4 else "opinion_content"])
    acts.answer(links.token_of(case), said, by=by, at=at)


def _mark(chance: random.Random, *, late: bool) -> int:
    return chance.choices(range(1, 6), CROSS if late else CONTENT)[0]


def _near(chance: random.Random, overall: int) -> int:
    """The mark of another question: much like the first one."""
    return min(5, max(1, overall + chance.choice((-1, 0, 0, 0, 1))))
