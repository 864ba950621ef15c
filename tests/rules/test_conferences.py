from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daihoi.rules.conferences import (
    Heads,
    Outcome,
    Planned,
    base_of,
    bodies,
    outcome_of,
    programme_findings,
    quorum_of,
    reading_minutes,
    shares,
)
from daihoi.rules.speaking import Operation, Verb, replay

START = datetime(2024, 2, 27, 1, tzinfo=UTC)


@pytest.mark.parametrize(("share", "base", "needed"), [
    ("more_than_half", 38, 20), ("more_than_half", 39, 20), ("more_than_half", 0, 1), ("two_thirds", 39, 26), ("two_thirds", 40, 27),
])  # fmt: skip
def test_a_share_asks_for_its_smallest_number(share, base, needed):
    assert shares()[share].needed(base) == needed


@pytest.mark.parametrize(("body", "base"), [
    ("exec_committee", 36),  # EL-52: incumbents less those elsewhere and those suspended; who is ill stays in
    ("standing_committee", 36),
    ("key_cadres", 39),  # PE-06: of all convened
    ("members", 34),  # EL-41: also less those absent throughout with leave
    ("delegates", 34),  # EL-42
])  # fmt: skip
def test_the_base_is_that_of_the_body(body, base):
    assert base_of(body, Heads(39, present=33, excused=2, elsewhere=2, suspended=1)).number == base


def test_pe_02_key_cadres_need_two_thirds_of_the_convened():
    short, enough = quorum_of("key_cadres", Heads(60, present=39)), quorum_of("key_cadres", Heads(60, present=40))
    assert (short.is_met, short.missing, enough.is_met, enough.rule) == (False, 1, True, "PE-02")
    assert quorum_of("exec_committee", Heads(60, present=31), "two_thirds").is_met is False


def test_every_body_names_its_source():
    assert all(body.source and body.quorum in shares() for body in bodies().values())


def test_the_outcome_is_one_form():
    found = outcome_of(agree=30, disagree=2, other=1, present=36, base=39, share="more_than_half")
    assert (found, found.is_carried) == (Outcome(30, 2, 1, 3, 39, 20), True)
    assert outcome_of(agree=19, disagree=0, other=0, present=19, base=38, share="more_than_half").is_carried is False


def test_dr_17_order_is_data_and_free_steps_stand_anywhere():
    lines = [Planned("flag", "Chào cờ", 5), Planned("guidance", "Cấp trên", 20), Planned("adoption", "Thông qua", 10, has_paper=True)]
    assert programme_findings("ordinary", lines) == []
    swapped = programme_findings("ordinary", [*reversed(lines)])
    assert [(found.code, found.facts["item"], found.facts["before"]) for found in swapped] == [("conference.order", "Chào cờ", "Thông qua")]


def test_reading_time_and_length_are_checked():
    assert (reading_minutes(0), reading_minutes(1), reading_minutes(1300), reading_minutes(1301)) == (0, 1, 10, 11)
    lines = [Planned("report", "Báo cáo", 20, words=2800, has_paper=True), Planned("discussion", "Thảo luận", 300)]
    assert [found.code for found in programme_findings("extraordinary", lines)] == ["conference.too_long_to_read", "conference.too_long"]


def operations(moves):
    return [
        Operation(Verb(verb), str(who), START + timedelta(seconds=n), f"D{who % 3}", who % 7 == 0) for n, (verb, who) in enumerate(moves)
    ]


@given(st.lists(st.tuples(st.sampled_from([str(verb) for verb in Verb]), st.integers(1, 12)), max_size=80))
def test_a_speaker_stands_in_one_place_and_a_replay_gives_the_same_list(moves):
    found, again = replay(operations(moves)), replay(operations(moves))
    assert found == again
    waiting, spoken = {turn.speaker for turn in found.queue}, {turn.speaker for turn in found.spoken}
    speaking = {found.speaking.speaker} if found.speaking else set()
    left = {turn.speaker for turn in found.turns.values() if turn.left}
    assert len(waiting) + len(spoken) + len(speaking) + len(left) == len(found.turns)
    assert [turn.is_point_of_order for turn in found.queue] == sorted((turn.is_point_of_order for turn in found.queue), reverse=True)


def test_the_fair_share_counts_turns_of_a_delegation():
    moves = [("registered", 1), ("registered", 4), ("registered", 2), ("called", 1)]  # 1 and 4 are of one delegation
    assert [turn.speaker for turn in replay(operations(moves)).queue] == ["2", "4"]
    ended = replay(operations([*moves, ("ended", 1)]))
    assert (ended.seconds, ended.had, ended.spoken[0].seconds) == ({"D1": 1}, {"D1": 1}, 1)


def test_twenty_thousand_operations_are_replayed():
    moves = [move for n in range(1, 5001) for move in (("registered", n), ("called", n), ("ended", n), ("withdrawn", n))]
    assert len(replay(operations(moves)).spoken) == 5000
