"""Addresses of assignments (địa chỉ giao việc)."""

from django.urls import path

from daihoi.foundation.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("dem/", views.count, name="count"),
    path("khung/", views.panel, name="panel"),
    path("theo-doi/", views.board, name="board"),
    path("giao/", views.assign_form, name="assign"),
    path("lan/<uuid:batch_id>/", views.batch, name="batch"),
    path("lan/<uuid:batch_id>/cua-toi/", views.own, name="own"),
    path("lan/<uuid:batch_id>/nghiem-thu/", views.accept_batch, name="accept"),
    path("lan/<uuid:batch_id>/doi-han/", views.move_due, name="move_due"),
    path("lan/<uuid:batch_id>/thoi/", views.drop, name="drop"),
    path("nhac/", views.remind, name="remind"),
    path("nhac/anh.png", views.picture, name="picture"),
    path("nhac/da-nhan-tin/", views.told, name="told"),
    path("nhac/<uuid:urging_id>/<slug:form>/", views.letter, name="letter"),
    path("nhac-toi/", views.personal, name="personal"),
    path("nhac-toi/lich/", views.change_feed, name="change_feed"),
    path("lich/<str:token>.ics", views.feed, name="feed"),
    path("lich-lam-viec/", views.working_days, name="working_days"),
    path("ban-giao/<str:code>/", views.hand_over, name="hand_over"),
    path("chuyen/<str:code>/", views.move, name="move"),
    path("<uuid:assignment_id>/", views.item, name="item"),
    path("<uuid:assignment_id>/doc/", views.read_item, name="read"),
    path("<uuid:assignment_id>/bao/<slug:what>/", views.tell, name="tell"),
    path("<uuid:assignment_id>/duyet/<slug:what>/", views.decide, name="decide"),
    path("<uuid:assignment_id>/tep/<uuid:event_id>/", views.evidence, name="evidence"),
]
