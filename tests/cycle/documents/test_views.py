"""Screens of documents: owner, colleague, outsider; 1 and 3 rows, the same number of queries."""

import io

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx.oxml.ns import qn
from docx.shared import RGBColor
from python_calamine import CalamineWorkbook

from daihoi.cycle.documents import services
from daihoi.cycle.documents.models import Consolidation, Contribution, Document
from daihoi.cycle.documents.queries.opinions import Weight, desk_groups, totals
from daihoi.cycle.documents.queries.texts import working
from daihoi.cycle.documents.services.issuing import Signing
from daihoi.rules.paragraphs import Piece
from daihoi.rules.revisions import Revision
from tests.cycle.documents.facts import make_consultation, make_text, say
from tests.make import make_outsider, make_tree, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def document(tree, officer):
    return make_text(tree["P"], officer)


@pytest.fixture
def consultation(tree, officer, document):
    return make_consultation(document, officer, [tree["A"], tree["B"]])


@pytest.fixture
def group(tree, officer, consultation):
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"])
    return desk_groups(consultation, tree["P"]).get()


def at(name, *arguments):
    return reverse(f"documents:{name}", args=arguments)


def shown(client, url, **data):
    answer = client.get(url, data)
    assert answer.status_code == 200, url
    return answer.content.decode()


def pages(document, consultation, group):
    submission = services.submit(actor=make_user(role="organization_officer", unit=document.unit), document=document)
    return [
        at("list"), at("left"), at("templates"), at("template", "report"), at("create"), at("detail", document.pk),
        at("comparison", document.pk), at("checks", document.pk), at("edit", document.pk, "p3"), at("insert", document.pk),
        at("take_file", document.pk), at("close", document.pk), at("submit", document.pk), at("decide", document.pk, submission.pk),
        at("issue", document.pk), at("consult", document.pk), at("desk", consultation.pk), at("extend", consultation.pk),
        at("group", group.pk), at("take", group.pk), at("name", group.pk), at("keep", document.pk),
        at("download", document.pk, "docx"), at("download", document.pk, "pdf"), at("table", consultation.pk, "giai-trinh"),
        at("table", consultation.pk, "tong-hop"), at("export"),
    ]  # fmt: skip


def test_the_owner_opens_every_page(officer, document, consultation, group):
    client = signed_in(officer)
    assert {url: client.get(url).status_code for url in pages(document, consultation, group)} == dict.fromkeys(
        pages_of(document, consultation, group), 200
    )


def pages_of(document, consultation, group):
    submission = document.versions.get().submissions.get()
    return [
        *(at(name) for name in ("list", "left", "templates", "create", "export")), at("template", "report"),
        *(at(name, document.pk) for name in ("detail", "comparison", "checks", "insert", "take_file", "close", "submit", "issue", "consult", "keep")),
        at("edit", document.pk, "p3"), at("decide", document.pk, submission.pk),
        *(at(name, consultation.pk) for name in ("desk", "extend")), *(at(name, group.pk) for name in ("group", "take", "name")),
        *(at("download", document.pk, form) for form in ("docx", "pdf")),
        *(at("table", consultation.pk, which) for which in ("giai-trinh", "tong-hop")),
    ]  # fmt: skip


def test_the_outsider_finds_nothing(document, consultation, group):
    client = signed_in(make_outsider())
    urls = [url for url in pages(document, consultation, group) if any(str(row.pk) in url for row in (document, consultation, group))]
    assert {
        client.get(url).status_code
        for url in [*urls, at("contribute", consultation.pk), at("speakers", consultation.pk), at("take_sheet", consultation.pk)]
    } == {404}


def test_a_reader_reads_and_does_not_write(tree, document):
    client = signed_in(make_user(role="inspector", unit=tree["P"]))
    text = shown(client, at("detail", document.pk))
    assert ("Sửa đoạn" in text, client.get(at("edit", document.pk, "p3")).status_code) == (False, 403)


