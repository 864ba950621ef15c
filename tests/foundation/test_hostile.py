"""What a hostile user sends: bombs as tables, NUL, huge numbers, huge bodies, another person's file; what answers must carry."""

import io
import logging
import zipfile

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.services import grant_role
from daihoi.foundation.organization.tables import Column, read_table
from daihoi.rules.errors import RuleViolation
from tests.make import PASSWORD, make_cause, make_tree, make_unit, make_user, signed_in

COLUMNS = (Column("unit", headings=("mã đơn vị",), required=True), Column("members", "whole"))


def codes(name, data):
    return [found.code for found in read_table(name, data, COLUMNS).findings]


def workbook(*cells):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, column, value in ((0, 0, "unit"), (1, 0, "A"), *cells):
            sheet.write(row, column, value)
    return out.getvalue()


def repacked(data, change):
    """The same workbook with the XML of its sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if "worksheets/" in entry.filename else content)
    return out.getvalue()


def test_one_cell_at_the_far_corner_does_not_lay_out_17_billion():
    assert codes("a.xlsx", workbook((1048575, 16383, "x"))) == ["too_large"]
    assert codes("a.xlsx", repacked(workbook(), lambda xml: xml.replace(b'r="A2"', b"r = 'XFD1048576'"))) in (
        ["too_large"],
        ["broken_file"],
    )
    assert codes("a.xlsx", workbook((3, 0, "B"))) == []


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("daihoi.foundation.organization.sheets.opening.MAX_UNPACKED", 3_000_000)
    bomb = repacked(workbook(), lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 4_000_000))
    assert len(bomb) < 20_000
    assert codes("a.xlsx", bomb) == ["too_large"]


@pytest.mark.parametrize("name", ["a.ods", "a.html", "a.svg", "a.xlsx.exe"])
def test_other_kinds_of_files_are_refused(name):
    assert codes(name, workbook()) == ["wrong_type"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"<svg onload=alert(1)>", b"\x00" * 100, workbook()[:200]])
def test_what_is_no_workbook_is_said_to_be_broken(data):
    assert codes("a.xlsx", data) == ["broken_file"]


def test_millions_of_lines_and_columns_are_not_laid_out():
    assert codes("a.csv", b"unit\n" + b"\n" * 3_000_000) == ["too_many_rows"]
    assert codes("a.csv", b"unit" + b"," * 3_000_000) == ["too_many_columns"]
    assert codes("a.csv", b"unit\n" + b"A" * 200_000) == ["broken_file"]


@pytest.mark.parametrize("typed", [b"9" * 19, b"9" * 5000, b"99.999.999.999.999.999.999", b"1e999", b"-99999999999999999999"])
def test_numbers_that_no_column_holds_are_findings(typed):
    found = codes("a.csv", b"unit;members\nA;" + typed)
    assert len(found) == 1
    assert found[0] in {"too_large", "not_a_number", "negative"}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?unit=%00", "?q=a%00b", "?page=%00"])
def test_nul_in_an_address_is_a_bad_request(query):
    client = signed_in(make_user(role="viewer", unit=make_unit("X")))
    assert client.get(reverse("organization:tree") + query).status_code == 400
    assert client.get("/to-chuc/%00/").status_code in {400, 404}


@pytest.mark.django_db
def test_a_body_beyond_every_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 10
    client = signed_in(make_user(role="viewer", unit=make_unit("X")))
    assert client.post("/", data=b"x" * (9 * 1024 * 1024), content_type="application/octet-stream").status_code == 413


@pytest.mark.django_db
def test_answers_are_not_kept_and_say_what_browsers_may_do():
    unit = make_unit("X")
    for client, name in ((Client(), "accounts:sign_in"), (signed_in(make_user(role="viewer", unit=unit)), "organization:tree")):
        answer = client.get(reverse(name))
        assert "no-store" in answer["Cache-Control"]
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == (
            "DENY",
            "nosniff",
            "same-origin",
        )
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert (answer["Cross-Origin-Opener-Policy"], answer["Cross-Origin-Resource-Policy"]) == ("same-origin", "same-origin")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_nobody_is_led_away_after_sign_in(wanted):
    make_user("an", password=PASSWORD)
    answer = Client().post(reverse("accounts:sign_in"), {"username": "an", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, reverse("tracking:today"))
    answer = Client().post(reverse("web:language"), {"language": "en", "next": wanted})
    assert "evil" not in answer["Location"]


@pytest.mark.django_db
def test_a_changed_password_ends_the_other_sessions():
    user = make_user("an", password=PASSWORD)
    here, there = signed_in(user), signed_in(user)
    new = "mot-cau-rat-dai-2026"
    assert here.post(reverse("accounts:change_password"), {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    page = reverse("accounts:security")
    assert (here.get(page).status_code, there.get(page).status_code) == (200, 302)


@pytest.mark.django_db
def test_an_account_that_is_closed_loses_its_session():
    user = make_user("an")
    client = signed_in(user)
    user.is_active = False
    user.save()
    assert client.get(reverse("accounts:security")).status_code == 302


@pytest.mark.django_db
def test_the_log_does_not_name_who_mistyped_a_password(caplog):
    make_user("nguyen.van.kin", password=PASSWORD)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("axes").setLevel(logging.CRITICAL)
        for _try in range(6):
            Client().post(reverse("accounts:sign_in"), {"username": "nguyen.van.kin", "password": "sai"})
    assert "nguyen.van.kin" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))


@pytest.mark.django_db
def test_nobody_gives_himself_a_role():
    tree = make_tree()
    admin = make_user(role="administrator", unit=tree["P"])
    before = Entry.objects.count()
    with pytest.raises(RuleViolation) as refusal:
        grant_role(actor=admin, user=admin, role="counting_head", unit=tree["P"])
    assert (refusal.value.code, Entry.objects.count()) == ("organization.own_grant", before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "given"), [("administrator", "counting_head"), ("secretariat", "administrator"), ("inspector", "console")]
)
def test_who_hands_out_rights_sees_no_content(held, given):
    tree = make_tree()
    user = make_user(role=held, unit=tree["A"])
    with pytest.raises(RuleViolation) as refusal:
        grant_role(cause=make_cause(), user=user, role=given, unit=tree["A"])
    assert refusal.value.code == "organization.roles_apart"
