"""Addresses of the registers (địa chỉ sổ văn bản)."""

from django.urls import path

from daihoi.foundation.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.number_list, name="list"),
    path("xlsx/", views.export, name="export"),
    path("<str:code>/lay-so/", views.take, name="take"),
    path("<str:code>/cach-danh-so/", views.numbering, name="numbering"),
    path("so/<uuid:number_id>/huy/", views.cancel, name="cancel"),
]