@pytest.mark.parametrize("name", ["list", "left"])
def test_lists_ask_alike_for_one_and_three_rows(tree, officer, name):
    client, counts = signed_in(officer), []
    for rows in (1, 2):
        for _n in range(rows):
            services.submit(actor=officer, document=make_text(tree["A"], officer))
        with CaptureQueriesContext(connection) as queries:
            shown(client, at(name))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_desk_asks_alike_for_one_and_three_groups(tree, officer, consultation):
    client, counts = signed_in(officer), []
    for texts in (["Một."], ["Hai khác.", "Ba riêng."]):
        for text in texts:
            say(officer, consultation, tree["A"], text)
        services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"])
        with CaptureQueriesContext(connection) as queries:
            shown(client, at("desk", consultation.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_desk_goes_through_the_text_in_its_order_and_shows_all_when_asked(tree, officer, consultation, monkeypatch):
    monkeypatch.setattr("daihoi.cycle.documents.views.base.PAGE", 2)
    for passage, text in (("p5", "Năm."), ("p2", "Hai riêng."), ("p2", "Nêu rõ."), ("p2", "Nêu rõ!"), ("", "Chung.")):
        say(officer, consultation, tree["A"], text, passage=passage, body=text)
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"], whole_branch=True)
    client = signed_in(officer)
    first = client.get(at("desk", consultation.pk)).context
    everything = client.get(at("desk", consultation.pk), {"page": "all"}).context
    assert [group.name.strip(".!") for group in first["groups"]] == ["Chung", "Nêu rõ"]
    assert [group.name.strip(".!") for group in everything["groups"]] == ["Chung", "Nêu rõ", "Hai riêng", "Năm"]


def test_a_committee_whose_opinions_the_level_above_has_grouped_reports_what_it_heard(tree, officer, consultation):
    say(officer, consultation, tree["A1"], "Nêu rõ nguyên nhân.", times=3)
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"], whole_branch=True)
    below = signed_in(make_user(role="organization_officer", unit=tree["A"]))
    assert "Cấp trên đã xếp nhóm các ý kiến này" in shown(below, at("desk", consultation.pk))
    below.post(at("send", consultation.pk))
    sent = Consolidation.objects.get()
    assert (sent.unit, sent.groups, sent.contributions) == (tree["A"], 0, 1)
    made = docx.Document(io.BytesIO(below.get(at("table", consultation.pk, "tong-hop")).content))
    assert any("tổng hợp 1 ý kiến (3 lượt) từ 1 nguồn" in each.text for each in made.paragraphs)


def test_empty_pages_say_what_to_do(officer):
    client = signed_in(officer)
    assert "Chưa có văn kiện nào" in shown(client, at("list"))
    assert "Không còn việc nào" in shown(client, at("left"))
    assert "Không có văn kiện nào khớp" in shown(client, at("list"), q="gì đó")


def test_a_document_is_begun_with_the_sections_of_its_template(tree, officer):
    client = signed_in(officer)
    typed = {"kind": "self_review_report", "body": "exec_committee", "title": "nhiệm kỳ 2020-2025", "grade": "internal", "congress": ""}
    answer = client.post(at("create"), typed)
    document = Document.objects.get()
    assert answer["Location"] == at("detail", document.pk)
    client.post(at("begin", document.pk))
    assert [each.text for each in working(document).paragraphs][:2] == ["1. Bối cảnh, đặc điểm", "2. Lãnh đạo nhiệm vụ chính trị"]
    assert "Đủ mục" in shown(client, at("detail", document.pk))


def test_only_allowed_kinds_are_offered_and_others_refused_in_words(tree, officer):
    clerk = signed_in(make_user(role="unit_clerk", unit=tree["A1"]))
    text = shown(clerk, at("create"))
    assert ("Hướng dẫn</option>" in text, "Quy chế</option>" in text) == (False, True)
    typed = {"kind": "working_rules", "body": "standing_committee", "title": "làm việc", "grade": "internal"}
    answer = signed_in(officer).post(f"{at('create')}?unit=A", typed)
    assert (answer.status_code, "không ban hành quy chế" in answer.content.decode()) == (422, True)


def test_two_people_write_one_paragraph_and_both_texts_stand_beside_each_other(tree, officer, document):
    base = working(document).paragraph("p3").digest
    first, second = signed_in(officer), signed_in(make_user(role="secretariat", unit=tree["P"]))
    typed = {"style": "body", "base": base, "after": ""}
    assert first.post(at("edit", document.pk, "p3"), typed | {"text": "Người thứ nhất viết."}).status_code == 302
    answer = second.post(at("edit", document.pk, "p3"), typed | {"text": "Người thứ hai viết."})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in text for words in ("Máy chủ có bản mới hơn", "Người thứ nhất viết.", "Người thứ hai viết."))
    now = working(document).paragraph("p3").digest
    assert f'value="{now}"' in text
    assert second.post(at("edit", document.pk, "p3"), typed | {"base": now, "text": "Chốt lại."}).status_code == 302
    assert working(document).paragraph("p3").text == "Chốt lại."


def test_paragraphs_are_moved_and_taken_out(officer, document):
    client = signed_in(officer)
    client.post(at("arrange", document.pk, "p5"), {"deed": "up"})
    client.post(at("arrange", document.pk, "p3"), {"deed": "remove", "base": working(document).paragraph("p3").digest})
    assert [each.key for each in working(document).paragraphs] == ["p1", "p2", "p5", "p4"]
    client.post(at("close", document.pk), {"phase": "draft", "note": ""})
    text = shown(client, at("comparison", document.pk))
    assert "0 đoạn sửa, 0 đoạn thêm, 1 đoạn bỏ, 1 đoạn chuyển chỗ." in text


def test_a_changed_table_is_compared_cell_by_cell(tree, officer):
    pieces = (Piece("Số liệu"), Piece("Nơi | Đạt\nSa Đéc | 25", "table"))
    paper = make_text(tree["P"], officer, pieces)
    services.revise(
        actor=officer,
        document=paper,
        revision=Revision("change", "p2", "Nơi | Đạt\nSa Đéc | 26", "table", base=working(paper).paragraph("p2").digest),
    )
    services.close_version(actor=officer, document=paper, phase="draft")
    text = shown(signed_in(officer), at("comparison", paper.pk))
    rows = "<tr><td>Nơi</td><td>Đạt</td></tr><tr><td>SaĐéc</td><td><del>25</del><ins>26</ins></td></tr>"
    assert rows in "".join(text.split())
    assert (" | " in text.split("<article")[1], 'aria-label="Bảng ở đoạn 2"' in text) == (False, True)


def word_file():
    """A DOCX as people write them: a style, automatic numbers, bold heads, a table."""
    made = docx.Document()
    made.add_heading("Phần thứ nhất", 1)
    made.add_paragraph("Việc một", style="List Number")
    made.add_paragraph("Việc hai", style="List Number")
    made.add_paragraph("").add_run("II. Hạn chế").bold = True
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("Chỉ tiêu", "Kết quả", "Lúa", "72,86 %"), strict=True):
        cell.text = text
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_file_comes_in_with_headings_numbers_and_tables_as_text(officer, document):
    upload = SimpleUploadedFile("bao-cao.docx", word_file())
    answer = signed_in(officer).post(at("take_file", document.pk), {"file": upload, "phase": "draft", "note": ""})
    assert answer.status_code == 302
    assert [(each.style, each.text) for each in working(document).paragraphs] == [
        ("heading1", "Phần thứ nhất"), ("body", "1. Việc một"), ("body", "2. Việc hai"), ("heading2", "II. Hạn chế"),
        ("table", "Chỉ tiêu | Kết quả\nLúa | 72,86 %"),
    ]  # fmt: skip
    broken = signed_in(officer).post(at("take_file", document.pk), {"file": SimpleUploadedFile("x.docx", b"PK nothing"), "phase": "draft"})
    assert (broken.status_code, "Không mở được tệp này" in broken.content.decode()) == (422, True)


