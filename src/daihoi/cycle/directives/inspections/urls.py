"""Addresses of inspections (địa chỉ của kiểm tra, giám sát)."""

from django.urls import path

from daihoi.cycle.directives.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.desk_page, name="desk"),
    path("chuong-trinh/moi/", views.create_programme, name="programme"),
    path("moi/", views.create, name="create"),
    path("<uuid:inspection_id>/", views.detail, name="detail"),
    path("<uuid:inspection_id>/noi-kiem-tra/", views.visit, name="visit"),
    path("<uuid:inspection_id>/bao-cao.<str:form>", views.report, name="report"),
    path("<uuid:inspection_id>/ket-thuc/", views.close, name="close"),
    path("noi/<uuid:visit_id>/da-den/", views.visited, name="visited"),
    path("noi/<uuid:visit_id>/nhan-xet/", views.observation, name="observe"),
    path("noi/<uuid:visit_id>/khac-phuc/", views.remedy, name="remedy"),
    path("khac-phuc/<uuid:remedy_id>/thoi/", views.waive, name="waive"),
]
