"""Cast vote records: sealed only, in no order, without times, and the same totals as the result (PR-20)."""

import csv
import io
import json
import zipfile

import pytest

from daihoi.evidence.bundle import write_bundle
from daihoi.evidence.vote_records import Record, record_files, report_of
from daihoi.rules.contests import Contest, Form
from tests.evidence.common_format import faults
from tests.evidence.facts import parts
from tests.evidence.test_bundle import codes, edited, repacked, written


def records(given):
    """Both files of a bundle's parts."""
    return record_files(given["contest"], given["charter"], given["readings"], given["decisions"])


def test_the_records_add_up_to_the_result_in_both_files():
    given = parts()
    made = records(given)
    report = json.loads(made["cvr.json"])
    chosen = [
        each["ContestSelectionId"]
        for record in report["CVR"]
        for contest in record["CVRSnapshot"][0]["CVRContest"]
        for each in contest["CVRContestSelection"]
    ]
    votes = {row["candidate"]: row["for"] for row in given["result"]["votes"]}
    assert {number: chosen.count(f"p{number}-for") for number in votes} == votes
    rows = list(csv.reader(io.StringIO(made["cvr.csv"].decode())))
    assert [sum(row[place + 2] == "1" for row in rows[1:]) for place in range(len(votes))] == [votes[number] for number in sorted(votes)]
    assert len(rows) - 1 == len(report["CVR"]) == given["result"]["valid"] + given["result"]["invalid"] + given["result"]["pending"]
    invalid = [record for record in report["CVR"] if "Status" in record["CVRSnapshot"][0]["CVRContest"][0]]
    assert len(invalid) == given["result"]["invalid"]


def test_the_report_is_valid_in_the_common_data_format():
    report = json.loads(records(parts())["cvr.json"])
    assert faults(report) == []
    for record in report["CVR"]:
        assert record["CurrentSnapshotId"] == record["CVRSnapshot"][0]["@id"]


def test_each_form_of_ballot_is_valid_in_the_common_data_format():
    contest = Contest.from_toml(parts()["contest"])
    record = Record((1,), (2,), "not_issued", "invalid")
    for form in Form:
        assert faults(report_of(contest, form, [record, Record()])) == []


def wrong_version(report):
    report["Version"] = "2"


def no_snapshot(report):
    report["CVR"][0]["CVRSnapshot"] = []


def somebody_unknown(report):
    report["CVR"][0]["CVRSnapshot"][0]["CVRContest"][0]["CVRContestSelection"][0]["ContestSelectionId"] = "p99-for"


def a_time(report):
    report["CVR"][0]["Time"] = "2020-07-29T10:00:00Z"


@pytest.mark.parametrize("spoil", [wrong_version, no_snapshot, somebody_unknown, a_time])
def test_the_check_of_the_format_finds_what_is_wrong(spoil):
    contest = Contest.from_toml(parts()["contest"])
    report = report_of(contest, Form.strike_out, [Record((1,))])
    spoil(report)
    assert len(faults(report)) == 1 + (spoil is no_snapshot)


def test_the_order_of_the_pile_changes_neither_file_and_nothing_names_a_sheet():
    given = parts()
    made = records(given)
    turned = records(given | {"readings": list(reversed(list(given["readings"])))})
    assert made == turned
    text = made["cvr.json"].decode() + made["cvr.csv"].decode()
    assert [line["source"] for line in given["readings"] if line["source"] in text or line["digest"] in text] == []
    assert "1980-01-01T00:00:00Z" in text


def test_only_the_sealed_edition_holds_them_and_a_change_is_found(tmp_path):
    public = tmp_path / "public.zip"
    write_bundle(public, edition="public", **parts())
    assert {"cvr.json", "cvr.csv"} & set(zipfile.ZipFile(public).namelist()) == set()
    sealed = written(tmp_path)
    assert codes(sealed) == []
    assert codes(repacked(sealed, edited("cvr.csv", b"valid", b"VALID"), manifest_too=True)) == ["verify.vote_records"]


@pytest.mark.parametrize("edition", ["public"])
def test_records_smuggled_into_a_public_edition_are_found(tmp_path, edition):
    path = written(tmp_path, edition)

    def add(files):
        files["cvr.csv"] = b"x"

    assert "verify.unknown" in codes(repacked(path, add, manifest_too=True))
