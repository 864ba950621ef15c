"""How files were named at the scanner: for the screens of the committee, until the result is announced (tên tệp quét).

A name such as `doan-3.pdf` tells from where ballots came. It stands in no reading, in no evidence and in no journal, lies in the
database under the key of its vote, and is forgotten when the result is certified.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.contents import opened
from daihoi.foundation.ballots.models import Poll, ScanBatch


def names_of(poll: Poll) -> dict[str, str]:
    """Give the names under which files came, by the code of each file (tên tệp gửi lên)."""
    batches = [batch for batch in ScanBatch.objects.filter(poll=poll, file_names__isnull=False) if batch.file_names]
    known = opened(poll, (batch.file_names for batch in batches if batch.file_names)) if batches else []
    return {f"{batch.code}-{place:03d}": name for batch, names in zip(batches, known, strict=True) for place, name in enumerate(names, 1)}


def shown(source: str, names: Mapping[str, str]) -> str:
    """Name a page for the committee: by the file as it came, or by its place where that was forgotten."""
    code, _hash, page = source.partition("#")
    if code in names:
        return f"{names[code]}#{page}"
    batch, _dash, file = code.removeprefix("L").partition("-")
    return _("lô {n}, tệp {file}, trang {page}").format(n=int(batch), file=int(file), page=page)
