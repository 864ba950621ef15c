"""Acts of documents: accepted, each refusal, the outsider."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daihoi.cycle.documents import services
from daihoi.cycle.documents.models import Contribution, Group, Membership, Version
from daihoi.cycle.documents.queries.decisions import left_to_decide
from daihoi.cycle.documents.queries.opinions import desk_groups, desks, members, totals, undecided
from daihoi.cycle.documents.queries.sent import sent_by
from daihoi.cycle.documents.queries.texts import approved_version, is_rebuilt, pattern, working
from daihoi.cycle.documents.services.consulting import Said
from daihoi.cycle.documents.services.drafting import Saved
from daihoi.cycle.documents.services.issuing import Signing
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.services import record_headcount
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import SectionRule, Step
from daihoi.rules.paragraphs import Piece
from daihoi.rules.revisions import Deed, Revision
from tests.cycle.documents.facts import TEXT, make_consultation, make_document, make_text, say
from tests.make import make_cause, make_outsider, make_tree, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def document(tree, officer):
    return make_text(tree["A"], officer)


def refused(code, act, **arguments):
    with pytest.raises(RuleViolation) as refusal:
        act(**arguments)
    assert refusal.value.code == code


def change(document, key, text):
    return Revision(Deed.CHANGE, key, text, "body", base=working(document).paragraph(key).digest)


# --- drafting


def test_a_version_is_the_one_before_and_its_revisions(document, officer):
    services.revise(actor=officer, document=document, revision=change(document, "p3", "Công tác xây dựng Đảng có chuyển biến."))
    services.revise(actor=officer, document=document, revision=Revision(Deed.INSERT, "", "Đoạn mới.", after="p3"))
    version = services.close_version(actor=officer, document=document, phase="draft")
    assert [(each.key, each.text[:16]) for each in version.paragraphs] == [
        ("p1", "I. Kết quả"), ("p2", "Sản lượng lúa đạ"), ("p3", "Công tác xây dựn"), ("p6", "Đoạn mới."), ("p4", "II. Hạn chế"),
        ("p5", "Một số chi bộ si"),
    ]  # fmt: skip
    assert (version.number, version.revision_count, is_rebuilt(version)) == (2, 2, True)
    assert Entry.objects.filter(act="documents.version_saved").count() == 2


def test_who_changes_a_text_holds_its_document_before_he_reads_it(document, officer):
    with CaptureQueriesContext(connection) as asked:
        services.revise(actor=officer, document=document, revision=Revision(Deed.INSERT, "", "Đoạn mới.", after="p3"))
        services.close_version(actor=officer, document=document, phase="draft")
    read = [name for query in asked for name in ("document", "version") if f'FROM "documents_{name}"' in query["sql"]]
    assert (read[0], read.count("document")) == ("document", 2)


def test_a_file_keeps_the_identity_of_its_paragraphs_and_old_keys_are_never_given_again(document, officer):
    services.save_text(actor=officer, document=document, pieces=TEXT[:2], saved=Saved())
    third = services.save_text(actor=officer, document=document, pieces=(*TEXT[1:2], Piece("Hoàn toàn mới.")), saved=Saved())
    assert [each.key for each in third.paragraphs] == ["p2", "p6"]


def test_two_who_write_the_same_paragraph_lose_nothing(document, officer):
    mine = change(document, "p3", "Tôi viết.")
    services.revise(actor=officer, document=document, revision=change(document, "p3", "Người khác viết."))
    refused("paragraphs.changed", services.revise, actor=officer, document=document, revision=mine)
    assert working(document).paragraph("p3").text == "Người khác viết."
    services.revise(actor=officer, document=document, revision=change(document, "p5", "Đoạn khác không vướng."))


def test_what_drafting_refuses(tree, officer, document):
    refused("documents.nothing_to_close", services.close_version, actor=officer, document=document, phase="draft")
    refused("documents.empty_paragraph", services.revise, actor=officer, document=document, revision=change(document, "p3", " "))
    refused("documents.no_text", services.save_text, actor=officer, document=document, pieces=[Piece(" ")], saved=Saved())
    services.revise(actor=officer, document=document, revision=change(document, "p3", "Sửa."))
    refused("documents.unsaved", services.save_text, actor=officer, document=document, pieces=TEXT, saved=Saved())
    empty = make_document(tree["A"], officer)
    refused("documents.no_version", services.revise, actor=officer, document=empty, revision=Revision(Deed.INSERT, "", "Chữ."))


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ({"grade": "secret"}, "grades.networked"),
        ({"kind": "guidance_paper"}, "documents.body_may_not"),
        ({"kind": "directive_paper"}, "documents.body_may_not"),
        ({"kind": "khong-co"}, "documents.kind_unknown"),
        ({"title": " "}, "documents.no_title"),
    ],
)
def test_what_a_body_may_not_begin(tree, officer, paper, code):
    with pytest.raises(RuleViolation) as refusal:
        make_document(tree["A"], officer, **paper)
    assert refusal.value.code == code


def test_a_graded_paper_is_taken_on_an_isolated_installation(tree, officer, settings):
    settings.ISOLATED = True
    assert make_document(tree["A"], officer, grade="secret").grade == "secret"


# --- templates and approval


def test_the_nearest_template_above_holds(tree, officer):
    services.keep_template(actor=officer, unit=tree["P"], kind="report", sections=[SectionRule("Tình hình")], route=[])
    assert [section.title for section in pattern(tree["A1"], "report").sections] == ["Tình hình"]
    services.keep_template(actor=officer, unit=tree["A"], kind="report", sections=[SectionRule("Riêng")], route=[Step("Duyệt", "own", 2)])
    assert (pattern(tree["A1"], "report").sections[0].title, pattern(tree["B1"], "report").sections[0].title) == ("Riêng", "Tình hình")
    twice = [SectionRule("Một"), SectionRule("một ")]
    refused("documents.section_twice", services.keep_template, actor=officer, unit=tree["A"], kind="report", sections=twice, route=[])


def test_a_version_goes_its_route_and_comes_back_with_reasons(tree, officer, document):
    own = services.submit(actor=officer, document=document)
    assert (own.to, own.step, own.due > timezone.localdate()) == (tree["A"], 1, True)
    assert Assignment.objects.get(subject=f"documents.submission:{own.pk}").owed
    services.decide(actor=officer, submission=own, outcome="approved")
    above = document.versions.get().submissions.get(step=2)
    assert (above.to, above.title) == (tree["P"], "Cấp trên trực tiếp duyệt")
    clerk = make_user(role="organization_officer", unit=tree["A"])
    refused("authority.forbidden", services.decide, actor=clerk, submission=above, outcome="approved")
    refused("documents.returned_without_reasons", services.decide, actor=officer, submission=above, outcome="returned")
    services.decide(actor=officer, submission=above, outcome="returned", reasons="Thiếu dẫn chứng ở mục I.")
    assert approved_version(document) is None
    assert [one.pk for one in left_to_decide(officer).returned] == [document.pk]
    refused("documents.already_sent", services.submit, actor=officer, document=document)
    refused("documents.decided", services.decide, actor=officer, submission=above, outcome="approved")
    assert not Assignment.objects.filter(owed=True).exists()


def test_the_top_of_the_tree_has_no_superior_to_ask(tree, officer):
    document = make_text(tree["P"], officer)
    only = services.submit(actor=officer, document=document)
    services.decide(actor=officer, submission=only, outcome="approved")
    assert approved_version(document) == only.version


def test_what_submitting_refuses(tree, officer, document):
    services.submit(actor=officer, document=document)
    services.revise(actor=officer, document=document, revision=change(document, "p3", "Sửa."))
    refused("documents.unsaved", services.submit, actor=officer, document=document)
    services.close_version(actor=officer, document=document, phase="draft")
    refused("documents.still_waiting", services.submit, actor=officer, document=document)
    bare = make_text(tree["A"], officer, kind="notice")
    refused("documents.no_route", services.submit, actor=officer, document=bare)


SIGNING = Signing(date(2020, 6, 25), "ĐU", "Bí thư", "Trần Thị Mẫu")


def test_an_approved_paper_goes_out_with_the_next_number(tree, officer, document):
    refused("documents.not_approved", services.issue_document, actor=officer, document=document, signing=SIGNING)
    services.decide(actor=officer, submission=services.submit(actor=officer, document=document), outcome="approved")
    services.decide(actor=officer, submission=document.versions.get().submissions.get(step=2), outcome="approved")
    issue = services.issue_document(actor=officer, document=document, signing=SIGNING)
    second = make_text(tree["A"], officer, kind="notice")
    assert (issue.symbol, services.issue_document(actor=officer, document=second, signing=SIGNING).symbol) == ("01-BC/ĐU", "01-TB/ĐU")
    document.refresh_from_db()
    refused("documents.issued", services.revise, actor=officer, document=document, revision=Revision(Deed.REMOVE, "p3"))
    refused("documents.issued", services.issue_document, actor=officer, document=document, signing=SIGNING)


# --- consultation


@pytest.fixture
def consultation(tree, officer):
    return make_consultation(make_text(tree["P"], officer), officer, [tree["A"], tree["B"]])


def test_a_second_sending_changes_nothing(tree, officer, consultation):
    first = say(officer, consultation, tree["A1"], "Nêu rõ nguyên nhân.")
    assert say(officer, consultation, tree["A1"], "Nêu rõ nguyên nhân.") == first
    assert say(officer, consultation, tree["A2"], "Nêu rõ nguyên nhân.") != first
    assert Contribution.objects.count() == 2


def test_what_contributing_refuses(tree, officer, consultation):
    said = {"channel": "letter", "kind": "amend", "text": "Sửa."}
    refused(
        "documents.no_such_passage",
        services.contribute,
        actor=officer,
        consultation=consultation,
        unit=tree["A"],
        said=Said(**said, passage="p99"),
    )
    refused(
        "documents.says_nothing",
        services.contribute,
        actor=officer,
        consultation=consultation,
        unit=tree["A"],
        said=Said("letter", "ask", " "),
    )
    refused("documents.no_times", services.contribute, actor=officer, consultation=consultation, unit=tree["A"], said=Said(**said, times=0))
    refused("documents.not_asked", services.contribute, actor=officer, consultation=consultation, unit=tree["P"], said=Said(**said))
    only_a = make_consultation(consultation.version.document, officer, [tree["A"]], whole=False)
    refused("documents.not_asked", services.contribute, actor=officer, consultation=only_a, unit=tree["A1"], said=Said(**said))
    past = make_consultation(consultation.version.document, officer, [tree["A"]], opened=-9, closes=-1)
    refused("documents.consultation_closed", services.contribute, actor=officer, consultation=past, unit=tree["A"], said=Said(**said))
    services.extend_consultation(actor=officer, consultation=past, closes_on=timezone.localdate())
    assert services.contribute(actor=officer, consultation=past, unit=tree["A"], said=Said(**said)).kind == "amend"


def test_a_source_is_a_body_and_an_opinion_has_a_measure(tree, officer, consultation):
    """DO-03, DO-09: no person as a source, no more speakers at a conference than members, no whole paper as one opinion."""
    record_headcount(cause=make_cause(), unit=tree["A1"], on=timezone.localdate(), official=20)

    def said(channel="conference", text="Nêu rõ nguyên nhân.", **more):
        return {"actor": officer, "consultation": consultation, "unit": tree["A1"], "said": Said(channel, "amend", text, "p2", **more)}

    for code, each in (
        ("documents.source_is_person", said(body="đồng chí Trần Thị B")),
        ("documents.too_many_times", said(times=21)),
        ("documents.too_many_times", said("online", times=1_000_001)),
        ("documents.opinion_too_long", said(text="a" * 10_001)),
        ("documents.body_too_long", said(body="a" * 121)),
    ):
        refused(code, services.contribute, **each)
        sheet = [(each["unit"], each.pop("said"))]
        refused(code, services.import_contributions, **each, rows=sheet)
    for each in (said(times=20), said("online", times=21), said(body="Nguyễn Văn Trỗi", is_body=True)):
        services.contribute(**each)
    assert sorted(Contribution.objects.values_list("times", "body")) == [(1, "Nguyễn Văn Trỗi"), (20, ""), (21, "")]


def test_what_opening_refuses(tree, officer, document):
    with pytest.raises(RuleViolation) as outside:
        make_consultation(document, officer, [tree["B"]])
    with pytest.raises(RuleViolation) as nobody:
        make_consultation(document, officer, [])
    with pytest.raises(RuleViolation) as before:
        make_consultation(document, officer, [tree["A"]], closes=-3)
    codes = [each.value.code for each in (outside, nobody, before)]
    assert codes == ["documents.outside_branch", "documents.nobody_asked", "documents.closes_before"]


def test_a_whole_sheet_is_written_once(tree, officer, consultation):
    rows = [(tree["A1"], Said("conference", "amend", f"Ý {n}.", "p2")) for n in range(5)]
    arguments = {"actor": officer, "consultation": consultation, "unit": tree["A"], "rows": rows}
    assert (services.import_contributions(**arguments), services.import_contributions(**arguments)) == (5, 0)
    refused("documents.not_asked", services.import_contributions, **(arguments | {"rows": [(tree["B1"], rows[0][1])]}))


def test_equal_rows_of_a_sheet_are_one_opinion_said_so_often(tree, officer, consultation):
    row = (tree["A1"], Said("conference", "amend", "Nêu rõ nguyên nhân.", "p2", times=3))
    arguments = {"actor": officer, "consultation": consultation, "unit": tree["A"], "rows": [row, row]}
    assert (services.import_contributions(**arguments), services.import_contributions(**arguments)) == (1, 0)
    assert Contribution.objects.get().times == 6


def test_the_journal_leads_from_no_opinion_to_an_account(tree, officer, consultation):
    row = say(officer, consultation, tree["A1"], "Nêu rõ nguyên nhân.")
    assert not Entry.objects.filter(line__contains=str(row.pk)).exists()
    assert not Entry.objects.filter(line__contains=row.receipt).exists()
    told = Entry.objects.filter(act="documents.contributed").get()
    assert (told.actor, told.object, told.facts) == (str(officer.pk), f"documents.consultation:{consultation.pk}", {"rows": 1})


def grouped(officer, consultation, unit, **more):
    services.group_contributions(actor=officer, consultation=consultation, unit=unit, **more)
    return list(desk_groups(consultation, unit).order_by("name"))


def test_an_answer_found_before_the_act_leaves_what_changed_since_as_it_stands(tree, officer, consultation):
    """The worker looks for likeness outside the transaction: what people grouped or dissolved meanwhile goes first."""
    say(officer, consultation, tree["A1"], "Nêu rõ nguyên nhân hạn chế.")
    say(officer, consultation, tree["A2"], "Bỏ số liệu cũ ở đoạn này.", kind="delete")
    first, second = grouped(officer, consultation, tree["A"])
    late = say(officer, consultation, tree["A2"], "Nêu rõ nguyên nhân hạn chế.")
    other = say(officer, consultation, tree["A2"], "Thêm dẫn chứng.")
    found = services.likenesses(consultation, tree["A"])
    services.merge_groups(actor=officer, into=first, groups=[first, second])
    grouped(officer, consultation, tree["A"], found=[each for each in found if f"c:{other.pk}" in each.keys])
    after = grouped(officer, consultation, tree["A"], found=found)
    assert sorted(len(list(members(group))) for group in after) == [1, 1, 2]
    assert {late, other} <= {row for group in after for row in members(group)}
    assert grouped(officer, consultation, tree["A"], found=found) == after


def test_reports_roll_up_and_every_group_leads_to_each_contribution(tree, officer, consultation):
    """DO-04: cells speak, committees consolidate, the province reads the counts and finds each word again."""
    words = [say(officer, consultation, tree[code], "Nêu rõ nguyên nhân hạn chế.") for code in ("A1", "A2", "B1", "A")]
    say(officer, consultation, tree["B2"], "Bỏ đoạn này.", kind="delete", times=3)
    assert [(each.name, each.sent) for each in desks(consultation, tree["P"])] == [("Đảng bộ cơ sở A", None), ("Đảng bộ cơ sở B", None)]
    refused("documents.not_grouped", services.send_consolidation, actor=officer, consultation=consultation, unit=tree["A"])
    for code in "AB":
        grouped(officer, consultation, tree[code])
        report = services.send_consolidation(actor=officer, consultation=consultation, unit=tree[code])
        assert report.contributions == {"A": 3, "B": 2}[code]
    refused("documents.report_sent", services.group_contributions, actor=officer, consultation=consultation, unit=tree["A"])
    refused("documents.report_sent", services.send_consolidation, actor=officer, consultation=consultation, unit=tree["A"])
    top = grouped(officer, consultation, tree["P"])
    counts = totals([group.pk for group in top])
    assert [(group.kind, counts[group.pk].contributions, counts[group.pk].times, counts[group.pk].bodies) for group in top] == [
        ("delete", 1, 3, 1),
        ("amend", 4, 4, 4),
    ]
    assert set(members(top[1])) == set(words)
    assert set(members(top[0])) | set(members(top[1])) == set(Contribution.objects.all())
    answer = services.answer_group(actor=officer, group=top[1], decision="taken")
    assert sent_by(consultation, [tree["B1"].pk])[0].answer == answer
    assert not Assignment.objects.filter(subject__startswith="documents.consolidation", owed=True).exists()


def test_the_superior_takes_what_nobody_below_consolidated(tree, officer, consultation):
    say(officer, consultation, tree["A1"], "Ý của chi bộ.")
    assert grouped(officer, consultation, tree["P"]) == []
    assert len(grouped(officer, consultation, tree["P"], whole_branch=True)) == 1


def test_people_merge_split_and_name_groups_and_no_word_is_lost(tree, officer, consultation):
    for text in ("Một.", "Hai khác hẳn.", "Ba riêng biệt."):
        say(officer, consultation, tree["A"], text)
    one, two, three = grouped(officer, consultation, tree["P"])
    services.merge_groups(actor=officer, into=one, groups=[one, two, three])
    assert list(desk_groups(consultation, tree["P"])) == [one]
    refused("documents.nothing_to_merge", services.merge_groups, actor=officer, into=one, groups=[one])
    chosen = list(members(one))[:1]
    fresh = services.split_group(actor=officer, group=one, contributions=chosen, name="Tách ra")
    assert (list(members(fresh)), members(one).count()) == (chosen, 2)
    refused("documents.nothing_to_split", services.split_group, actor=officer, group=fresh, contributions=chosen, name="Hết")
    refused("documents.no_group_name", services.rename_group, actor=officer, group=one, name=" ")
    services.rename_group(actor=officer, group=one, name="Ý chung")
    services.answer_group(actor=officer, group=one, decision="not", reason="Đã nêu ở mục II.")
    refused("documents.group_answered", services.merge_groups, actor=officer, into=fresh, groups=[one])
    refused("documents.group_answered", services.split_group, actor=officer, group=one, contributions=[], name="Tách")
    assert Membership.objects.count() == Contribution.objects.count() == 3


def test_new_opinions_join_the_groups_that_stand(tree, officer, consultation):
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    (group,) = grouped(officer, consultation, tree["P"])
    say(officer, consultation, tree["B"], "Nêu rõ nguyên nhân.")
    assert grouped(officer, consultation, tree["P"]) == [group]
    assert members(group).count() == 2


def test_an_answer_that_does_not_take_needs_its_reason_and_may_be_given_again(tree, officer, consultation):
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    (group,) = grouped(officer, consultation, tree["P"])
    refused("documents.answer_without_reason", services.answer_group, actor=officer, group=group, decision="partly")
    refused("documents.not_taken", services.take_into_text, actor=officer, group=group, deed="change", text="x")
    first = services.answer_group(actor=officer, group=group, decision="not", reason="Đã có.")
    assert services.answer_group(actor=officer, group=group, decision="taken").replaces == first
    assert list(undecided(consultation)) == []
    lower = Group.objects.create(consultation=consultation, unit=tree["A"], passage="p2", kind="amend", name="Nhóm dưới")
    refused("documents.not_owner", services.answer_group, actor=officer, group=lower, decision="taken")
    refused("documents.own_draft", services.send_consolidation, actor=officer, consultation=consultation, unit=tree["P"])


def test_an_accepted_amendment_changes_the_text_and_a_collision_is_named(tree, officer, consultation):
    document = consultation.version.document
    better = "Sản lượng lúa đạt 3.940 tấn trên 5.408 tấn kế hoạch, đạt 72,86 %."
    say(officer, consultation, tree["A"], "Ghi rõ là kế hoạch.", proposal=better)
    (group,) = grouped(officer, consultation, tree["P"])
    services.answer_group(actor=officer, group=group, decision="taken")
    services.revise(
        actor=officer,
        document=document,
        revision=change(document, "p2", "Năm nay, sản lượng lúa đạt 3.940 tấn trên 5.408 tấn, đạt 72,86 %."),
    )
    row = services.take_into_text(actor=officer, group=group, deed="change", text=better)
    assert row.text == "Năm nay, sản lượng lúa đạt 3.940 tấn trên 5.408 tấn kế hoạch, đạt 72,86 %."
    refused(
        "documents.collision",
        services.take_into_text,
        actor=officer,
        group=group,
        deed="change",
        text=better.replace("Sản lượng", "Sản phẩm"),
    )
    settled = services.take_into_text(actor=officer, group=group, deed="change", text="Chốt câu này.", settled=True)
    version = services.close_version(actor=officer, document=document, phase="revised_draft")
    assert (settled.answer.group, version.paragraphs[1].text, is_rebuilt(version)) == (group, "Chốt câu này.", True)
    assert Version.objects.get(number=1).paragraphs[1].text.startswith("Sản lượng lúa đạt 3.940 tấn trên 5.408 tấn,")


def test_left_to_decide_holds_only_what_waits(tree, officer, consultation):
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    (group,) = grouped(officer, consultation, tree["P"])
    assert ([one.pk for one in left_to_decide(officer).groups], left_to_decide(officer).count) == ([group.pk], 1)
    answer = services.answer_group(actor=officer, group=group, decision="taken")
    assert ([one.pk for one in left_to_decide(officer).unwritten], left_to_decide(officer).count) == ([answer.pk], 1)
    services.take_into_text(actor=officer, group=group, deed="change", text="Nêu rõ hơn.")
    assert left_to_decide(officer).count == 0


def test_an_outsider_may_do_nothing(tree, officer, document, consultation):
    outsider = make_outsider()
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    (group,) = grouped(officer, consultation, tree["P"])
    own = services.submit(actor=officer, document=document)
    tries = [
        (services.create_document, {"unit": tree["A"], "paper": None}),
        (services.save_text, {"document": document, "pieces": TEXT, "saved": Saved()}),
        (services.revise, {"document": document, "revision": change(document, "p3", "x")}),
        (services.close_version, {"document": document, "phase": "draft"}),
        (services.keep_template, {"unit": tree["A"], "kind": "report", "sections": [], "route": []}),
        (services.keep_finding, {"document": document, "code": "list_like", "text": "x", "reason": "x"}),
        (services.submit, {"document": document}),
        (services.decide, {"submission": own, "outcome": "approved"}),
        (services.issue_document, {"document": document, "signing": SIGNING}),
        (services.open_consultation, {"version": consultation.version, "asked": None}),
        (services.extend_consultation, {"consultation": consultation, "closes_on": timezone.localdate() + timedelta(days=1)}),
        (services.contribute, {"consultation": consultation, "unit": tree["A"], "said": Said("letter", "ask", "Hỏi.")}),
        (services.import_contributions, {"consultation": consultation, "unit": tree["A"], "rows": []}),
        (services.group_contributions, {"consultation": consultation, "unit": tree["P"]}),
        (services.rename_group, {"group": group, "name": "x"}),
        (services.merge_groups, {"into": group, "groups": [group]}),
        (services.split_group, {"group": group, "contributions": [], "name": "x"}),
        (services.answer_group, {"group": group, "decision": "taken"}),
        (services.take_into_text, {"group": group, "deed": "remove"}),
        (services.send_consolidation, {"consultation": consultation, "unit": tree["A"]}),
    ]
    for act, arguments in tries:
        with pytest.raises(Forbidden):
            act(actor=outsider, **arguments)


def test_a_contribution_leads_to_no_person():
    """Privacy: the source of an opinion is a body and a channel; nothing else leads anywhere."""
    leading = {field.name for model in (Contribution, Membership, Group) for field in model._meta.concrete_fields if field.is_relation}
    assert leading == {"consultation", "unit", "contribution", "group", "within"}
