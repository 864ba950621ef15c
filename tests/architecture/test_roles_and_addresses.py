"""Every role on every address: an administrator reaches no content, a GET writes nothing, a POST without its token does nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daihoi.foundation.organization.roles import roles
from tests.architecture.test_doors import addresses
from tests.architecture.test_outsider import VALUES
from tests.cycle.elections.facts import CLEAR, NAMES, make_certified, make_counted, make_fixed, make_hall
from tests.make import make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OF_THE_SESSION = ("django_session",)
ADDRESSES = dict(addresses())
PREPARES = {"accounts:second_factor_on"}  # its page shows a new secret, which must be kept until it is confirmed
CONTENT = ("ballots", "elections", "congresses", "tracking", "assignments", "reporting", "documents")


@pytest.fixture
def hall(db):
    return make_hall()


def known(hall, contest):
    """The keys that stand in the addresses of this congress."""
    return {
        "congress_id": hall.congress.pk, "contest_id": contest.pk, "poll_id": contest.poll_id, "code": hall.unit.code,
        "round_code": hall.congress.round.code, "batch_id": contest.poll.batches.first().pk, "kind": "minutes", "form": "pdf",
        "place": "head", "edition": "public", "which": "phieu", "question": "b1-c1-strike", "what": "cho",
        "run_id": contest.poll.print_runs.get().pk, "unit_id": hall.unit.pk, "number": 1, "step": "dung", "stage": "held", "matter": "contents",
    }  # fmt: skip


def filled(name, keys):
    kinds = ADDRESSES[name].pattern.converters
    return reverse(name, kwargs={key: keys.get(key, VALUES[type(kind).__name__]) for key, kind in kinds.items()})


def leading_to(keys):
    """The addresses whose every key is known here: any other names something that is not there, and answers so to everybody."""
    return [name for name in sorted(ADDRESSES) if set(ADDRESSES[name].pattern.converters) <= set(keys)]


def asked(client, url):
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def shows(answer):
    return "" if answer.streaming else " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode(errors="replace")).split())


@pytest.mark.parametrize("role", ["administrator", "console", "door_steward", "complaint_handler"])
def test_a_role_without_content_reaches_none_by_address(hall, bare_refusals, role):
    contest = make_certified(hall, CLEAR)
    client, keys = signed_in(make_user(role=role, unit=hall.unit)), known(hall, contest)
    open_to = {
        "tracking:today",
        "tracking:progress",
        "tracking:export",
        "congresses:list",
        "congresses:rounds",
        "elections:list",
        "documents:list",
        "documents:export",
        "documents:left",
    }
    open_to |= {"assignments:count", "assignments:panel", "ballots:custody_all"}  # empty: nothing waits for this person
    open_to |= {"reporting:weeks", "reporting:report", "reporting:export", "reporting:compare"}
    if role == "complaint_handler":
        open_to |= {name for name in ADDRESSES if name.startswith(("congresses:", "tracking:", "reporting:"))}
    if role == "console":
        open_to |= {"congresses:open_round", "congresses:import"}
    reached = {}
    for name in ADDRESSES:
        if name.split(":")[0] in CONTENT:
            answer = asked(client, filled(name, keys))
            if name not in open_to and answer.status_code not in {403, 404}:
                reached[name] = answer.status_code
            assert [each for each in NAMES if each in shows(answer)] == []
    assert reached == {}


def test_nobody_but_the_head_of_the_count_sees_votes_before_they_are_announced(hall, bare_refusals):
    contest = make_counted(hall, make_fixed(hall), CLEAR)
    keys = known(hall, contest)
    told = {}
    for role in roles():
        client = signed_in(make_user(role=role, unit=hall.unit))
        pages = [name for name in leading_to(keys) if name.split(":")[0] in {*CONTENT, "journal"}]
        told[role] = [name for name in pages if "77,78" in shows(asked(client, filled(name, keys)))]
        assert client.get(reverse("accounts:security")).status_code == 200
    assert {role: names for role, names in told.items() if names} == {"counting_head": ["elections:certify", "elections:result"]}


def test_get_writes_nothing(hall):
    contest = make_certified(hall, CLEAR)
    keys = known(hall, contest)
    for user in (hall.head, hall.secretary, hall.officer):
        client = signed_in(user)
        for name in set(leading_to(keys)) - PREPARES:
            with CaptureQueriesContext(connection) as queries:
                client.get(filled(name, keys))
            written = [each["sql"][:80] for each in queries if each["sql"].startswith(WRITING)]
            assert [sql for sql in written if not any(table in sql for table in OF_THE_SESSION)] == [], name


def test_every_post_asks_for_its_token(hall):
    contest = make_certified(hall, CLEAR)
    keys = known(hall, contest)
    client = Client(enforce_csrf_checks=True)
    client.force_login(hall.head, backend="django.contrib.auth.backends.ModelBackend")
    found = {name: client.post(filled(name, keys)).status_code for name in ADDRESSES}
    assert set(found.values()) <= {403, 405}


def test_a_fault_shows_nothing_of_the_inside(settings, monkeypatch):
    from daihoi.foundation.organization.views import tree

    def broken(*_given, **_named):
        raise ValueError("bi-mat-ben-trong")

    make_tree()
    monkeypatch.setattr(tree, "visible_units", broken, raising=False)
    monkeypatch.setattr("daihoi.web.views.specimens", broken)
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role="viewer"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("web:components"))
    assert (answer.status_code, "bi-mat" in shows(answer), "Traceback" in shows(answer)) == (500, False, False)
