"""Addresses of documents and consultations (địa chỉ của văn kiện)."""

from django.urls import path

from daihoi.cycle.documents.views import editing, lists, texts

app_name = "documents"
urlpatterns = [
    path("", lists.document_list, name="list"),
    path("bang.xlsx", lists.export, name="export"),
    path("moi/", lists.create, name="create"),
    path("<uuid:document_id>/", texts.detail, name="detail"),
    path("<uuid:document_id>/so-sanh/", texts.comparison, name="comparison"),
    path("<uuid:document_id>/van-ban.<slug:form>", texts.download, name="download"),
    path("<uuid:document_id>/doan/<slug:key>/", editing.edit, name="edit"),
    path("<uuid:document_id>/doan/<slug:key>/xep/", editing.arrange, name="arrange"),
    path("<uuid:document_id>/them/", editing.insert, name="insert"),
    path("<uuid:document_id>/luu-ban/", editing.close, name="close"),
    path("<uuid:document_id>/nhap/", editing.take_file, name="take_file"),
    path("<uuid:document_id>/soan/", editing.begin, name="begin"),
]
