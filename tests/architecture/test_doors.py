"""Every address asks for sign-in, except those named here."""

from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "accounts:sign_in": "the door itself",
    "accounts:second_factor": "the second step of the door",
    "assignments:feed": "a calendar program knows a secret address instead of a password",
    "ballots:go_on": "a laptop where nobody has an account yet goes on from a stick: who sits at it with both halves of the code",
    "web:language": "a visitor may choose the language",
    "web:health": "a monitor asks whether the machine answers",
    "meetings:hall": "the projector's machine has no account: a signed address opens one conference",
    "meetings:frame": "a page that cannot listen asks by its signed address",
    "meetings:card": "a delegate shows the card of his seat",
    "meetings:delegate": "a delegate's page, opened by his card",
    "meetings:delegate_paper": "a paper, opened by a card",
    "meetings:ask_to_speak": "a delegate asks to speak, by his card",
    "meetings:withdraw": "a delegate takes back his own wish to speak, by his card",
    "meetings:cast": "a delegate votes, by his card",
}


def addresses(resolver=None, namespace=""):
    """All named addresses with their views."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry


def test_every_address_has_a_name_and_asks_for_sign_in():
    found = dict(addresses())
    assert len(found) > 30
    free = {name for name, entry in found.items() if not getattr(entry.callback, "login_required", True)}
    assert free == set(OPEN)


def test_views_are_functions():
    assert [name for name, entry in addresses() if hasattr(entry.callback, "view_class")] == []


def test_every_app_stands_in_the_addresses():
    spaces = {name.split(":")[0] for name, _entry in addresses()}
    assert spaces >= {"web", "accounts", "journal", "organization", "ballots", "congresses", "elections", "tracking"}
