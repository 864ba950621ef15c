"""Screens of directives: owner, colleague, outsider; 1 and 3 rows, the same number of queries."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, PlanLink, Text
from daihoi.cycle.directives.services import link_plan, record_dissemination, relate_texts
from daihoi.cycle.directives.services.disseminating import Attendance
from daihoi.cycle.directives.splitting import Piece
from daihoi.foundation.assignments.models import Anchor, AnchorDay, Assignment, Batch
from tests.cycle.directives.facts import hand_down, make_text
from tests.make import make_outsider, make_tree, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db
HEADING = {
    "kind": "directive",
    "number": "35-CT/TW",
    "body": "Bộ Chính trị",
    "dated": "30/05/2019",
    "abstract": "đại hội đảng các cấp",
    "grade": "internal",
}
HTMX = {"HTTP_HX_REQUEST": "true"}
WORDS = "1. Quán triệt đến mọi chi bộ\n2. Lập kế hoạch đại hội"


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def clerk(tree):
    return make_user(role="unit_clerk", unit=tree["A1"])


@pytest.fixture
def text(tree, officer):
    text = make_text(tree["P"])
    hand_down(officer, text, tree["P"])
    Batch.objects.update(assigned_at="2019-06-10T08:00+07:00")
    return text


def of_text(text, *names, code="A1"):
    """Addresses of pages of one text."""
    units = {"unit", "receive", "read", "disseminate", "issue_plan"}
    return [reverse(f"directives:{name}", args=[text.pk, code] if name in units else [text.pk]) for name in names]


PAGES = ("text", "clauses", "send", "relate", "matrix", "dissemination", "rows", "unit", "receive", "read", "disseminate", "issue_plan")


def statuses(user, text):
    return [signed_in(user).get(url).status_code for url in of_text(text, *PAGES)]


def test_owner_clerk_viewer_and_outsider(tree, officer, clerk, text):
    assert statuses(officer, text) == [200] * 12
    assert statuses(clerk, text) == [200, 403, 403, 403, 200, 200, 200, 200, 200, 200, 200, 200]
    assert statuses(make_user(role="viewer", unit=tree["P"]), text) == [200, 403, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403]
    assert statuses(make_outsider(), text) == [404] * 12
    assert statuses(make_user(role="administrator"), text) == [404] * 12


def test_a_clerk_reaches_neither_a_sister_unit_nor_the_branch_above(tree, clerk, text):
    client = signed_in(clerk)
    assert {client.get(url).status_code for url in of_text(text, "unit", "receive", "issue_plan", code="A2")} == {404}
    assert client.get(*of_text(text, "matrix"), {"unit": "P"}).status_code == 404


def test_an_empty_installation_says_what_to_do(tree, officer):
    page = signed_in(officer).get(reverse("directives:list")).content.decode()
    assert [words in page for words in ("Chưa có văn bản nào", "Ghi văn bản", "Không có thay đổi nào")] == [True] * 3


def test_a_text_is_recorded_split_corrected_and_handed_down(tree, officer):
    client = signed_in(officer)
    again = client.post(reverse("directives:create"), HEADING | {"dated": "31/02/2019"})
    assert (again.status_code, Text.objects.count()) == (422, 0)
    url = client.post(reverse("directives:create"), HEADING | {"words": WORDS})["Location"]
    text = Text.objects.get()
    page = client.get(url).content.decode()
    assert [words in page for words in ("Quán triệt đến mọi chi bộ", "Lập kế hoạch đại hội")] == [True, True]
    rows = {"rows": "3", "number-0": "1", "title-0": "Quán triệt", "number-1": "2", "title-1": "Kế hoạch", "join-1": "1", "number-2": "3"}
    joined = client.post(url, rows | {"title-2": "Tập huấn", "look": "1"}).content.decode()
    assert "Quán triệt\nKế hoạch" in joined
    assert client.post(url, rows | {"save": "1"}).status_code == 422
    for count in ("nhiều", "²", "9" * 5000):
        assert client.post(url, rows | {"rows": count, "save": "1"}).status_code == 422
    assert client.post(url, rows | {"title-2": "Tập huấn", "drop-1": "1", "save": "1"}).status_code == 302
    assert list(text.clauses.values_list("number", "title")) == [("1", "Quán triệt"), ("3", "Tập huấn")]
    sending = reverse("directives:send", args=[text.pk])
    given = {
        "kinds": ["sub_cell"],
        "clauses": [str(pk) for pk in text.clauses.values_list("pk", flat=True)],
        "asks": "text",
        "on": "10/06/2019",
    }
    assert client.post(sending, given).status_code == 422
    first = given | {"due_on": "30/09/2019"}
    asked = client.post(sending, first)
    assert (asked.status_code, asked.context["foreseen"].late, Assignment.objects.count()) == (200, 4, 0)
    assert "Hạn từ 30/09/2019 đến 30/09/2019." in asked.content.decode()
    assert client.post(sending, first | {"confirmed": asked.context["foreseen"].key}).status_code == 302
    assert (Assignment.objects.count(), Delivery.objects.count()) == (8, 4)
    assert client.post(sending, given | {"due_on": "30/09/2019"}).status_code == 422


def test_days_counted_from_a_congress_are_shown_before_anything_is_given(tree, officer):
    text = make_text(tree["P"])
    for key, code, day in (
        ("congress:1", "A1", date(2020, 6, 15)),
        ("congress:1", "A2", date(2999, 6, 14)),
        ("congress:2", "P", date(2020, 9, 1)),
    ):
        anchor, _new = Anchor.objects.get_or_create(key=key, defaults={"title": "Đại hội chi bộ 2020-2025"})
        AnchorDay.objects.create(anchor=anchor, unit=tree[code], day=day)
    client, url = signed_in(officer), reverse("directives:send", args=[text.pk])
    choices = [title for _key, title in client.get(url).context["form"].fields["anchor"].choices[1:]]
    assert choices == [
        "Đại hội chi bộ 2020-2025: 2 đơn vị, từ 15/06/2020 đến 14/06/2999",
        "Đại hội chi bộ 2020-2025: 1 đơn vị, từ 01/09/2020 đến 01/09/2020",
    ]
    given = {"kinds": ["sub_cell"], "clauses": [str(text.clauses.first().pk)], "asks": "text", "on": "10/06/2019", "anchor": "congress:1"}
    refusal = client.post(url, given)
    assert (refusal.status_code, list(refusal.context["form"].errors)) == (422, ["due_days"])
    seen = client.post(url, given | {"due_days": "5"}).context["foreseen"]
    assert (seen.units, seen.late, seen.unknown, seen.first, seen.last) == (4, 1, 2, date(2020, 6, 10), date(2999, 6, 9))
    changed = client.post(url, given | {"due_days": "0", "confirmed": seen.key})
    assert (changed.status_code, Assignment.objects.count()) == (200, 0)
    assert (client.post(url, given | {"due_days": "5", "confirmed": seen.key}).status_code, Assignment.objects.count()) == (302, 4)


def test_pasted_words_wait_with_the_text_and_a_demonstration_never_stands_on_a_day_that_is_only_due(tree, officer, settings):
    client = signed_in(officer)
    url = client.post(reverse("directives:create"), HEADING | {"words": WORDS})["Location"]
    text = Text.objects.get()
    for other in (client, signed_in(make_user(role="organization_officer", unit=tree["P"]))):
        assert [piece.title for _place, piece in other.get(url).context["pieces"][:2]] == [
            "Quán triệt đến mọi chi bộ",
            "Lập kế hoạch đại hội",
        ]
    client.post(url, {"propose": "1", "words": "1. Một việc"})
    assert [piece.title for _place, piece in client.get(url).context["pieces"][:2]] == ["Một việc", ""]
    client.post(url, {"rows": "1", "number-0": "1", "title-0": "Một việc", "save": "1"})
    handed = hand_down(officer, text, tree["P"], due=date(2999, 12, 31))
    settings.DEMONSTRATION = True
    assert client.get(reverse("directives:text", args=[text.pk])).context["on"] == timezone.localdate()
    record_dissemination(actor=officer, text=text, unit=tree["A1"], attendance=Attendance(date(2019, 7, 1), "cell", 9, 10))
    assert client.get(reverse("directives:text", args=[text.pk])).context["on"] == date(2019, 7, 1)
    item = handed.batches[0].assignments.get(unit=tree["A1"])
    assert f"/viec/{item.pk}/?on=01/07/2019" in client.get(*of_text(text, "unit")).content.decode()


def test_a_text_is_related_to_leading_texts_and_own_plans_only(tree, officer, text):
    own = make_text(tree["P"], number="9-KH/TU", kind="plan", pieces=())
    make_text(tree["A"], number="5-KH/ĐU", kind="plan", pieces=())
    form = signed_in(officer).get(*of_text(text, "relate")).context["form"]
    assert list(form.fields["target"].queryset) == [own]


def test_sending_alone_needs_no_due_day(tree, officer):
    text = make_text(tree["P"])
    answer = signed_in(officer).post(
        reverse("directives:send", args=[text.pk]), {"kinds": ["sub_cell"], "asks": "text", "on": "10/06/2019"}
    )
    assert (answer.status_code, Delivery.objects.count(), Assignment.objects.count()) == (302, 4, 0)


def test_a_split_is_proposed_from_a_file_or_refused(tree, officer):
    text = make_text(tree["P"], pieces=())
    client, url = signed_in(officer), reverse("directives:clauses", args=[text.pk])
    wrong = client.post(url, {"propose": "1", "file": SimpleUploadedFile("a.docx", b"%PDF")})
    assert (wrong.status_code, "không phải DOCX" in wrong.content.decode()) == (422, True)
    assert client.post(url, {"propose": "1", "words": "không số"}).status_code == 422
    assert "Tập huấn cán bộ" in client.post(url, {"propose": "1", "words": "1. Tập huấn cán bộ"}).content.decode()
    assert Clause.objects.count() == 0


def test_a_clerk_receives_in_one_tap_and_reads_on_another_day(tree, clerk, text):
    client = signed_in(clerk)
    page = client.get(reverse("directives:list")).content.decode()
    receive, read = of_text(text, "receive", "read")
    assert [words in page for words in ("Chờ nhận", receive)] == [True, True]
    assert client.post(receive, {"now": "1", "back": "list"})["Location"] == reverse("directives:list")
    assert "Chờ nhận" not in client.get(reverse("directives:list")).content.decode()
    assert client.post(read, {"on": "01/01/2999"}).status_code == 422
    assert client.post(read, {"now": "1"}).status_code == 302
    delivery = Delivery.objects.get(unit=tree["A1"])
    assert (delivery.received_by, delivery.read_by) == (clerk, clerk)


def test_a_conference_is_recorded_and_corrected_on_screen(tree, clerk, text):
    client, (url, unit) = signed_in(clerk), of_text(text, "disseminate", "unit")
    typed = {"held_on": "01/07/2019", "form": "cell", "attended": "12", "expected": "10", "note": ""}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"attended": "9"}).status_code == 302
    correct = reverse("directives:correct", args=[Dissemination.objects.get().pk])
    assert client.post(correct, typed | {"attended": "10", "reason": "đếm lại"}).status_code == 302
    assert "1 hội nghị, 10/10 dự" in client.get(unit).content.decode()
    assert signed_in(make_outsider()).get(correct).status_code == 404


def test_a_plan_is_issued_and_linked_with_what_is_proposed(tree, clerk, text):
    client, (url,) = signed_in(clerk), of_text(text, "issue_plan")
    typed = {
        "kind": "plan",
        "number": "5-KH/CB",
        "body": "Chi bộ A1",
        "dated": "01/08/2019",
        "abstract": "thực hiện Chỉ thị 35",
        "grade": "internal",
    }
    linking = client.post(url, typed | {"words": "1. Họp quán triệt đến mọi đảng viên của chi bộ\n2. Lập kế hoạch đại hội chi bộ"})[
        "Location"
    ]
    page = client.get(linking).content.decode()
    assert page.count("checked") == 2
    assert client.post(linking, {}).status_code == 422
    plan, (one, _two) = Text.objects.get(kind="plan"), text.clauses.all()
    assert client.post(linking, {f"link-{one.pk}": str(plan.clauses.first().pk)}).status_code == 302
    assert PlanLink.objects.get().superior == one
    assert "Kế hoạch 5-KH/CB" in client.get(of_text(text, "unit")[0]).content.decode()
    assert signed_in(make_outsider()).get(linking).status_code == 404


def test_a_repealed_text_warns_wherever_work_would_stand_on_it(tree, officer, text):
    later = make_text(tree["P"], dated=date(2024, 6, 14))
    relate_texts(actor=officer, text=later, target=text, verb="repeals", on=date(2024, 6, 14))
    client = signed_in(officer)
    told = ["đã bị bãi bỏ" in client.get(url).content.decode() for url in of_text(text, "text", "send", "unit", "issue_plan")]
    panel = client.get(
        reverse("directives:panel"), {"number": "35-CT/TW", "dated": "30/05/2019", "on": "01/01/2025"}, **HTMX
    ).content.decode()
    assert (told, "Hết hiệu lực" in panel) == ([True] * 4, True)
    assert "Thay thế" not in client.get(of_text(later, "text")[0]).content.decode()
    assert "Bãi bỏ" in client.get(of_text(later, "text")[0]).content.decode()
    url = reverse("directives:withdraw_relation", args=[later.acts_on.get().pk])
    assert (client.post(url, {"reason": ""}).status_code, client.post(url, {"reason": "nhầm"}).status_code) == (422, 302)
    assert signed_in(make_outsider()).get(url).status_code == 404


def test_a_relation_is_recorded_on_screen(tree, officer, text):
    later = make_text(tree["P"], dated=date(2024, 6, 14))
    (url,) = of_text(later, "relate")
    typed = {"verb": "replaces", "target": str(text.pk), "on": "01/01/2019", "note": ""}
    client = signed_in(officer)
    assert (client.post(url, typed).status_code, client.post(url, typed | {"on": "14/06/2024"}).status_code) == (422, 302)
    assert [(row.text, row.target) for row in later.acts_on.all()] == [(later, text)]


def test_texts_are_found_by_number_abstract_and_clause(tree, officer, text):
    other = make_text(tree["P"], number="1-KL/TU", kind="conclusion", abstract="việc học tập", pieces=())
    client = signed_in(officer)

    def found(**query):
        return [row.number for row in client.get(reverse("directives:list"), query).context["page"]]

    assert (found(), found(q="học tập"), found(q="kế hoạch đại hội")) == (["1-KL/TU", "35-CT/TW"], ["1-KL/TU"], ["35-CT/TW"])
    assert (found(kind="conclusion"), found(holds="no"), found(whose="below")) == ([other.number], [], [])


def test_the_list_counts_receivers_and_clauses_of_each_text_by_itself(tree, officer, text):
    make_text(tree["P"], number="1-KH/TU", pieces=[Piece("1", "Họp")])
    page = signed_in(officer).get(reverse("directives:list")).context["page"]
    assert {(each.number, each.sent, each.n_clauses) for each in page} == {("35-CT/TW", 4, 2), ("1-KH/TU", 0, 1)}


def test_the_panel_of_a_round_knows_a_text_by_number_and_date(tree, officer, text):
    client, url = signed_in(officer), reverse("directives:panel")
    assert str(text.pk) in client.get(url, {"number": "35-CT/TW", "dated": "2019-05-30", "unit": "A1"}, **HTMX).content.decode()
    assert "chưa được ghi" in client.get(url, {"number": "35-CT/TW", "dated": "2024-06-14"}, **HTMX).content.decode()
    assert client.get(url, {"number": "35-CT/TW", "dated": "2019-05-30"})["Location"] == of_text(text, "text")[0]
    assert client.get(url, {"number": "35-CT/TW", "dated": "2024-06-14"})["Location"].startswith(reverse("directives:list"))
    assert signed_in(make_user(role="door_steward", unit=tree["P"])).get(url, {"number": "35-CT/TW"}, **HTMX).content == b""


def test_the_open_cell_says_who_is_missing(tree, officer, text):
    (url,) = of_text(text, "matrix")
    page = signed_in(officer).get(url, {"clause": "2", "child": "A", "on": "15/10/2019"})
    assert [row.code for row in page.context["open"]["missing"]] == ["A1", "A2"]
    assert page.context["open"]["steps"] == {"whole": 2, "done": 0, "returned": 0, "accepted": 0, "plans": 0}
    assert "2 điều chưa có ở" in page.content.decode()


def test_a_matrix_with_nothing_and_with_everything(tree, officer):
    text = make_text(tree["P"])
    (url,) = of_text(text, "matrix")
    client = signed_in(officer)
    assert "Chưa giao gì" in client.get(url).content.decode()
    hand_down(officer, text, tree["P"], kinds=("grassroots_committee",))
    for code in "AB":
        plan = make_text(tree[code], number=f"{code}-KH/ĐU", kind="plan", dated=date(2019, 8, 1), pieces=[*make_pieces()])
        link_plan(actor=officer, plan=plan, pairs=[(clause, plan.clauses.first()) for clause in text.clauses.all()])
    assert "Đủ hết" in client.get(url).content.decode()


def make_pieces():
    from daihoi.cycle.directives.splitting import Piece

    return [Piece("1", "Toàn văn")]


def sheet(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_tables_are_handed_out_with_numbers_as_numbers(tree, officer, text):
    record_dissemination(actor=officer, text=text, unit=tree["A1"], attendance=Attendance(date(2019, 7, 1), "cell", 9, 10))
    client = signed_in(officer)
    matrix, held, rows = of_text(text, "matrix_export", "dissemination_export", "rows_export")
    assert sheet(client.get(matrix, {"on": "15/10/2019"}))[4][3:] == [0, 2, 0, 2, 0, 4, 0.0]
    assert sheet(client.get(held, {"on": "15/10/2019"}))[-1][1:9] == ["Tổng cộng", 4, 1, 0, 1, 25.0, 1, 9]
    assert [row[0] for row in sheet(client.get(rows, {"on": "15/10/2019", "state": "held"}))[4:]] == ["A1"]
    assert [row[0] for row in sheet(client.get(rows, {"on": "15/10/2019", "clause": "1", "state": "missing"}))[4:]] == [
        "A1",
        "A2",
        "B1",
        "B2",
    ]
    assert [signed_in(make_outsider()).get(url).status_code for url in (matrix, held, rows)] == [404] * 3


LISTS = ("list", "text", "matrix", "dissemination", "rows")


def count(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_number_of_questions_does_not_grow_with_the_rows(tree, officer):
    text = make_text(tree["P"])
    hand_down(officer, text, tree["A1"])
    client = signed_in(officer)
    urls = [reverse("directives:list"), *of_text(text, *LISTS[1:]), *of_text(text, "unit")]
    before = [count(client, url) for url in urls]
    make_unit("C", kind="grassroots_committee", superior=tree["P"])
    for number in range(3):
        make_unit(f"C{number}", kind="sub_cell", superior=tree["A1"] if number else tree["B"])
        make_text(tree["P"], number=f"{number}-CT/TU")
    hand_down(officer, text, tree["P"])
    assert [count(client, url) for url in urls] == before
