"""Addresses of the dashboards (địa chỉ tiến độ)."""

from django.urls import path

from daihoi.cycle.tracking import views

app_name = "tracking"
urlpatterns = [
    path("hom-nay/", views.today, name="today"),
    path("", views.progress_page, name="progress"),
    path("xlsx/", views.export, name="export"),
    path("dieu-kien/<uuid:congress_id>/", views.gates_panel, name="gates"),
]
