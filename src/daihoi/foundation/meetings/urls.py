"""Addresses of conferences (địa chỉ của hội nghị)."""

from django.urls import path

from daihoi.foundation.meetings.views import desk, pages, preparing

app_name = "meetings"
urlpatterns = [
    path("", pages.meeting_list, name="list"),
    path("du-kien/", preparing.plan, name="plan"),
    path("<uuid:meeting_id>/", pages.detail, name="detail"),
    path("<uuid:meeting_id>/sua/", preparing.change, name="change"),
    path("<uuid:meeting_id>/chuong-trinh/", preparing.programme, name="programme"),
    path("<uuid:meeting_id>/tai-lieu/", preparing.paper, name="paper"),
    path("<uuid:meeting_id>/tai-lieu/<uuid:paper_id>/", preparing.paper_file, name="paper_file"),
    path("<uuid:meeting_id>/thanh-phan/", preparing.people, name="people"),
    path("<uuid:meeting_id>/thanh-phan/cap-uy/", preparing.convene_body_, name="convene_body"),
    path("<uuid:meeting_id>/thanh-phan/<uuid:invitee_id>/bo/", preparing.drop, name="drop"),
    path("<uuid:meeting_id>/giay-trieu-tap/", preparing.summon, name="summon"),
    path("<uuid:meeting_id>/diem-danh/", desk.presence, name="presence"),
    path("<uuid:meeting_id>/dieu-hanh/", desk.desk, name="desk"),
    path("<uuid:meeting_id>/dieu-hanh/<slug:act>/", desk.run, name="run"),
    path("<uuid:meeting_id>/bieu-quyet/", desk.vote, name="vote"),
    path("<uuid:meeting_id>/bieu-quyet/<uuid:vote_id>/", desk.count, name="count"),
]
