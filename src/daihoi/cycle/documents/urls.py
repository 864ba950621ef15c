"""Addresses of documents and consultations (địa chỉ của văn kiện)."""

from django.urls import path

from daihoi.cycle.documents.views import answering, approving, checking, consulting, editing, lists, meeting, papers, texts

app_name = "documents"
urlpatterns = [
    path("", lists.document_list, name="list"),
    path("bang.xlsx", lists.export, name="export"),
    path("moi/", lists.create, name="create"),
    path("can-quyet/", lists.left, name="left"),
    path("dai-hoi/<uuid:congress_id>/", papers.panel, name="panel"),
    path("dai-hoi/<uuid:congress_id>/tap.<slug:form>", papers.book, name="book"),
    path("ban/<uuid:version_id>/", meeting.version, name="version"),
    path("mau/", approving.templates, name="templates"),
    path("mau/<slug:kind>/", approving.template, name="template"),
    path("lay-y-kien/<uuid:consultation_id>/", answering.desk, name="desk"),
    path("lay-y-kien/<uuid:consultation_id>/gop-y/", consulting.contribute, name="contribute"),
    path("lay-y-kien/<uuid:consultation_id>/bang/", consulting.take_sheet, name="take_sheet"),
    path("lay-y-kien/<uuid:consultation_id>/bang/mau.xlsx", consulting.blank_sheet, name="blank_sheet"),
    path("lay-y-kien/<uuid:consultation_id>/gia-han/", consulting.extend, name="extend"),
    path("lay-y-kien/<uuid:consultation_id>/xep-nhom/", answering.put_together, name="put_together"),
    path("lay-y-kien/<uuid:consultation_id>/gop-nhom/", answering.merge, name="merge"),
    path("lay-y-kien/<uuid:consultation_id>/gui/", answering.send, name="send"),
    path("lay-y-kien/<uuid:consultation_id>/y-kien.xlsx", answering.opinions_sheet, name="opinions"),
    path("lay-y-kien/<uuid:consultation_id>/<slug:which>.docx", answering.table, name="table"),
    path("nhom/<uuid:group_id>/", answering.group, name="group"),
    path("nhom/<uuid:group_id>/dua-vao/", answering.take, name="take"),
    path("nhom/<uuid:group_id>/ten/", answering.name, name="name"),
    path("<uuid:document_id>/", texts.detail, name="detail"),
    path("<uuid:document_id>/so-sanh/", texts.comparison, name="comparison"),
    path("<uuid:document_id>/kiem-tra/", checking.checks, name="checks"),
    path("<uuid:document_id>/giu/", checking.keep, name="keep"),
    path("<uuid:document_id>/trinh/", approving.submit, name="submit"),
    path("<uuid:document_id>/duyet/<uuid:submission_id>/", approving.decide, name="decide"),
    path("<uuid:document_id>/hoi-nghi/", meeting.lay, name="lay"),
    path("<uuid:document_id>/thong-qua/", meeting.adopt, name="adopt"),
    path("<uuid:document_id>/phat-hanh/", approving.issue, name="issue"),
    path("<uuid:document_id>/lay-y-kien/", consulting.open_, name="consult"),
    path("<uuid:document_id>/van-ban.<slug:form>", texts.download, name="download"),
    path("<uuid:document_id>/tep-goc.docx", texts.original, name="original"),
    path("<uuid:document_id>/doan/<slug:key>/", editing.edit, name="edit"),
    path("<uuid:document_id>/doan/<slug:key>/xep/", editing.arrange, name="arrange"),
    path("<uuid:document_id>/them/", editing.insert, name="insert"),
    path("<uuid:document_id>/luu-ban/", editing.close, name="close"),
    path("<uuid:document_id>/nhap/", editing.take_file, name="take_file"),
    path("<uuid:document_id>/soan/", editing.begin, name="begin"),
]
