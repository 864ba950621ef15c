"""Papers around the pile: minutes of destruction (văn bản của ban kiểm phiếu; PR-17)."""

from datetime import date

from django.utils import timezone, translation

from daihoi.foundation.ballots.models import Poll, VoidedRun
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.foundation.organization.queries import breadcrumb
from daihoi.office import Document, format_on
from daihoi.office.document import Block, Paragraph, Signature, Signatures, bold
from daihoi.office.wording import first_lower, number

PARTY = "dcsvn"
BY_HAND = "(ký, ghi rõ họ tên)"


def destruction_paper(voided: VoidedRun) -> Document:
    """Write the minutes of destruction of a wrong print run, in Vietnamese whatever the page speaks, PR-17 (biên bản hủy phiếu)."""
    with translation.override("vi"):
        poll = voided.run.poll
        blocks: tuple[Block, ...] = (*_what_was_destroyed(voided), _signed_by(voided.first_witness_title, voided.second_witness_title))
        abstract = f"hủy phiếu in sai, {first_lower(poll.title)}"
        return document_of(poll, timezone.localdate(voided.voided_at), "Biên bản", abstract, blocks, f"Mã bản in {voided.run.digest[:16]}")


def _what_was_destroyed(voided: VoidedRun) -> list[Block]:
    """Say what was printed, why it is void and what became of each sheet."""
    run, at = voided.run, timezone.localtime(voided.voided_at)
    after = (
        "Danh sách trên phiếu sai nên toàn bộ phiếu mang mã này không còn giá trị; phiếu mới mang mã khác và được soát, ký lại trước khi in."
        if voided.is_list_wrong
        else "Danh sách trên phiếu không sai; phiếu in lại từ bản đã ký."
    )
    blocks: list[Block] = [
        Paragraph(
            f"Hồi {at.hour} giờ {at.minute:02d} phút, ngày {at:%d/%m/%Y}, hai người ký tên dưới đây chứng kiến việc hủy phiếu in sai."
        ),
        Paragraph(
            (
                "Đợt in ngày ",
                f"{timezone.localtime(run.printed_at):%d/%m/%Y}: ",
                bold(number(run.copies)),
                f" tờ, mã trên phiếu {run.poll.code}. Đã hủy ",
                bold(number(voided.destroyed)),
                " tờ.",
            )
        ),
        Paragraph(f"Lý do hủy: {voided.reason}."),
    ]
    if voided.missing:
        blocks.append(Paragraph(f"Chưa hủy {number(voided.missing)} tờ: {voided.missing_note}."))
    blocks.append(Paragraph(f"{after} Số phiếu của đợt này không tính vào số phiếu đã in."))
    return blocks


def _signed_by(*titles: str) -> Signatures:
    """Give places for those who were present, to sign and write their names."""
    return Signatures(tuple(Signature(title=title[:1].upper() + title[1:], note=BY_HAND) for title in titles))


def document_of(poll: Poll, day: date, name: str, abstract: str, blocks: tuple[Block, ...], foot: str = "") -> Document:
    """Begin a paper of the counting committee with its head: unit, committee, day."""
    places = breadcrumb(poll.unit, day)
    family = "party" if charter_of(poll).name.startswith(PARTY) else "neutral"
    return Document(
        form=format_on(day, family),  # type: ignore[arg-type]  # one of the two families by name
        upper=places[-1].name if places else poll.unit.code,
        issuing="Ban kiểm phiếu",
        name=name,
        abstract=abstract,
        signed_on=day,
        blocks=blocks,
        foot=foot,
    )
