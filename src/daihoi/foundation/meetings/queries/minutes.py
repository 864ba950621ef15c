"""The minutes, drafted from the events: every sentence names its event (dự thảo biên bản)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from daihoi.foundation.accounts.models import User
from daihoi.foundation.meetings.models import Amendment, Conclusion, Event, Item, Meeting, OpenVote, Paper, Speaker
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import newest
from daihoi.office.wording import number

Verb = Event.Verb
SOMEBODY = "Một đại biểu"


@dataclass(frozen=True)
class Sentence:
    """One sentence with the event it says (câu biên bản)."""

    seq: int
    at: str
    text: str

    def as_dict(self) -> dict[str, object]:
        """Give the sentence as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Rows:
    """The rows that events speak of, by their keys."""

    items: dict[str, Item]
    speakers: dict[str, Speaker]
    votes: dict[str, OpenVote]
    papers: dict[str, Paper]
    amendments: dict[str, Amendment]
    conclusions: dict[str, Conclusion]
    units: dict[object, str]


def rows_of(meeting: Meeting) -> Rows:
    """Read everything the minutes speak of, once."""
    conclusions = Conclusion.objects.filter(meeting=meeting)
    places = newest(Placement.objects.filter(unit__in=conclusions.values("owner")))
    return Rows(
        {str(row.pk): row for row in meeting.items.all()},
        {str(row.pk): row for row in meeting.speakers.all()},
        {str(row.pk): row for row in meeting.votes.select_related("result")},
        {str(row.pk): row for row in meeting.papers.all()},
        {str(row.pk): row for row in Amendment.objects.filter(paper__meeting=meeting)},
        {str(row.pk): row for row in conclusions},
        dict(places.values_list("unit_id", "name")),
    )


def drafted(meeting: Meeting) -> list[Sentence]:
    """Write the minutes of a conference from what happened, in Vietnamese whatever the page speaks (dự thảo biên bản)."""
    rows, found = rows_of(meeting), []
    with translation.override("vi"):
        for event in Event.objects.filter(meeting=meeting).select_related("entry").order_by("seq"):
            say = SAY.get(event.verb)
            text = say(meeting, event, rows) if say else ""
            if text:
                found.append(Sentence(event.seq, timezone.localtime(event.at).isoformat(timespec="seconds"), text))
    return found


def clock(at: datetime) -> str:
    """Write a time as minutes do: 8 giờ 05 phút."""
    local = timezone.localtime(at)
    return f"{local.hour} giờ {local.minute:02d} phút"


def _opened(meeting: Meeting, event: Event, _rows: Rows) -> str:
    facts = event.facts
    enough = (
        "đủ điều kiện tiến hành"
        if facts["quorum"]
        else f"chưa đủ {number(facts['needed'])} người theo quy định, chủ trì quyết định vẫn họp"
    )
    day = timezone.localtime(event.at)
    return (
        f"Hội nghị khai mạc lúc {clock(event.at)}, ngày {day:%d/%m/%Y}, tại {meeting.place}. "
        f"Triệu tập {number(facts['convened'])}, có mặt {number(facts['present'])}, {enough}."
    )


def _presence(_meeting: Meeting, event: Event, _rows: Rows) -> str:
    facts: dict[str, Any] = event.facts
    if "convened" not in facts:
        was = f", trước đó ghi {number(facts['present_before'])}" if "present_before" in facts else ""
        why = f"; lý do: {facts['reason'].rstrip('.')}" if facts.get("reason") else ""
        return f"Số có mặt khi biểu quyết được xác nhận lại: {number(facts['present'])}{was}{why}."
    absent = [
        f"{words} {number(facts[name])}"
        for name, words in (("excused", "vắng có lý do"), ("elsewhere", "sinh hoạt nơi khác"), ("suspended", "bị đình chỉ sinh hoạt"))
        if facts[name]
    ]
    more = f"; {', '.join(absent)}" if absent else ""
    return f"Điểm danh lúc {clock(event.at)}: triệu tập {number(facts['convened'])}, có mặt {number(facts['present'])}{more}."


def _item(_meeting: Meeting, event: Event, rows: Rows) -> str:
    item = rows.items.get(event.subject)
    if item is None:
        return ""
    who = f" Người trình bày: {item.speaker}." if item.speaker else ""
    return f"{clock(event.at)}: {item.title}.{who}"


