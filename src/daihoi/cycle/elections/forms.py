"""Shapes of what people type about a contest (biểu mẫu bầu cử)."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.elections.models import CongressDecision, Contest, ContestCandidate, Elects, HoldStep, Method, Purpose
from daihoi.cycle.elections.queries.contests import of_rules
from daihoi.cycle.elections.queries.rounds import committees_of, elected_before, elected_in
from daihoi.cycle.elections.services import BallotWords, Letter, Terms
from daihoi.paper.words import MOST_HEADING, MOST_INSTRUCTION
from daihoi.rules.contests import Candidate
from daihoi.rules.slate import in_ballot_order
from daihoi.web.fields import DayField

NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.)]?\s*(?=\S)")
DAY = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}$|^\d{1,2}/\d{4}$|^\d{4}$")
MOST_NAMES = 300  # as many as a ballot was tried with
SEXES = {"nam", "nữ"}
POSTS = (
    Elects.SECRETARY,
    Elects.DEPUTY_SECRETARY,
    Elects.STANDING_COMMITTEE,
    Elects.INSPECTION_COMMITTEE,
    Elects.INSPECTION_HEAD,
    Elects.OTHER,
)


class TermsForm(forms.Form):
    """What is to be elected on what paper, whoever votes (nội dung cuộc bầu)."""

    elects = forms.ChoiceField(label=gettext_lazy("Bầu gì"), choices=Elects.choices)
    title = forms.CharField(
        label=gettext_lazy("Tên cuộc bầu, in trên phiếu và biên bản"), max_length=200, help_text=gettext_lazy("Ví dụ: Bầu Ban Chấp hành")
    )
    seats = forms.IntegerField(label=gettext_lazy("Số lượng cần bầu"), min_value=1, max_value=500)
    present = forms.IntegerField(label=gettext_lazy("Số có mặt"), min_value=0, max_value=20000, required=False)
    page_size = forms.ChoiceField(label=gettext_lazy("Khổ phiếu"), choices=[("A4", "A4"), ("A5", "A5")], initial="A4")
    place = forms.CharField(
        label=gettext_lazy("Địa danh ghi trên văn bản"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Tên xã, phường, tỉnh; không phải tên hội trường."),
    )
    checks_stamp = forms.BooleanField(
        label=gettext_lazy("Kiểm tra dấu trên từng phiếu"),
        required=False,
        help_text=gettext_lazy("Chọn khi mọi phiếu phát ra đều đóng dấu ở góc trên bên trái."),
    )
    among = forms.ModelChoiceField(
        label=gettext_lazy("Bầu trong số người đã trúng cử ở"),
        queryset=Contest.objects.none(),
        required=False,
        empty_label=gettext_lazy("không giới hạn"),
    )

    def __init__(self, *arguments: Any, congress: Congress, kept: Collection[str] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        known = [contest.pk for contest in committees_of(congress)]
        if known:
            self.fields["among"].queryset = Contest.objects.filter(pk__in=known)  # type: ignore[attr-defined]
        else:
            del self.fields["among"]
        for name in set(kept) & set(self.fields):
            self.fields[name].disabled = True


class ContestForm(TermsForm):
    """What the congress elects (nội dung cuộc bầu của đại hội)."""

    convened = forms.IntegerField(label=gettext_lazy("Số được triệu tập"), min_value=1, max_value=20000, required=False)
    base = forms.IntegerField(
        label=gettext_lazy("Cơ sở tính"),
        min_value=1,
        max_value=20000,
        help_text=gettext_lazy("Số được triệu tập trừ những người không tính theo quy định; không phải số có mặt, không phải số phiếu."),
    )
    alternates = forms.IntegerField(label=gettext_lazy("Số dự khuyết lấy từ danh sách này"), min_value=0, max_value=100, required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Mục đích"), choices=Purpose.choices, initial=Purpose.ELECTION)

    def terms(self) -> Terms:
        """Give what was typed as the act takes it."""
        data = dict(self.cleaned_data)
        return Terms(**data | {"alternates": data["alternates"] or 0})


class PostForm(TermsForm):
    """What a new committee elects; its base is computed from its members, EL-52 (ban mới bầu chức danh)."""

    elects = forms.ChoiceField(label=gettext_lazy("Bầu gì"), choices=[each for each in Elects.choices if each[0] in POSTS])
    moved_away = forms.IntegerField(
        label=gettext_lazy("Chuyển sinh hoạt tạm thời nơi khác, không dự"), min_value=0, max_value=500, required=False
    )
    suspended = forms.IntegerField(
        label=gettext_lazy("Bị đình chỉ, khởi tố, truy tố, tạm giam"), min_value=0, max_value=500, required=False
    )

    def __init__(self, *arguments: Any, voters: Contest, **named: Any) -> None:
        super().__init__(*arguments, congress=voters.congress, **named)
        self.voters = voters
        self.fields["title"].help_text = gettext_lazy("Ví dụ: Bầu Bí thư")

    def terms(self) -> Terms:
        """Give what was typed as the act takes it."""
        off = {name: self.cleaned_data[name] or 0 for name in ("moved_away", "suspended")}
        return Terms(**self.cleaned_data | off, voters=self.voters)


def terms_form(contest: Contest, data: Any = None, *, decided: Mapping[str, Any]) -> ContestForm | PostForm:
    """Give the form of a contest as it stands, by who votes; what the congress decided is shown as decided and kept."""
    voters = decided.get("voters", contest.voters)
    names = PostForm.base_fields if voters else ContestForm.base_fields
    initial = {name: decided.get(name, getattr(contest, name)) for name in names}
    if voters:
        return PostForm(data, initial=initial, voters=voters, kept=decided)
    return ContestForm(data, initial=initial, congress=contest.congress, kept=decided)


class MembersForm(forms.Form):
    """Who of those elected before stands, each by a tick (danh sách chọn trong số người đã trúng cử)."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Chọn người được giới thiệu"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, members: Sequence[Candidate], listed: Sequence[Candidate]) -> None:
        self.members = members
        names = {(one.name, one.born) for one in listed}
        chosen = [str(place) for place, one in enumerate(members) if (one.name, one.born) in names]
        super().__init__(data, initial={"people": chosen})
        choices = [(str(place), f"{one.name}, {one.born}" if one.born else one.name) for place, one in enumerate(members)]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    def clean_people(self) -> list[Candidate]:
        """Give the people ticked, with all that the list of their committee says of them."""
        return [self.members[int(place)] for place in self.cleaned_data["people"]]


