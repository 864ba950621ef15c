"""Papers of congresses: the programme, the superior's letters (văn bản của đại hội)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from daihoi.cycle.congresses.models import Congress, Decision, Matter, Session
from daihoi.cycle.congresses.readiness import timed_programme
from daihoi.foundation.organization.queries import newest_name, newest_place
from daihoi.office import Document, format_on
from daihoi.office.congresses import Answer, Part, approval_letter, programme_of
from daihoi.rules.programme import Timed

PARTY = "dcsvn"


def family_of(charter: str) -> Literal["party", "neutral"]:
    """Choose the format of papers by the rule set: only party congresses print the party's heading."""
    return "party" if charter.startswith(PARTY) else "neutral"


def programme_paper(congress: Congress, title: str) -> Document:
    """Write the programme of a congress from its form, its contents and its sessions (chương trình; DR-10, DR-17)."""
    sessions = {row.kind: row for row in congress.sessions.all()}
    items = timed_programme(congress)
    parts = []
    for kind, name in ((Session.Kind.PREPARATORY, "Phiên trù bị"), (Session.Kind.OFFICIAL, "Phiên chính thức")):
        listed = tuple(_line(each) for each in items if each.item.session == kind)
        row = sessions.get(kind)
        if listed:
            parts.append(Part(name, row.opens_on if row else None, row.place if row else "", listed))
    place = newest_place(congress.unit)
    upper = newest_name(place.superior) if place and place.superior else ""
    plan = sessions.get(Session.Kind.OFFICIAL)
    form = format_on(plan.opens_on if plan else date.max, family_of(congress.round.charter))
    return programme_of(form, upper=upper, issuing=place.name if place else congress.unit.code, congress=title, parts=parts)


def _line(each: Timed) -> str:
    """Write one item with its hour where it is known, the day too when it is not the first."""
    return f"{each.starts:%H} giờ {each.starts:%M}: {each.item.title}" if each.starts else each.item.title


def letter_of(decision: Decision, names: Mapping[UUID, str], upper: str) -> Document:
    """Write the letter of one approval, with its number (văn bản đồng ý; PR-12)."""
    submission = decision.submission
    congress, number, batch = submission.congress, decision.number, decision.batch
    unit = batch.unit if batch else congress.unit
    issuing = names.get(unit.pk) or newest_name(unit)
    return approval_letter(
        format_on(decision.decided_on, family_of(congress.round.charter)),
        Answer(
            upper=upper,
            issuing=issuing,
            unit=names.get(congress.unit_id) or newest_name(congress.unit),
            term=congress.round.term,
            is_result=submission.matter == Matter.RESULTS,
            kind=number.series.kind if number else "CV",
            body=number.series.body if number else "",
            number=number.number if number else None,
            symbol=number.symbol if number else "",
            signed_on=decision.decided_on,
            submitted_on=submission.submitted_on,
            submission=submission.document,
            signer_title=batch.signer_title if batch else "",
            place=batch.place if batch else "",
        ),
    )
