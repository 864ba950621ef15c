"""A person without a grant, on every address there is: nothing of the organization is seen, nothing breaks."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import get_converters

from tests.architecture.test_doors import OPEN, addresses
from tests.make import make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
VALUES = {
    "UUIDConverter": uuid.UUID(int=7),
    "IntConverter": 1,
    "StringConverter": "KHONG-CO",
    "SlugConverter": "khong-co",
    "PathConverter": "x",
}
OWN = {"accounts:security", "accounts:second_factor_on", "web:menu", "web:components"}  # pages that are the person's own, or everyone's
ADDRESSES = {name: {key: VALUES[type(kind).__name__] for key, kind in entry.pattern.converters.items()} for name, entry in addresses()}
CLOSED = sorted(set(ADDRESSES) - set(OPEN) - OWN)


def ask(client, name):
    """Open an address, by POST where it takes nothing else."""
    url = reverse(name, kwargs=ADDRESSES[name])
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def test_every_kind_of_argument_is_known_here():
    assert {type(kind).__name__ for _name, entry in addresses() for kind in entry.pattern.converters.values()} <= set(VALUES)
    assert len(get_converters()) >= len(VALUES)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - set(OPEN)))
def test_a_visitor_is_led_to_the_door(name):
    answer = ask(Client(), name)
    assert (answer.status_code, answer["Location"].startswith(reverse("accounts:sign_in"))) == (302, True)


def seen_by(user):
    """What this person sees at every closed address: status, and whether the page names a unit of the tree."""
    found = {}
    for name in CLOSED:
        answer = ask(signed_in(user), name)  # signed in each time: one of the addresses is the way out
        named = not answer.streaming and "Đảng bộ cơ sở A" in answer.content.decode(errors="replace")
        found[name] = (answer.status_code, named)
    return found


def test_a_person_without_a_grant_sees_nothing_of_the_organization(bare_refusals):
    make_tree()
    for name, (status, named) in seen_by(make_user()).items():
        allowed = {404, 403} if ADDRESSES[name] else {200, 302, 403, 404, 422}
        assert (name, status in allowed, named) == (name, True, False)


def test_an_outsider_with_every_right_elsewhere_sees_nothing_of_this_branch(bare_refusals):
    make_tree()
    for name, (status, named) in seen_by(make_outsider("organization_officer")).items():
        assert (name, status < 500, named) == (name, True, False)
