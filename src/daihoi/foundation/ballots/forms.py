"""Shapes of what the counting committee types (biểu nhập của bàn kiểm phiếu)."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.models import BallotCall, CustodyEvent, LoopTest, Poll, Release, ScanBatch, Witness
from daihoi.foundation.ballots.services import (
    Destruction,
    Entry,
    Opening,
    Order,
    Presence,
    Resealing,
    Sealing,
    Statement,
    Trial,
    Withdrawal,
    ZoneNumbers,
)
from daihoi.rules.time_plan import Pace, SecondCheck
from daihoi.web.fields import DayField


class Count(forms.IntegerField):
    """A number of ballots; 1.250 and 1250 are the same (số phiếu)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0, max_value=10_000_000, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options
        )

    def to_python(self, value: Any) -> int | None:
        """Take thousands with dots or spaces."""
        text = str(value).replace("\u00a0", "").replace(" ", "") if value is not None else value
        if isinstance(text, str) and "." in text and all(len(group) == 3 for group in text.split(".")[1:]):
            text = text.replace(".", "")
        return super().to_python(text)


class PrintForm(forms.Form):
    """How many copies the printer made (số phiếu in)."""

    copies = Count(label=_("Số phiếu đã in"))
    runs = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class VoidForm(forms.Form):
    """Why a run is void and how its sheets were destroyed (biên bản hủy phiếu)."""

    reason = forms.CharField(label=_("Lý do hủy"), max_length=300, help_text=_("Ví dụ: sai giới tính một người; chữ mờ; in nhầm khổ giấy."))
    is_list_wrong = forms.BooleanField(
        label=_("Chính danh sách trên phiếu sai"),
        required=False,
        help_text=_("Cả phiếu này thành vô hiệu: danh sách mở lại để sửa, phiếu mới có mã mới và phải ký bản in thử lại."),
    )
    destroyed = Count(label=_("Số tờ đã hủy"))
    missing_note = forms.CharField(label=_("Những tờ không hủy được ở đâu, ai giữ"), max_length=300, required=False)
    first_witness = forms.ChoiceField(label=_("Người chứng kiến thứ nhất"), choices=Witness.choices)
    second_witness = forms.ChoiceField(
        label=_("Người chứng kiến thứ hai"), choices=Witness.choices, help_text=_("Họ và tên do hai người tự ghi khi ký biên bản.")
    )

    def destruction(self) -> Destruction:
        """Give what was typed as the act takes it."""
        return Destruction(**self.cleaned_data)


class IssueForm(forms.Form):
    """Ballots handed out, spoiled and left over (phát phiếu)."""

    present = Count(label=_("Người có mặt được phát phiếu"), required=False)
    printed = Count(label=_("In"), required=False)
    issued = Count(label=_("Phát ra"))
    spoiled = Count(label=_("Hỏng"))
    left_over = Count(label=_("Còn lại"))
    reason = forms.CharField(label=_("Lý do sửa số đã ghi, không ghi tên người"), max_length=300, required=False)


class ZoneForm(forms.Form):
    """What one delegation or zone got and gave back (phát phiếu theo đoàn)."""

    zone = forms.CharField(label=_("Đoàn hoặc khu vực"), max_length=120)
    people = Count(label=_("Số người"))
    handed_out = Count(label=_("Đã phát"), required=False, help_text=_("Để trống khi mới lập danh sách để in phiếu ký nhận."))
    exchanged = Count(label=_("Đổi phiếu hỏng"), required=False)
    unused = Count(label=_("Trả lại chưa dùng"), required=False)
    reason = forms.CharField(label=_("Lý do sửa số đã ghi"), max_length=300, required=False)

    def numbers(self) -> ZoneNumbers:
        """Give what was typed as the act takes it."""
        data = self.cleaned_data
        return ZoneNumbers(**data | {"exchanged": data["exchanged"] or 0, "unused": data["unused"] or 0})