class PeopleForm(forms.Form):
    """The whole list, one person a line, pasted from a table or typed (danh sách)."""

    people = forms.CharField(
        label=gettext_lazy("Mỗi người một dòng: họ và tên; ngày sinh; giới tính; ghi chú"),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        help_text=gettext_lazy("Chỉ họ và tên là bắt buộc. Dán được từ bảng tính. Thứ tự A, B, C theo tên do máy xếp."),
    )

    def clean_people(self) -> list[Candidate]:
        """Read the lines; each line that cannot be a person is named by its number, all at once."""
        lines = [(number, line) for number, line in enumerate(self.cleaned_data["people"].splitlines(), 1) if line.strip()]
        found = [read_line(line) for _number, line in lines]
        faults = [fault for (number, line), one in zip(lines, found, strict=True) if (fault := fault_of(number, line, one))]
        if len(found) > MOST_NAMES:
            faults.append(_("Danh sách có {n} người; mỗi cuộc bầu nhận tối đa {most}.").format(n=len(found), most=MOST_NAMES))
        if faults:
            raise forms.ValidationError(faults)
        return found


def fault_of(number: int, line: str, person: Candidate) -> str:
    """Say why a line cannot be a person of a list, or nothing."""
    if not person.name[:1].isalpha() or len(person.name) > 120:
        return _("Dòng {number}: không thấy họ và tên trong “{line}”.").format(number=number, line=line.strip()[:60])
    if person.born.count("/") == 2 and not is_day(person.born):
        return _("Dòng {number}: ngày sinh {born} không có trong lịch.").format(number=number, born=person.born)
    return ""


def is_day(text: str) -> bool:
    """Tell whether dd/mm/yyyy is a day of the calendar."""
    try:
        datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 (a day, no moment)
    except ValueError:
        return False
    return True


def read_line(line: str) -> Candidate:
    """Read one line: cells by tab or semicolon, known by what they look like."""
    cells = [cell.strip() for cell in re.split(r"[\t;]", line)]
    if len(cells) > 1 and cells[0].rstrip(".)").isdigit():
        cells = cells[1:]
    name, rest = NUMBERED.sub("", cells[0]), cells[1:]
    born = next((cell for cell in rest if DAY.match(cell)), "")
    sex = next((cell for cell in rest if cell.casefold() in SEXES), "")
    note = "; ".join(cell for cell in rest if cell and cell not in (born, sex))
    return Candidate(name, born, sex.casefold(), note[:200])


def text_of(rows: list[ContestCandidate]) -> str:
    """Write the list back as lines."""
    return "\n".join("; ".join([row.name, *(cell for cell in (row.born, row.sex, row.note) if cell)]) for row in rows)


def list_form(contest: Contest, data: Any = None) -> MembersForm | PeopleForm:
    """Give the form of a list: ticks among those elected before, or a line for each person."""
    rows = list(contest.candidates.all())
    if contest.among is None:
        return PeopleForm(data, initial={"people": text_of(rows)})
    elected = elected_before(contest)
    members = in_ballot_order([one for one in elected_in(contest.among) if one not in elected])
    return MembersForm(data, members=members, listed=[of_rules(row) for row in rows])


