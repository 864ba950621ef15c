"""Addresses of rounds and congresses (địa chỉ đại hội)."""

from django.urls import path

from daihoi.cycle.congresses import import_screen, views

app_name = "congresses"
urlpatterns = [
    path("", views.congress_list, name="list"),
    path("dot/", views.round_list, name="rounds"),
    path("dot/mo/", views.open_round_, name="open_round"),
    path("nhap/", import_screen.import_, name="import"),
    path("trieu-tap/<slug:round_code>/<uuid:unit_id>/", views.call, name="call"),
    path("bat-thuong/<slug:round_code>/<uuid:unit_id>/", views.extraordinary, name="extraordinary"),
    path("lich-du/", views.calendar, name="calendar"),
    path("lich-du.ics", views.icalendar, name="icalendar"),
    path("cho-duyet/<slug:matter>/", views.waiting, name="waiting"),
    path("phat-hanh/<uuid:batch_id>/", views.batch, name="batch"),
    path("phat-hanh/<uuid:batch_id>/van-ban.zip", views.letters, name="letters"),
    path("van-ban/<uuid:decision_id>.<slug:form>", views.letter, name="letter"),
    path("van-ban/<uuid:decision_id>/ban-ky/", views.scan, name="scan"),
    path("ban-ky/<uuid:scan_id>/", views.scan_file, name="scan_file"),
    path("co-cau/", views.structure, name="structure"),
    path("<uuid:congress_id>/", views.detail, name="detail"),
    path("<uuid:congress_id>/ngay/", views.plan, name="plan"),
    path("<uuid:congress_id>/moc/<uuid:event_id>/", views.correct, name="correct"),
    path("<uuid:congress_id>/loai/", views.kind, name="kind"),
    path("<uuid:congress_id>/quy-che/", views.rules, name="rules"),
    path("<uuid:congress_id>/phien/", views.sessions, name="sessions"),
    path("<uuid:congress_id>/gio/", views.times, name="times"),
    path("<uuid:congress_id>/chuong-trinh.<slug:form>", views.programme_, name="programme"),
    path("<uuid:congress_id>/chuan-bi/<slug:code>/", views.task, name="task"),
    path("<uuid:congress_id>/chuan-bi/rut/<uuid:row_id>/", views.withdraw, name="withdraw"),
    path("<uuid:congress_id>/tieu-ban/", views.subcommittee, name="subcommittee"),
    path("<uuid:congress_id>/tieu-ban/<uuid:subcommittee_id>/", views.seat, name="seat"),
    path("<uuid:congress_id>/bai-hoc/", views.lesson, name="lesson"),
    path("<uuid:congress_id>/du/", views.assign, name="assign"),
    path("<uuid:congress_id>/du/<uuid:attendance_id>/", views.release, name="release"),
    path("<uuid:congress_id>/trinh/<slug:matter>/", views.submit, name="submit"),
    path("<uuid:congress_id>/tra-lai/<slug:matter>/", views.return_, name="return"),
    path("<uuid:congress_id>/ket-qua-nhanh/", views.result, name="result"),
    path("<uuid:congress_id>/ket-qua-nhanh/<slug:code>/", views.field, name="field"),
]
