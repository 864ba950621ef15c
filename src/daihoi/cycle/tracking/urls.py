"""Addresses of the dashboards (địa chỉ tiến độ)."""

from django.urls import path

from daihoi.cycle.tracking import gate_screens, progress_screens, views

app_name = "tracking"
urlpatterns = [
    path("hom-nay/", views.today, name="today"),
    path("", progress_screens.progress_page, name="progress"),
    path("xuat/", progress_screens.export, name="export"),
    path("xuat/<str:form>/", progress_screens.export, name="export_as"),
    path("dieu-kien/<uuid:congress_id>/", gate_screens.gates_panel, name="gates"),
    path("moc/<uuid:congress_id>/", gate_screens.stage, name="stage"),
    path("cho-qua/<uuid:congress_id>/<slug:stage>/<str:code>/", gate_screens.pass_, name="pass"),
]
