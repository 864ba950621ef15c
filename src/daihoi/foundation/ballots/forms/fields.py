"""Fields that the forms of a vote share (ô nhập chung)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

SCANS = ".pdf,.tif,.tiff,.jpg,.jpeg,.png"


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


class ManyFilesInput(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files, in the order they were chosen (nhiều tệp)."""

    widget = ManyFilesInput

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file's presence; whether it is empty, of what kind and how large is asked where it is opened."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(each, initial) for each in given]