def test_what_a_file_holds_beside_words_is_told_and_the_file_stays(officer, document):
    made = docx.Document()
    word = made.add_paragraph("Nền nếp ").add_run("giữ vững")
    word.font.color.rgb = RGBColor(200, 0, 0)
    buffer = io.BytesIO()
    made.save(buffer)
    client = signed_in(officer)
    upload = SimpleUploadedFile("bao-cao.docx", buffer.getvalue())
    client.post(at("take_file", document.pk), {"file": upload, "phase": "draft", "note": ""})
    text = shown(client, at("detail", document.pk))
    assert all(
        each in text for each in ("Không lấy được từ tệp", "Chữ màu, chữ tô nền: 1 chỗ", "Đoạn 1. Chữ vẫn còn, màu và nền không giữ.")
    )
    original = at("original", document.pk)
    assert client.get(original, {"ban": "2"}).content == buffer.getvalue()
    assert [client.get(original, {"ban": "1"}).status_code, signed_in(make_outsider()).get(original, {"ban": "2"}).status_code] == [
        404,
        404,
    ]


def test_the_paper_carries_text_table_and_mark_of_a_draft(officer, document):
    upload = SimpleUploadedFile("bao-cao.docx", word_file())
    client = signed_in(officer)
    client.post(at("take_file", document.pk), {"file": upload, "phase": "draft", "note": ""})
    made = docx.Document(io.BytesIO(client.get(at("download", document.pk, "docx")).content))
    words = "\n".join(
        [each.text for each in made.paragraphs] + [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    )
    assert all(each in words for each in ("BÁO CÁO CHÍNH TRỊ", "2. Việc hai", "72,86 %", "DỰ THẢO, bản 2", "ĐẢNG CỘNG SẢN VIỆT NAM"))
    assert client.get(at("download", document.pk, "pdf")).content.startswith(b"%PDF")


def test_checks_stand_beside_the_text_and_say_when_it_is_newer(officer, document):
    client = signed_in(officer)
    wrong = "Đã có 26/61 đảng bộ trực thuộc tổ chức xong đại hội, đạt 42,26 %."
    right = "Có 3.940 chi bộ trong tổng số 5.408 chi bộ tổ chức đại hội, đạt 72,86 %."
    client.post(at("insert", document.pk), {"text": f"{wrong} {right}", "style": "body", "after": "p2"})
    text = shown(client, at("checks", document.pk))
    assert all(each in text for each in ('<mark class="late">', "42,62", "1 lỗi số", 'class="dh-ref ok"'))
    assert "tu=42%2C26&amp;den=42%2C62" in text.replace("tu=42,26&amp;den=42,62", "tu=42%2C26&amp;den=42%2C62")
    digest = text.split("?da=")[1].split('"')[0]
    assert client.get(at("checks", document.pk), {"da": digest}).status_code == 204
    client.post(at("arrange", document.pk, "p3"), {"deed": "remove"})
    assert "Văn bản đã mới hơn lần kiểm tra" in shown(client, at("checks", document.pk), da=digest)


def test_kept_words_stay_with_their_reason(officer, document):
    client = signed_in(officer)
    wrong = "Đã có 26/61 đảng bộ trực thuộc tổ chức xong đại hội, đạt 42,26 %."
    client.post(at("insert", document.pk), {"text": wrong, "style": "body", "after": "p2"})
    link = shown(client, at("checks", document.pk)).split(at("keep", document.pk))[1].split('"')[0].replace("&amp;", "&")
    form = client.get(at("keep", document.pk) + link).context["form"]
    client.post(at("keep", document.pk), {**form.initial, "reason": "Trích nguyên văn báo cáo cũ."})
    text = shown(client, at("checks", document.pk))
    assert ("Giữ nguyên: Trích nguyên văn báo cáo cũ." in text, "0 lỗi số" in text) == (True, True)


def test_a_self_review_that_repeats_the_political_report_is_shown_beside_it(tree, officer, document):
    """DO-07: what a self-review says in the words of the political report."""
    twin = make_text(tree["P"], officer, kind="self_review_report")
    text = shown(signed_in(officer), at("checks", twin.pk))
    assert "Trùng với báo cáo chính trị" in text


def test_a_cell_contributes_on_its_phone_and_reads_the_answer(tree, officer, consultation):
    clerk = signed_in(make_user(role="unit_clerk", unit=tree["A1"]))
    page = clerk.get(at("contribute", consultation.pk))
    assert (page.status_code, len(page.content) < 60_000, "Góp ý đoạn 2" in page.content.decode()) == (200, True, True)
    typed = {
        "unit": "A1",
        "channel": "conference",
        "passage": "p2",
        "kind": "amend",
        "text": "Nêu rõ nguyên nhân.",
        "times": "2",
        "body": "",
    }
    url = f"{at('contribute', consultation.pk)}?doan=p2"
    assert (clerk.post(url, typed).status_code, clerk.post(url, typed).status_code, Contribution.objects.count()) == (302, 302, 1)
    assert clerk.post(url, typed | {"unit": "B1"}).status_code == 422
    client = signed_in(officer)
    client.post(at("put_together", consultation.pk), {"noi": "P", "ca_nhanh": "1"})
    group = desk_groups(consultation, tree["P"]).get()
    assert client.post(at("group", group.pk), {"decision": "partly", "reason": ""}).status_code == 422
    client.post(at("group", group.pk), {"decision": "partly", "reason": "Bổ sung ở mục II."})
    text = shown(clerk, at("contribute", consultation.pk))
    assert all(each in text for each in ("Tiếp thu một phần", "Bổ sung ở mục II."))


def test_an_opinion_starts_at_the_own_unit_and_reaches_every_unit_by_search(tree, officer, consultation, monkeypatch):
    monkeypatch.setattr("daihoi.cycle.documents.views.consulting.OFFERED", 1)
    url = at("contribute", consultation.pk)

    def start(user, **named):
        return signed_in(user).get(url, {"doan": "p2", **named}).context["form"]["unit"].value()

    below = make_user(role="organization_officer", unit=tree["A"])
    assert [start(officer), start(officer, noi="B1"), start(officer, noi="Z9"), start(below), start(below, noi="B1")] == [
        "", "Chi bộ B1 (B1)", "", "Đảng bộ cơ sở A (A)", "",
    ]  # fmt: skip
    found = [shown(signed_in(user), at("speakers", consultation.pk), unit="chi bộ b") for user in (officer, below)]
    assert found == ['<option value="Chi bộ B1 (B1)"></option>', ""]
    assert shown(signed_in(officer), at("speakers", consultation.pk), unit="Chi bộ B1 (B1)") == found[0]
    typed = {"channel": "conference", "passage": "p2", "kind": "amend", "text": "Nêu rõ nguyên nhân.", "times": "1", "body": ""}
    client = signed_in(officer)
    unclear, unknown = (client.post(f"{url}?doan=p2", typed | {"unit": text}) for text in ("Chi bộ", "Chi bộ Z"))
    assert "“Chi bộ” chưa rõ là nơi nào. Chọn một nơi, ví dụ: Chi bộ A1 (A1);" in unclear.content.decode()
    assert (unknown.status_code, "Không có “Chi bộ Z” trong số nơi bạn ghi được ý kiến." in unknown.content.decode()) == (422, True)
    for text in ("b1", "chi bộ a1", "Chi bộ A2 (A2)"):
        assert client.post(f"{url}?doan=p2", typed | {"unit": text}).status_code == 302
    assert sorted(Contribution.objects.values_list("unit__code", flat=True)) == ["A1", "A2", "B1"]
    assert "?doan=p3&amp;noi=B1" in shown(client, url, noi="B1")


def sheet(rows):
    """A sheet of opinions as committees keep it."""
    from daihoi.web.tables import xlsx_bytes

    return xlsx_bytes("Ý kiến", ("Đơn vị", "Đoạn", "Loại ý kiến", "Nội dung góp ý", "Số lượt"), rows)


def test_a_sheet_is_tried_then_written(tree, officer, consultation):
    client = signed_in(officer)
    url = at("take_sheet", consultation.pk)
    bad = sheet([("A1", "2", "sửa", "Nêu rõ.", 1), ("Z9", "77", "khen", "Hay.", 1)])
    answer = client.post(url, {"file": SimpleUploadedFile("y-kien.xlsx", bad), "try": ""}).content.decode()
    assert all(each in answer for each in ("Còn chỗ phải sửa", "Z9", "77", "khen"))
    good = sheet([("A1", "2", "sửa", "Nêu rõ.", 1), ("Chi bộ B1", "", "bổ sung", "Thêm chỉ tiêu.", 3)])
    answer = client.post(url, {"file": SimpleUploadedFile("y-kien.xlsx", good), "try": ""}).content.decode()
    kept = answer.split('name="kept" value="')[1].split('"')[0]
    assert "Ghi 2 ý kiến" in answer
    assert client.post(url, {"kept": kept, "write": ""}).status_code == 302
    assert set(Contribution.objects.values_list("unit__code", "passage", "kind", "times")) == {
        ("A1", "p2", "amend", 1),
        ("B1", "", "add", 3),
    }


def test_a_sheet_is_faulted_in_the_words_of_its_heads_and_a_person_is_confirmed(tree, officer, consultation):
    from daihoi.cycle.documents.sheets import check
    from daihoi.cycle.documents.views.consulting import speaks_for
    from daihoi.web.tables import xlsx_bytes

    head = ("Đơn vị", "Hội nghị", "Đoạn", "Loại ý kiến", "Nội dung góp ý", "Số lượt")
    rows = [("A1", "Nguyễn Văn A", "2", "sửa", "Nêu rõ.", -3), ("A1", "", "2", "sửa", "Ngắn lại.", 0), ("A1", "", "2", "sửa", "", 1)]
    found = check("y-kien.xlsx", xlsx_bytes("Ý kiến", head, rows), consultation, speaks_for(officer, consultation)).findings
    assert [(each.level, each.column, each.message) for each in found if each.row] == [
        (
            "warning",
            "Hội nghị",
            "“Nguyễn Văn A” giống tên hoặc chức danh của người. Ghi cơ quan, hội nghị; chỉ ghi bảng khi đúng là tên cơ quan.",
        ),
        ("error", "Số lượt", "Số lượt là -3, phải từ 1 trở lên. Ghi số lượt, hoặc để trống khi là một lượt."),
        ("error", "Số lượt", "Số lượt là 0, phải từ 1 trở lên. Ghi số lượt, hoặc để trống khi là một lượt."),
        ("error", "Nội dung góp ý", f"Dòng {found[-1].row} thiếu “Nội dung góp ý”. Điền ô này."),
    ]
    typed = {
        "unit": "A1",
        "channel": "conference",
        "passage": "p2",
        "kind": "amend",
        "text": "Nêu rõ.",
        "times": "1",
        "body": "Nguyễn Văn A",
    }
    client, url = signed_in(officer), f"{at('contribute', consultation.pk)}?doan=p2"
    asked = client.post(url, typed)
    assert (asked.status_code, 'name="is_body"' in asked.content.decode(), 'name="is_body"' in shown(client, url)) == (422, True, False)
    assert client.post(url, typed | {"is_body": "on"}).status_code == 302


def test_the_blank_sheet_names_every_passage(officer, consultation):
    content = signed_in(officer).get(at("blank_sheet", consultation.pk)).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert (len(book.sheet_names), [row[0] for row in book.get_sheet_by_index(1).to_python()]) == (2, [1, 2, 3, 4, 5])


def test_the_table_of_answers_names_group_decision_and_reason(officer, consultation, group):
    services.answer_group(actor=officer, group=group, decision="not", reason="Đã nêu ở mục II.")
    made = docx.Document(io.BytesIO(signed_in(officer).get(at("table", consultation.pk, "giai-trinh")).content))
    rows = [[cell.text for cell in row.cells] for row in made.tables[1].rows]
    assert rows == [
        ["TT", "Đoạn", "Nội dung góp ý", "Kết quả", "Giải trình"],
        ["1", "2", "Nêu rõ nguyên nhân. (1 ý kiến, 1 nguồn)", "không tiếp thu", "Đã nêu ở mục II."],
    ]


def paper_of(client, consultation, which, **more):
    """Paragraphs and tables of a downloaded paper."""
    made = docx.Document(io.BytesIO(client.get(at("table", consultation.pk, which), more).content))
    return "\n".join(each.text for each in made.paragraphs), [
        [[cell.text for cell in row.cells] for row in table.rows] for table in made.tables
    ]


def test_both_papers_tell_what_was_received_grouped_and_left_and_keep_every_word(tree, officer, consultation, group):
    """DO-02, DO-03: one opinion is grouped here, one in a group of the level below, two words of three opinions nowhere."""
    say(officer, consultation, tree["A1"], "Bổ sung chỉ tiêu nước sạch.", passage="p3")
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["A"])
    for body in ("Hội nghị chi bộ 1", "Hội nghị chi bộ 2"):
        say(officer, consultation, tree["B1"], "Viết ngắn lại.", proposal="Ngắn.", passage="", body=body)
    say(officer, consultation, tree["B"], "Thêm nguyên nhân chủ quan.", passage="p5")
    client = signed_in(officer)
    left = [
        ["1", "chung", "sửa", "Viết ngắn lại.\nNgắn.", "2"],
        ["2", "3", "sửa", "Bổ sung chỉ tiêu nước sạch.", "1"],
        ["3", "5", "sửa", "Thêm nguyên nhân chủ quan.", "1"],
    ]
    account = "Đã xếp 1 ý kiến thành 1 nhóm; còn 4 ý kiến chưa xếp vào nhóm nào ở đây"
    among = "; trong số đó 1 ý kiến nằm trong nhóm của cấp dưới."
    report, tables = paper_of(client, consultation, "tong-hop", noi="P")
    assert all(
        each in report for each in ("tổng hợp 5 ý kiến (5 lượt) từ 5 nguồn", f"{account}, nêu ở mục 3{among}", "3. Ý kiến chưa xếp nhóm")
    )
    assert (tables[-3][1:], tables[-2][1:]) == ([["1", "2", "sửa", "Nêu rõ nguyên nhân.", "1"]], left)
    answered, tables = paper_of(client, consultation, "giai-trinh")
    assert f"Nhận 5 ý kiến. {account}, nêu cuối bảng, chưa trả lời{among}" in answered
    assert tables[-2][1:] == left
    assert all(
        "DỰ THẢO" in str((words, rows)) for words, rows in (paper_of(client, consultation, which) for which in ("tong-hop", "giai-trinh"))
    )
    services.send_consolidation(actor=officer, consultation=consultation, unit=tree["A"])
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"], whole_branch=True)
    for which in ("tong-hop", "giai-trinh"):
        words, tables = paper_of(client, consultation, which)
        assert "Đã xếp 5 ý kiến thành 4 nhóm; không còn ý kiến nào chưa xếp nhóm." in words
        assert ("DỰ THẢO" in str((words, tables)), "Ý kiến chưa xếp nhóm" in words) == (False, False)


