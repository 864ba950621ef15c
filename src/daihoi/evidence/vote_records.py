"""Cast vote records (phiếu theo từng lá, không thứ tự, không giờ): NIST SP 1500-103 version 1.0.0 as JSON, and CSV.

They stand in the sealed edition only. Records are sorted by what is on them, so that neither file says in which
order ballots lay in the pile; they bear no times, no numbers of ballots and no names of files.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from daihoi.rules.ballots import INVALID
from daihoi.rules.canonical import canonical
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest, Form, form_of
from daihoi.rules.counting import pile_of

JSON_FILE, CSV_FILE = "cvr.json", "cvr.csv"
RECORD_FILES = (JSON_FILE, CSV_FILE)
VERSION = "1.0.0"
NO_TIME = "1980-01-01T00:00:00Z"  # the format wants a moment; none is told
BOXES = {Form.agree_disagree, Form.single}
Lines = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Record:
    """What one ballot says: for whom, against whom, or why it is not valid (một lá phiếu)."""

    votes_for: tuple[int, ...] = ()
    votes_against: tuple[int, ...] = ()
    reason: str = ""
    outcome: str = "valid"


def records_of(contest: Contest, charter: Charter, readings: Lines, decisions: Lines) -> list[Record]:
    """Give one record a ballot, in an order that depends on nothing but what is on them."""
    settled = pile_of(contest, charter, readings, decisions).ballots
    found = [Record(verdict.votes_for, verdict.votes_against, verdict.reason, verdict.outcome) for _ballot, verdict in settled]
    return sorted(found, key=lambda record: (sha256(canonical(vars(record))).hexdigest(), record.votes_for))


def record_files(contest_toml: str, charter_toml: str, readings: Lines, decisions: Lines) -> dict[str, bytes]:
    """Write both files from the texts of a bundle."""
    contest, charter = Contest.from_toml(contest_toml), Charter.from_toml(charter_toml)
    records, form = records_of(contest, charter, readings, decisions), form_of(contest, charter)
    report = canonical(report_of(contest, form, records)) + b"\n"
    return {JSON_FILE: report, CSV_FILE: table_of(contest, records)}


def report_of(contest: Contest, form: Form, records: Sequence[Record]) -> dict[str, Any]:
    """Give the report as the common data format writes it."""
    people = range(1, len(contest.candidates) + 1)
    sides = sides_of(form, records)
    selections = [
        {"@id": f"p{number}-{side}", "@type": "CVR.CandidateSelection", "CandidateIds": [f"p{number}"]}
        | ({"Code": [{"@type": "CVR.Code", "Type": "other", "OtherType": "side", "Value": side}]} if len(sides) > 1 else {})
        for number in people
        for side in sides
    ]
    election = {
        "@id": "election",
        "@type": "CVR.Election",
        "Name": contest.title,
        "ElectionScopeId": "unit",
        "Candidate": [{"@id": f"p{n}", "@type": "CVR.Candidate", "Name": contest.candidates[n - 1].name} for n in people],
        "Contest": [
            {
                "@id": "contest",
                "@type": "CVR.CandidateContest",
                "Name": contest.title,
                "NumberElected": contest.seats,
                "VotesAllowed": contest.seats,
                "VoteVariation": "n-of-m",
                "ContestSelection": selections,
            }
        ],
    }
    return {
        "@type": "CVR.CastVoteRecordReport",
        "Version": VERSION,
        "GeneratedDate": NO_TIME,
        "ReportType": ["aggregated"],
        "ReportGeneratingDeviceIds": ["daihoi"],
        "ReportingDevice": [{"@id": "daihoi", "@type": "CVR.ReportingDevice", "Application": "daihoi"}],
        "GpUnit": [{"@id": "unit", "@type": "CVR.GpUnit", "Type": "other", "OtherType": "organization", "Name": contest.unit}],
        "Election": [election],
        "CVR": [_record(place, record) for place, record in enumerate(records, 1)],
    }


def sides_of(form: Form, records: Sequence[Record]) -> tuple[str, ...]:
    """Give what can be said of a person: for, and against where a box says so or the rules count who strikes a name out."""
    return ("for", "against") if form in BOXES or any(record.votes_against for record in records) else ("for",)


def _record(place: int, record: Record) -> dict[str, Any]:
    """Write one ballot; its place in the list is its only name."""
    chosen = [*((number, "for") for number in record.votes_for), *((number, "against") for number in record.votes_against)]
    contest: dict[str, Any] = {
        "@type": "CVR.CVRContest",
        "ContestId": "contest",
        "CVRContestSelection": [
            {
                "@type": "CVR.CVRContestSelection",
                "ContestSelectionId": f"p{number}-{side}",
                "SelectionPosition": [
                    {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1},
                ],
            }
            for number, side in sorted(chosen)
        ],
    }
    if record.outcome == INVALID:
        contest |= {"Status": ["invalidated-rules", "other"], "OtherStatus": record.reason}
    snapshot = {"@id": f"s{place}", "@type": "CVR.CVRSnapshot", "Type": "interpreted", "CVRContest": [contest]}
    return {"@type": "CVR.CVR", "CurrentSnapshotId": f"s{place}", "ElectionId": "election", "CVRSnapshot": [snapshot]}


def table_of(contest: Contest, records: Sequence[Record]) -> bytes:
    """Write one row a ballot: outcome, reason, and for each person 1 for, -1 against, 0 neither."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["outcome", "reason", *(f"{number}. {person.name}" for number, person in enumerate(contest.candidates, 1))])
    people = range(1, len(contest.candidates) + 1)
    for record in records:
        rows.writerow([record.outcome, record.reason, *(int(n in record.votes_for) - int(n in record.votes_against) for n in people)])
    return out.getvalue().encode()