class WordsForm(forms.Form):
    """The words on a ballot besides the names (lời trên phiếu)."""

    heading = forms.CharField(
        label=gettext_lazy("Tên phiếu"), max_length=MOST_HEADING, required=False, help_text=gettext_lazy("Để trống thì in tên mặc định.")
    )
    instruction = forms.CharField(
        label=gettext_lazy("Lời hướng dẫn"),
        max_length=MOST_INSTRUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Chữ đậm đặt giữa hai dấu **. Chỗ ghi bầu bao nhiêu người viết {số người}. Để trống thì in lời mặc định."),
    )

    def __init__(self, data: Any = None, *, default: BallotWords, own: BallotWords) -> None:
        """Begin with the congress's own words, or with those of the charter, to change what is to be changed."""
        self.default = default
        initial = {"heading": own.heading or default.heading, "instruction": own.instruction or default.instruction}
        super().__init__(data, initial=initial)

    def words(self) -> BallotWords:
        """Give what was typed as the act takes it; the charter's words left as they are go on following the form of the ballot."""
        typed = {name: "" if text == getattr(self.default, name) else text for name, text in self.cleaned_data.items()}
        return BallotWords(**typed)


class FixForm(forms.Form):
    """The number of names, typed once more before the list is closed (chốt danh sách)."""

    typed = forms.IntegerField(
        label=gettext_lazy("Gõ số người trong danh sách"), widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *arguments: Any, listed: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.listed = listed

    def clean_typed(self) -> int:
        """Compare what was typed with the list as it stands."""
        typed: int = self.cleaned_data["typed"]
        if typed != self.listed:
            raise forms.ValidationError(
                _("Danh sách có {listed} người, bạn gõ {typed}. Xem lại danh sách.").format(listed=self.listed, typed=typed)
            )
        return typed


class CodeForm(forms.Form):
    """The first group of the check code, typed by who certifies or signs (mã kiểm chứng)."""

    digest = forms.CharField(
        label=gettext_lazy("Gõ bốn chữ đầu của mã kiểm chứng"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *arguments: Any, code: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.code = bare(code)

    def clean_digest(self) -> str:
        """Compare what was typed with the code of the result."""
        typed = bare(self.cleaned_data["digest"])
        if len(typed) < 4 or not self.code.startswith(typed):
            raise forms.ValidationError(_("Mã vừa gõ không khớp mã kiểm chứng của kết quả. Đọc lại mã trên trang này."))
        return typed


def bare(code: str) -> str:
    """Take a code as typed or read aloud: no hyphens, no spaces, capitals."""
    return code.replace("-", "").replace(" ", "").upper()


class VoteForm(forms.Form):
    """What the congress decided about a further vote, and how it voted (quyết định của đại hội)."""

    seats = forms.IntegerField(label=gettext_lazy("Số lượng bầu tiếp"), min_value=1, max_value=500)
    method = forms.ChoiceField(label=gettext_lazy("Cách biểu quyết"), choices=Method.choices)
    in_favour = forms.IntegerField(label=gettext_lazy("Đồng ý"), min_value=0, max_value=20000)
    against = forms.IntegerField(label=gettext_lazy("Không đồng ý"), min_value=0, max_value=20000)
    abstained = forms.IntegerField(label=gettext_lazy("Không biểu quyết"), min_value=0, max_value=20000)
    takes_new_names = forms.BooleanField(
        label=gettext_lazy("Đại hội cho giới thiệu thêm người ngoài danh sách lần trước"),
        required=False,
        help_text=gettext_lazy("Không chọn thì danh sách lần này chỉ gồm người của lần trước chưa trúng cử."),
    )

    def __init__(self, *arguments: Any, kind: CongressDecision.Kind, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if kind == CongressDecision.Kind.STOP:
            del self.fields["seats"]
        if kind != CongressDecision.Kind.NEXT:
            del self.fields["takes_new_names"]


class HoldForm(forms.Form):
    """One step of a hold: a reason, or a paper with its number and day (tạm dừng bầu cử)."""

    words = forms.CharField(label=gettext_lazy("Lý do, không ghi tên người"), max_length=300)
    number = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=60)
    dated = DayField(label=gettext_lazy("Ngày văn bản"))

    def __init__(self, *arguments: Any, step: HoldStep.Step, **named: Any) -> None:
        super().__init__(*arguments, **named)
        papers = {HoldStep.Step.REPORTED, HoldStep.Step.ANSWERED}
        unused = [] if step in papers else ["number", "dated"]
        unused += [] if step in {HoldStep.Step.STOPPED, HoldStep.Step.ANSWERED} else ["words"]
        for name in unused:
            del self.fields[name]
        if step == HoldStep.Step.ANSWERED:
            self.fields["words"].label = gettext_lazy("Cấp trên trả lời")

    def letter(self) -> Letter:
        """Give what was typed as the act takes it."""
        return Letter(self.cleaned_data["number"], self.cleaned_data["dated"], self.cleaned_data.get("words", ""))


class RecheckForm(forms.Form):
    """Why a count is opened again, or why its outcome stands (sau kiểm lần hai)."""

    words = forms.CharField(label=gettext_lazy("Lý do, in trong biên bản"), max_length=300)


class OrderForm(RecheckForm):
    """The superior's decision to open an announced count again (quyết định mở lại của cấp trên)."""

    body = forms.CharField(label=gettext_lazy("Cơ quan quyết định"), max_length=120)
    number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=60)
    dated = forms.DateField(label=gettext_lazy("Ngày quyết định"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("body", "number", "dated", "words")
