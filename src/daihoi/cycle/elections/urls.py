"""Addresses of contests and results (địa chỉ của bầu cử)."""

from django.urls import path

from daihoi.cycle.elections import views

app_name = "elections"
urlpatterns = [
    path("", views.contest_list, name="list"),
    path("dai-hoi/<uuid:congress_id>/", views.panel, name="panel"),
    path("dai-hoi/<uuid:congress_id>/mo/", views.open_, name="open"),
    path("cuoc-bo-phieu/<uuid:poll_id>/", views.of_poll, name="of_poll"),
    path("<uuid:contest_id>/", views.contest, name="contest"),
    path("<uuid:contest_id>/ban-moi-bau/", views.open_post, name="open_post"),
    path("<uuid:contest_id>/noi-dung/", views.terms, name="terms"),
    path("<uuid:contest_id>/loi-tren-phieu/", views.words, name="words"),
    path("<uuid:contest_id>/loi-tren-phieu/phieu.png", views.preview, name="preview"),
    path("<uuid:contest_id>/danh-sach/", views.people, name="people"),
    path("<uuid:contest_id>/chot/", views.fix, name="fix"),
    path("<uuid:contest_id>/ket-qua/", views.result, name="result"),
    path("<uuid:contest_id>/cong-bo/", views.certify, name="certify"),
    path("<uuid:contest_id>/ky/<slug:place>/", views.sign, name="sign"),
    path("<uuid:contest_id>/sau-kiem-lan-hai/", views.recheck, name="recheck"),
    path("<uuid:contest_id>/sau-kiem-lan-hai/<slug:step>/", views.recheck_step, name="recheck_step"),
    path("<uuid:contest_id>/mo-lai/", views.reopening, name="reopening"),
    path("<uuid:contest_id>/mo-lai/<slug:step>/", views.reopening_step, name="reopening_step"),
    path("<uuid:contest_id>/bau-tiep/<slug:kind>/", views.follow, name="follow"),
    path("<uuid:contest_id>/cac-lan/", views.rounds, name="rounds"),
    path("<uuid:contest_id>/tam-dung/<slug:step>/", views.hold, name="hold"),
    path("<uuid:contest_id>/van-ban/<slug:kind>.<slug:form>", views.paper, name="paper"),
    path("<uuid:contest_id>/so/<slug:kind>/", views.number_, name="number"),
    path("<uuid:contest_id>/bang.<slug:form>", views.table, name="table"),
    path("<uuid:contest_id>/bang-chung/<slug:edition>/", views.bundle, name="bundle"),
    path("<uuid:contest_id>/man-hinh/", views.hall, name="hall"),
]
