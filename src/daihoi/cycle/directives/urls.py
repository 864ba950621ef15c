"""Addresses of directives and plans (địa chỉ của chỉ thị)."""

from django.urls import path

from daihoi.cycle.directives.views import clauses, coverage, plans, texts, units, work

app_name = "directives"
urlpatterns = [
    path("", texts.text_list, name="list"),
    path("moi/", texts.create, name="create"),
    path("da-nhan/", work.receive_all, name="receive_all"),
    path("viec/<uuid:assignment_id>/doc/", work.read_clause, name="read_clause"),
    path("theo-so/", texts.panel, name="panel"),
    path("quan-he/<uuid:relation_id>/rut/", texts.withdraw_relation, name="withdraw_relation"),
    path("hoi-nghi/<uuid:row_id>/dinh-chinh/", units.correct, name="correct"),
    path("<uuid:text_id>/", texts.text_page, name="text"),
    path("<uuid:text_id>/tep/", texts.file, name="file"),
    path("<uuid:text_id>/quan-he/", texts.relate, name="relate"),
    path("<uuid:text_id>/dieu-khoan/", clauses.clauses, name="clauses"),
    path("<uuid:text_id>/gui/", clauses.send, name="send"),
    path("<uuid:text_id>/do-phu/", coverage.matrix_page, name="matrix"),
    path("<uuid:text_id>/do-phu.xlsx", coverage.matrix_export, name="matrix_export"),
    path("<uuid:text_id>/quan-triet/", coverage.dissemination, name="dissemination"),
    path("<uuid:text_id>/quan-triet.xlsx", coverage.dissemination_export, name="dissemination_export"),
    path("<uuid:text_id>/don-vi/", units.rows_page, name="rows"),
    path("<uuid:text_id>/don-vi.xlsx", units.rows_export, name="rows_export"),
    path("<uuid:text_id>/don-vi/<str:code>/", units.unit_page, name="unit"),
    path("<uuid:text_id>/don-vi/<str:code>/nhan/", units.receive, name="receive"),
    path("<uuid:text_id>/don-vi/<str:code>/doc/", units.read, name="read"),
    path("<uuid:text_id>/don-vi/<str:code>/hoi-nghi/", units.disseminate, name="disseminate"),
    path("<uuid:text_id>/don-vi/<str:code>/ke-hoach/", plans.issue, name="issue_plan"),
    path("<uuid:text_id>/ke-hoach/<uuid:plan_id>/", plans.link, name="link_plan"),
]