class ReturnForm(forms.Form):
    """Ballots taken out of the box (thu phiếu)."""

    returned = Count(label=_("Thu về"))
    reason = forms.CharField(label=_("Lý do sửa số đã ghi, không ghi tên người"), max_length=300, required=False)


class CorrectionForm(forms.Form):
    """Which correction is answered (đề nghị sửa số phiếu)."""

    correction = forms.UUIDField(widget=forms.HiddenInput)


class ManyFilesInput(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files, in the order they were chosen (nhiều tệp)."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file's presence; kinds and limits are checked where they are opened."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(each, initial) for each in given]


class UploadForm(forms.Form):
    """The scans of one bundle with its hand count (lô phiếu quét)."""

    label = forms.CharField(
        label=_("Tên lô"), max_length=80, required=False, help_text=_("Ví dụ: thùng trái, xấp 1. Để trống thì ghi số lô.")
    )
    hand_count = Count(label=_("Số tờ đếm tay"), help_text=_("Đếm trước khi quét; máy so với số trang đọc được."))
    files = ManyFiles(  # type: ignore[assignment]  # a field here, the files of the request in the base class
        label=_("Tệp quét"),
        help_text=_("PDF, TIFF, JPEG, PNG; ảnh xám 200 dpi. Nhiều tệp thì theo thứ tự chọn."),
        widget=ManyFilesInput(attrs={"accept": ".pdf,.tif,.tiff,.jpg,.jpeg,.png"}),
    )


class WithdrawForm(forms.Form):
    """Why a bundle is taken out (rút lô)."""

    why = forms.ChoiceField(label=_("Vì sao rút lô"), choices=Withdrawal.choices, initial=Withdrawal.OTHER)
    reason = forms.CharField(label=_("Lý do rút lô"), max_length=300, help_text=_("Ghi thêm chuyện gì đã xảy ra, không ghi tên người."))


class ForeignForm(forms.Form):
    """Going on behind a foreign sheet, with the bundle counted again (đọc tiếp sau tờ lạ)."""

    hand_count = Count(
        label=_("Số phiếu đếm tay sau khi lấy tờ lạ ra"), help_text=_("Đếm lại cả lô, không kể tờ lạ; số cũ vẫn nằm trong nhật ký.")
    )
    page = forms.IntegerField(widget=forms.HiddenInput())


class DecisionForm(forms.Form):
    """One answer to one question (ý kiến)."""

    answer = forms.CharField(max_length=40)