def _called(_meeting: Meeting, event: Event, rows: Rows) -> str:
    speaker = rows.speakers.get(event.subject)
    if speaker is None:
        return f"{SOMEBODY} phát biểu."
    who = f"{speaker.label} ({speaker.delegation})" if speaker.delegation else speaker.label
    if speaker.form == Speaker.Form.SPEECH:
        return f"{who} trình bày tham luận “{speaker.title}”."
    return f"{who} nêu ý kiến về cách điều hành." if speaker.form == Speaker.Form.POINT_OF_ORDER else f"{who} phát biểu."


def _handed_in(_meeting: Meeting, event: Event, rows: Rows) -> str:
    speaker = rows.speakers.get(event.subject)
    label, title = (speaker.label, speaker.title) if speaker else (SOMEBODY, "")
    return f"{label} gửi tham luận “{title}” bằng văn bản." if title else f"{label} gửi ý kiến bằng văn bản."


def _vote(_meeting: Meeting, event: Event, rows: Rows) -> str:
    vote = rows.votes.get(event.subject)
    if vote is None:
        return ""
    result = vote.result
    carried = "Nội dung được thông qua" if result.is_carried else "Nội dung không được thông qua"
    return (
        f"Biểu quyết ({vote.get_form_display()}): {vote.question}. Tán thành {number(result.agree)}, không tán thành "
        f"{number(result.disagree)}, ý kiến khác {number(result.other)}, không biểu quyết {number(result.not_voted)}; "
        f"cơ sở tính {number(result.base)}, cần ít nhất {number(result.needed)}. {carried}."
    )


def _cancelled(_meeting: Meeting, event: Event, rows: Rows) -> str:
    vote = rows.votes.get(event.subject)
    return f"Cuộc biểu quyết “{vote.question}” được hủy. Lý do: {event.facts.get('reason', '')}." if vote else ""


def _amended(_meeting: Meeting, event: Event, rows: Rows) -> str:
    row = rows.amendments.get(event.subject)
    return f"{row.source} đề nghị sửa {row.passage} thành: “{row.text}”." if row else ""


def _adopted(_meeting: Meeting, event: Event, rows: Rows) -> str:
    paper = rows.papers.get(event.subject)
    title = paper.title if paper else ""
    return f"Hội nghị thông qua “{title}”." if event.facts.get("adopted") else f"Hội nghị không thông qua “{title}”."


def _concluded(_meeting: Meeting, event: Event, rows: Rows) -> str:
    row = rows.conclusions.get(event.subject)
    if row is None:
        return ""
    post = f", {row.owner_post} chịu trách nhiệm" if row.owner_post else ""
    return f"Kết luận {row.number}: {row.text.rstrip('.')}. Giao {rows.units.get(row.owner_id, '')}{post}, hạn {row.due:%d/%m/%Y}."


def _told(_meeting: Meeting, event: Event, _rows: Rows) -> str:
    at = timezone.localtime(event.entry.at)
    who = User.objects.filter(pk=event.entry.actor).values_list("full_name", flat=True).first() or SOMEBODY
    return (
        f"Hội nghị không dùng phần mềm khi họp; những việc dưới đây do {who} ghi lại sau, lúc {clock(at)}, ngày {at:%d/%m/%Y}. "
        "Giờ trong biên bản là giờ diễn ra theo lời người ghi."
    )


def _noted(_meeting: Meeting, event: Event, _rows: Rows) -> str:
    return str(event.facts.get("text", ""))


Say = Callable[[Meeting, Event, Rows], str]
SAY: dict[str, Say] = {
    Verb.TOLD: _told,
    Verb.OPENED: _opened,
    Verb.PRESENCE: _presence,
    Verb.ITEM_STARTED: _item,
    Verb.CALLED: _called,
    Verb.HANDED_IN: _handed_in,
    Verb.VOTE_CLOSED: _vote,
    Verb.VOTE_CANCELLED: _cancelled,
    Verb.AMENDED: _amended,
    Verb.ADOPTED: _adopted,
    Verb.CONCLUDED: _concluded,
    Verb.NOTED: _noted,
    Verb.PAUSED: lambda _meeting, event, _rows: f"Hội nghị tạm nghỉ lúc {clock(event.at)}.",
    Verb.RESUMED: lambda _meeting, event, _rows: f"Hội nghị họp tiếp lúc {clock(event.at)}.",
    Verb.CLOSED: lambda _meeting, event, _rows: f"Hội nghị bế mạc lúc {clock(event.at)}.",
}
