"""The order of packages: apps, phases, foreign keys."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from daihoi.cycle import PHASES
from daihoi.foundation.journal import append_only
from tests.architecture.source import SRC

OURS = [app for app in settings.INSTALLED_APPS if app.startswith("daihoi.")]
PERSON_KEYS = {
    # where a row may lead to a person or an account, and why
    "organization.Person.account": "a person with an account",
    "organization.Post.person": "a person with a post",
    "organization.Grant.user": "who may do what",
    "assignments.Event.by": "who received, did, returned or accepted an assignment",
    "meetings.Invitee.person": "who is convened by a post he holds",
    "directives.Delivery.received_by": "who took a text in",
    "directives.Delivery.read_by": "who read a text",
    "directives.Dissemination.recorded_by": "who told of a conference",
    "directives.TeamMember.person": "a person with a mandate in an inspection team",
    "assignments.Charge.user": "who looks after what a post owes",
    "assignments.Mailbox.user": "where a person wants to be reminded, by his own wish",
    "assignments.Digest.user": "what a person was reminded of",
    "ballots.ProofSignature.signer": "who signed the proof of a ballot",
    "ballots.Adjudication.decider": "who decided a doubtful mark: two different people, neither a candidate",
    "ballots.BallotCall.caller": "who of the committee called a ballot out to be read again",
    "ballots.LoopTest.tester": "who tried the machines before a vote",
    "ballots.Release.released_by": "who let a vote be held, in the own name and perhaps with a reason",
    "ballots.Poll.stopped_by": "who put the elections of a congress on hold",
    "ballots.CustodyEvent.ordered_by": "who ordered that sealed ballots be destroyed",
    "ballots.CustodyEvent.done_by": "who confirmed that they were: another person than who ordered it",
    "ballots.CountRecord.recorded_by": "who wrote a number of ballots",
    "ballots.CountRecord.confirmed_by": "who confirmed a corrected number: another person",
    "ballots.CountCorrection.proposed_by": "who wants a used number corrected",
    "ballots.CountCorrection.answered_by": "who confirmed or declined it",
    "ballots.Claim.holder": "who looks at a doubtful mark just now",
    "congresses.GatePass.passed_by": "who let a condition of a stage pass, in the own name and with a reason",
    "elections.HoldStep.recorded_by": "who stopped, reported, copied a reply, resumed: the copy and the resumption by two people",
    "elections.RecheckStep.recorded_by": "who asked for the board, who decided for the presidium, after a second check: two people",
    "elections.ReopeningStep.recorded_by": "who asked, recorded the superior's decision or opened an announced count again: two people",
    "elections.MinutesSignature.signer": "who signed the minutes of a count",
    "elections.Result.certified_by": "who certified a result",
    "otp_totp.TOTPDevice.user": "the second factor of an account",
}


def models():
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(("daihoi.", "django_otp."))]


def position(model):
    name = apps.get_app_config(model._meta.app_label).name
    return OURS.index(name) if name in OURS else -1


def relations(model):
    return [field for field in model._meta.get_fields(include_hidden=False) if field.concrete and field.is_relation and field.related_model]


def test_phases_stand_in_the_order_of_the_cycle():
    assert [
        "daihoi.web",
        *(
            f"daihoi.foundation.{name}"
            for name in ("journal", "files", "accounts", "organization", "registers", "assignments", "ballots", "meetings")
        ),
        *(f"daihoi.cycle.{phase}" for phase in PHASES),
        "daihoi.demonstration",
    ] == OURS


def test_every_phase_has_its_folder_and_every_folder_is_a_phase():
    folders = {path.name for path in (SRC / "cycle").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(PHASES)


def test_the_menu_follows_the_phases():
    from daihoi.foundation.organization.context import DOORS

    steps = [door.step for door in DOORS if door.step]
    assert steps == sorted(steps)


def test_foreign_keys_point_to_earlier_packages_only():
    later = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in models()
        for field in relations(model)
        if position(field.related_model) > position(model) >= 0
    ]
    assert later == []


def test_only_named_rows_lead_to_a_person():
    people = {apps.get_model("accounts", "User"), apps.get_model("organization", "Person")}
    leading = {f"{model._meta.label}.{field.name}" for model in models() for field in relations(model) if field.related_model in people}
    assert leading == set(PERSON_KEYS)


def test_nothing_is_deleted_in_passing():
    from django.db.models import PROTECT

    loose = [
        f"{model._meta.label}.{field.name}"
        for model in models()
        for field in relations(model)
        if position(model) >= 0 and field.remote_field.on_delete is not PROTECT
    ]
    assert loose == []


APPEND_ONLY = {
    "journal.Entry",
    "journal.Seal",
    "journal.SealedHead",
    "organization.Headcount",
    "directives.Dissemination",
    "directives.Observation",
    "registers.Number",
    "registers.Cancellation",
    "meetings.Event",
    "meetings.VoteResult",
    "meetings.Adoption",
    "meetings.Minutes",
}


def test_what_is_decided_is_append_only():
    assert {model._meta.label for model in append_only.protected()} >= APPEND_ONLY


@pytest.mark.django_db
def test_append_only_triggers_stand_after_all_migrations():
    wanted = {name for model in append_only.protected() for name in append_only.trigger_names(model._meta.db_table, connection.vendor)}
    assert wanted - append_only.installed(connection) == set()


@pytest.mark.django_db
def test_sqlite_fires_triggers_for_replaced_rows_too():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
    else:
        assert append_only.installed(connection)


@pytest.mark.django_db
def test_paths_are_compared_by_bytes():
    from daihoi.foundation.organization.models import Placement

    column = Placement._meta.get_field("path").db_parameters(connection)
    assert column.get("collation") == ("C" if connection.vendor == "postgresql" else None)
