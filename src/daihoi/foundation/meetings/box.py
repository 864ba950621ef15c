"""The box of a device vote (thùng phiếu điện tử): a card goes in once, an answer is added to a number, nothing joins the two.

This is no act with a journal line of its own: lines in the order of the voters would tell who chose what. The act is the vote that a
person opens and closes; what stands between are rows without a time.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daihoi.foundation.meetings.models import CardUse, DeviceCount, OpenVote, VotingCard
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def cast(card: VotingCard, vote: OpenVote, choice: str) -> None:
    """Let one card answer once while the vote is open (bỏ phiếu bằng thẻ)."""
    if choice not in DeviceCount.Choice.values:
        raise RuleViolation("meetings.no_such_choice", _("Chọn một trong ba: tán thành, không tán thành, ý kiến khác."))
    held = OpenVote.objects.select_for_update().filter(pk=vote.pk, state=OpenVote.State.OPEN, form=OpenVote.Form.DEVICE).first()
    if not VotingCard.objects.filter(pk=card.pk, meeting=vote.meeting_id, is_withdrawn=False).exists():
        raise RuleViolation("meetings.card_ended", _("Thẻ này không còn dùng được. Hỏi bàn thư ký để nhận thẻ mới."))
    if held is None:
        raise RuleViolation("meetings.vote_ended", _("Cuộc biểu quyết này đã kết thúc."))
    if CardUse.objects.filter(vote=held).count() >= held.present:
        raise RuleViolation("meetings.more_cards_than_present", _("Số thẻ đã biểu quyết bằng số có mặt. Hỏi bàn thư ký."))
    try:
        with transaction.atomic():
            CardUse.objects.create(vote=held, card=card)
    except IntegrityError as twice:
        raise RuleViolation("meetings.voted_already", _("Thẻ này đã biểu quyết.")) from twice
    DeviceCount.objects.filter(vote=held, choice=choice).update(number=F("number") + 1)


def has_voted(card: VotingCard, vote: OpenVote) -> bool:
    """Tell whether a card took part in a vote (thẻ đã biểu quyết)."""
    return CardUse.objects.filter(card=card, vote=vote).exists()
