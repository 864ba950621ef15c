"""Edit what the chair reads at this conference; figures and branches stay places that are checked (sửa lời điều hành; PR-15)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.figures import stored
from daihoi.foundation.meetings.models import Event, Item, ItemWords, Meeting
from daihoi.foundation.meetings.queries.script import sample_words
from daihoi.foundation.meetings.services.events import happen, not_closed
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Verb = Event.Verb
LONGEST = 4000  # signs: what is read at one item


@transaction.atomic
def set_words(*, actor: User, item: Item, words: dict[str, str]) -> Meeting:
    """Keep the words of an item and of its branches for this conference; what says the same as the sample, or nothing, is the sample (sửa lời)."""
    meeting = item.meeting
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    sample = sample_words(item)
    for branch, text in words.items():
        if branch not in sample:
            raise RuleViolation("meetings.no_such_branch", _("Kịch bản của việc này không có nhánh “{branch}”."), branch=branch)
        if len(text) > LONGEST:
            raise RuleViolation("meetings.words_too_long", _("Lời đọc quá {most} ký tự. Hãy viết gọn lại."), most=LONGEST)
        lines = [" ".join(line.split()) for line in stored(text).splitlines()]
        kept = "\n".join(line for line in lines if line)
        if kept in ("", "\n".join(sample[branch])):
            ItemWords.objects.filter(item=item, branch=branch).delete()
        else:
            ItemWords.objects.update_or_create(item=item, branch=branch, defaults={"text": kept})
    edited = ItemWords.objects.filter(item=item).count()
    happen(meeting, Verb.PREPARED, record(actor, "meetings.words_set", meeting, item=str(item.pk), edited=edited))
    return meeting
