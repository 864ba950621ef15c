"""A graded text and its work: refused where there is a network, else seen only where they were issued or sent (PR-25)."""

from datetime import date

import pytest
from django.urls import reverse

from daihoi.cycle.directives.models import Text
from daihoi.cycle.directives.queries.texts import visible_texts
from daihoi.cycle.directives.services import issue_plan, link_plan, record_text, relate_texts
from daihoi.cycle.directives.services.texts import Heading
from daihoi.foundation.assignments.models import Assignment, Batch
from daihoi.foundation.assignments.queries import seen_assignments
from daihoi.rules.errors import RuleViolation
from tests.cycle.directives.facts import SENT, hand_down, heading, make_text
from tests.make import make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
WORDS, CLAUSE = "chuyện không ai ngoài cuộc được biết", "Quán triệt đến mọi chi bộ"


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def text(tree, settings):
    """A secret text of A, handed down to its cells."""
    settings.ISOLATED = True
    text = make_text(tree["A"], abstract=WORDS, grade="secret")
    hand_down(make_user(role="organization_officer", unit=tree["A"]), text, tree["A"])
    return text


def test_a_graded_text_is_refused_where_there_is_a_network(tree):
    officer = make_user(role="organization_officer", unit=tree["P"])
    with pytest.raises(RuleViolation, check=lambda refusal: refusal.code == "grades.networked"):
        record_text(actor=officer, unit=tree["P"], heading=heading(grade="secret"))
    typed = {"kind": "directive", "number": "1-CT", "body": "x", "dated": "30/05/2019", "abstract": WORDS, "grade": "top_secret"}
    page = signed_in(officer).post(reverse("directives:create"), typed)
    assert (page.status_code, "bản cài đặt cách ly" in page.content.decode(), Text.objects.count()) == (422, True, 0)


def people(tree):
    """Who keeps papers where, and whether a secret text of A for its cells is theirs to see."""
    return [
        (make_user(role="organization_officer", unit=tree["A"]), True),
        (make_user(role="unit_clerk", unit=tree["A1"]), True),
        (make_user(role="organization_officer", unit=tree["P"]), False),
        (make_user(role="unit_clerk", unit=tree["B1"]), False),
        (make_user(role="viewer", unit=tree["P"]), False),
        (make_user(role="inspector", unit=tree["P"]), False),
        (make_user(role="console"), False),
        (make_outsider(), False),
    ]


def test_only_who_issued_it_and_who_was_sent_it_see_it(tree, text):
    seen = [(user, visible_texts(user).filter(pk=text.pk).exists()) for user, _may in people(tree)]
    assert [may for _user, may in seen] == [may for _user, may in people(tree)]
    for user, may in seen:
        client = signed_in(user)
        assert client.get(reverse("directives:text", args=[text.pk])).status_code == (200 if may else 404)
        page = client.get(reverse("directives:list"), {"whose": "all"}).content.decode().lower()
        assert (WORDS in page) is may, user.username


def test_its_work_carries_the_grade_and_its_title_stays_with_who_needs_it(tree, text):
    assert set(Batch.objects.values_list("grade", flat=True)) == {"secret"}
    work = Assignment.objects.filter(unit=tree["A1"]).first()
    found = []
    for user, _may in people(tree):
        client = signed_in(user)
        pages = [
            client.get(reverse("assignments:item", args=[work.pk])),
            client.get(reverse("assignments:board"), {"state": "all"}),
            client.get(reverse("assignments:board"), {"state": "all", "xlsx": "1"}),
            client.get(reverse("assignments:batch", args=[work.batch_id])),
            client.get(reverse("assignments:mine")),
        ]
        told = any(CLAUSE in page.content.decode("utf-8", "ignore") for page in pages)
        found.append((told, seen_assignments(user).filter(pk=work.pk).exists()))
    assert found == [(True, True), (True, True), *[(False, False)] * 6]


def test_an_open_text_does_not_tell_of_its_graded_kin(tree, text):
    officer, viewer = make_user(role="organization_officer", unit=tree["A"]), make_user(role="viewer", unit=tree["A"])
    clerk = make_user(role="unit_clerk", unit=tree["A1"])
    known = make_text(tree["A"], number="9-KH/TU", dated=SENT)
    hand_down(officer, known, tree["A"])
    relate_texts(actor=officer, text=text, target=known, verb="guides", on=SENT)
    secret = Heading("plan", "77-KH/CB", "Chi bộ A1", date(2019, 7, 8), WORDS, "secret")
    plan = issue_plan(actor=clerk, unit=tree["A1"], heading=secret, pieces=[])
    link_plan(actor=clerk, plan=plan, pairs=[(known.clauses.first(), plan.clauses.get())])
    addresses = [reverse("directives:text", args=[known.pk]), reverse("directives:unit", args=[known.pk, "A1"]), reverse("directives:list")]
    told = {}
    for user in (officer, clerk, viewer):
        pages = "".join(signed_in(user).get(address).content.decode().lower() for address in addresses)
        told[user] = (text.number.lower() in pages, "77-kh/cb" in pages, WORDS in pages)
    assert told == {officer: (True, False, True), clerk: (True, True, True), viewer: (False, False, False)}
