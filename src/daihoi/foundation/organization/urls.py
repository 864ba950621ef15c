"""Addresses of the organization (địa chỉ tổ chức)."""

from django.urls import path

from daihoi.foundation.organization.views import bodies, changes, exports, grants, imports, post_lists, tree

app_name = "organization"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("xuat/<str:form>/", exports.units, name="export"),
    path("nhap/", imports.upload, name="import"),
    path("nhap/ghi/", imports.confirm, name="import_confirm"),
    path("nhap/bang-mau.xlsx", imports.template, name="import_template"),
    path("don-vi/<str:code>/", tree.unit, name="unit"),
    path("don-vi/<str:code>/lap-don-vi/", changes.create, name="create"),
    path("don-vi/<str:code>/doi-ten/", changes.rename, name="rename"),
    path("don-vi/<str:code>/chuyen/", changes.move, name="move"),
    path("don-vi/<str:code>/ket-thuc/", changes.close, name="close"),
    path("don-vi/<str:code>/sap-nhap/", changes.merge, name="merge"),
    path("don-vi/<str:code>/hop-nhat/", changes.consolidate, name="consolidate"),
    path("don-vi/<str:code>/chia-tach/", changes.split, name="split"),
    path("don-vi/<str:code>/dang-vien/", changes.headcount, name="headcount"),
    path("don-vi/<str:code>/cap-uy/", bodies.bodies, name="bodies"),
    path("don-vi/<str:code>/cap-uy/mo-nhiem-ky/", bodies.term, name="term"),
    path("don-vi/<str:code>/cap-uy/lap/", bodies.committee, name="committee"),
    path("don-vi/<str:code>/cap-uy/giao/", bodies.post, name="post"),
    path("don-vi/<str:code>/cap-uy/nhap/", post_lists.bring_in, name="posts_import"),
    path("don-vi/<str:code>/cap-uy/nhap/bang-mau.xlsx", post_lists.template, name="posts_template"),
    path("don-vi/<str:code>/cap-uy/<uuid:post_id>/thoi/", bodies.vacate, name="vacate"),
    path("don-vi/<str:code>/cap-uy/<uuid:post_id>/ban-giao/", bodies.hand_over, name="hand_over"),
    path("don-vi/<str:code>/quyen/", grants.grants, name="grants"),
    path("don-vi/<str:code>/quyen/cap/", grants.grant, name="grant"),
    path("don-vi/<str:code>/quyen/tai-khoan/", grants.operator, name="operator"),
    path("don-vi/<str:code>/quyen/<uuid:grant_id>/thu/", grants.revoke, name="revoke"),
]
