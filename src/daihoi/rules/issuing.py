"""How many ballots may be handed out: one to each person present, and nobody outside the base may vote (EL-31, EL-41 to EL-43: phát phiếu)."""

from daihoi.rules.errors import Finding, _, error


def issue_findings(*, issued: int, present: int | None, base: int) -> list[Finding]:
    """Name why so many ballots cannot be in honest hands; where nobody counted those present, the base is the most there can be (số phiếu phát ra)."""
    if base and present is not None and present > base:
        message = _("Có mặt {present} người, nhiều hơn cơ sở tính {base}. Ai được bầu thì nằm trong cơ sở tính; đếm lại số người có mặt.")
        return [error("ballots.present_over_base", message, "present", present=present, base=base)]
    if present is not None and issued > present:
        message = _("Phát ra {issued} phiếu mà chỉ có mặt {present} người. Đếm lại; ghi sai số nào thì sửa số ấy kèm lý do.")
        return [error("ballots.issued_over_present", message, "issued", issued=issued, present=present)]
    if base and issued > base:
        message = _(
            "Phát ra {issued} phiếu mà cơ sở tính chỉ có {base} người. Đếm lại số đã phát; người ngoài cơ sở tính không được phát phiếu."
        )
        return [error("ballots.issued_over_base", message, "issued", issued=issued, base=base)]
    return []
