"""Addresses of rounds and congresses (địa chỉ của đại hội)."""

from django.urls import path

from daihoi.cycle.congresses import import_screen, views

app_name = "congresses"
urlpatterns = [
    path("", views.congress_list, name="list"),
    path("dot/", views.round_list, name="rounds"),
    path("dot/mo/", views.open_round_, name="open_round"),
    path("nhap/", import_screen.import_, name="import"),
    path("trieu-tap/<slug:round_code>/<uuid:unit_id>/", views.call, name="call"),
    path("<uuid:congress_id>/", views.detail, name="detail"),
    path("<uuid:congress_id>/ngay/", views.plan, name="plan"),
    path("<uuid:congress_id>/moc/", views.stage, name="stage"),
    path("<uuid:congress_id>/moc/<uuid:event_id>/", views.correct, name="correct"),
    path("<uuid:congress_id>/loai/", views.kind, name="kind"),
    path("<uuid:congress_id>/quy-che/", views.rules, name="rules"),
]
