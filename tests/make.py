"""Facts for tests in one line each; states are reached through services."""

from datetime import date
from itertools import count

from django.test import Client

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import SETUP, record
from daihoi.foundation.organization.models import Grant, Person, Unit
from daihoi.foundation.organization.services import create_unit, record_headcount

_numbers = count(1)
PASSWORD = "mat-khau-thu-nghiem"
LONG_AGO = date(2015, 1, 1)


def make_cause(unit: Unit | None = None) -> Entry:
    """An entry that other acts may follow from."""
    return record(None, "tests.cause", unit or make_user(), unit=unit, origin=SETUP)


def make_unit(
    code: str | None = None,
    *,
    name: str | None = None,
    kind: str = "grassroots_cell",
    superior: Unit | None = None,
    opened: date = LONG_AGO,
    members: int | None = None,
    members_on: date | None = None,
) -> Unit:
    """A unit below `superior`, or a root; with `members` it has a headcount."""
    code = code or f"U{next(_numbers)}"
    unit = create_unit(cause=make_cause(), code=code, name=name or f"Đơn vị {code}", kind=kind, superior=superior, opened=opened)
    if members is not None:
        record_headcount(cause=make_cause(), unit=unit, on=members_on or opened, official=members)
    return unit


def make_tree() -> dict[str, Unit]:
    """A province with two branches, each with a committee and two cells: P, A, A1, A2, B, B1, B2."""
    units = {"P": make_unit("P", name="Đảng bộ tỉnh", kind="central_sub")}
    for letter in "AB":
        units[letter] = make_unit(letter, name=f"Đảng bộ cơ sở {letter}", kind="grassroots_committee", superior=units["P"])
        for number in "12":
            code = letter + number
            units[code] = make_unit(code, name=f"Chi bộ {code}", kind="sub_cell", superior=units[letter])
    return units


def make_user(username: str | None = None, *, role: str | None = None, unit: Unit | None = None, password: str | None = None) -> User:
    """An account, with `role` at `unit` (nowhere else) if given; without a password nobody signs in with it."""
    number = next(_numbers)
    user = User.objects.create_user(username or f"nguoi.{number}", password, full_name=f"Nguyễn Văn {number}", is_demonstration=True)
    if role:
        make_grant(user, role, unit)
    return user


def make_grant(user: User, role: str, unit: Unit | None, *, since: date = LONG_AGO) -> Grant:
    """A role of an account at a unit; `None` is the whole installation."""
    return Grant.objects.create(user=user, role=role, unit=unit, valid_from=since)


def make_outsider(role: str = "organization_officer") -> User:
    """A person with the same role in a unit of quite another tree."""
    return make_user(role=role, unit=make_unit(f"NGOAI{next(_numbers)}", name="Đảng bộ khác", kind="central_sub"))


def make_person(full_name: str = "Trần Thị Mẫu", *, account: User | None = None, born: date | None = None) -> Person:
    """An invented person."""
    return Person.objects.create(full_name=full_name, account=account, born=born, is_demonstration=True)


def signed_in(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
