"""Addresses of conferences (địa chỉ của hội nghị)."""

from django.urls import path

from daihoi.foundation.meetings.views import afterwards, desk, live, pages, preparing, screens, texts, wording

app_name = "meetings"
urlpatterns = [
    path("", pages.meeting_list, name="list"),
    path("du-kien/", preparing.plan, name="plan"),
    path("<uuid:meeting_id>/", pages.detail, name="detail"),
    path("<uuid:meeting_id>/dien-bien/", pages.events, name="events"),
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
    path("<uuid:meeting_id>/bieu-quyet/<uuid:vote_id>/co-mat/", desk.correct, name="correct"),
    path("<uuid:meeting_id>/van-ban/<uuid:paper_id>/", texts.text, name="text"),
    path("<uuid:meeting_id>/van-ban/<uuid:paper_id>/bieu-quyet/", texts.put, name="put"),
    path("<uuid:meeting_id>/ket-luan/", texts.conclude, name="conclude"),
    path("<uuid:meeting_id>/kich-ban/", texts.script, name="script"),
    path("<uuid:meeting_id>/kich-ban/<uuid:item_id>/", wording.words, name="words"),
    path("<uuid:meeting_id>/bien-ban/", texts.minutes, name="minutes"),
    path("<uuid:meeting_id>/giay-to/<slug:kind>.<slug:form>", texts.document, name="document"),
    path("<uuid:meeting_id>/ghi-lai/", afterwards.afterwards, name="afterwards"),
    path("<uuid:meeting_id>/man-hinh/", live.hall_link, name="hall_link"),
    path("<uuid:meeting_id>/dia-chi/", screens.screens, name="screens"),
    path("<uuid:meeting_id>/dia-chi/doi/", screens.renew, name="renew_screens"),
    path("<uuid:meeting_id>/the/", screens.cards, name="cards"),
    path("<uuid:meeting_id>/the/doi/", screens.card, name="renew_card"),
    path("<uuid:meeting_id>/dai-bieu/", live.as_delegate, name="as_delegate"),
    path("man-hinh/<str:token>/", live.hall, name="hall"),
    path("khung/<str:token>/", live.frame, name="frame"),
    path("dai-bieu/", live.delegate, name="delegate"),
    path("dai-bieu/the/", live.card, name="card"),
    path("dai-bieu/phat-bieu/", live.ask_to_speak, name="ask_to_speak"),
    path("dai-bieu/phat-bieu/rut/", live.withdraw, name="withdraw"),
    path("dai-bieu/bieu-quyet/<uuid:vote_id>/", live.cast, name="cast"),
    path("dai-bieu/tai-lieu/<uuid:paper_id>/", live.delegate_paper, name="delegate_paper"),
]
