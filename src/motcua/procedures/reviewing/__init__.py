"""Rà soát: what the catalogue as a whole asks of people without need. Advice, never an error.

Judged over definitions, from files or from the database alike; what a year of cases tells (:class:`Lived`) comes from
:mod:`motcua.cases.lived`, and without it nobody says how many people an advice would spare.
"""

from motcua.procedures.reviewing.advice import Advice, Bounds, Known, Lived, PaperLived
from motcua.procedures.reviewing.whole import advice

__all__ = ["Advice", "Bounds", "Known", "Lived", "PaperLived", "advice"]
