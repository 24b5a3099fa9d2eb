"""What the engine makes known to the rooms below it, and what it wants to hear."""

from procrastinate.contrib.django import app

from motcua.cases import bundles, opinions, outside, sentences, upkeep, writing
from motcua.cases.desk import trial
from motcua.cases.desk.show import in_hand
from motcua.journal.outbox import Happened, subscribe
from motcua.web import panels

sentences.declare_all()
writing.followed(bundles.concerned, bundles.follow)
writing.followed(opinions.concerned, opinions.follow)
writing.followed(outside.concerned, outside.follow)


@subscribe("calendar.loaded", "recount")
def recount(happened: Happened) -> None:
    """A changed calendar moves the dates of open cases, and only theirs; each portion of them is a job of its own."""
    for since, until in upkeep.batches():
        app.configure_task("cases.recount").defer(
            at=happened.at.isoformat(), since=str(since), until=str(until) if until else None
        )


panels.fill("officer")(in_hand)
panels.fill("procedure-draft")(trial.running)
panels.fill("procedure-draft.trial")(trial.past)
