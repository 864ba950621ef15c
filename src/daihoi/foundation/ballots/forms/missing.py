"""The form that completes a bundle: files for the places that lack one, and places to take off (biểu bổ sung tệp)."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from daihoi.foundation.ballots.forms.fields import SCANS, ManyFiles, ManyFilesInput
from daihoi.foundation.ballots.queries.missing import Lack, MissingFile


class MissingForm(forms.Form):
    """One field and one tick for each missing file, and two fields for many files at once (bổ sung tệp của lô)."""

    copied = ManyFiles(
        label=gettext_lazy("Các tệp chép lại, còn nguyên tên cũ"),
        help_text=gettext_lazy("Chọn cả thư mục cũng được: máy ghép tệp còn thiếu theo tên, bỏ qua tệp đã giữ."),
        widget=ManyFilesInput(attrs={"accept": SCANS}),
        required=False,
    )
    behind = ManyFiles(
        label=gettext_lazy("Tệp của các tờ nằm sau tệp cuối"),
        help_text=gettext_lazy("Khi USB đầy, các tờ cuối xấp chưa có tệp nào. Theo thứ tự chọn."),
        widget=ManyFilesInput(attrs={"accept": SCANS}),
        required=False,
    )

    def __init__(self, *args: Any, lack: Lack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lack = lack
        self.placed: dict[int, UploadedFile[Any]] = {}
        self.dropped: set[int] = set()
        self.strangers: list[str] = []
        for each in lack.missing:
            self.fields[f"file-{each.place}"] = forms.FileField(
                label=gettext("Tệp thay cho {name}").format(name=each.name),
                widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
                allow_empty_file=True,
                required=False,
            )
            self.fields[f"drop-{each.place}"] = forms.BooleanField(
                label=gettext("Bỏ {name} khỏi lô: xấp không có tờ nào cho tệp này").format(name=each.name), required=False
            )

    def rows(self) -> Iterator[tuple[MissingFile, BoundField, BoundField]]:
        """Give each missing file with its field and its tick."""
        for each in self.lack.missing:
            yield each, self[f"file-{each.place}"], self[f"drop-{each.place}"]

    def clean(self) -> dict[str, Any]:
        """Put every file where it belongs: by its own field, by its name, or behind the last."""
        data: dict[str, Any] = super().clean() or {}
        places = self.lack.places
        copied = data.get("copied", [])
        self.placed = {places[file.name]: file for file in copied if file.name in places}
        self.strangers = [file.name for file in copied if file.name not in places and file.name not in self.lack.kept]
        self.placed |= {each.place: file for each in self.lack.missing if (file := data.get(f"file-{each.place}"))}
        self.placed |= dict(enumerate(data.get("behind", []), start=len(self.lack.names) + 1))
        self.dropped = {each.place for each in self.lack.missing if data.get(f"drop-{each.place}")}
        for place in self.dropped & set(self.placed):
            self.add_error(f"drop-{place}", gettext("Đã chọn tệp thay thì không bỏ tệp này nữa. Chọn một trong hai."))
        if copied and not self.placed and not self.dropped:
            self.add_error(
                "copied",
                gettext("Không tệp nào trùng tên với tệp còn thiếu. Tệp có tên mới thì chọn ở dòng của tờ ấy, hoặc ở ô sau tệp cuối."),
            )
        return data
