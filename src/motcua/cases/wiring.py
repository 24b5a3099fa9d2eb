"""What the engine makes known to the rooms below it, and what it wants to hear."""

from motcua.cases import sentences, upkeep
from motcua.cases.desk.show import in_hand
from motcua.journal.outbox import Happened, subscribe
from motcua.web import panels

sentences.declare_all()


@subscribe("calendar.loaded", "recount")
def recount(happened: Happened) -> None:
    """A changed calendar moves the promises of open cases, and only theirs."""
    upkeep.recount(at=happened.at)


panels.fill("officer")(in_hand)
