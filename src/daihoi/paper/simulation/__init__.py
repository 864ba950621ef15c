"""Blank ballot in, marked and scanned sheet out, with the truth beside it (phiếu mô phỏng).

For tests, practice decks and accuracy runs. The marks are drawn by a program: no figure measured on
them says how real voters write. Nothing here knows how the reader works.
"""

from daihoi.paper.simulation.judging import Verdict, judge, judge_pile
from daihoi.paper.simulation.kinds import BOX_MARKS, STRIKE_MARKS, MarkKind
from daihoi.paper.simulation.pile import EVENTS, Picture, simulate_pile
from daihoi.paper.simulation.sampling import random_choices
from daihoi.paper.simulation.sheet import PROFILES, Sheet, simulate_sheet

__all__ = [
    "BOX_MARKS",
    "EVENTS",
    "PROFILES",
    "STRIKE_MARKS",
    "MarkKind",
    "Picture",
    "Sheet",
    "Verdict",
    "judge",
    "judge_pile",
    "random_choices",
    "simulate_pile",
    "simulate_sheet",
]