def test_conferences_that_one_unit_sends_in_are_counted_each(tree, officer, consultation):
    """DO-09: three cells' conferences in the sheet of one committee are three sources of one unit."""
    for body in ("Hội nghị chi bộ 1", "hội nghị  chi bộ 1", "Hội nghị chi bộ 2", ""):
        say(officer, consultation, tree["A"], f"Nêu rõ nguyên nhân{body[:1]}.", body=body)
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["P"], whole_branch=True)
    count = Weight()
    for each in totals([group.pk for group in desk_groups(consultation, tree["P"])]).values():
        count.add(each)
    assert (count.bodies, count.units) == (3, 1)
    made = docx.Document(io.BytesIO(signed_in(officer).get(at("table", consultation.pk, "tong-hop")).content))
    assert any("từ 3 nguồn (cơ quan, hội nghị) ở 1 đơn vị" in each.text for each in made.paragraphs)


def test_the_desk_below_never_reads_what_the_superior_is_writing(tree, officer, consultation):
    """Need to know: the text as it was laid before them, and the next one only when it is issued."""
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    services.group_contributions(actor=officer, consultation=consultation, unit=tree["A"])
    below = signed_in(make_user(role="organization_officer", unit=tree["A"]))
    page = at("group", desk_groups(consultation, tree["A"]).get().pk)
    document = consultation.version.document
    services.revise(
        actor=officer,
        document=document,
        revision=Revision("change", "p2", "Câu chữ còn kín.", base=working(document).paragraph("p2").digest),
    )
    assert ("kín" in shown(below, page), "kín" in shown(signed_in(officer), page)) == (False, True)
    assert below.get(at("table", consultation.pk, "giai-trinh")).status_code == 404
    version = services.close_version(actor=officer, document=document, phase="final")
    decided = services.submit(actor=officer, document=document)
    while decided:
        services.decide(actor=officer, submission=decided, outcome="approved")
        decided = version.submissions.filter(verdict=None).first()
    services.issue_document(actor=officer, document=document, signing=Signing(timezone.localdate(), "TU"))
    assert "kín" in shown(below, page)


