"""Addresses of the frame (địa chỉ chung)."""

from django.urls import path

from daihoi.web import views

app_name = "web"
urlpatterns = [
    path("", views.start, name="start"),
    path("tat-ca/", views.menu, name="menu"),
    path("ngon-ngu/", views.language, name="language"),
    path("thanh-phan/", views.components, name="components"),
    path("suc-khoe/", views.health, name="health"),
]