class BoardForm(forms.Form):
    """What the whole committee concluded (kết luận của cả ban)."""

    answer = forms.ChoiceField(label=_("Cả ban kết luận"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """A page that people read themselves: which page, and which fields bear a mark (tự đọc trang)."""

    page = forms.TypedChoiceField(label=_("Trang của phiếu"), coerce=int)

    def __init__(self, *args: Any, poll: Poll, names: list[str], numbers: Collection[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        sides = [each for each in poll.layout["pages"] if not numbers or each["number"] in numbers]
        pages = [(each["number"], str(each["number"])) for each in sides]
        self.fields["page"].choices = pages  # type: ignore[attr-defined]
        self.fields["page"].initial = pages[0][0]
        if numbers or len(pages) == 1:
            self.fields["page"].widget = forms.HiddenInput()
        fields = [field for page in sides for field in page["fields"]]
        marks = [(f"{each['candidate']}-{each['kind']}", _mark_label(each, names)) for each in fields]
        title = _("Những tên bị gạch") if fields[0]["kind"] == "strike" else _("Những ô có dấu X")
        self.fields["marked"] = forms.MultipleChoiceField(label=title, choices=marks, required=False, widget=forms.CheckboxSelectMultiple)


def _mark_label(field: dict[str, Any], names: list[str]) -> str:
    """Name one field as it is printed."""
    name = f"{field['candidate']}. {names[field['candidate'] - 1]}"
    words = {"agree": gettext("{name}: đồng ý"), "disagree": gettext("{name}: không đồng ý")}
    return words.get(field["kind"], "{name}").format(name=name)


class CallForm(forms.Form):
    """Which ballot is read again: by its bundle, its place in it, and why (gọi phiếu ra đọc lại)."""

    batch = forms.ModelChoiceField(label=_("Lô"), queryset=ScanBatch.objects.none())
    sheet = Count(label=_("Tờ thứ"), help_text=_("Đếm từ trên xuống, theo thứ tự đã quét hoặc đã nhập."))
    reason = forms.ChoiceField(label=_("Vì sao"), choices=BallotCall.Reason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, batches: list[ScanBatch], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["batch"].queryset = ScanBatch.objects.filter(pk__in=[batch.pk for batch in batches]).order_by("order")  # type: ignore[attr-defined]
        if len(batches) == 1:
            self.fields["batch"].initial = batches[0].pk


class KeyedBundleForm(forms.Form):
    """A bundle counted by hand, to be keyed in (xấp nhập tay)."""

    sheets = Count(label=_("Số phiếu đếm tay"), help_text=_("Nên đếm từng xấp 50 phiếu và giữ nguyên thứ tự cho đến khi nhập xong."))
    entries = forms.TypedChoiceField(
        label=_("Mỗi phiếu nhập"),
        coerce=int,
        choices=[(2, _("hai lần, hai người")), (3, _("ba lần, ba người"))],
        help_text=_("Các lần nhập phải giống nhau. Hai người khác nhau thì người thứ ba nhập; vẫn khác thì cả ban xem tờ phiếu."),
    )
    label = forms.CharField(label=_("Tên xấp"), max_length=80, required=False)


NUMBERS = re.compile(r"^(\d{1,3})(?:-(\d{1,3}))?$")
KIND_LABELS = {
    "strike": _("Số của những người bị gạch"),
    "agree": _("Số có dấu ở ô đồng ý"),
    "disagree": _("Số có dấu ở ô không đồng ý"),
    "choose": _("Số của những người được đánh dấu"),
}


class KeySheetForm(forms.Form):
    """One sheet as one person sees it: numbers typed, a reason why it is not valid (nhập một tờ)."""

    def __init__(self, *args: Any, places: list[tuple[int, str]], reasons: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.kinds = list(dict.fromkeys(kind for _number, kind in places))
        typed = {"inputmode": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        for kind in self.kinds:
            first = {"data-focus": ""} if kind == self.kinds[0] else {}
            widget = forms.TextInput(attrs=typed | first)
            self.fields[kind] = forms.CharField(label=KIND_LABELS[kind], required=False, max_length=400, widget=widget)
        self.fields[self.kinds[0]].help_text = _("Cách nhau bằng dấu cách. 3-6 là từ 3 đến 6, * là tất cả, 0 là không ai.")
        choices = [("", _("hợp lệ, theo các số đã gõ")), *reasons]
        self.fields["invalid"] = forms.ChoiceField(label=_("Tờ phiếu"), choices=choices, required=False)

    def entry(self) -> Entry:
        """Give what was typed as the act takes it."""
        return Entry(marked=frozenset(self.cleaned_data["marked"]), invalid=self.cleaned_data["invalid"])

    def clean(self) -> dict[str, Any]:
        """Read the numbers; a sheet on which nobody is marked is said by 0, never by an empty line."""
        data = super().clean() or {}
        if not data.get("invalid") and not any(data.get(kind, "").strip() for kind in self.kinds):
            raise forms.ValidationError(gettext("Chưa gõ số nào. Không ai bị đánh dấu thì gõ 0."))
        marked: set[tuple[int, str]] = set()
        for kind in self.kinds:
            try:
                marked |= {(number, kind) for number in read_numbers(data.get(kind, ""), [n for n, each in self.places if each == kind])}
            except ValueError as fault:
                message = gettext("Không đọc được “{typed}”. Gõ số, cách nhau bằng dấu cách.").format(typed=fault)
                self.add_error(kind, message)
        return data | {"marked": marked}


def read_numbers(text: str, known: list[int]) -> set[int]:
    """Read numbers as people type them: "1 4-6", "*" for all, "0" for nobody."""
    found: set[int] = set()
    for word in text.replace(",", " ").replace(";", " ").split():
        span = NUMBERS.match(word)
        if word == "*":
            found |= set(known)
        elif span is None or (span[2] and int(span[2]) < int(span[1])):
            raise ValueError(word)
        elif word != "0":
            found |= set(range(int(span[1]), int(span[2] or span[1]) + 1))
    return found


class CloseForm(forms.Form):
    """The number of ballots returned, typed once more before the count is closed (khóa kiểm phiếu)."""

    returned = Count(label=_("Gõ lại số phiếu thu về"))


class SeedForm(forms.Form):
    """The public seed with its origin (số gieo công khai)."""

    seed = forms.CharField(label=_("Số gieo công khai"), max_length=120, help_text=_("Gõ đúng như đã đọc to, ví dụ: 3 1 4."))
    origin = forms.CharField(
        label=_("Gieo thế nào, ai gieo"), max_length=300, help_text=_("Ví dụ: ba xúc xắc, một đại biểu gieo trước đại hội.")
    )


class RecheckForm(forms.Form):
    """How the sheets differ that do (kiểm phiếu lần hai)."""

    words = forms.CharField(label=_("Các phiếu ấy khác thế nào"), max_length=300, required=False)


class CompareForm(forms.Form):
    """Sheets of one bundle: equal to the record or not (tờ so phiếu)."""

    rest_is_equal = forms.BooleanField(label=_("Mọi tờ chưa đánh dấu của lô này đã so và đều giống"), required=False)

    def __init__(self, *arguments: Any, sheets: Mapping[int, bool | None], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sheets = sheets
        for sheet, is_equal in sheets.items():
            said = "" if is_equal is None else "equal" if is_equal else "differs"
            self.fields[f"s{sheet}"] = forms.ChoiceField(
                choices=[("equal", _("Giống")), ("differs", _("Khác bản ghi"))], initial=said, required=False
            )

    def equal(self) -> dict[int, bool]:
        """Give what was said of each sheet; where nothing was said, nothing unless the rest is equal."""
        said = {sheet: self.cleaned_data[f"s{sheet}"] for sheet in self.sheets}
        return {sheet: word != "differs" for sheet, word in said.items() if word or self.cleaned_data["rest_is_equal"]}


class SealForm(forms.Form):
    """One envelope as it is sealed (niêm phong)."""

    envelope = forms.CharField(label=_("Tên hoặc số phong bì"), max_length=40, help_text=_("Ví dụ: A1."))
    paper = forms.ChoiceField(
        label=_("Loại giấy"),
        choices=CustodyEvent.Paper.choices,
        help_text=_("Phiếu đã bầu: mọi phiếu thu về, hợp lệ và không hợp lệ. Khóa ảnh quét chỉ hủy cùng các phiếu này."),
    )
    contents = forms.CharField(label=_("Đựng gì"), max_length=120, help_text=_("Ví dụ: phiếu hợp lệ; phiếu không hợp lệ; phiếu chưa dùng."))
    sheets = Count(label=_("Số tờ"))
    seal = forms.CharField(label=_("Số niêm phong"), max_length=40)
    holder = forms.CharField(label=_("Nơi giữ"), max_length=120, help_text=_("Chức trách hoặc cơ quan, không ghi tên người."))
    happened_on = DayField(label=_("Ngày niêm phong"))
    kept_until = DayField(
        label=_("Không hủy trước ngày"),
        help_text=_("Không sớm hơn quy tắc của cuộc bầu. Nơi chưa có văn bản xác nhận thời hạn, chương trình đề nghị như bầu cử Quốc hội."),
    )

    def sealing(self) -> Sealing:
        """Give what was typed as the act takes it."""
        return Sealing(**self.cleaned_data)


class HandOverForm(forms.Form):
    """To whom an envelope goes (bàn giao)."""

    holder = forms.CharField(label=_("Nơi giữ mới"), max_length=120, help_text=_("Chức trách hoặc cơ quan, không ghi tên người."))
    on = DayField(label=_("Ngày"))

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return self.cleaned_data


class OpenForm(forms.Form):
    """By which decision an envelope is opened (mở niêm phong)."""

    decision = forms.CharField(label=_("Quyết định số"), max_length=60)
    decision_on = DayField(label=_("Ngày quyết định"))
    on = DayField(label=_("Ngày làm"))

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return {"order": Order(self.cleaned_data["decision"], self.cleaned_data["decision_on"]), "on": self.cleaned_data["on"]}


class DestroyForm(forms.Form):
    """Before whom an envelope was destroyed (hủy phiếu)."""

    on = DayField(label=_("Ngày hủy"))
    first_name = forms.CharField(label=_("Họ tên người chứng kiến thứ nhất"), max_length=120)
    first_witness = forms.ChoiceField(label=_("Tư cách người thứ nhất"), choices=Witness.choices)
    second_name = forms.CharField(label=_("Họ tên người chứng kiến thứ hai"), max_length=120)
    second_witness = forms.ChoiceField(label=_("Tư cách người thứ hai"), choices=Witness.choices)

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        typed = self.cleaned_data
        two = (Presence(typed["first_name"], typed["first_witness"]), Presence(typed["second_name"], typed["second_witness"]))
        return {"on": typed["on"], "witnesses": two}


class ResealForm(forms.Form):
    """The new seal of an opened envelope; which paper lies in it is asked where nobody said so before (niêm phong lại)."""

    paper = forms.ChoiceField(label=_("Loại giấy"), choices=CustodyEvent.Paper.choices)
    seal = forms.CharField(label=_("Số niêm phong mới"), max_length=40)
    sheets = Count(label=_("Số tờ, đếm lại"))
    words = forms.CharField(
        label=_("Vì sao số tờ khác trước"),
        max_length=300,
        required=False,
        help_text=_("Bắt buộc khi số tờ khác: tờ thiếu ở đâu, ai giữ. Biên bản mở niêm phong in đúng lời này."),
    )
    on = DayField(label=_("Ngày"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if self.initial.get("paper"):
            del self.fields["paper"]

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        typed = dict(self.cleaned_data)
        return {"on": typed.pop("on"), "resealing": Resealing(**typed)}


class MachineForm(forms.Form):
    """What the technicians state of a machine before the vote (biên bản máy)."""

    device = forms.CharField(label=_("Máy"), max_length=120, help_text=_("Ví dụ: máy tính 1, số máy, máy quét đi kèm."))
    technicians = Count(
        label=_("Số kỹ thuật viên ký cam kết"),
        help_text=_("Cam kết: chỉ chạy chương trình này, không nối mạng, không chép dữ liệu ra ngoài."),
    )
    is_rented = forms.BooleanField(
        label=_("Máy thuê hoặc mượn, phải xóa dữ liệu sau khi xong"),
        required=False,
        initial=True,
        help_text=_("Kể cả máy in, máy quét có bộ nhớ: lập biên bản riêng cho từng máy."),
    )
    is_network_stated_off = forms.BooleanField(label=_("Kỹ thuật viên xác nhận đã ngắt mọi mạng, có dây và không dây"), required=False)

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return {"statement": Statement(**self.cleaned_data)}


class WipeForm(forms.Form):
    """Which machine was wiped, and how (xóa dữ liệu)."""

    device = forms.ChoiceField(label=_("Máy"))
    method = forms.CharField(label=_("Cách xóa dữ liệu"), max_length=200, help_text=_("Ví dụ: ghi đè cả ổ đĩa; tháo ổ đĩa, niêm phong."))

    def __init__(self, *arguments: Any, devices: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["device"].choices = [(device, device) for device in devices]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Give what was typed as the act takes it."""
        return self.cleaned_data


class LoopTestForm(forms.Form):
    """The scans of a practice pile with the machines they went through (thử vòng máy)."""

    kind = forms.ChoiceField(label=_("Loại phiếu thử"), choices=LoopTest.Kind.choices, initial=LoopTest.Kind.HAND)
    printer = forms.CharField(label=_("Máy in"), max_length=120, help_text=_("Tên và số máy, đúng máy sẽ in phiếu bầu."))
    scanner = forms.CharField(label=_("Máy quét"), max_length=120, help_text=_("Tên và số máy, đúng máy sẽ quét phiếu bầu."))
    scan_seconds = Count(
        label=_("Quét cả xấp mất bao nhiêu giây"),
        required=False,
        help_text=_("Không bắt buộc. Có thì kế hoạch thời gian tính theo máy này."),
    )
    files = ManyFiles(  # type: ignore[assignment]  # a field here, the files of the request in the base class
        label=_("Tệp quét xấp phiếu thử"),
        help_text=_("Theo thứ tự tờ đã in, từ tờ 1 hoặc từ tờ cuối."),
        widget=ManyFilesInput(attrs={"accept": ".pdf,.tif,.tiff,.jpg,.jpeg,.png"}),
    )

    def trial(self) -> Trial:
        """Give what was typed as the act takes it."""
        data = self.cleaned_data
        return Trial(data["printer"], data["scanner"], data["kind"], data["scan_seconds"])


class ReleaseForm(forms.Form):
    """How the ballots will be counted, and a reason where the machines were not tried (cho bầu)."""

    way = forms.ChoiceField(
        label=_("Kiểm phiếu bằng cách"), choices=Release.Way.choices, widget=forms.RadioSelect, initial=Release.Way.SCANNED
    )
    reason = forms.CharField(
        label=_("Lý do cho bầu khi chưa thử máy đạt"),
        max_length=300,
        required=False,
        help_text=_("Chỉ ghi khi quét mà chưa có lần thử đạt."),
    )

    def __init__(self, *arguments: Any, takes_reason: bool = True, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not takes_reason:
            del self.fields["reason"]

    def opening(self) -> Opening:
        """Give what was typed as the act takes it."""
        return Opening(**self.cleaned_data)


class TimeForm(forms.Form):
    """At which pace a count goes (kế hoạch thời gian)."""

    pages_a_minute = forms.IntegerField(label=_("Số trang một máy quét trong một phút"), min_value=1, max_value=1000)
    stations = forms.IntegerField(label=_("Số máy quét"), min_value=1, max_value=50)
    second_check = forms.ChoiceField(
        label=_("Kiểm lần hai"),
        choices=[
            (SecondCheck.NONE.value, _("không")),
            (SecondCheck.PARALLEL.value, _("song song, ở máy quét khác")),
            (SecondCheck.AFTER.value, _("sau lần đầu, cùng máy quét")),
        ],
    )

    def pace(self) -> Pace:
        """Give what was typed as the rules take it."""
        data = self.cleaned_data
        return Pace(data["pages_a_minute"], data["stations"], SecondCheck(data["second_check"]))


class StickForm(forms.Form):
    """Which stick holds the encrypted copy (chọn USB dự phòng)."""

    folder = forms.ChoiceField(label=_("USB"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, folders: Sequence[Path], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["folder"].choices = [(str(folder), str(folder)) for folder in folders]  # type: ignore[attr-defined]
        self.has_any = bool(folders)


class LeaveStickForm(forms.Form):
    """Why people go on without a stick (tiếp tục không có USB)."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ví dụ: USB hỏng lúc 10 giờ, không có USB khác."))