def test_every_contribution_is_exported_with_its_group_and_answer(officer, consultation, group):
    services.answer_group(actor=officer, group=group, decision="not", reason="Đã nêu ở mục II.")
    book = CalamineWorkbook.from_filelike(io.BytesIO(signed_in(officer).get(at("opinions", consultation.pk)).content))
    assert book.get_sheet_by_index(0).to_python()[4] == [
        2.0, "sửa", "Nêu rõ nguyên nhân.", "", "Đảng bộ cơ sở A", "hội nghị", 1.0, "Nêu rõ nguyên nhân.", "không tiếp thu", "Đã nêu ở mục II.",
    ]  # fmt: skip


def test_a_superior_decides_from_the_page_of_the_document(tree, officer, document):
    client = signed_in(officer)
    client.post(at("submit", document.pk), {"note": "Kính trình."})
    link = at("decide", document.pk, document.versions.get().submissions.get().pk)
    assert link in shown(client, at("detail", document.pk))
    assert client.post(link, {"outcome": "returned", "reasons": "", "paper": ""}).status_code == 422
    client.post(link, {"outcome": "approved", "reasons": "", "paper": "12-TB/TU"})
    assert "12-TB/TU" in shown(client, at("detail", document.pk))
    typed = {
        "signed_on": "25/06/2020",
        "symbol": "TU",
        "place": "Đắk Nông",
        "signer_title": "Bí thư",
        "signer_name": "Trần Thị Mẫu",
        "recipients": "Lưu",
    }
    client.post(at("issue", document.pk), typed)
    assert "01-BC/TU" in shown(client, at("detail", document.pk))


