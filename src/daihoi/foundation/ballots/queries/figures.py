"""How a closed count came about, in numbers: kept with its closing, so that the minutes say the same when the ballots exist no more (số liệu kiểm phiếu)."""

from typing import Any

from daihoi.foundation.ballots.models import CountFigures, Poll, Scan, Tally
from daihoi.foundation.ballots.queries.calling import calls_of, read_again
from daihoi.foundation.ballots.queries.readings import Stage, Standing, page_key, readers_apart, standings


def figures_of(tally: Tally) -> CountFigures:
    """Give the figures kept at the closing; of one closed before they were kept, those of the pile as it lies (số liệu kiểm phiếu)."""
    return CountFigures.objects.filter(tally=tally).first() or new_figures(tally)


def new_figures(tally: Tally) -> CountFigures:
    """Take the figures of a closing from the pile, unsaved."""
    apart, fields = readers_apart(tally.poll)
    answered, again = _doubts(tally.poll), read_again(tally.poll)
    facts: dict[str, Any] = vars(again) | {"called": dict(again.called)}
    return CountFigures(
        tally=tally,
        readers_apart=apart,
        fields_read=fields,
        marks_decided=sum(one.stage == Stage.SETTLED for one in answered),
        third_votes=sum(len(one.answers) > 2 for one in answered),
        **facts,
    )


def _doubts(poll: Poll) -> list[Standing]:
    """Give what people answered on doubts of the machine; keyed sheets and called ballots are told elsewhere."""
    keyed = {page_key(pk) for pk in Scan.objects.filter(batch__poll=poll, batch__entries__gt=0).values_list("pk", flat=True)}
    elsewhere = keyed | {call.key for call in calls_of(poll)}
    return [standing for key, standing in standings(poll).items() if key not in elsewhere]
