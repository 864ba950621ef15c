"""Addresses of sign-in (đăng nhập)."""

from django.urls import path

from daihoi.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("ma-xac-thuc/", views.second_factor, name="second_factor"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("bao-mat/", views.security, name="security"),
    path("bao-mat/mat-khau/", views.change_password, name="change_password"),
    path("bao-mat/hai-lop/", views.second_factor_on, name="second_factor_on"),
    path("bao-mat/hai-lop/tat/", views.second_factor_off, name="second_factor_off"),
]
