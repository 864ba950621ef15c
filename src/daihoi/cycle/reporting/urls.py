"""Addresses of reports (địa chỉ báo cáo và số liệu)."""

from django.urls import path

from daihoi.cycle.reporting.views import lists, reports, weeks

app_name = "reporting"
urlpatterns = [
    path("", weeks.week_list, name="weeks"),
    path("chot/", weeks.freeze, name="freeze"),
    path("tuan/<uuid:cutoff_id>/", weeks.week, name="week"),
    path("tuan/<uuid:cutoff_id>/<str:form>/", weeks.week_file, name="week_file"),
    path("lap/", reports.report_page, name="report"),
    path("lap/<str:form>/", reports.report_file, name="report_file"),
    path("xuat/", lists.export, name="export"),
    path("xuat/tep/", lists.export_file, name="export_file"),
    path("doi-chieu/", lists.compare_list, name="compare"),
    path("doi-chieu/<uuid:list_id>/", lists.comparison, name="comparison"),
    path("doi-chieu/<uuid:list_id>/xlsx/", lists.comparison_file, name="comparison_file"),
]
