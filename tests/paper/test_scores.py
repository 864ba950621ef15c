"""The score of a field is the measured share of fields like it that bore a mark."""

import pytest

from daihoi.paper.scores import scored, share_of
from daihoi.paper.thresholds import SCORES


def line(*fields):
    """A page that was read, its fields still with leanings."""
    shaped = [
        {"candidate": n, "kind": "strike", "state": state, "score": lean, "why": why} for n, (state, lean, why) in enumerate(fields, 1)
    ]
    return {"status": "read", "fields": shaped}


def test_settled_fields_are_nearly_sure_and_questions_are_not():
    read = scored(line(("clear", 0.0005, ""), ("marked", 0.9999, ""), ("doubtful", 0.5, "partly")))
    clear, marked, asked = (field["score"] for field in read["fields"])
    assert 0 < clear < 0.001
    assert 0.999 < marked < 1
    assert 0.05 < asked < 0.99


def test_the_same_question_means_less_on_a_page_full_of_questions():
    broken = ("doubtful", 0.5, "partly")
    alone = scored(line(broken, *[("clear", 0.0005, "")] * 9))["fields"][0]["score"]
    among_many = scored(line(*[broken] * (SCORES.few_asked + 1)))["fields"][0]["score"]
    assert 3 * among_many < alone


@pytest.mark.parametrize("kind", ["strike", "agree"])
def test_a_reason_never_measured_has_the_share_of_its_state(kind):
    box = "strike" if kind == "strike" else "box"
    assert share_of((box, "doubtful", "never_seen", "calm", 3)) == pytest.approx(
        share_of((box, "doubtful", "unheard_of", "calm", 9)), abs=1e-6
    )
    assert (
        share_of((box, "clear", "", "calm", 0))
        < share_of((box, "doubtful", "never_seen", "calm", 3))
        < share_of((box, "marked", "", "calm", 10))
    )