def test_a_template_is_typed_in_lines(tree, officer):
    client = signed_in(officer)
    typed = {"sections": "Kết quả: kết quả, tình hình\nKiến nghị", "route": "Thường trực | cấp mình | 3"}
    assert client.post(at("template", "report"), typed).status_code == 302
    assert "Thường trực (3 ngày làm việc)" in shown(client, at("templates"))
    assert client.post(at("template", "report"), typed | {"route": "Thường trực"}).status_code == 422


def test_a_congress_shows_what_papers_it_lacks_and_gives_them_as_one_book(tree, officer):
    """DO-01, DO-06: panel, findings for the gates, and a book whose contents name the right pages."""
    from daihoi.cycle.documents.queries.readiness import document_findings
    from tests.cycle.congresses.facts import make_congress, make_round

    congress = make_congress(tree["A"], make_round(tree["P"], officer=officer), officer=officer)
    make_text(tree["A"], officer, congress=congress)
    client = signed_in(officer)
    text = shown(client, at("panel", congress.pk))
    assert all(each in text for each in ("Báo cáo chính trị", "Đang soạn, bản 1", "Chưa lập.", "kind=self_review_report"))
    assert [(each.code, each.where) for each in document_findings(congress)] == [
        ("documents.not_sent", "political_report"), ("documents.missing", "self_review_report"), ("documents.missing", "resolution"),
        ("documents.missing", "action_programme"),
    ]  # fmt: skip
    make_text(tree["A"], officer, congress=congress, kind="self_review_report")
    with pypdfium2.PdfDocument(client.get(at("book", congress.pk, "pdf")).content) as made:
        pages = [page.get_textpage().get_text_bounded() for page in made]
    assert len(pages) == 3
    assert "MỤC LỤC" not in pages[1]
    assert [n for n, page in enumerate(pages, 1) if "BÁO CÁO CHÍNH TRỊ" in page or "BÁO CÁO KIỂM ĐIỂM" in page] == [2, 3]
    assert ("Báo cáo chính trị" in pages[0], "2" in pages[1].split(), "3" in pages[2].split()) == (True, True, True)
    words = docx.Document(io.BytesIO(client.get(at("book", congress.pk, "docx")).content))
    assert (len(words.sections), [row.cells[2].text for row in words.tables[1].rows]) == (3, ["Trang", "2", "3"])
    body = words.element.body
    asked = [each.text.strip() for each in body.iter(qn("w:instrText")) if "PAGEREF" in each.text]
    marks = {mark.get(qn("w:name")): "".join(mark.getparent().itertext()) for mark in body.iter(qn("w:bookmarkStart"))}
    assert asked == [r"PAGEREF van_kien_1 \h", r"PAGEREF van_kien_2 \h"]
    assert {"van_kien_1", "van_kien_2"} <= set(marks)
    assert signed_in(make_outsider()).get(at("book", congress.pk, "pdf")).status_code == 404


def test_many_opinions_are_grouped_by_the_worker(tree, officer, consultation, monkeypatch):
    monkeypatch.setattr("daihoi.cycle.documents.views.answering.AT_ONCE", 1)
    say(officer, consultation, tree["A"], "Nêu rõ nguyên nhân.")
    say(officer, consultation, tree["B"], "Nêu rõ nguyên nhân.")
    answer = signed_in(officer).post(at("put_together", consultation.pk), {"ca_nhanh": "1"}, follow=True)
    assert "Máy nền đang xếp nhóm 2 ý kiến" in answer.content.decode()
    assert desk_groups(consultation, tree["P"]).count() == 1
