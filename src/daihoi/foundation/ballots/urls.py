"""Addresses of the counting desk (bàn kiểm phiếu)."""

from django.urls import path

from daihoi.foundation.ballots.views import checking, counting, custody, deciding, desk, issuing, keying, machines, printing, sticks, timing

app_name = "ballots"
urlpatterns = [
    path("niem-phong/", custody.everywhere, name="custody_all"),
    path("<uuid:poll_id>/niem-phong/", custody.custody, name="custody"),
    path("<uuid:poll_id>/niem-phong/<slug:what>/", custody.deed, name="custody_deed"),
    path("<uuid:poll_id>/niem-phong/so.<slug:form>", custody.paper, name="custody_paper"),
    path("<uuid:poll_id>/", desk.desk, name="desk"),
    path("<uuid:poll_id>/ban-in-thu/", desk.proof, name="proof"),
    path("<uuid:poll_id>/in/", desk.print_ballots, name="print"),
    path("<uuid:poll_id>/dot-in/<uuid:run_id>/huy/", printing.void, name="void"),
    path("<uuid:poll_id>/dot-in/<uuid:run_id>/bien-ban-huy.<slug:form>", printing.minutes, name="void_minutes"),
    path("<uuid:poll_id>/<str:which>.pdf", desk.ballot_pdf, name="pdf"),
    path("<uuid:poll_id>/so-phieu/", desk.accounts, name="accounts"),
    path("<uuid:poll_id>/so-phieu/doan/", issuing.zones, name="zones"),
    path("<uuid:poll_id>/so-phieu/phieu-ky-nhan.<slug:form>", issuing.sheet, name="zones_sheet"),
    path("<uuid:poll_id>/may/", machines.machines, name="machines"),
    path("<uuid:poll_id>/may/bien-ban.<slug:form>", machines.paper, name="machines_paper"),
    path("<uuid:poll_id>/usb/", sticks.stick, name="stick"),
    path("<uuid:poll_id>/usb/trang-thai/", sticks.state, name="stick_state"),
    path("<uuid:poll_id>/thoi-gian/", timing.timing, name="timing"),
    path("<uuid:poll_id>/khoa/", desk.close, name="close"),
    path("<uuid:poll_id>/kiem-lan-hai/", checking.check, name="second_check"),
    path("<uuid:poll_id>/kiem-lan-hai/bien-ban.<slug:form>", checking.paper, name="second_check_paper"),
    path("<uuid:poll_id>/lo/moi/", counting.upload, name="upload"),
    path("<uuid:poll_id>/lo/<uuid:batch_id>/", counting.batch, name="batch"),
    path("<uuid:poll_id>/lo/<uuid:batch_id>/rut/", counting.withdraw, name="withdraw"),
    path("<uuid:poll_id>/lo/<uuid:batch_id>/doc-tiep/", counting.resume, name="resume"),
    path("<uuid:poll_id>/nhap/", keying.keying, name="keying"),
    path("<uuid:poll_id>/nhap/<uuid:batch_id>/", keying.next_sheet, name="key_next"),
    path("<uuid:poll_id>/nhap/<uuid:batch_id>/<int:number>/", keying.sheet, name="key_sheet"),
    path("<uuid:poll_id>/nhap/<uuid:batch_id>/<int:number>/lay-lai/", keying.take_back, name="key_back"),
    path("<uuid:poll_id>/nghi-ngo/", deciding.doubts, name="doubts"),
    path("<uuid:poll_id>/trang-trang/", deciding.blank_pages, name="blank_pages"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/", deciding.doubt, name="doubt"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/nhan/", deciding.take, name="take"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/tra/", deciding.give_back, name="give_back"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/lay-lai/", deciding.undo, name="undo"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/ca-ban/", deciding.board, name="board"),
    path("<uuid:poll_id>/nghi-ngo/<str:question>/<str:what>.png", deciding.picture, name="picture"),
]
