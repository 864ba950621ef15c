import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from tests.make import PASSWORD, make_user, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "accounts:sign_in"


def send(client, username="an", password=PASSWORD, **more):
    return client.post(reverse(SIGN_IN), {"username": username, "password": password, **more})


def is_signed_in(client):
    return client.get(reverse("accounts:security")).status_code == 200


@pytest.fixture
def user():
    return make_user("an", password=PASSWORD)


def test_a_right_password_opens_and_is_recorded(user):
    client = Client()
    answer = send(client)
    assert (answer.status_code, answer["Location"], is_signed_in(client)) == (302, reverse("tracking:today"), True)
    assert [entry.act for entry in Entry.objects.all()] == ["accounts.signed_in"]


@pytest.mark.parametrize(("username", "password"), [("an", "sai-mat-khau-1"), ("khong-co", PASSWORD), ("AN", PASSWORD)])
def test_a_wrong_name_or_password_is_refused_alike(user, username, password):
    client = Client()
    answer = send(client, username, password)
    assert answer.status_code == 422
    assert "Tên hoặc mật khẩu chưa đúng. Còn 4 lần thử" in answer.content.decode()
    assert not is_signed_in(client)


def test_an_account_that_is_switched_off_does_not_open(user):
    User.objects.update(is_active=False)
    client = Client()
    assert (send(client).status_code, is_signed_in(client)) == (422, False)


def test_five_wrong_tries_close_the_door_even_for_the_right_password(user):
    client = Client()
    answers = [send(client, password="sai-mat-khau-1") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    locked = send(client)
    assert locked.status_code == 429
    assert "Chờ 15 phút" in locked.content.decode()
    assert not is_signed_in(client)


def test_the_account_of_the_console_has_no_password():
    make_user("console")
    client = Client()
    assert [send(client, "console", word).status_code for word in ("", "!", "None")] == [422, 422, 422]


@pytest.mark.parametrize(
    ("wanted", "reached"), [("/tat-ca/", "/tat-ca/"), ("https://la.example/", None), ("//la.example/", None), ("javascript:alert(1)", None)]
)
def test_after_sign_in_only_pages_of_ours_are_reached(user, wanted, reached):
    location = send(Client(), next=wanted)["Location"]
    assert location == (reached or location)
    assert "example" not in location
    assert location.startswith("/")


def test_sign_out_needs_a_post_and_ends_the_session(user):
    client = signed_in(user)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    assert not is_signed_in(client)
    assert Entry.objects.filter(act="accounts.signed_out").count() == 1


def switch_on(client, user):
    page = client.get(reverse("accounts:second_factor_on"))
    device = TOTPDevice.objects.get(user=user)
    return page, device, client.post(reverse("accounts:second_factor_on"), {"code": f"{totp(device.bin_key):06}"})


def test_second_factor_is_switched_on_by_its_first_code_and_then_asked_for(user):
    page, device, answer = switch_on(signed_in(user), user)
    assert "<svg" in page.content.decode()
    assert answer.status_code == 302
    client = Client()
    assert send(client)["Location"] == reverse("accounts:second_factor")
    assert not is_signed_in(client)
    device.refresh_from_db()
    device.last_t = -1  # the code of this half minute was used to switch it on
    device.save()
    wrong = client.post(reverse("accounts:second_factor"), {"code": "000 000"})
    assert (wrong.status_code, is_signed_in(client)) == (422, False)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    right = client.post(reverse("accounts:second_factor"), {"code": f"{totp(device.bin_key):06}"})
    assert (right.status_code, is_signed_in(client)) == (302, True)
    assert Entry.objects.order_by("seq").last().facts == {"second_factor": True}


def test_a_wrong_code_is_throttled_so_that_a_right_one_must_wait(user):
    _page, device, _answer = switch_on(signed_in(user), user)
    TOTPDevice.objects.update(last_t=-1)
    client = Client()
    send(client)
    for _ in range(3):
        client.post(reverse("accounts:second_factor"), {"code": "000000"})
    client.post(reverse("accounts:second_factor"), {"code": f"{totp(device.bin_key):06}"})
    assert not is_signed_in(client)


def test_the_second_step_without_the_first_leads_back_to_the_door():
    assert Client().get(reverse("accounts:second_factor"))["Location"] == reverse(SIGN_IN)


def test_the_second_step_waits_five_minutes(user, monkeypatch):
    switch_on(signed_in(user), user)
    client = Client()
    send(client)
    import time

    later = time.time() + 301
    monkeypatch.setattr("daihoi.foundation.accounts.views.time.time", lambda: later)
    assert client.get(reverse("accounts:second_factor"))["Location"] == reverse(SIGN_IN)


def test_second_factor_is_not_on_before_its_first_code(user):
    client = signed_in(user)
    client.get(reverse("accounts:second_factor_on"))
    assert client.post(reverse("accounts:second_factor_on"), {"code": "12345"}).status_code == 422
    assert send(Client())["Location"] != reverse("accounts:second_factor")


def test_second_factor_is_switched_off_by_password_only():
    user = make_user("an", password=PASSWORD)
    client = signed_in(user)
    switch_on(client, user)
    assert client.post(reverse("accounts:second_factor_off"), {"password": "sai-mat-khau"}).status_code == 422
    assert TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    client.post(reverse("accounts:second_factor_off"), {"password": PASSWORD})
    assert not TOTPDevice.objects.filter(user=user).exists()


NEW = "mot-mat-khau-khac-hẳn"


def test_a_new_password_keeps_this_session_and_ends_the_others(user):
    here, there = signed_in(user), signed_in(user)
    answer = here.post(reverse("accounts:change_password"), {"old": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status_code, is_signed_in(here), is_signed_in(there)) == (302, True, False)
    assert send(Client(), password=NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("sai", NEW, NEW), (PASSWORD, NEW, NEW + "x"), (PASSWORD, "ngan", "ngan"), (PASSWORD, "password12", "password12"), (PASSWORD, "", "")],
)
def test_a_password_that_breaks_a_rule_is_refused(user, old, new, again):
    answer = signed_in(user).post(reverse("accounts:change_password"), {"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert send(Client()).status_code == 302


def test_the_language_a_person_switches_to_stays_with_the_account(user):
    client = signed_in(user)
    client.post(reverse("web:language"), {"language": "en", "next": "/tat-ca/"})
    user.refresh_from_db()
    assert user.language == "en"
    answer = send(Client())
    assert answer.cookies["django_language"].value == "en"


def test_a_visitor_who_switches_the_language_is_no_account():
    assert Client().post(reverse("web:language"), {"language": "en", "next": "/"}).status_code == 302


def test_passwords_are_hashed_with_argon2(settings):
    from daihoi import settings as product

    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert make_user(password=PASSWORD).password.startswith("argon2$argon2id$")
