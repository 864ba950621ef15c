"""Addresses of the journal (địa chỉ nhật ký)."""

from django.urls import path

from daihoi.foundation.organization.diary import views

app_name = "journal"
urlpatterns = [path("", views.entries, name="list")]
