"""Screens of elections, one function each (màn hình bầu cử)."""

from daihoi.cycle.elections.views.lists import contest, contest_list, fix, open_, open_post, panel, people, terms
from daihoi.cycle.elections.views.rechecks import recheck, recheck_step
from daihoi.cycle.elections.views.reopening import reopening, reopening_step
from daihoi.cycle.elections.views.results import bundle, certify, hall, number_, of_poll, paper, result, sign, table
from daihoi.cycle.elections.views.rounds import follow, hold, rounds
from daihoi.cycle.elections.views.wording import preview, words

__all__ = [
    "bundle",
    "certify",
    "contest",
    "contest_list",
    "fix",
    "follow",
    "hall",
    "hold",
    "number_",
    "of_poll",
    "open_",
    "open_post",
    "panel",
    "paper",
    "people",
    "preview",
    "recheck",
    "recheck_step",
    "reopening",
    "reopening_step",
    "result",
    "rounds",
    "sign",
    "table",
    "terms",
    "words",
]
