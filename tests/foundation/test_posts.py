"""Terms, committees and posts on screen: enter, refuse, hand over, vacate, bring in a list; nobody of another branch is found."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.holders import each_once, holders
from daihoi.foundation.organization.models import Person, Post
from daihoi.foundation.organization.post_lists import office_of
from daihoi.foundation.organization.services import (
    PostRow,
    Who,
    appoint,
    fill_post,
    hand_over_post,
    import_posts,
    open_committee,
    open_term,
    vacate_post,
)
from daihoi.rules.errors import RuleViolation
from tests.make import make_cause, make_outsider, make_person, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db
BEGAN, LATER = date(2020, 6, 1), date(2022, 3, 1)
BIRTH = date(1971, 2, 3)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["A"])


@pytest.fixture
def committee(tree):
    term = open_term(cause=make_cause(), unit=tree["A"], title="2020-2025", began=BEGAN)
    return open_committee(cause=make_cause(), term=term, body="exec_committee")


def address(name, *more, unit="A"):
    return reverse(f"organization:{name}", args=[unit, *more])


def give(committee, name, office="committee_member", *, since=BEGAN, **more):
    return appoint(cause=make_cause(), committee=committee, office=office, who=Who(name, **more), since=since)


def refused(code, act, **given):
    with pytest.raises(RuleViolation) as violation:
        act(**given)
    assert violation.value.code == code


def rows(unit, on=LATER):
    return [(post.person.full_name, post.office, post.valid_from, post.valid_to) for post in holders(unit, on)]


def test_an_empty_unit_says_what_to_do_and_leads_through_term_committee_and_person(tree, officer):
    client = signed_in(officer)
    empty = client.get(address("bodies")).content.decode()
    assert ("Chưa có nhiệm kỳ nào" in empty, address("term") in empty, address("post") in empty) == (True, True, False)
    term = client.post(address("term"), {"title": "2020 – 2025", "began": "01/06/2020", "tenure_no": "12"}, follow=True)
    assert "Nhiệm kỳ chưa có cấp ủy" in term.content.decode()
    made = tree["A"].terms.get()
    assert (made.title, made.tenure_no, made.began) == ("2020-2025", 12, BEGAN)
    client.post(address("committee"), {"term": made.pk, "body": "exec_committee"})
    given = {"committee": made.committees.get().pk, "full_name": " Trần  Văn Mẫu ", "office": "secretary", "since": "01/06/2020"}
    page = client.post(address("post"), given, follow=True).content.decode()
    assert rows(tree["A"]) == [("Trần Văn Mẫu", "secretary", BEGAN, None)]
    assert "Đã ghi Trần Văn Mẫu, bí thư." in page
    assert "Trần Văn Mẫu" in client.get(address("unit")).content.decode()
    assert list(Entry.objects.filter(actor=str(officer.pk)).order_by("at").values_list("act", flat=True)) == [
        f"organization.{verb}" for verb in ("term_opened", "committee_opened", "person_entered", "post_filled")
    ]
    assert "Mẫu" not in "".join(Entry.objects.values_list("line", flat=True))


def test_a_person_known_in_the_unit_is_not_entered_twice_and_namesakes_need_a_birth_date(tree, officer, committee):
    standing = open_committee(cause=make_cause(), term=committee.term, body="standing_committee")
    first = give(committee, "Lê Thị Hoa")
    assert give(standing, "lê thị  hoa").person == first.person
    assert [post.committee for post in each_once(holders(tree["A"], LATER))] == [committee]
    refused("organization.namesake", give, committee=committee, name="Lê Thị Hoa", is_namesake=True)
    refused("organization.namesake_unclear", give, committee=committee, name="Lê Thị Hoa", born=BIRTH)
    second = give(committee, "Lê Thị Hoa", born=BIRTH, is_namesake=True)
    assert (second.person == first.person, Person.objects.count()) == (False, 2)
    refused("organization.namesake", give, committee=standing, name="Lê Thị Hoa")
    assert give(standing, "Lê Thị Hoa", born=BIRTH).person == second.person
    page = signed_in(officer).get(address("bodies")).content.decode()
    assert "03/02/1971" in page
    assert "03/02/1971" not in signed_in(make_user(role="unit_clerk", unit=tree["A"])).get(address("bodies")).content.decode()


def test_persons_of_other_branches_are_neither_offered_nor_found(tree, officer, committee):
    other = open_term(cause=make_cause(), unit=tree["B"], title="2020-2025", began=BEGAN)
    stranger = give(open_committee(cause=make_cause(), term=other, body="exec_committee"), "Võ Văn Xa", born=BIRTH)
    client = signed_in(officer)
    assert "Võ Văn Xa" not in client.get(address("post")).content.decode()
    given = {"committee": committee.pk, "person": stranger.person.pk, "office": "secretary", "since": "01/06/2020"}
    assert client.post(address("post"), given).status_code == 422
    refused(
        "organization.person_unknown", appoint, actor=officer, committee=committee, office="secretary",
        who=Who(person=stranger.person), since=BEGAN,
    )  # fmt: skip
    own = appoint(actor=officer, committee=committee, office="secretary", who=Who("Võ Văn Xa", BIRTH), since=BEGAN)
    assert own.person != stranger.person
    above = make_user(role="organization_officer", unit=tree["P"])
    both = open_committee(cause=make_cause(), term=committee.term, body="standing_committee")
    refused(
        "organization.post_twice", appoint, actor=above, committee=committee, office="secretary", who=Who("Võ Văn Xa", BIRTH), since=BEGAN
    )
    assert appoint(actor=above, committee=both, office="secretary", who=Who("Võ Văn Xa", BIRTH), since=BEGAN).person == own.person
    assert client.get(address("vacate", stranger.pk)).status_code == 404


def test_contradictions_are_refused_in_sentences(officer, committee):
    secretary = give(committee, "Lê An", "secretary")
    common = {"actor": officer, "committee": committee}
    for code, office, who, since, until in (
        ("office_taken", "secretary", Who("Võ Bình"), LATER, None),
        ("post_twice", "secretary", Who("Lê An"), LATER, None),
        ("post_twice", "committee_member", Who("Lê An"), BEGAN, None),
        ("outside_term", "committee_member", Who("Võ Bình"), date(2020, 5, 31), None),
        ("ends_before", "committee_member", Who("Võ Bình"), LATER, LATER),
        ("no_name", "committee_member", Who(" "), BEGAN, None),
    ):
        refused(f"organization.{code}", appoint, **common, office=office, who=who, since=since, until=until)
    inspection = open_committee(actor=officer, term=committee.term, body="inspection_committee")
    refused(
        "organization.office_foreign", appoint, actor=officer, committee=inspection, office="secretary", who=Who("Võ Bình"), since=BEGAN
    )
    refused("organization.committee_twice", open_committee, actor=officer, term=committee.term, body="exec_committee")
    vacate_post(actor=officer, post=secretary, on=BEGAN)
    refused("organization.post_withdrawn", fill_post, **common, person=secretary.person, office="secretary", since=BEGAN)
    assert (rows(committee.term.unit), Person.objects.count()) == ([], 1)


def test_a_refusal_stands_beside_its_field(officer, committee):
    give(committee, "Lê An", "secretary")
    given = {"committee": committee.pk, "full_name": "Võ Bình", "office": "secretary", "since": "01/06/2020"}
    answer = signed_in(officer).post(address("post"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["office"])
    assert "Lê An đang là bí thư từ 01/06/2020" in answer.content.decode()
    nobody = signed_in(officer).post(address("post"), {**given, "full_name": ""})
    assert list(nobody.context["form"].errors) == ["full_name"]


def test_a_post_is_handed_over_to_a_deputy_who_leaves_his_own_place(tree, officer, committee):
    secretary, deputy = give(committee, "Lê An", "secretary"), give(committee, "Võ Bình", "deputy_secretary")
    refused("organization.same_holder", hand_over_post, actor=officer, post=secretary, who=Who("Lê An"), on=LATER)
    client = signed_in(officer)
    assert client.post(address("hand_over", secretary.pk), {"person": deputy.person.pk, "on": "01/03/2022"}).status_code == 302
    assert rows(tree["A"]) == [("Võ Bình", "secretary", LATER, None)]
    assert sorted(Post.objects.filter(valid_to=LATER).values_list("office", flat=True)) == ["deputy_secretary", "secretary"]
    assert "2 chức vụ đã thôi" in client.get(address("bodies")).content.decode()
    assert client.get(address("hand_over", secretary.pk)).status_code == 404


def test_a_post_is_vacated_on_a_day_and_a_new_term_ends_what_is_left(tree, officer, committee):
    member, other = give(committee, "Lê An"), give(committee, "Võ Bình", since=LATER)
    client = signed_in(officer)
    assert client.post(address("vacate", member.pk), {"on": "31/05/2020"}).status_code == 422
    assert client.post(address("vacate", member.pk), {"on": "01/03/2022"}).status_code == 302
    assert rows(tree["A"]) == [("Võ Bình", "committee_member", LATER, None)]
    refused("organization.post_after_term", open_term, actor=officer, unit=tree["A"], title="2021-2026", began=date(2021, 6, 1))
    ended = date(2025, 6, 1)
    open_term(actor=officer, unit=tree["A"], title="2025-2030", began=ended)
    other.refresh_from_db()
    assert (other.valid_to, rows(tree["A"], ended)) == (ended, [])
    committee.term.refresh_from_db()
    assert give(committee, "Trần Sau", since=LATER).valid_to == ended


LIST = (
    "STT\tHọ và tên\tChức vụ\tTừ ngày\n1\tTống Văn An\tBí thư\t\n2\tVõ Bình\tPhó Bí thư Thường trực\t02/06/2020\n3\tLê Thị Hoa\tUVBCH\t\n"
)


def test_a_pasted_list_is_tried_first_and_then_written_as_a_whole(tree, officer, committee):
    client = signed_in(officer)
    given = {"committee": committee.pk, "text": LIST}
    tried = client.post(address("posts_import"), given)
    assert (tried.status_code, Person.objects.count(), "Ghi 3 người" in tried.content.decode()) == (200, 0, True)
    assert Entry.objects.filter(actor=str(officer.pk)).count() == 0
    assert client.post(address("posts_import"), {**given, "write": "1"}).status_code == 302
    assert rows(tree["A"]) == [
        ("Tống Văn An", "secretary", BEGAN, None),
        ("Võ Bình", "deputy_secretary", date(2020, 6, 2), None),
        ("Lê Thị Hoa", "committee_member", BEGAN, None),
    ]
    again = client.post(address("posts_import"), {**given, "write": "1"})
    assert (again.status_code, {found.code for found in again.context["tried"].errors}) == (422, {"organization.post_twice"})


def test_a_list_without_a_head_tells_each_row_what_is_wrong(officer, committee):
    text = "Lê An; bí thư; 01/06/2020\nVõ Bình; bí thư; \nTrần C; trưởng phòng; \nLê An; ủy viên; \nĐỗ D; ; 31/02/2021"
    answer = signed_in(officer).post(address("posts_import"), {"committee": committee.pk, "text": text, "write": "1"})
    found = [(each.row, each.code) for each in answer.context["tried"].errors]
    assert found == [
        (2, "organization.office_taken"), (3, "unknown_choice"), (4, "organization.post_twice"), (5, "missing_value"), (5, "no_such_date"),
    ]  # fmt: skip
    assert (answer.status_code, Person.objects.count()) == (422, 0)


def test_a_file_is_read_and_shown_as_text_but_not_kept(officer, committee):
    client = signed_in(officer)
    file = SimpleUploadedFile("cap-uy.csv", "Họ tên,Chức danh,Giới tính\nLê An,bí thư,nữ\n".encode())
    answer = client.post(address("posts_import"), {"committee": committee.pk, "file": file})
    text = answer.context["form"].initial["text"]
    assert text.splitlines() == ["Họ và tên\tChức danh\tGiới tính", "Lê An\tbí thư\tnữ"]
    client.post(address("posts_import"), {"committee": committee.pk, "text": text, "write": "1"})
    assert list(Person.objects.values_list("full_name", "is_female", "born")) == [("Lê An", True, None)]
    assert client.post(address("posts_import"), {"committee": committee.pk}).status_code == 422
    assert client.get(address("posts_template")).status_code == 200


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Bí thư Đảng ủy", "secretary"), ("Phó bí thư", "deputy_secretary"), ("PBT", "deputy_secretary"), ("Uỷ viên", "committee_member"),
        ("Ủy viên BTV, Chủ nhiệm UBKT", "committee_member"), ("UVBTV", "committee_member"), ("Chi ủy viên", "committee_member"),
        ("Chủ nhiệm Ủy ban Kiểm tra", "inspection_head"), ("deputy_secretary", "deputy_secretary"), ("Phó chủ nhiệm", None), ("kế toán", None),
    ],
)  # fmt: skip
def test_offices_are_read_as_people_write_them(text, office):
    assert office_of(text) == office


PAGES = ("bodies", "term", "committee", "post", "posts_import", "posts_template")


@pytest.mark.parametrize("name", PAGES)
def test_outsiders_see_nothing_and_clerks_only_read(name, tree, committee):
    clerk = signed_in(make_user(role="unit_clerk", unit=tree["A"]))
    assert signed_in(make_outsider()).get(address(name)).status_code == 404
    assert Client().get(address(name)).status_code == 302
    assert clerk.get(address(name)).status_code == (200 if name == "bodies" else 403)
    assert signed_in(make_user(role="viewer", unit=tree["A"])).get(address(name)).status_code == 403


def test_an_outsider_gives_and_ends_nothing(tree, committee):
    post, outsider = give(committee, "Lê An"), make_outsider()
    entries = Entry.objects.count()
    for act, given in (
        (appoint, {"committee": committee, "office": "secretary", "who": Who("X"), "since": BEGAN}),
        (fill_post, {"person": make_person(), "committee": committee, "office": "secretary", "since": BEGAN}),
        (hand_over_post, {"post": post, "who": Who("X"), "on": LATER}),
        (vacate_post, {"post": post, "on": LATER}),
        (import_posts, {"committee": committee, "rows": [PostRow(Who("X"), "secretary", BEGAN)]}),
        (open_committee, {"term": committee.term, "body": "standing_committee"}),
    ):
        with pytest.raises(Forbidden):
            act(actor=outsider, **given)
    assert (rows(tree["A"]), Entry.objects.count()) == ([("Lê An", "committee_member", BEGAN, None)], entries)


QUERIES = {"bodies": 14, "unit": 23}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_pages_ask_alike_for_one_and_three_people(name, number, officer, committee, django_assert_num_queries):
    for place in range(number):
        give(committee, f"Người Thứ {place}")
    past = give(committee, "Lê An")
    vacate_post(cause=make_cause(), post=past, on=timezone.localdate())
    client = signed_in(officer)
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(address(name)).status_code == 200
