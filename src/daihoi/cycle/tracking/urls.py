"""Addresses of the dashboards (địa chỉ tiến độ)."""

from django.urls import path

from daihoi.cycle.tracking import gate_screens, views

app_name = "tracking"
urlpatterns = [
    path("hom-nay/", views.today, name="today"),
    path("", views.progress_page, name="progress"),
    path("xlsx/", views.export, name="export"),
    path("dieu-kien/<uuid:congress_id>/", gate_screens.gates_panel, name="gates"),
    path("moc/<uuid:congress_id>/", gate_screens.stage, name="stage"),
    path("cho-qua/<uuid:congress_id>/<slug:stage>/<str:code>/", gate_screens.pass_, name="pass"),
]
