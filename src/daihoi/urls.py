"""Addresses of the whole program; each app names its own."""

from django.urls import include, path

APPS = {
    "": "daihoi.web",
    "tai-khoan/": "daihoi.foundation.accounts",
    "nhat-ky/": "daihoi.foundation.organization.diary",
    "to-chuc/": "daihoi.foundation.organization",
    "so-van-ban/": "daihoi.foundation.registers",
    "viec/": "daihoi.foundation.assignments",
    "kiem-phieu/": "daihoi.foundation.ballots",
    "hoi-nghi/": "daihoi.foundation.meetings",
    "chi-thi/": "daihoi.cycle.directives",
    "kiem-tra/": "daihoi.cycle.directives.inspections",
    "dai-hoi/": "daihoi.cycle.congresses",
    "van-kien/": "daihoi.cycle.documents",
    "bau-cu/": "daihoi.cycle.elections",
    "tien-do/": "daihoi.cycle.tracking",
    "bao-cao/": "daihoi.cycle.reporting",
}
urlpatterns = [path(prefix, include(f"{app}.urls")) for prefix, app in APPS.items()]
handler500 = "daihoi.web.views.failed"
