import io
import json

import pytest
from django.db import connection
from tests.make import make_tree, make_user

from daihoi.cli.main import main
from daihoi.cli.site import bring_up_to_date
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal import append_only
from daihoi.foundation.journal.models import Entry, Seal
from daihoi.foundation.organization.authority import can

pytestmark = pytest.mark.django_db


def test_operator_makes_an_account_with_a_role_in_a_branch(monkeypatch, capsys):
    tree = make_tree()
    monkeypatch.setattr("sys.stdin", io.StringIO("ca-phe-sua-da-2020\n"))
    assert main(["operator", "an", "--name", "Trần An", "--role", "viewer", "--unit", "A", "--password-stdin"]) == 0
    user = User.objects.get(username="an")
    assert (user.full_name, user.check_password("ca-phe-sua-da-2020")) == ("Trần An", True)
    assert (can(user, "organization.view", tree["A1"]), can(user, "organization.view", tree["B"])) == (True, False)


@pytest.mark.parametrize("password", ["ngan", "password12"])
def test_operator_refuses_a_weak_password(monkeypatch, capsys, password):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    assert main(["operator", "an", "--password-stdin"]) == 1
    assert not User.objects.filter(username="an").exists()


def test_operator_is_refused_to_who_may_not(monkeypatch, capsys):
    make_user("xem", role="viewer")
    monkeypatch.setattr("sys.stdin", io.StringIO("ca-phe-sua-da-2020\n"))
    assert main(["operator", "an", "--password-stdin", "--as", "xem"]) == 1
    assert "chưa có quyền" in capsys.readouterr().err


def test_journal_verify_prints_its_verdict(capsys):
    make_tree()
    assert main(["journal", "seal"]) == 0
    capsys.readouterr()
    assert main(["journal", "verify", "--json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert verdict == {"ok": True, "entries": Entry.objects.count(), "chains": 4, "seals": Seal.objects.count(), "findings": []}


def test_journal_verify_ends_with_one_where_a_line_was_forged(capsys):
    make_tree()
    with connection.cursor() as cursor:
        for name in append_only.trigger_names("journal_entry", connection.vendor):
            cursor.execute(f'DROP TRIGGER "{name}"' + (' ON "journal_entry"' if connection.vendor == "postgresql" else ""))
        cursor.execute("UPDATE journal_entry SET actor = 'x' WHERE seq = 1")
    assert main(["journal", "verify"]) == 1
    assert "columns_differ" in capsys.readouterr().err


def test_a_start_puts_back_triggers_that_someone_dropped():
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER "journal_entry_no_update"' + (' ON "journal_entry"' if connection.vendor == "postgresql" else ""))
    assert bring_up_to_date() is False
    assert "journal_entry_no_update" in append_only.installed(connection)


def test_the_demonstration_is_not_built_beside_real_data(capsys, monkeypatch):
    User.objects.create_user("that", None)
    monkeypatch.setenv("DAIHOI_DEMONSTRATION", "1")
    assert main(["demo", "--no-serve"]) == 1
    assert "dữ liệu thật" in capsys.readouterr().err


def test_a_taken_port_is_refused_with_the_way_out(capsys, monkeypatch):
    import socket

    monkeypatch.setattr("daihoi.cli.serving.Worker", None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "Chọn cổng khác bằng --port" in capsys.readouterr().err
